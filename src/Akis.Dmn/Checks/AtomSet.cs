using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>Cuts the values of a column at the constants that its cells name.</summary>
internal static class AtomSet
{
    private static readonly string[] OtherTexts = ["başka", "diğer", "x"];

    /// <summary>The atoms of a type, or of the kinds that the tests name where none is declared; null where constants of one kind have no order.</summary>
    public static IReadOnlyList<Atom>? Of(SourceType type, IReadOnlyList<SimpleTests> tests)
    {
        // A column of lists or contexts has no atoms that its cells could be asked about.
        if (type is { IsDeclared: true, Kind: null }) return tests.All(test => test.Constants.Count == 0) ? [new(AtomKind.Any, default)] : null;
        var kinds = type.Kind is { } declared ? [declared] : tests.SelectMany(test => test.Constants).Select(constant => constant.Kind).Distinct().Order().ToList();
        if (kinds.Count == 0) return [new(AtomKind.Any, FeelValue.Of(OtherTexts[0])), new(AtomKind.Null, default)];
        var atoms = new List<Atom>();
        foreach (var kind in kinds)
        {
            var constants = tests.SelectMany(test => test.Constants).Where(constant => constant.Kind == kind).ToList();
            if (kind == FeelKind.Boolean) atoms.AddRange([Point(FeelValue.True), Point(FeelValue.False)]);
            else if (kind == FeelKind.String && !tests.Any(test => test.IsOrdered && test.Constants.Any(constant => constant.Kind == kind))) atoms.AddRange(Texts(constants));
            else if (kind is FeelKind.List or FeelKind.Context or FeelKind.Range or FeelKind.Function || Sampling.Order(constants) is not { } ordered) return null;
            else atoms.AddRange(Line(kind, ordered));
        }

        return [.. atoms, new(AtomKind.Null, default)];
    }

    private static Atom Point(FeelValue value) => new(AtomKind.Point, value);

    private static IEnumerable<Atom> Texts(List<FeelValue> constants)
    {
        var known = constants.Distinct().ToList();
        var other = OtherTexts.Concat(Enumerable.Range(1, known.Count + 1).Select(i => $"x{i}")).Select(FeelValue.Of).First(text => !known.Contains(text));
        return [.. known.Select(Point), new(AtomKind.Other, other)];
    }

    private static IEnumerable<Atom> Line(FeelKind kind, IReadOnlyList<FeelValue> constants)
    {
        for (var i = 0; i <= constants.Count; i++)
        {
            FeelValue? from = i > 0 ? constants[i - 1] : null, to = i < constants.Count ? constants[i] : null;
            if (from is null && to is null) yield return new(AtomKind.Between, Free(kind));
            else if (Sampling.Between(kind, from, to) is { } sample) yield return new(AtomKind.Between, sample, from, to);
            if (to is { } point) yield return Point(point);
        }
    }

    // A declared column whose cells name no constant.
    private static FeelValue Free(FeelKind kind) => FeelExpression.Parse(kind switch
    {
        FeelKind.Number => "0",
        FeelKind.Date => "date(\"2026-01-01\")",
        FeelKind.Time => "time(\"09:00:00\")",
        FeelKind.DateTime => "date and time(\"2026-01-01T09:00:00\")",
        FeelKind.DaysDuration => "duration(\"P1D\")",
        FeelKind.YearsDuration => "duration(\"P1Y\")",
        _ => "\"başka\"",
    }).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value;
}
