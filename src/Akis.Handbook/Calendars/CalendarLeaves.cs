using System.Data.Common;
using System.Globalization;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.People;

namespace Akis.Handbook.Calendars;

/// <summary>What an announcement would move: timers of processes and clocks of tickets that end on or after its first day, by calendars that change.</summary>
/// <param name="Calendars">Codes of the calendars that become other ones.</param>
/// <param name="Timers">Open waits of processes.</param>
/// <param name="Others">What other modules count.</param>
/// <param name="IsRetroactive">It begins before today.</param>
public sealed record LeaveEffect(IReadOnlyList<string> Calendars, long Timers, IReadOnlyList<(string Tr, string En, long Count)> Others, bool IsRetroactive);

/// <summary>A module whose deadlines follow the calendars, asked what a change would move.</summary>
public interface ICalendarFollower
{
    /// <summary>How many open deadlines by these calendars end at <paramref name="from"/> or later.</summary>
    Task<(string Tr, string En, long Count)> CountAsync(DbConnection connection, IReadOnlyList<string> calendars, DateTimeOffset from, CancellationToken cancel);
}

/// <summary>Administrative leave and declared working days: an administrator enters them, the head approves, and what waits in working time is computed again with the commit.</summary>
public sealed class CalendarLeaves(AkisDatabase database, ProcessEngine engine, EngineSettings settings, IEnumerable<ICalendarFollower> followers, string folder)
{
    private const int LongestRange = 31;
    private const string Columns = "key, kind, first_day, last_day, from_minute, to_minute, calendars, basis, document, document_day, entered_by, entered_at, approved_by, approved_at, removed_by";

    private const string Counting = $"SELECT {Columns} FROM calendar_leave WHERE approved_by IS NOT NULL AND removed_by IS NULL ORDER BY key";

    private static readonly Problem NotYours = new("calendar.not-yours", 403, "İdari izni sistem yöneticisi girer, daire başkanı onaylar.", "The administrator enters leave, the head of department approves it.");
    private static readonly Problem Unknown = new("calendar.unknown", 404, "Böyle bir kayıt yok ya da durumu bu arada değişti; sayfayı yenileyin.", "There is no such entry, or its state has changed meanwhile; load the page again.");

    /// <summary>Entries, the newest first, 200 at most.</summary>
    public Task<List<LeaveEntry>> ListAsync(CancellationToken cancel = default) =>
        database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT {Columns} FROM calendar_leave ORDER BY first_day DESC, key DESC LIMIT 200", Read, token), cancel);

    /// <summary>Enters an announcement; it counts once it is approved.</summary>
    public async Task<Outcome<long>> EnterAsync(CalendarLeave leave, string basis, string document, DateOnly? documentDay, Actor actor, CancellationToken cancel = default)
    {
        if (!actor.IsAdministrator && !actor.Groups.Contains(Roles.Administrator)) return NotYours;
        if (Check(leave) is { } wrong) return wrong;
        if (basis.Trim() is not { Length: > 0 and <= 300 } said) return new Problem("calendar.basis", 422, "Dayanağı yazın (en çok 300 karakter).", "Say what it rests on (300 characters at most).");
        if (document.Trim() is not { Length: > 0 and <= 100 } number || documentDay is not { } day) return new Problem("calendar.document", 422, "Resmî yazının sayısını ve tarihini yazın.", "Give number and date of the official letter.");
        return await database.WriteAsync<Outcome<long>>(async (session, token) =>
        {
            var key = session.NextKey();
            await session.ExecuteAsync("""
                INSERT INTO calendar_leave (key, kind, first_day, last_day, from_minute, to_minute, calendars, basis, document, document_day, entered_by, entered_at)
                VALUES (@key, @kind, @first, @last, @from, @to, @calendars, @basis, @document, @day, @by, @now)
                """, token, ("key", key), ("kind", leave.Kind), ("first", Iso(leave.First)), ("last", Iso(leave.Last)), ("from", leave.From), ("to", leave.To), ("calendars", string.Join(' ', leave.Calendars.Order(StringComparer.Ordinal))),
                ("basis", said), ("document", number), ("day", Iso(day)), ("by", actor.UserName), ("now", session.Now));
            return key;
        }, cancel);
    }

    /// <summary>The head's approval: from the commit on it counts.</summary>
    public Task<Outcome> ApproveAsync(long key, Actor actor, CancellationToken cancel = default) => ChangeAsync(actor, [Roles.Head],
        "UPDATE calendar_leave SET approved_by = @by, approved_at = @now WHERE key = @key AND approved_by IS NULL AND removed_by IS NULL AND entered_by <> @by", key, cancel);

    /// <summary>Takes an entry back: what it had moved moves back.</summary>
    public Task<Outcome> RemoveAsync(long key, Actor actor, CancellationToken cancel = default) => ChangeAsync(actor, [Roles.Head, Roles.Administrator],
        "UPDATE calendar_leave SET removed_by = @by, removed_at = @now WHERE key = @key AND removed_by IS NULL", key, cancel);

    /// <summary>What an announcement would move if it counted.</summary>
    public async Task<LeaveEffect> EffectAsync(CalendarLeave leave, CancellationToken cancel = default)
    {
        var now = settings.Clock.GetUtcNow();
        var counting = (await database.ReadAsync((connection, token) => connection.QueryAsync(Counting, Read, token), cancel)).Select(entry => entry.Leave).ToList();
        var (before, after) = (CalendarReader.Read(folder, counting), CalendarReader.Read(folder, [.. counting, leave]));
        var codes = after.Keys.Where(code => after[code].Version != before[code].Version).Order(StringComparer.Ordinal).ToList();
        var zone = after.Values.First().Zone;
        var start = new DateTimeOffset(leave.First.ToDateTime(TimeOnly.MinValue), zone.GetUtcOffset(leave.First.ToDateTime(TimeOnly.MinValue)));
        return await database.ReadAsync(async (connection, token) =>
        {
            var (timers, others) = (0L, new List<(string, string, long)>());
            foreach (var code in codes) timers += (await connection.QueryAsync("SELECT count(*) FROM timer WHERE calendar = @code AND due_at >= @start", row => row.GetInt64(0), token, ("code", code), ("start", start)))[0];
            foreach (var follower in followers) others.Add(await follower.CountAsync(connection, codes, start, token));
            return new LeaveEffect(codes, timers, others, leave.First < DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime));
        }, cancel);
    }

    /// <summary>What counts now, for whom builds the calendars.</summary>
    internal static async Task<IReadOnlyList<CalendarLeave>> CountingAsync(WriteSession session, CancellationToken cancel) => [.. (await session.QueryAsync(Counting, Read, cancel)).Select(entry => entry.Leave)];

    private Task<Outcome> ChangeAsync(Actor actor, string[] roles, string sql, long key, CancellationToken cancel) => database.WriteAsync<Outcome>(async (session, token) =>
    {
        if (!actor.IsIn(roles)) return NotYours;
        session.Lock("calendars");
        if (await session.ExecuteAsync(sql, token, ("key", key), ("by", actor.UserName), ("now", session.Now)) == 0) return Unknown;
        await engine.ChangeCalendarsAsync(session, CalendarReader.Read(folder, await CountingAsync(session, token)), token);
        return Outcome.Done;
    }, cancel);

    private Problem? Check(CalendarLeave leave)
    {
        if (!Enum.IsDefined(leave.Kind)) return new("calendar.kind", 422, "Listeden bir tür seçin.", "Choose a kind from the list.");
        if (leave.Last < leave.First || leave.Last.DayNumber - leave.First.DayNumber >= LongestRange) return new("calendar.days", 422, $"Son gün ilk günden önce olamaz; bir kayıt en çok {LongestRange} gün kapsar.", $"The last day must not come before the first; an entry covers {LongestRange} days at most.");
        if (leave.From < 0 || leave.To > CalendarLeave.WholeDay || leave.To <= leave.From) return new("calendar.hours", 422, "Kapalı aralığın bitişi başlangıcından sonra olmalı.", "The closed hours must end after they begin.");
        return leave.Calendars.FirstOrDefault(code => !settings.Calendars.ContainsKey(code)) is { } unknown ? new("calendar.code", 422, $"'{unknown}' adında bir takvim yok.", $"There is no calendar '{unknown}'.") : null;
    }

    private static LeaveEntry Read(DbDataReader row) => new(
        row.GetInt64(0),
        new((LeaveKind)row.GetInt32(1), Day(row.GetString(2)), Day(row.GetString(3)), row.GetInt32(4), row.GetInt32(5), row.GetString(6).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet()),
        row.GetString(7), row.GetString(8), Day(row.GetString(9)), row.GetString(10), row.Instant(11)!.Value, row.Text(12), row.Instant(13), row.Text(14)); // entered_at is never null

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
