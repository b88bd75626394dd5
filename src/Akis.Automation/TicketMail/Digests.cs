using Akis.Automation.Notify;
using Akis.Desk.Mail.Mailboxes;
using Akis.Desk.Mail.Threading;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.People.Accounts;

namespace Akis.Automation.TicketMail;

/// <summary>Gathers messages for those who want them once an hour or once a day, at eight.</summary>
internal sealed class Digests(AkisDatabase database, NotificationTemplates templates, PersonQueries persons, MailPreferences preferences, TicketSeals seals, Mailboxes mailboxes, AutomationSettings settings, EngineSettings engine)
{
    private const int MostItems = 100;
    private const int DailyHour = 8;
    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");

    public static Task<int> AddAsync(WriteSession session, string userName, string subject, string body, CancellationToken cancel) => session.ExecuteAsync(
        "INSERT INTO digest_item (key, user_name, subject, body, at) VALUES (@key, @user, @subject, @body, @now)", cancel, ("key", session.NextKey()), ("user", userName), ("subject", subject), ("body", body), ("now", session.Now));

    /// <summary>Lays down the digests that are due; gives how many.</summary>
    public async Task<int> SendDueAsync(CancellationToken cancel)
    {
        var now = engine.Clock.GetUtcNow();
        var waiting = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT user_name, min(at) FROM digest_item GROUP BY user_name", row => (User: row.GetString(0), Since: row.Instant(1)!.Value), token), cancel); // at is never null
        var sent = 0;
        foreach (var (user, since) in waiting)
        {
            if (now >= DueAt((await preferences.OfAsync(user, cancel)).Pace, since) && await SendAsync(user, cancel)) sent++;
        }

        return sent;
    }

    /// <summary>When what waits since an instant is to be told.</summary>
    internal static DateTimeOffset DueAt(string pace, DateTimeOffset since)
    {
        if (pace == "now") return since;
        if (pace == "hourly") return since.AddHours(1);
        var local = TimeZoneInfo.ConvertTime(since, Istanbul);
        var day = DateOnly.FromDateTime(local.DateTime).AddDays(local.Hour >= DailyHour ? 1 : 0).ToDateTime(new TimeOnly(DailyHour, 0));
        return new(day, Istanbul.GetUtcOffset(day));
    }

    private async Task<bool> SendAsync(string user, CancellationToken cancel)
    {
        var person = await persons.FindAsync(user, cancel);
        var wish = await preferences.OfAsync(user, cancel);
        var seal = await seals.GetAsync(cancel);
        return await database.WriteAsync(async (session, token) =>
        {
            session.Lock("digest");
            var items = await session.QueryAsync("SELECT key, subject, body FROM digest_item WHERE user_name = @user ORDER BY key LIMIT @most", row => (Key: row.GetInt64(0), Subject: row.GetString(1), Body: row.GetString(2)), token, ("user", user), ("most", MostItems));
            foreach (var item in items) await session.ExecuteAsync("DELETE FROM digest_item WHERE key = @key", token, ("key", item.Key));
            if (items.Count == 0 || person is null) return false; // another node was faster, or somebody has left
            var end = Subscriptions.Link(seal, settings.PublicUrl, new(user, Subscription.Digest));
            var variables = FeelContext.Of(("ad", FeelValue.Of(person.Name)), ("birak", FeelValue.Of(end)), ("sayi", FeelValue.Of(items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))));
            var head = templates.Fill("bilet-ozet", variables, new FeelEnvironment { Clock = engine.Clock, Calendars = engine.Calendars }) ?? throw new InvalidOperationException("There is no template 'bilet-ozet'.");
            var (subject, text) = MailWording.In(head, wish.Language);
            var body = $"{text}\n\n{string.Join("\n\n", items.Select(item => $"• {item.Subject}\n\n{item.Body}"))}";
            var (key, from) = (session.NextKey(), mailboxes.First?.Address);
            await Outbox.AddAsync(session, new(key, seal.MessageId(null, key, (from ?? settings.MailFrom).Split('@')[^1]), person.Email, subject, body) { Html = MailWording.Html(body), Sender = from, Unsubscribe = end }, token);
            return true;
        }, cancel);
    }
}
