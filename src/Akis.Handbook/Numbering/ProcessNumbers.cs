using System.Globalization;
using Akis.Engine.Database;

namespace Akis.Handbook.Numbering;

/// <summary>Numbers requests per process and year: <c>SEK08-04-34/2026-000123</c>.</summary>
public static class ProcessNumbers
{
    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");

    /// <summary>The next number of a process's code (<c>SEK 08-04-34</c>). It is taken with the session: a rolled back request leaves no gap.</summary>
    public static async Task<string> NextAsync(WriteSession session, string code, CancellationToken cancel = default)
    {
        var process = code.Replace(" ", "", StringComparison.Ordinal);
        var year = TimeZoneInfo.ConvertTime(session.Now, Istanbul).Year;
        var last = await session.QueryAsync(
            "INSERT INTO process_number (process, year, last) VALUES (@process, @year, 1) ON CONFLICT (process, year) DO UPDATE SET last = process_number.last + 1 RETURNING last",
            row => row.GetInt32(0), cancel, ("process", process), ("year", year));
        return string.Create(CultureInfo.InvariantCulture, $"{process}/{year}-{last[0]:000000}");
    }
}
