using System.Security;

namespace Akis.Dmn.Tests.Checks;

/// <summary>Writes decision tables for tests: the first line of a table text heads it, each further line is a rule.</summary>
internal static class TableXml
{
    /// <summary>A model with one table, decision <c>d</c>.</summary>
    /// <param name="policy">Hit policy, then attributes if any: <c>COLLECT" aggregation="SUM</c>.</param>
    /// <param name="table">"x:number [1..9], s:string -> o:string "a","b" = "a"" heads it: input with type and allowed values, output with type, values and default;
    /// rules are "cell | cell -> cell". Everything after a name is optional.</param>
    /// <param name="more">Further elements of the model.</param>
    public static string Of(string policy, string table, string more = "")
    {
        var lines = table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var head = Sides(lines[0]);
        var inputs = head.Left.Select(input => $"<input label=\"{Name(input)}\"><inputExpression{Type(input)}><text>{Name(input)}</text></inputExpression>{Text("inputValues", Rest(input))}</input>");
        var outputs = head.Right.Select(output => $"<output name=\"{Name(output)}\"{Type(output)}>{Text("outputValues", Rest(output).Split('=')[0])}{Text("defaultOutputEntry", output.Split('=').ElementAtOrDefault(1) ?? "")}</output>");
        var rules = lines.Skip(1).Select(line => $"<rule>{string.Concat(Sides(line).Left.Select(cell => Cell("inputEntry", cell)))}{string.Concat(Sides(line).Right.Select(cell => Cell("outputEntry", cell)))}</rule>");
        return $"""
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m">{more}
            <decision id="d" name="Karar"><decisionTable hitPolicy="{policy}">
            {string.Join('\n', inputs)}
            {string.Join('\n', outputs)}
            {string.Join('\n', rules)}
            </decisionTable></decision></definitions>
            """;
    }

    private static (string[] Left, string[] Right) Sides(string line)
    {
        var sides = line.Split("->");
        return (Cells(sides[0]), Cells(sides[1]));
    }

    private static string[] Cells(string side) => side.Trim().Length == 0 ? [] : side.Split('|', StringSplitOptions.TrimEntries);

    private static string Name(string head) => head.Split(' ')[0].Split(':')[0];

    private static string Type(string head) => head.Split(' ')[0].Split(':', 2).ElementAtOrDefault(1) is { } type ? $" typeRef=\"{type.Replace('_', ' ')}\"" : "";

    private static string Rest(string head) => head.Contains(' ', StringComparison.Ordinal) ? head[(head.IndexOf(' ', StringComparison.Ordinal) + 1)..] : "";

    private static string Text(string element, string text) => text.Trim().Length == 0 ? "" : Cell(element, text.Trim());

    private static string Cell(string element, string text) => $"<{element}><text>{SecurityElement.Escape(text)}</text></{element}>";
}
