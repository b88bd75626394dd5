using System.Numerics;
using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>
/// What one input expression can be: finitely many atoms, and per atom the rules (as bits) whose cell certainly accepts it and those whose cell may.
/// The two differ only where a cell is no simple test. Columns that test the same expression are one dimension.
/// </summary>
internal sealed class Dimension
{
    private Dimension(SourceInput input, IReadOnlyList<Atom> atoms, BigInteger[] certain, BigInteger[] possible) => (Input, Atoms, Certain, Possible) = (input, atoms, certain, possible);

    public SourceInput Input { get; }

    /// <summary>Everything that the input may be, in order; null last.</summary>
    public IReadOnlyList<Atom> Atoms { get; }

    /// <summary>By atom: bit r is set where the cell of rule r accepts it.</summary>
    public BigInteger[] Certain { get; }

    /// <summary>By atom: bit r is set unless the cell of rule r refuses it.</summary>
    public BigInteger[] Possible { get; }

    /// <summary>By rule: bit a is set where its cell accepts atom a, or may.</summary>
    public BigInteger AtomsOf(int rule, bool certain)
    {
        var (masks, atoms) = (certain ? Certain : Possible, BigInteger.Zero);
        for (var i = 0; i < masks.Length; i++) if (!(masks[i] >> rule).IsEven) atoms |= BigInteger.One << i;
        return atoms;
    }

    /// <summary>Builds the dimension of the columns that test one expression.</summary>
    /// <param name="columns">Positions of those columns.</param>
    /// <param name="limit">How many pairs of rule and atom are looked at before the column counts as too large.</param>
    /// <param name="report">Gets what cannot be checked: line, Turkish, English, rules.</param>
    public static Dimension Of(SourceTable table, IReadOnlyList<int> columns, int limit, Action<int, string, string, IReadOnlyList<int>> report)
    {
        var input = columns.Select(column => table.Inputs[column]).OrderBy(candidate => candidate.Type.IsDeclared ? 0 : 1).First();
        var cells = columns.SelectMany(column => table.Rules.Select(rule => rule.Tests[column])).ToList();
        var simple = cells.Select(cell => cell.Text).Distinct().ToDictionary(text => text, SimpleTests.Read);
        Report(table, columns, simple, report);

        var bounds = columns.SelectMany(column => new[] { table.Inputs[column].Allowed, table.Inputs[column].Type.Allowed }).OfType<SourceText>().DistinctBy(allowed => allowed.Text).Select(allowed => (Source: allowed, Test: SimpleTests.Read(allowed.Text))).ToList();
        foreach (var (source, _) in bounds.Where(bound => bound.Test is null))
        {
            report(source.Line, $"'{input.Label}' sütununun izin verilen değerleri bir ifade kullanıyor: {source.Text}", $"the allowed values of '{input.Label}' use an expression: {source.Text}", []);
        }

        var tests = simple.Values.OfType<SimpleTests>().ToList();
        var limits = bounds.Select(bound => bound.Test).OfType<SimpleTests>().ToList();
        var atoms = AtomSet.Of(input.Type, [.. tests, .. limits]);
        if (atoms is null || (long)atoms.Count * table.Rules.Count > limit)
        {
            if (atoms is not null) report(input.Line, $"'{input.Label}' sütununda çok fazla değer var", $"column '{input.Label}' has too many values", []);
            else report(input.Line, $"'{input.Label}' sütunundaki değerler sıralanamıyor", $"the values of column '{input.Label}' cannot be ordered", []);
            atoms = [new(AtomKind.Any, default)];
            tests = [];
        }

        // null passes allowed values: it stands for "not given", which they do not forbid.
        atoms = [.. atoms.Where(atom => atom.Kind is AtomKind.Null or AtomKind.Any || limits.All(limit => limit.Accepts(atom.Sample)))];
        var (certain, possible) = (new BigInteger[atoms.Count], new BigInteger[atoms.Count]);
        var known = tests.ToHashSet();
        var verdicts = simple.ToDictionary(pair => pair.Key, pair => Verdicts(pair.Key, pair.Value is { } test && known.Contains(test) ? test : null, atoms));
        for (var a = 0; a < atoms.Count; a++)
        {
            foreach (var rule in table.Rules)
            {
                var answers = columns.Select(column => verdicts[rule.Tests[column].Text][a]).ToList();
                var bit = BigInteger.One << (rule.Number - 1);
                if (answers.TrueForAll(answer => answer == true)) certain[a] |= bit;
                if (answers.TrueForAll(answer => answer != false)) possible[a] |= bit;
            }
        }

        return new(input, atoms, certain, possible);
    }

    // True, false, or null where nobody knows before the cell's expression is evaluated.
    private static bool?[] Verdicts(string text, SimpleTests? test, IReadOnlyList<Atom> atoms) =>
        text is "" or "-" ? [.. atoms.Select(_ => (bool?)true)]
        : test is null ? new bool?[atoms.Count]
        : [.. atoms.Select(atom => (bool?)test.Accepts(atom.Sample))];

    private static void Report(SourceTable table, IReadOnlyList<int> columns, Dictionary<string, SimpleTests?> simple, Action<int, string, string, IReadOnlyList<int>> report)
    {
        foreach (var column in columns)
        {
            foreach (var rule in table.Rules.Where(rule => simple[rule.Tests[column].Text] is null))
            {
                var (label, cell) = (table.Inputs[column].Label, rule.Tests[column]);
                report(cell.Line, $"kural {rule.Number}, '{label}' hücresi bir ifade kullanıyor: {cell.Text}", $"rule {rule.Number}, cell of '{label}' uses an expression: {cell.Text}", [rule.Number]);
            }
        }
    }
}
