using Akis.Dmn.Checks;

namespace Akis.Dmn.Examples;

internal enum ColumnRole
{
    Name,
    Now,
    Input,
    Output,
}

/// <summary>
/// A column by its heading: <c>#</c> names the case, <c>now()</c> sets the clock, <c>&gt; x</c> is the expected output x (<c>&gt;</c> alone the whole
/// result), everything else is an input.
/// </summary>
/// <param name="Name">The variable, or the output, without the marker.</param>
internal sealed record ExampleColumn(ColumnRole Role, string Name, SourceType Type)
{
    public static ExampleColumn Of(string heading, ModelSource source, string decisionId)
    {
        var text = heading.Trim();
        if (text.StartsWith('#')) return new(ColumnRole.Name, text[1..].Trim(), SourceType.Of(Feel.FeelKind.String));
        if (text == "now()") return new(ColumnRole.Now, text, SourceType.Of(Feel.FeelKind.DateTime));
        if (!text.StartsWith('>')) return new(ColumnRole.Input, text, InputType(text, source));
        var name = text[1..].Trim();
        return new(ColumnRole.Output, name, OutputType(name, source, decisionId));
    }

    // Declared by the input data, else by the table column that tests exactly this.
    private static SourceType InputType(string name, ModelSource source) =>
        source.Variables.TryGetValue(name, out var declared) && declared.IsDeclared
            ? declared
            : source.Tables.SelectMany(table => table.Inputs).FirstOrDefault(input => input.Expression == name && input.Type.IsDeclared)?.Type ?? SourceType.Any;

    private static SourceType OutputType(string name, ModelSource source, string decisionId)
    {
        var table = source.Tables.FirstOrDefault(table => table.OwnerId == decisionId);
        if (table is null or { IsMultiHit: true, Aggregation: Aggregation.None }) return source.Results.TryGetValue(decisionId, out var result) ? result : SourceType.Any;
        return (table.Outputs.Count == 1 ? table.Outputs[0] : table.Outputs.FirstOrDefault(output => output.Name == name))?.Type ?? SourceType.Any;
    }
}
