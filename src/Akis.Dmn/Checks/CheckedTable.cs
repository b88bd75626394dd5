using System.Numerics;

namespace Akis.Dmn.Checks;

/// <summary>How far the checks of one table go.</summary>
/// <param name="Findings">How many findings of one code are told one by one.</param>
/// <param name="Steps">How many steps the searches may take.</param>
/// <param name="Cells">How many cells of one column may be asked about values, counted once per value.</param>
internal sealed record CheckLimits(int Findings, int Steps, int Cells)
{
    public static CheckLimits Default { get; } = new(20, 1_000_000, 1_000_000);
}

/// <summary>A table ready to be checked: its dimensions, and where findings go.</summary>
internal sealed class CheckedTable
{
    private readonly List<TableFinding> _findings = [];
    private readonly Dictionary<string, int> _untold = [];
    private readonly Dictionary<int, IReadOnlyList<ExampleInput>> _silent = [];

    public CheckedTable(SourceTable table, CheckLimits limits)
    {
        (Source, Limits, Budget) = (table, limits, new Budget(limits.Steps));
        Dimensions = [.. table.Inputs.Select((input, i) => (input.Expression, i)).GroupBy(pair => pair.Expression, pair => pair.i).Select(columns => Dimension.Of(table, [.. columns], limits.Cells, NotChecked))];
        Domains = [.. Dimensions.Select(dimension => (BigInteger.One << dimension.Atoms.Count) - 1)];
        AllRules = (BigInteger.One << table.Rules.Count) - 1;
    }

    public SourceTable Source { get; }

    public CheckLimits Limits { get; }

    public Budget Budget { get; }

    public IReadOnlyList<Dimension> Dimensions { get; }

    /// <summary>By dimension all of its atoms.</summary>
    public BigInteger[] Domains { get; }

    public BigInteger AllRules { get; }

    /// <summary>Rules that need not be looked at again: their cells are of the wrong type.</summary>
    public HashSet<int> Mistyped { get; } = [];

    /// <summary>Rules that never decide, as found so far.</summary>
    public HashSet<int> SilentRules => [.. _silent.Keys];

    /// <summary>The rule's box of atoms: those that its cells accept for certain, or may.</summary>
    public BigInteger[] Box(int rule, bool certain) => [.. Dimensions.Select(dimension => dimension.AtomsOf(rule, certain))];

    /// <summary>Whether so many findings of a code were told that one more is only counted.</summary>
    public bool IsTold(string code)
    {
        if (_findings.Count(finding => finding.Code == code) < Limits.Findings) return false;
        _untold[code] = _untold.GetValueOrDefault(code) + 1;
        return true;
    }

    public void Add(FindingSeverity severity, int line, string code, string tr, string en, IReadOnlyList<int> rules, IReadOnlyList<ExampleInput>? example = null, IReadOnlyList<string>? missing = null)
    {
        if (!IsTold(code)) _findings.Add(new(severity, line, code, $"'{Source.Title}': {tr}", $"'{Source.Title}': {en}", Source.OwnerId, rules, example ?? [], missing));
    }

    /// <summary>Remembers that a rule never decides, and the input that shows it.</summary>
    public void Silence(int rule, IReadOnlyList<ExampleInput> example) => _silent[rule] = example;

    /// <summary>The input that shows that the first of some rules never decides.</summary>
    public IReadOnlyList<ExampleInput> ExampleFor(IReadOnlyList<int> rules) => rules.Count > 0 && _silent.TryGetValue(rules[0], out var example) ? example : [];

    /// <summary>All findings; what was not told one by one is counted.</summary>
    public IReadOnlyList<TableFinding> Finish()
    {
        foreach (var (code, count) in _untold.ToList())
        {
            var like = _findings.First(finding => finding.Code == code);
            _findings.Add(new(like.Severity, Source.Line, code, $"'{Source.Title}': bu türden {count} bulgu daha var.", $"'{Source.Title}': {count} more of this kind.", Source.OwnerId, [], []));
        }

        if (Budget.IsSpent) _findings.Add(new(FindingSeverity.Note, Source.Line, "dmn.check-budget", $"'{Source.Title}': tablo büyük olduğu için denetim yarıda kesildi.", $"'{Source.Title}': the table is large; its check was cut short.", Source.OwnerId, [], []));
        return _findings;
    }

    private void NotChecked(int line, string tr, string en, IReadOnlyList<int> rules) => Add(FindingSeverity.Note, line, "dmn.not-checked", $"denetlenmedi: {tr}", $"not checked: {en}", rules);
}
