using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>Constants of another kind than their column's declared one.</summary>
internal static class TypeCheck
{
    public static void Run(CheckedTable table)
    {
        foreach (var rule in table.Source.Rules)
        {
            for (var i = 0; i < rule.Tests.Count; i++) Input(table, rule, table.Source.Inputs[i], rule.Tests[i]);
            for (var i = 0; i < rule.Outputs.Count; i++) Output(table, [rule.Number], table.Source.Outputs[i], rule.Outputs[i], $"kural {rule.Number}", $"rule {rule.Number}");
        }

        foreach (var column in table.Source.Outputs.Where(column => column.Default is not null)) Output(table, [], column, column.Default!, "varsayılan çıktı", "the default"); // filtered just before
    }

    private static void Input(CheckedTable table, SourceRule rule, SourceInput column, SourceText cell)
    {
        if (column.Type.Kind is not { } kind || SimpleTests.Read(cell.Text) is not { } test) return;
        foreach (var wrong in test.Constants.Where(constant => constant.Kind != kind).Take(1))
        {
            table.Mistyped.Add(rule.Number);
            ExampleInput example = new(column.Expression, column.Label, wrong);
            table.Add(
                FindingSeverity.Error, cell.Line, "dmn.cell-type",
                $"kural {rule.Number}, '{column.Label}' sütununun türü {KindNames.Tr(kind)}, hücredeki {wrong} ise {KindNames.Tr(wrong.Kind)}{Region.Tr([example])}, bu sütuna hiç gelmez",
                $"rule {rule.Number}: column '{column.Label}' is of type {KindNames.En(kind)}, {wrong} in its cell of type {KindNames.En(wrong.Kind)}{Region.En([example])}, which never comes", [rule.Number], [example]);
        }
    }

    private static void Output(CheckedTable table, IReadOnlyList<int> rules, SourceOutput column, SourceText cell, string tr, string en)
    {
        if (SimpleTests.Constant(cell.Text) is not { IsNull: false } value) return;
        var example = rules.Count == 0 ? [] : ExampleOf(table, rules[0] - 1);
        var (whenTr, whenEn) = example.Count == 0 ? ("", "") : (Region.Tr(example), Region.En(example));
        if (column.Type.Kind is { } kind && value.Kind != kind)
        {
            table.Add(
                FindingSeverity.Error, cell.Line, "dmn.output-type",
                $"{tr}, '{column.Label}' çıktısının türü {KindNames.Tr(kind)}, verilen {value} ise {KindNames.Tr(value.Kind)}{whenTr}",
                $"{en}: output '{column.Label}' is of type {KindNames.En(kind)}, {value} of type {KindNames.En(value.Kind)}{whenEn}", rules, example);
        }
        else if (column.Type.Kind is null && table.Source.Aggregation is Aggregation.Sum && value.Kind != FeelKind.Number)
        {
            table.Add(
                FindingSeverity.Error, cell.Line, "dmn.output-type",
                $"{tr}, toplanan '{column.Label}' çıktısı sayı olmalı, verilen {value} ise {KindNames.Tr(value.Kind)}{whenTr}",
                $"{en}: output '{column.Label}' is summed up and must be a number, {value} is of type {KindNames.En(value.Kind)}{whenEn}", rules, example);
        }
        else if (column.Values is { } allowed && SimpleTests.Read(allowed.Text) is { } test && !test.Accepts(value))
        {
            table.Add(
                FindingSeverity.Error, cell.Line, "dmn.output-not-allowed",
                $"{tr}, '{column.Label}' çıktısının değerleri arasında {value} yok ({allowed.Text}){whenTr}",
                $"{en}: {value} is not among the values of output '{column.Label}' ({allowed.Text}){whenEn}", rules, example);
        }
    }

    private static IReadOnlyList<ExampleInput> ExampleOf(CheckedTable table, int rule)
    {
        var box = table.Box(rule, certain: true);
        return box.Any(atoms => atoms.IsZero) ? [] : Region.Example(table.Dimensions, box);
    }
}
