using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>What an atom of a dimension stands for.</summary>
internal enum AtomKind
{
    /// <summary>One constant of the table.</summary>
    Point,

    /// <summary>Everything between two neighbouring constants, or beyond the last.</summary>
    Between,

    /// <summary>Every text that no cell names.</summary>
    Other,

    /// <summary>null.</summary>
    Null,

    /// <summary>Anything at all: no cell asks.</summary>
    Any,
}

/// <summary>
/// A set of values that no simple cell of a column tells apart, known by one of them. <paramref name="From"/> and <paramref name="To"/> are the constants on
/// either side of a stretch between; null where there is none.
/// </summary>
internal sealed record Atom(AtomKind Kind, FeelValue Sample, FeelValue? From = null, FeelValue? To = null);
