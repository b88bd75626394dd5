using System.Globalization;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Desk.Import;

/// <summary>What became of a row.</summary>
internal readonly record struct RowResult(bool IsNew, string Target, Problem? Problem) : IOutcome
{
    public static RowResult Known { get; } = new(false, "", null);

    public bool Succeeded => Problem is null;

    public static RowResult Made(string target) => new(true, target, null);

    public static RowResult Of(Problem problem) => new(false, "", problem);
}

/// <summary>Reads the fields of a mapped row, and remembers which rows came in.</summary>
internal static class ImportedRow
{
    public static readonly Problem NoId = new("import.id", 422, "Satırın numarası (id) yok; eşlemeyi düzeltin.", "The row has no number (id); correct the mapping.");

    private static readonly string[] Forms = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd", "dd.MM.yyyy HH:mm:ss", "dd.MM.yyyy HH:mm", "dd.MM.yyyy", "M/d/yyyy h:mm tt", "M/d/yyyy h:mm:ss tt"];
    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");

    public static string? Text(FeelContext row, string field) => row.Get(field) is var value && value.AsString() is { } text ? text : value.Kind == FeelKind.Number ? value.ToString() : null;

    /// <summary>An instant: a FEEL value, ISO 8601, or what spreadsheets write, in Istanbul where no offset is given.</summary>
    public static DateTimeOffset? Instant(FeelContext row, string field)
    {
        var value = row.Get(field);
        if (value.AsInstant(Istanbul) is { } instant) return instant;
        if (value.AsString() is not { } text) return null;
        if (DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return new(local, Istanbul.GetUtcOffset(local));
        return text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var iso) ? iso : null;
    }

    public static async Task<bool> IsKnownAsync(WriteSession session, string source, ImportKind kind, string id, CancellationToken cancel) =>
        (await session.QueryAsync("SELECT 1 FROM imported WHERE source = @source AND kind = @kind AND id = @id", row => row.GetInt32(0), cancel, ("source", source), ("kind", kind), ("id", id))).Count > 0;

    public static Task RememberAsync(WriteSession session, string source, ImportKind kind, string id, string target, CancellationToken cancel) =>
        session.ExecuteAsync("INSERT INTO imported (source, kind, id, target, at) VALUES (@source, @kind, @id, @target, @now)", cancel, ("source", source), ("kind", kind), ("id", id), ("target", target), ("now", session.Now));
}
