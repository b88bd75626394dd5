using System.Numerics;

namespace Akis.Dmn.Checks;

/// <summary>
/// Finds what rules leave uncovered, by partition of one dimension after the other: where no rule is left alive, everything further on is uncovered;
/// where a rule is alive that asks nothing further on, everything is covered. Equal situations are looked at once.
/// </summary>
internal sealed class Cover
{
    private readonly IReadOnlyList<Dimension> _dimensions;
    private readonly BigInteger[][] _masks;
    private readonly BigInteger[] _domains;
    private readonly BigInteger[] _indifferent;
    private readonly HashSet<(int Dimension, BigInteger Alive)> _covered = [];
    private readonly BigInteger[] _path;
    private readonly Budget _budget;

    private Cover(IReadOnlyList<Dimension> dimensions, BigInteger[][] masks, BigInteger[] domains, Budget budget)
    {
        (_dimensions, _masks, _domains, _budget, _path) = (dimensions, masks, domains, budget, [.. domains]);
        _indifferent = new BigInteger[dimensions.Count + 1];
        _indifferent[^1] = BigInteger.MinusOne; // all bits
        for (var d = dimensions.Count - 1; d >= 0; d--)
        {
            _indifferent[d] = Bits(domains[d]).Aggregate(_indifferent[d + 1], (rules, atom) => rules & masks[d][atom]);
        }
    }

    /// <summary>Boxes that none of the rules covers, up to a limit; each holds the atoms of every dimension as bits.</summary>
    /// <param name="dimensions">The dimensions.</param>
    /// <param name="masks">By dimension and atom the rules that accept it.</param>
    /// <param name="domains">By dimension the atoms to look at.</param>
    /// <param name="rules">The rules that may cover.</param>
    /// <param name="limit">How many boxes are wanted.</param>
    /// <param name="budget">Stops the search; what was found until then is returned.</param>
    public static IReadOnlyList<BigInteger[]> Uncovered(IReadOnlyList<Dimension> dimensions, IReadOnlyList<BigInteger[]> masks, BigInteger[] domains, BigInteger rules, int limit, Budget budget)
    {
        if (domains.Any(domain => domain.IsZero)) return [];
        var boxes = new List<BigInteger[]>();
        new Cover(dimensions, [.. masks], domains, budget).Search(0, rules, limit, boxes);
        return boxes;
    }

    /// <summary>The positions of the bits that are set.</summary>
    public static IEnumerable<int> Bits(BigInteger bits)
    {
        for (var i = 0; !bits.IsZero; i++, bits >>= 1) if (!bits.IsEven) yield return i;
    }

    // True where everything is covered.
    private bool Search(int dimension, BigInteger alive, int limit, List<BigInteger[]> boxes)
    {
        if (alive.IsZero)
        {
            boxes.Add([.. _path.Take(dimension), .. _domains.Skip(dimension)]);
            return false;
        }

        if (dimension == _dimensions.Count || !(alive & _indifferent[dimension]).IsZero || _covered.Contains((dimension, alive))) return true;
        if (!_budget.Take((int)BigInteger.PopCount(_domains[dimension]))) return false;
        var covered = true;
        foreach (var group in Bits(_domains[dimension]).GroupBy(atom => alive & _masks[dimension][atom]))
        {
            if (boxes.Count >= limit || _budget.IsSpent) return false;
            _path[dimension] = group.Aggregate(BigInteger.Zero, (atoms, atom) => atoms | (BigInteger.One << atom));
            covered &= Search(dimension + 1, group.Key, limit, boxes);
        }

        if (covered) _covered.Add((dimension, alive));
        return covered;
    }
}

/// <summary>How many steps the checks of one table may still take.</summary>
internal sealed class Budget(long steps)
{
    /// <summary>Whether it ran out.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Takes steps; false where none are left.</summary>
    public bool Take(int count = 1)
    {
        if ((steps -= count) >= 0) return true;
        IsSpent = true;
        return false;
    }
}
