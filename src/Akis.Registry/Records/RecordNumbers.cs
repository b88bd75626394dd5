using System.Globalization;
using Akis.Engine.Database;

namespace Akis.Registry.Records;

/// <summary>Numbers of records by series and year, such as DEG-2026-00045: never twice, gaps mean nothing.</summary>
public static class RecordNumbers
{
    /// <summary>The next number; the year is the university's.</summary>
    /// <param name="session">The transaction that uses the number.</param>
    /// <param name="series">Short, upper case: DEG, PRB, ATL.</param>
    /// <param name="zone">The zone in which the year turns.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<string> NextAsync(WriteSession session, string series, TimeZoneInfo zone, CancellationToken cancel = default)
    {
        var year = TimeZoneInfo.ConvertTime(session.Now, zone).Year;
        var last = await session.QueryAsync("INSERT INTO record_number (series, year, last) VALUES (@series, @year, 1) ON CONFLICT (series, year) DO UPDATE SET last = record_number.last + 1 RETURNING last", row => row.GetInt32(0), cancel, ("series", series), ("year", year));
        return string.Create(CultureInfo.InvariantCulture, $"{series}-{year}-{last[0]:D5}");
    }
}
