using System.Collections.Frozen;
using Akis.Feel.Evaluation;

namespace Akis.Feel.Functions;

/// <summary>The built-in functions by name (DMN 1.5 §10.3.4, and Camunda's additions).</summary>
internal static class BuiltIns
{
    private static readonly FrozenDictionary<string, FeelFunction> Functions = new[]
        {
            ConversionFunctions.All, TemporalFunctions.All, TextFunctions.All, NumberFunctions.All, ListFunctions.All, StatisticsFunctions.All,
            ContextFunctions.All, RangeFunctions.All, WorkingTimeFunctions.All, MiscellaneousFunctions.All,
        }
        .SelectMany(part => part)
        .GroupBy(entry => entry.Name)
        .ToFrozenDictionary(group => group.Key, group => new FeelFunction(group.Key, [.. group.Select(entry => entry.Signature)]));

    /// <summary>Names that only a reader who knows them can read: of functions, and of properties behind a dot.</summary>
    public static HashSet<string> NamesWithSpaces { get; } = [.. Functions.Keys.Where(name => name.Contains(' ', StringComparison.Ordinal)), "time offset", "start included", "end included"];

    public static int LongestName { get; } = NamesWithSpaces.Max(name => name.Length);

    /// <summary>What such names begin with.</summary>
    public static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FirstWords { get; } =
        NamesWithSpaces.Select(name => name[..name.IndexOf(' ', StringComparison.Ordinal)]).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public static IEnumerable<string> Names => Functions.Keys;

    public static FeelFunction? Find(string name) => Functions.GetValueOrDefault(name);
}

/// <summary>A built-in function, or one way to call it.</summary>
internal sealed record BuiltIn(string Name, Signature Signature)
{
    /// <summary>A function whose arguments are checked and coerced before it runs.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parameters">
    /// As <c>string: string, length: number?</c>: name and type, <c>?</c> for one that may be left out, <c>??</c> where it may be null too,
    /// <c>…</c> for a last one that takes any number of values, <c>[…]</c> where these may also come as one list; then <c>-> type</c>, of
    /// the result, Any where that depends on the arguments. Types that may stand for each other are parted by <c>|</c>.
    /// </param>
    /// <param name="run">Gets a value for each parameter.</param>
    public static BuiltIn Of(string name, string parameters, FeelFunction.Body run)
    {
        var sides = parameters.Split("-> ");
        var written = sides[0].TrimEnd().Split(", ", StringSplitOptions.RemoveEmptyEntries);
        var last = written.Length > 0 ? written[^1] : "";
        return new(name, new Signature([.. written.Select(Parameter)], run)
        {
            IsUser = false,
            Gives = sides[1] == "Any" ? null : Type(sides[1]),
            IsVariadic = last.EndsWith('…') || last.EndsWith("[…]", StringComparison.Ordinal),
            Spreads = last.EndsWith("[…]", StringComparison.Ordinal),
        });
    }

    private static FeelType Type(string text) => text switch
    {
        _ when text.Contains(" | ", StringComparison.Ordinal) => new FeelType.UnionType([.. text.Split(" | ").Select(Type)]),
        _ when text.StartsWith("list<", StringComparison.Ordinal) => new FeelType.ListType(Type(text["list<".Length..^1])),
        _ => FeelType.BuiltIn(text) ?? FeelType.Any,
    };

    private static FeelParameter Parameter(string text)
    {
        var parts = text.Split(": ");
        var type = parts.Length > 1 ? parts[1].TrimEnd('?', '…') : "Any";
        if (text.EndsWith('…') || text.EndsWith("[…]", StringComparison.Ordinal)) type = "list";
        return new(parts[0].Replace("[…]", "", StringComparison.Ordinal).TrimEnd('?', '…'), Type(type), text.EndsWith('?')) { TakesNull = text.EndsWith("??", StringComparison.Ordinal) };
    }
}
