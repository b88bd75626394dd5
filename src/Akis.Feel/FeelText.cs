using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Akis.Feel;

/// <summary>Writes values as FEEL literals and as the text that <c>string()</c> gives.</summary>
internal static class FeelText
{
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Literal(FeelValue value) => value.Kind switch
    {
        FeelKind.Null => "null",
        FeelKind.Boolean => value.IsTrue ? "true" : "false",
        FeelKind.Number => value.NumberText,
        FeelKind.String => Quote(value.AsString()!), // the kind was asked
        FeelKind.Date or FeelKind.Time or FeelKind.DateTime or FeelKind.DaysDuration or FeelKind.YearsDuration => $"@\"{Plain(value)}\"",
        FeelKind.List => "[" + string.Join(", ", value.AsList()!.Select(Literal)) + "]",
        FeelKind.Context => "{" + string.Join(", ", value.AsContext()!.Select(entry => Key(entry.Key) + ": " + Literal(entry.Value))) + "}",
        FeelKind.Range => Range(value.AsRange()!),
        _ => "function",
    };

    /// <summary>The text of <c>string(value)</c>: a string as it is, temporal values in ISO 8601.</summary>
    public static string Plain(FeelValue value) => value.Kind switch
    {
        FeelKind.String => value.AsString()!, // the kind was asked, here and below
        FeelKind.Date => value.AsDate()!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        FeelKind.Time => value.AsTime()!.ToString(),
        FeelKind.DateTime => value.AsDateTime()!.ToString(),
        FeelKind.DaysDuration => Temporal.DurationText(value.AsDuration()!.Value),
        FeelKind.YearsDuration => Temporal.MonthsText(value.AsMonths()!.Value),
        _ => Literal(value),
    };

    private static string Quote(string text) => JsonSerializer.Serialize(text, Quoting);

    private static string Key(string name) => name.All(c => char.IsLetterOrDigit(c) || c == '_') ? name : Quote(name);

    private static string Range(FeelRange range) => new StringBuilder()
        .Append(range.FromIncluded ? '[' : '(').Append(Literal(range.From)).Append("..").Append(Literal(range.To)).Append(range.ToIncluded ? ']' : ')').ToString();
}
