using System.Globalization;
using System.Text.Json;
using Akis.Engine.Database;

namespace Akis.Engine.Search;

/// <summary>Which part of a result is wanted: a limit with a place to begin, which is a number of rows to pass over or a cursor.</summary>
internal sealed record SearchPage(int Limit, int From, string? After, string? Before)
{
    public const int Usual = 100;
    public const int MostItems = 10_000;
    public const int FarthestFrom = 100_000;

    private static readonly string[] Names = ["limit", "from", "after", "before"];

    /// <summary>Reads the <c>page</c> of a request.</summary>
    public static Outcome<SearchPage> Read(JsonElement page)
    {
        if (page.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return new SearchPage(Usual, 0, null, null);
        if (page.ValueKind != JsonValueKind.Object) return SearchProblems.WrongValue("page", "bir nesne", "an object");
        foreach (var entry in page.EnumerateObject()) if (!Names.Contains(entry.Name)) return SearchProblems.UnknownField($"page.{entry.Name}", Names);
        if (Number(page, "limit", Usual, MostItems) is not { } limit) return SearchProblems.WrongValue("page.limit", $"0 ile {MostItems} arasında bir tam sayı", $"a whole number from 0 to {MostItems}");
        if (Number(page, "from", 0, FarthestFrom) is not { } from) return SearchProblems.WrongValue("page.from", $"0 ile {FarthestFrom} arasında bir tam sayı (daha ilerisi için after imleci)", $"a whole number from 0 to {FarthestFrom} (use the cursor after for what lies beyond)");
        var (after, before) = (Cursor(page, "after"), Cursor(page, "before"));
        return (after, before, from) is (not null, not null, _) or (not null, _, > 0) or (_, not null, > 0)
            ? SearchProblems.WrongValue("page", "from, after ve before alanlarından yalnız biri", "given only one of from, after and before")
            : new SearchPage(limit, from, after, before);
    }

    private static int? Number(JsonElement page, string name, int usual, int most) =>
        !page.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? usual
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 && number <= most ? number : null;

    private static string? Cursor(JsonElement page, string name) => page.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && value.ToString() is { Length: > 0 } cursor ? cursor : null;
}
