using System.Globalization;
using System.Resources;

namespace Akis.Feel;

/// <summary>Why a value is null, or why a text is no expression.</summary>
public sealed class FeelDiagnostic
{
    private static readonly ResourceManager Texts = new("Akis.Feel.Resources.Messages", typeof(FeelDiagnostic).Assembly);
    private static readonly CultureInfo Turkish = CultureInfo.GetCultureInfo("tr");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    private readonly string? _tr;
    private readonly string? _en;
    private readonly object[] _values = [];

    /// <summary>A diagnostic with its own texts.</summary>
    public FeelDiagnostic(string code, string tr, string en, int position) => (Code, _tr, _en, Position) = (code, tr, en, position);

    // The texts are put together only when somebody reads them: most failures are answered by another branch.
    internal FeelDiagnostic(string code, int position, params object[] values) => (Code, Position, _values) = (code, position, values);

    /// <summary>Stable code, for example <c>feel.syntax</c>.</summary>
    public string Code { get; }

    /// <summary>Where in the source, counted in characters from 0.</summary>
    public int Position { get; }

    /// <summary>The reason in Turkish.</summary>
    public string Tr => _tr ?? Text(Turkish);

    /// <summary>The reason in English.</summary>
    public string En => _en ?? Text(English);

    /// <summary>The values concerned, as FEEL literals.</summary>
    public IReadOnlyList<string> Values => [.. _values.OfType<FeelValue>().Select(FeelText.Short)];

    /// <inheritdoc />
    public override string ToString() => $"{Code} @{Position}: {En}";

    internal static string Word(string key, CultureInfo culture) => Texts.GetString(key, culture) ?? key;

    // A word whose own text stands in the resources is translated, a value is shown as a literal.
    private string Text(CultureInfo culture)
    {
        var arguments = Array.ConvertAll(_values, value => value switch
        {
            FeelValue feel => FeelText.Short(feel),
            FeelWord word => Word(word.Key, culture),
            _ => value,
        });
        return string.Format(culture, Word(Code, culture), arguments);
    }
}

/// <summary>A word of a message that is translated with it.</summary>
internal sealed record FeelWord(string Key)
{
    public static FeelWord Of(FeelKind kind) => new("kind." + kind);
}
