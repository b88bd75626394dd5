using Akis.Engine.Database;

namespace Akis.Desk.Incidents;

/// <summary>The services of the status page that need a device, a server or a service of the registry. The registry in the program; where there is none, nobody knows.</summary>
public interface IDependentServices
{
    /// <summary>Names of the services that depend on things, over several steps.</summary>
    Task<IReadOnlyList<string>> OfAsync(WriteSession session, IReadOnlyList<string> things, CancellationToken cancel);
}

/// <summary>Work to announce under a reference, the number of an announcement or a change.</summary>
internal sealed record Announcement(string Reference, string Title, DateTimeOffset From, DateTimeOffset Until, string Author);

/// <summary>Announced work in the caller's transaction: the status page, the band on every page, mail to subscribers.</summary>
internal static class Announcements
{
    /// <summary>What is announced where nothing else is known to be affected.</summary>
    private const string Infrastructure = "altyapi";

    public static Problem? Check(string title, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now) =>
        title.Trim().Length is < 5 or > 150 ? new Problem("work.title", 422, "Duyuru metni 5–150 karakter olmalı.", "The announcement takes 5 to 150 characters.")
        : from >= until || until <= now ? new Problem("work.time", 422, "Bitiş, başlangıçtan ve şimdiden sonra olmalı.", "The end must be after the beginning and in the future.")
        : null;

    /// <summary>The services that work on things touches: named by code or name, else those that depend on them.</summary>
    public static async Task<IReadOnlyList<Service>> AffectedAsync(WriteSession session, IDependentServices? registry, IReadOnlyList<string> things, CancellationToken cancel)
    {
        var names = registry is null ? things : [.. things, .. await registry.OfAsync(session, things, cancel)];
        var affected = Services.All.Where(service => names.Any(name => name == service.Code || string.Equals(name, service.Tr, StringComparison.OrdinalIgnoreCase))).ToList();
        return affected.Count > 0 ? affected : [.. Services.All.Where(service => service.Code == Infrastructure)];
    }

    /// <summary>Announces; the same reference again takes the place of what was announced, and subscribers are told once more.</summary>
    public static async Task AnnounceAsync(WriteSession session, StatusMail mail, Announcement work, IReadOnlyList<Service> services, CancellationToken cancel)
    {
        await session.ExecuteAsync("UPDATE planned_work SET cancelled_at = @now WHERE reference = @reference AND cancelled_at IS NULL", cancel, ("now", session.Now), ("reference", work.Reference));
        foreach (var service in services)
        {
            await AddAsync(session, service, work, "", cancel);
            await mail.TellAsync(session, service, work.Title, "", cancel);
        }
    }

    public static Task AddAsync(WriteSession session, Service service, Announcement work, string english, CancellationToken cancel) => session.ExecuteAsync(
        "INSERT INTO planned_work (key, service, title_tr, title_en, from_at, until_at, reference, author) VALUES (@key, @service, @tr, @en, @from, @until, @reference, @author)", cancel,
        ("key", session.NextKey()), ("service", service.Code), ("tr", work.Title.Trim()), ("en", english.Trim()), ("from", work.From), ("until", work.Until), ("reference", work.Reference.Length == 0 ? null : work.Reference), ("author", work.Author));

    /// <summary>Ends what goes on and calls off what has not begun; subscribers get the text, where there is one. Gives how many services it was about.</summary>
    public static async Task<int> EndAsync(WriteSession session, StatusMail mail, string reference, string text, CancellationToken cancel)
    {
        var ended = await session.QueryAsync("""
            UPDATE planned_work SET until_at = CASE WHEN from_at <= @now THEN @now ELSE until_at END, cancelled_at = CASE WHEN from_at <= @now THEN NULL ELSE @now END
            WHERE reference = @reference AND cancelled_at IS NULL AND until_at > @now RETURNING service
            """, row => row.GetString(0), cancel, ("now", session.Now), ("reference", reference));
        foreach (var service in text.Length == 0 ? [] : ended.Select(Services.Find).OfType<Service>()) await mail.TellAsync(session, service, text, "", cancel);
        return ended.Count;
    }
}
