using System.Numerics;
using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>Says a box of atoms in words: an example out of it, and the unary tests of a rule that matches just it.</summary>
internal static class Region
{
    /// <summary>One value per dimension; those of which nothing depends on the value are left out. A value other than null is taken where there is one.</summary>
    public static IReadOnlyList<ExampleInput> Example(IReadOnlyList<Dimension> dimensions, BigInteger[] box) =>
        [.. dimensions.Zip(box).Select(pair => (pair.First, Atom: pair.First.Atoms[Choose(pair.First, pair.Second)])).Where(pair => pair.Atom.Kind != AtomKind.Any).Select(pair => new ExampleInput(pair.First.Input.Expression, pair.First.Input.Label, pair.Atom.Sample))];

    /// <summary>The position of the atom to show: a constant of the table rather than a value between, anything rather than null.</summary>
    public static int Choose(Dimension dimension, BigInteger atoms) =>
        Cover.Bits(atoms).OrderBy(i => dimension.Atoms[i].Kind switch { AtomKind.Any => 0, AtomKind.Point => 1, AtomKind.Between => 2, AtomKind.Other => 3, _ => 4 }).First();

    /// <summary>The example as the end of a Turkish sentence.</summary>
    public static string Tr(IReadOnlyList<ExampleInput> example) => "; örnek girdi: " + (example.Count == 0 ? "herhangi biri" : Text(example));

    /// <summary>The example as the end of an English sentence.</summary>
    public static string En(IReadOnlyList<ExampleInput> example) => ", for example " + (example.Count == 0 ? "any input" : Text(example));

    /// <summary>The cell that accepts these atoms and, of what the column can be, nothing else; null where no unary test says so.</summary>
    public static string? Cell(Dimension dimension, BigInteger atoms)
    {
        var all = dimension.Atoms.Select((atom, i) => (Atom: atom, In: !(atoms >> i).IsEven)).Where(pair => pair.Atom.Kind != AtomKind.Null).ToList();
        if (all.TrueForAll(pair => pair.In)) return "-";
        if (all.Exists(pair => pair is { Atom.Kind: AtomKind.Other, In: true })) return all.Exists(pair => !pair.In && pair.Atom.Kind != AtomKind.Point) ? null : $"not({string.Join(", ", all.Where(pair => !pair.In).Select(pair => pair.Atom.Sample))})";
        var tests = new List<string>();
        for (var i = 0; i < all.Count; i++)
        {
            if (!all[i].In) continue;
            var first = i;
            while (i + 1 < all.Count && all[i + 1].In && Touch(all[i].Atom, all[i + 1].Atom)) i++;
            tests.Add(Run(all[first].Atom, all[i].Atom));
        }

        return string.Join(", ", tests);
    }

    private static string Text(IReadOnlyList<ExampleInput> example) => string.Join(", ", example.Select(input => $"{input.Label} = {input.Value}"));

    // Only stretches touch their neighbours: two texts, or two days with nothing between, are said one by one.
    private static bool Touch(Atom left, Atom right) =>
        (left.Kind == AtomKind.Between && left.To == right.Sample && right.Kind == AtomKind.Point) || (right.Kind == AtomKind.Between && right.From == left.Sample && left.Kind == AtomKind.Point);

    private static string Run(Atom first, Atom last)
    {
        if (first == last && first.Kind == AtomKind.Point) return first.Sample.ToString();
        var (from, fromIncluded) = first.Kind == AtomKind.Point ? (first.Sample, true) : (first.From, false);
        var (to, toIncluded) = last.Kind == AtomKind.Point ? (last.Sample, true) : (last.To, false);
        return (from, to) switch
        {
            ({ } low, { } high) => $"{(fromIncluded ? '[' : '(')}{low}..{high}{(toIncluded ? ']' : ')')}",
            ({ } low, null) => $"{(fromIncluded ? ">=" : ">")} {low}",
            (null, { } high) => $"{(toIncluded ? "<=" : "<")} {high}",
            _ => "not(null)",
        };
    }
}
