using System.Text.RegularExpressions;
using Akis.Dmn.Checks;
using Akis.Feel;

namespace Akis.Dmn.Examples;

/// <summary>A cell's value, or why it has none.</summary>
internal sealed record CellValue(FeelValue Value, string? Tr = null, string? En = null)
{
    public bool IsValid => En is null;
}

/// <summary>
/// Reads a cell: FEEL where it is written as a literal or a call, plain text otherwise. In a column of strings everything but <c>null</c> and quoted
/// text is plain; in a column of dates, times and durations the ISO 8601 text suffices. Numbers are FEEL's, with a point.
/// </summary>
internal static partial class ExampleValue
{
    public static CellValue Read(string cell, SourceType type)
    {
        var text = cell.Trim();
        if (text == "null") return new(default);
        switch (type.Kind)
        {
            case FeelKind.String: return text.StartsWith('"') ? Feel(text, type.Kind) : new(FeelValue.Of(cell));
            case FeelKind.Date or FeelKind.Time or FeelKind.DateTime or FeelKind.DaysDuration or FeelKind.YearsDuration: return Feel(LooksLikeFeel(text) ? text : $"@\"{text}\"", type.Kind);
            case FeelKind.Number or FeelKind.Boolean: return Feel(text, type.Kind);
            default: return LooksLikeFeel(text) ? Feel(text, null) : new(FeelValue.Of(cell));
        }
    }

    private static CellValue Feel(string text, FeelKind? kind)
    {
        if (kind == FeelKind.Number && CommaNumber().IsMatch(text)) return new(default, $"'{text}': sayılar virgülle değil noktayla yazılır.", $"'{text}': numbers are written with a point, not a comma.");
        var expression = FeelExpression.Parse(text);
        var result = expression.Evaluate(FeelContext.Empty, FeelEnvironment.Default);
        if (expression.Errors.Concat(result.Diagnostics).FirstOrDefault() is { } wrong) return new(default, $"'{text}': {wrong.Tr}", $"'{text}': {wrong.En}");
        return kind is { } wanted && result.Value.Kind != wanted
            ? new(default, $"'{text}' sütunun türünden değil: {KindNames.Tr(wanted)} bekleniyordu.", $"'{text}' is not of the column's type: expected {KindNames.En(wanted)}.")
            : new(result.Value);
    }

    private static bool LooksLikeFeel(string text) => text is "true" or "false" || FeelStart().IsMatch(text);

    // A quote, @, bracket or brace; a number; a call such as date("2026-01-31").
    [GeneratedRegex("""^("|@"|\[|\{|-?\d+(\.\d+)?$|[a-z][a-z ]*\()""")]
    private static partial Regex FeelStart();

    [GeneratedRegex(@"^-?[\d.]*\d,\d+$")]
    private static partial Regex CommaNumber();
}
