using System.Globalization;
using System.Resources;
using Akis.Feel;

namespace Akis.Dmn;

/// <summary>Messages in both languages, from the resources.</summary>
internal static class DmnTexts
{
    private static readonly ResourceManager Texts = new("Akis.Dmn.Resources.Messages", typeof(DmnTexts).Assembly);
    private static readonly CultureInfo Turkish = CultureInfo.GetCultureInfo("tr");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static FeelDiagnostic Diagnostic(string code, params object[] values) => new(code, In(Turkish, code, values), In(English, code, values), 0);

    public static DmnFinding Finding(int line, string code, params object[] values) => new(line, code, In(Turkish, code, values), In(English, code, values));

    private static string In(CultureInfo culture, string code, object[] values) => string.Format(culture, Texts.GetString(code, culture) ?? code, values);
}
