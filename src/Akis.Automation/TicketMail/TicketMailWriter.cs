using System.Globalization;
using Akis.Automation.Notify;
using Akis.Desk.Categories;
using Akis.Desk.Events;
using Akis.Desk.Mail.Intake;
using Akis.Desk.Mail.Mailboxes;
using Akis.Desk.Mail.Threading;
using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Closing;
using Akis.Desk.Watching;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.People.Accounts;

namespace Akis.Automation.TicketMail;

/// <summary>Turns events of the desk into messages to those whom they concern (domain §8.10).</summary>
internal sealed class TicketMailWriter(
    NotificationTemplates templates, PersonQueries persons, MailPreferences preferences, TicketSeals seals, Mailboxes mailboxes, SenderProofMail proofs, AutomationSettings settings, EngineSettings engine)
{
    private const int MostInAnHour = 30; // automatic messages to one address about one ticket
    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");
    private static readonly TimeSpan FiveWorkingDays = TimeSpan.FromHours(40);

    /// <summary>Lays down what an event is to be told by.</summary>
    /// <param name="session">The transaction that takes the event away.</param>
    /// <param name="told">The event.</param>
    /// <param name="cancel">Stops the work.</param>
    public async Task WriteAsync(WriteSession session, DeskEvent told, CancellationToken cancel)
    {
        if (told.Kind == DeskEventKind.Unproven)
        {
            await proofs.WriteAsync(session, told.Detail ?? "", cancel);
            return;
        }

        if (told.Kind == DeskEventKind.Bounced)
        {
            var (id, why) = Halves(told.Detail ?? "");
            await session.ExecuteAsync("UPDATE outbox_mail SET state = 3, error = @why WHERE message_id = @id", cancel, ("id", id), ("why", why));
            return;
        }

        if (await MailedTicket.ReadAsync(session, told.TicketKey, cancel) is not { } ticket) return;
        var (state, day) = Halves(told.Detail ?? "");
        switch (told.Kind)
        {
            case DeskEventKind.Opened:
                await TellRequesterAsync(session, ticket, "bilet-alindi", ticket.FirstAnswerDue is { } due ? [("ilkYanit", Local(due))] : [], cancel);
                break;
            case DeskEventKind.Taken when ticket.Priority is "P1" or "P2" && told.Actor != ticket.Requester:
                await TellRequesterAsync(session, ticket, "bilet-atandi", [], cancel);
                break;
            case DeskEventKind.State when state == TicketState.WaitingForUser:
                await TellRequesterAsync(session, ticket, "bilet-bilgi-istendi", [("soru", Hide(ticket, ticket.Question ?? "")), ("tarih", Deadline(told.At))], cancel);
                break;
            case DeskEventKind.State when state == TicketState.Planned:
                await TellRequesterAsync(session, ticket, "bilet-planlandi", [("tarih", Day(day))], cancel);
                break;
            case DeskEventKind.State when state == TicketState.Resolved:
                await TellRequesterAsync(session, ticket, "bilet-cozuldu", [("cozum", Hide(ticket, ticket.Resolution ?? "—"))], cancel);
                break;
            case DeskEventKind.State when state == TicketState.Redirected:
                await TellRequesterAsync(session, ticket, "bilet-yonlendirildi", [("birim", ticket.RedirectUnit ?? ""), ("yer", ticket.RedirectPlace ?? ""), ("gerekce", Hide(ticket, ticket.Resolution ?? ""))], cancel);
                break;
            case DeskEventKind.State when state == TicketState.Closed && MailSenders.AddressOfGuest(ticket.Requester) is null && await RatingInvitation.TakeAsync(session, ticket.Key, ticket.Requester, cancel):
                await TellRequesterAsync(session, ticket, "bilet-memnuniyet", [], cancel);
                break;
            case DeskEventKind.Message:
                await TellMessageAsync(session, ticket, told, cancel);
                break;
        }
    }

    private async Task TellMessageAsync(WriteSession session, MailedTicket ticket, DeskEvent told, CancellationToken cancel)
    {
        var message = told.MessageKey ?? 0;
        var rows = await session.QueryAsync("SELECT body, key = (SELECT min(key) FROM ticket_message WHERE ticket_key = @ticket) FROM ticket_message WHERE key = @key", row => (Body: row.GetString(0), IsFirst: row.GetBoolean(1)), cancel,
            ("ticket", ticket.Key), ("key", message));
        if (rows.Count == 0 || rows[0].IsFirst) return; // the first is what the ticket was opened with
        var (text, isOwn, queue) = (Hide(ticket, rows[0].Body), told.Actor == ticket.Requester, Queues.Of(ticket.Queue));
        if (!isOwn && told.Detail != DeskEventKind.ToldAsState) await TellRequesterAsync(session, ticket, "bilet-yanit", [("metin", text), ("imza", queue.Tr)], cancel);
        foreach (var user in await Notifications.UnreadOfAsync(session, message, cancel))
        {
            // Who has the ticket sees at the desk what colleagues write to it; to others a person of the desk is its group (domain §8.6).
            var hasIt = user == ticket.Assignee;
            if ((hasIt && !isOwn) || await persons.FindAsync(user, cancel) is not { } person) continue;
            await TellAsync(session, ticket, hasIt ? "bilet-yanit-geldi" : "bilet-izlenen", new(person.UserName, person.Name, person.Email, MayOpen: true), [("metin", text), ("yazan", isOwn ? ticket.RequesterName : queue.Tr)], cancel);
        }
    }

    private sealed record Reader(string UserName, string Name, string Address, bool MayOpen);

    private async Task TellRequesterAsync(WriteSession session, MailedTicket ticket, string template, IEnumerable<(string, string)> words, CancellationToken cancel)
    {
        var reader = MailSenders.AddressOfGuest(ticket.Requester) is { } guest ? new Reader(ticket.Requester, ticket.RequesterName, guest, MayOpen: false)
            : await persons.FindAsync(ticket.Requester, cancel) is { } person ? new Reader(person.UserName, person.Name, person.Email, MayOpen: true) : null;
        if (reader is not null) await TellAsync(session, ticket, template, reader, words, cancel);
    }

    private async Task TellAsync(WriteSession session, MailedTicket ticket, string template, Reader reader, IEnumerable<(string Name, string Value)> words, CancellationToken cancel)
    {
        var wish = await preferences.OfAsync(reader.UserName, cancel);
        if (wish.Muted.Contains(template) || await IsTooMuchAsync(session, ticket, reader.Address, cancel)) return;
        var queue = Queues.Of(ticket.Queue);
        var seal = await seals.GetAsync(cancel);
        var end = template == "bilet-izlenen" ? new Subscription(reader.UserName, Subscription.Watched + ticket.Number) : MailPreference.Mutable.Contains(template) ? new Subscription(reader.UserName, template) : null;
        var unsubscribe = end is null ? null : Subscriptions.Link(seal, settings.PublicUrl, end);
        var link = reader.MayOpen ? $"{settings.PublicUrl}/tickets/{ticket.Number}" : null;
        var variables = FeelContext.Of([
            ("no", FeelValue.Of(ticket.Number)), ("konu", FeelValue.Of(ticket.IsConfidential ? "Gizli bilet" : ticket.Subject)), ("ad", FeelValue.Of(reader.Name)), ("grup", FeelValue.Of(queue.Tr)), ("grupEn", FeelValue.Of(queue.En)),
            ("baglanti", FeelValue.Of(link)), ("birak", FeelValue.Of(unsubscribe)), ("ilkYanit", FeelValue.Null), .. words.Select(word => (word.Name, FeelValue.Of(word.Value)))]);
        var filled = templates.Fill(template, variables, new FeelEnvironment { Clock = engine.Clock, Calendars = engine.Calendars }) ?? throw new InvalidOperationException($"There is no template '{template}'.");
        // What a person wrote stands in one language; the English half only says how to answer.
        var (subject, text) = template is "bilet-yanit" or "bilet-yanit-geldi" or "bilet-izlenen" && wish.Language == "en" ? (filled.SubjectEn, $"{filled.BodyTr}\n\n———\n\n{filled.BodyEn}") : MailWording.In(filled, wish.Language);
        if (wish.Pace != "now" && template != "bilet-bilgi-istendi")
        {
            await Digests.AddAsync(session, reader.UserName, subject, text, cancel);
            return;
        }

        await Outbox.AddAsync(session, await MailAsync(session, seal, ticket, reader, subject, text, cancel) with { IsAutomatic = template != "bilet-yanit", Unsubscribe = unsubscribe }, cancel);
    }

    private async Task<OutgoingMail> MailAsync(WriteSession session, TicketSeal seal, MailedTicket ticket, Reader reader, string subject, string text, CancellationToken cancel)
    {
        var key = session.NextKey();
        var box = (ticket.Mailbox is null ? null : mailboxes.Find(ticket.Mailbox)) ?? mailboxes.First;
        var sender = box?.Address ?? settings.MailFrom;
        return new(key, seal.MessageId(ticket.Number, key, sender[(sender.LastIndexOf('@') + 1)..]), reader.Address, subject, text)
        {
            Html = MailWording.Html(text), Sender = box?.Address, ReplyTo = box is null ? null : seal.AddressFor(box.Address, ticket.Number, reader.Address),
            References = await ReferencesAsync(session, ticket.Key, reader.Address, cancel), TicketKey = ticket.Key, InstanceKey = ticket.InstanceKey,
        };
    }

    // What this reader wrote and got about the ticket, so that mail programs show one thread.
    private static async Task<string?> ReferencesAsync(WriteSession session, long ticketKey, string address, CancellationToken cancel)
    {
        var ids = await session.QueryAsync("""
            SELECT id FROM (SELECT key, message_id AS id FROM incoming_mail WHERE ticket_key = @ticket AND from_address = @address AND message_id IS NOT NULL
              UNION ALL SELECT key, message_id AS id FROM outbox_mail WHERE ticket_key = @ticket AND recipient = @address) AS thread ORDER BY key DESC LIMIT 10
            """, row => row.GetString(0), cancel, ("ticket", ticketKey), ("address", address.ToLowerInvariant()));
        ids.Reverse();
        return ids.Count == 0 ? null : string.Join(' ', ids.Where(id => !id.Contains(' ', StringComparison.Ordinal)));
    }

    private static async Task<bool> IsTooMuchAsync(WriteSession session, MailedTicket ticket, string address, CancellationToken cancel) => (await session.QueryAsync(
        "SELECT count(*) FROM outbox_mail WHERE recipient = @address AND ticket_key = @ticket AND created_at > @since", row => row.GetInt64(0), cancel,
        ("address", address), ("ticket", ticket.Key), ("since", session.Now.AddHours(-1))))[0] >= MostInAnHour;

    // Mail is a postcard: what is confidential is read on the page only.
    private static string Hide(MailedTicket ticket, string text) => ticket.IsConfidential ? "(Gizli bilet: ayrıntılar yalnız bilet sayfasında. / Confidential: see the ticket's page.)" : text;

    private string Deadline(DateTimeOffset asked)
    {
        var until = engine.Calendars.GetValueOrDefault("T1")?.Add(asked, FiveWorkingDays) ?? asked.AddDays(7);
        return Local(until);
    }

    private static string Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Istanbul).ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture);

    private static string Day(string day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture) : day;

    private static (string First, string Second) Halves(string text) => text.IndexOf(' ', StringComparison.Ordinal) is var space and > 0 ? (text[..space], text[(space + 1)..]) : (text, "");
}

/// <summary>What messages say of a ticket.</summary>
internal sealed record MailedTicket(long Key, string Number, string Subject, string Queue, string Priority, string Requester, string RequesterName, string? Assignee, string? Question, string? Resolution, bool IsConfidential, long InstanceKey, string? Mailbox, DateTimeOffset? FirstAnswerDue, string? RedirectUnit, string? RedirectPlace)
{
    public static async Task<MailedTicket?> ReadAsync(WriteSession session, long key, CancellationToken cancel) => (await session.QueryAsync("""
        SELECT number, subject, queue, priority, requester, requester_name, assignee, question, resolution, confidential, coalesce(instance_key, 0),
          (SELECT mailbox FROM incoming_mail WHERE ticket_key = @key ORDER BY key LIMIT 1), (SELECT due_at FROM ticket_clock WHERE ticket_key = @key AND clock = 0), redirect_unit, redirect_place FROM ticket WHERE key = @key
        """, row => new MailedTicket(key, row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Text(6), row.Text(7), row.Text(8), row.GetBoolean(9), row.GetInt64(10), row.Text(11), row.Instant(12), row.Text(13), row.Text(14)),
        cancel, ("key", key))).FirstOrDefault();
}
