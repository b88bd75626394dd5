using Akis.Dmn.Checks;
using Akis.Feel;
using CsCheck;

namespace Akis.Dmn.Tests.Checks;

/// <summary>The checks against the evaluator, on random tables: what is reported is so, and what a grid of inputs shows is reported.</summary>
public sealed class RandomTableTests
{
    // Every constant of the cells below, and something between and beyond any two of them.
    private static readonly FeelValue[][] Grid =
    [
        [.. Enumerable.Range(-2, 13).Select(i => FeelValue.Of(i / 2m))],
        [.. new[] { "a", "b", "c", "d", "zz" }.Select(text => FeelValue.Of(text))],
        [FeelValue.True, FeelValue.False],
        [.. Enumerable.Range(0, 6).Select(i => FeelValue.Of(new DateOnly(2026, 1, 30).AddDays(i)))],
    ];

    private static readonly string[] Types = ["number", "string", "boolean", "date"];

    private static readonly Gen<string> Numbers = Gen.Int[0, 4].Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture));
    private static readonly Gen<string> Words = Gen.Int[0, 2].Select(i => $"\"{"abc"[i]}\"");
    private static readonly Gen<string> Days = Gen.Int[0, 3].Select(i => $"date(\"2026-{(i < 1 ? "01-31" : $"02-0{i}")}\")");

    private static readonly Gen<string>[] Cells =
    [
        Tests(Numbers, ordered: true), Tests(Words, ordered: false),
        Gen.Int[0, 5].Select(i => i switch { 0 => "true", 1 => "false", 2 => "not(true)", _ => "-" }),
        Tests(Days, ordered: true),
    ];

    private static readonly Gen<(int[] Columns, string[][] Rules)> Tables =
        Gen.Int[0, 3].Array[1, 3].SelectMany(columns => Gen.Int[1, 7].SelectMany(count => Rows(columns, count)).Select(rules => (columns, rules)));

    [Fact]
    public void An_example_of_a_gap_matches_no_rule_and_every_gap_of_the_grid_is_reported() => Tables.Sample((columns, rules) =>
    {
        var model = Model("UNIQUE", columns, rules);
        var gaps = Check("UNIQUE", columns, rules).Where(finding => finding.Code == "dmn.gap").ToList();
        foreach (var gap in gaps) Matched(model, columns, gap.Example).ShouldBeEmpty(gap.En);
        var missing = gaps.Select(gap => gap.MissingRule.ShouldNotBeNull().Select(cell => FeelExpression.ParseUnaryTests(cell)).ToArray()).ToList();
        foreach (var point in Points(columns))
        {
            var closed = missing.Exists(cells => cells.Zip(point).All(pair => Accepts(pair.First, pair.Second)));
            closed.ShouldBe(Matched(model, point).Count == 0, $"{string.Join(", ", point)}: {string.Join(" / ", rules.Select(rule => string.Join(" | ", rule)))}");
        }
    });

    [Fact]
    public void An_example_of_an_overlap_matches_both_rules_and_every_overlap_of_the_grid_is_reported() => Tables.Sample((columns, rules) =>
    {
        var model = Model("UNIQUE", columns, rules);
        var overlaps = Check("UNIQUE", columns, rules).Where(finding => finding.Code == "dmn.overlap").ToList();
        foreach (var overlap in overlaps) overlap.Rules.ShouldBeSubsetOf(Matched(model, columns, overlap.Example), overlap.En);
        var reported = overlaps.Select(overlap => (overlap.Rules[0], overlap.Rules[1])).ToHashSet();
        foreach (var point in Points(columns))
        {
            var matched = Matched(model, point);
            foreach (var first in matched) foreach (var second in matched.Where(other => other > first)) reported.ShouldContain((first, second), string.Join(", ", point));
        }
    });

    [Fact]
    public void A_rule_is_masked_if_no_input_makes_it_the_first() => Tables.Sample((columns, rules) =>
    {
        var model = Model("RULE ORDER", columns, rules); // under First only the first match is told
        var findings = Check("FIRST", columns, rules);
        var silent = findings.Where(finding => finding.Code is "dmn.masked-rule" or "dmn.rule-never-matches").Select(finding => finding.Rules[0]).ToHashSet();
        var first = Points(columns).Concat(Points(columns, withNull: true)).Select(point => Matched(model, point) is [var decides, ..] ? decides : 0).ToHashSet();
        for (var rule = 1; rule <= rules.Length; rule++) silent.Contains(rule).ShouldBe(!first.Contains(rule), $"rule {rule}: {string.Join(" / ", rules.Select(cells => string.Join(" | ", cells)))}");
        foreach (var masked in findings.Where(finding => finding.Code == "dmn.masked-rule"))
        {
            var matched = Matched(model, columns, masked.Example);
            matched.ShouldContain(masked.Rules[0]);
            matched[0].ShouldBeLessThan(masked.Rules[0]);
        }
    });

    private static Gen<string> Tests(Gen<string> constants, bool ordered) => Gen.Select(Gen.Int[0, ordered ? 11 : 5], constants, constants, (kind, a, b) => kind switch
    {
        0 => a,
        1 => $"{a}, {b}",
        2 => $"not({a})",
        3 => $"not({a}, {b})",
        4 => "-",
        5 => $"= {a}",
        6 => $"< {a}",
        7 => $">= {a}",
        8 => string.CompareOrdinal(a, b) < 0 ? $"[{a}..{b})" : $"<= {a}",
        9 => string.CompareOrdinal(a, b) < 0 ? $"({a}..{b}]" : $"> {a}",
        10 => $"not(> {a})",
        _ => string.CompareOrdinal(a, b) < 0 ? $"< {a}, > {b}" : $"[{b}..{a}], {a}",
    });

    private static Gen<string[][]> Rows(int[] columns, int count) =>
        columns.Aggregate(Gen.Const(Enumerable.Range(0, count).Select(_ => Array.Empty<string>()).ToArray()), (rows, column) =>
            Gen.Select(rows, Cells[column].Array[count], (table, cells) => table.Zip(cells, (row, cell) => (string[])[.. row, cell]).ToArray()));

    private static string Xml(string policy, int[] columns, string[][] rules) => TableXml.Of(
        policy, string.Join(" | ", columns.Select((column, i) => $"x{i}:{Types[column]}")) + " -> o\n" + string.Join('\n', rules.Select((rule, i) => $"{string.Join(" | ", rule)} -> {i}")));

    private static IReadOnlyList<TableFinding> Check(string policy, int[] columns, string[][] rules) => TableCheck.Run(Xml(policy, columns, rules), new CheckLimits(10_000, 5_000_000, 3_000_000));

    private static DmnModel Model(string policy, int[] columns, string[][] rules) => DmnReader.Read(Xml(policy, columns, rules)).Model.ShouldNotBeNull();

    private static IReadOnlyList<int> Matched(DmnModel model, IReadOnlyList<FeelValue> point) =>
        model.Evaluate("d", FeelContext.Of(point.Select((value, i) => ($"x{i}", value))), FeelEnvironment.Default).Trace[^1].MatchedRules;

    private static IReadOnlyList<int> Matched(DmnModel model, int[] columns, IReadOnlyList<ExampleInput> example) =>
        Matched(model, [.. columns.Select((_, i) => example.FirstOrDefault(input => input.Expression == $"x{i}")?.Value ?? default)]);

    private static bool Accepts(FeelExpression cell, FeelValue value) => cell.EvaluateUnaryTests(value, FeelContext.Empty, FeelEnvironment.Default).Value.IsTrue;

    private static IEnumerable<FeelValue[]> Points(int[] columns, bool withNull = false) => columns.Aggregate(
        (IEnumerable<FeelValue[]>)[[]], (points, column) => points.SelectMany(point => Grid[column].Concat(withNull ? [default] : []).Select(value => (FeelValue[])[.. point, value])));
}
