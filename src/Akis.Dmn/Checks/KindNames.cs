using System.Globalization;
using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>Kinds of values in words, as diagnostics of FEEL say them.</summary>
internal static class KindNames
{
    private static readonly CultureInfo Turkish = CultureInfo.GetCultureInfo("tr");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static string Tr(FeelKind kind) => FeelDiagnostic.Word("kind." + kind, Turkish);

    public static string En(FeelKind kind) => FeelDiagnostic.Word("kind." + kind, English);
}
