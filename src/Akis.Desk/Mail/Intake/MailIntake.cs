using System.IO.Compression;
using Akis.Desk.Events;
using Akis.Desk.Mail.Mailboxes;
using Akis.Desk.Mail.Reading;
using Akis.Desk.Mail.Threading;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Files;

namespace Akis.Desk.Mail.Intake;

/// <summary>What became of a message.</summary>
/// <param name="State">Where it went.</param>
/// <param name="IsNew">False where it had been taken before.</param>
/// <param name="Number">Its ticket; null in quarantine.</param>
/// <param name="Reason">A word of <see cref="QuarantineReason"/>; null where it was let in.</param>
public sealed record TakenMail(MailState State, bool IsNew, string? Number, string? Reason);

/// <summary>
/// Takes a message in: a new ticket, an answer, or quarantine with a reason. The ticket, its process and the record of the message are one transaction, and a message that comes
/// again (a crash between commit and flag, one message to two mailboxes) is recognised by its fingerprint.
/// </summary>
public sealed class MailIntake(AkisDatabase database, Mailboxes.Mailboxes mailboxes, TicketSeals seals, MailSenders senders, TicketQueries tickets, OpenTicket open, TicketCommands commands, FileStore files, TimeProvider clock)
{
    private const int Tries = 3;

    /// <summary>Takes a raw message that came to a mailbox.</summary>
    /// <param name="box">Where it came.</param>
    /// <param name="raw">Its bytes.</param>
    /// <param name="refusal">A reason why it must not be read, found before all of it was fetched; null to read it.</param>
    /// <param name="cancel">Stops the work.</param>
    public async Task<TakenMail> TakeAsync(Mailbox box, byte[] raw, string? refusal = null, CancellationToken cancel = default)
    {
        var fetched = new FetchedMail(box.Name, MailFingerprint.Of(raw), await KeepRawAsync(raw, cancel), raw.Length);
        if (await KnownAsync(fetched.Fingerprint, cancel) is { } known) return known;
        var reading = refusal is null ? MailReader.Read(raw, MailLimits.Default, box.TrustedServer) : new(null, refusal);
        if (reading.Mail is not { } mail) return await HoldAsync(fetched, null, reading.Refusal, null, cancel);

        var seal = await seals.GetAsync(cancel);
        if (mail.Bounce is { } bounce && seal.NumberOfId(bounce.OriginalId) is { } bounced) return await ReportAsync(fetched, mail, bounce, bounced, cancel);
        var facts = await MailFacts.ReadAsync(database, mail, seal, clock.GetUtcNow(), cancel);
        var sender = await senders.FindAsync(mail.From, cancel);
        var reason = MailRules.Refuse(mail, facts, box, mailboxes.IsOurs(mail.From.Address), seal.IsOurs(mail.MessageId), sender is not null);
        if (reason is not null) return await HoldAsync(fetched, mail, reason, null, cancel);
        return await LetInAsync(new(fetched, mail, facts, sender ?? MailSenders.Guest(mail.From.Address, mail.From.Name), box, null, "sistem"), cancel);
    }

    /// <summary>Lets a held message in: an administrator, or its sender's proof, answers for it.</summary>
    internal async Task<TakenMail> ReleaseAsync(long key, FetchedMail fetched, Mailbox box, byte[] raw, string by, CancellationToken cancel)
    {
        if (MailReader.Read(raw, MailLimits.Default, box.TrustedServer).Mail is not { } mail) return new(MailState.Quarantine, false, null, QuarantineReason.Unreadable);
        var facts = await MailFacts.ReadAsync(database, mail, await seals.GetAsync(cancel), clock.GetUtcNow(), cancel);
        var sender = await senders.FindAsync(mail.From, cancel) ?? MailSenders.Guest(mail.From.Address, mail.From.Name);
        return await LetInAsync(new(fetched, mail, facts, sender, box, key, by), cancel);
    }

    private sealed record Admitted(FetchedMail Fetched, ReadMail Mail, MailFacts Facts, KnownSender Sender, Mailbox Box, long? HeldKey, string By);

    private async Task<TakenMail> LetInAsync(Admitted admitted, CancellationToken cancel)
    {
        var stored = new List<(MailFile File, StoredFile Stored)>();
        foreach (var file in admitted.Mail.Files)
        {
            await using var content = new MemoryStream(file.Content, writable: false);
            stored.Add((file, await files.StoreAsync(file.Name, file.MediaType, content, cancel)));
        }

        for (var attempt = 1; ; attempt++)
        {
            var answered = await AnsweredAsync(admitted, cancel);
            if (answered is { IsFull: true } && admitted.HeldKey is null) return await HoldAsync(admitted.Fetched, admitted.Mail, QuarantineReason.TicketCap, null, cancel);
            var outcome = await database.WriteAsync((session, token) => answered is { } ticket
                ? AnswerAsync(session, admitted, ticket.Page, stored, token)
                : OpenAsync(session, admitted, stored, token), cancel);
            if (outcome.Problem is not { } problem) return outcome.Value;
            // The ticket may have moved on between reading and writing.
            if (attempt < Tries) continue;
            return admitted.HeldKey is null
                ? await HoldAsync(admitted.Fetched, admitted.Mail, QuarantineReason.Refused, $"{problem.Code}: {problem.Tr}", cancel)
                : new(MailState.Quarantine, false, null, QuarantineReason.Refused);
        }
    }

    // The first of the tickets that it may answer, that its sender may write to and that still takes messages.
    private async Task<(TicketPage Page, bool IsFull)?> AnsweredAsync(Admitted admitted, CancellationToken cancel)
    {
        foreach (var number in admitted.Facts.Numbers)
        {
            if (await tickets.PageAsync(number, admitted.Sender.Actor, cancel) is not { View: TicketView.Requester or TicketView.Agent } page || TicketState.IsOver(page.Ticket.State)) continue;
            var recent = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT count(*) FROM incoming_mail WHERE ticket_key = @ticket AND received_at > @since", row => row.GetInt64(0), token,
                ("ticket", page.Ticket.Key), ("since", clock.GetUtcNow().AddHours(-1))), cancel);
            return (page, recent[0] >= MailRules.MostForTicket);
        }

        return null;
    }

    private async Task<Outcome<TakenMail>> AnswerAsync(WriteSession session, Admitted admitted, TicketPage page, List<(MailFile File, StoredFile Stored)> stored, CancellationToken cancel)
    {
        if (await RecordAsync(session, admitted, MailState.Reply, cancel) is not { } key) return Again(MailState.Reply);
        var written = await commands.WriteAsync(session, page, MailText.Body(admitted.Mail.Text), [.. stored.Select(file => file.Stored)], admitted.Sender.Actor, cancel);
        if (written.Problem is { } problem) return problem;
        await session.ExecuteAsync("UPDATE ticket SET changed_at = @now WHERE key = @key", cancel, ("now", session.Now), ("key", page.Ticket.Key));
        await commands.AfterAsync(session, page, "message", cancel);
        await IncomingMails.LinkAsync(session, key, page.Ticket.Key, written.Value, Images(stored), cancel);
        return new TakenMail(MailState.Reply, true, page.Ticket.Number, null);
    }

    private async Task<Outcome<TakenMail>> OpenAsync(WriteSession session, Admitted admitted, List<(MailFile File, StoredFile Stored)> stored, CancellationToken cancel)
    {
        if (await RecordAsync(session, admitted, MailState.Ticket, cancel) is not { } key) return Again(MailState.Ticket);
        var sender = admitted.Sender;
        var opened = await open.OpenAsync(session, MailText.Ticket(admitted.Mail, admitted.Box), [.. stored.Select(file => file.Stored)], sender.Requester, sender.Actor, "E-posta", cancel);
        if (opened.Problem is { } problem) return problem;
        var first = await session.QueryAsync("SELECT min(key) FROM ticket_message WHERE ticket_key = @ticket", row => row.GetInt64(0), cancel, ("ticket", opened.Value.Key));
        await IncomingMails.LinkAsync(session, key, opened.Value.Key, first[0], Images(stored), cancel);
        if (admitted.Facts.Numbers is [var named, ..])
        {
            await TicketMessages.AddAsync(session, opened.Value.Key, MessageKind.Note, Actor.System.UserName,
                $"İleti #{named} numaralı bileti anıyor; o bilet kapanmış ya da gönderenin oraya yazma yetkisi yok. / The message names ticket #{named}, which is over or which its sender may not write to.", cancel);
        }

        return new TakenMail(MailState.Ticket, true, opened.Value.Number, null);
    }

    private static async Task<long?> RecordAsync(WriteSession session, Admitted admitted, MailState state, CancellationToken cancel)
    {
        if (admitted.HeldKey is not { } held) return await IncomingMails.AddAsync(session, admitted.Fetched, admitted.Mail, state, null, null, cancel);
        return await IncomingMails.ReleaseAsync(session, held, admitted.Mail, state, admitted.By, cancel) == 1 ? held : null;
    }

    private static TakenMail Again(MailState state) => new(state, false, null, null);

    private async Task<TakenMail> HoldAsync(FetchedMail fetched, ReadMail? mail, string? reason, string? detail, CancellationToken cancel) => await database.WriteAsync(async (session, token) =>
    {
        var isNew = await IncomingMails.AddAsync(session, fetched, mail, MailState.Quarantine, reason, detail, token) is not null;
        if (isNew && reason == QuarantineReason.Unverified) DeskEvents.Add(session, DeskEventKind.Unproven, 0, null, $"{mail!.From.Address} {mail.From.Name}", Actor.System.UserName); // an unread message is no unverified one
        return new TakenMail(MailState.Quarantine, isNew, null, reason);
    }, cancel);

    // The Message-ID in the report is sealed: whoever reports on it received it.
    private async Task<TakenMail> ReportAsync(FetchedMail fetched, ReadMail mail, BounceReport bounce, string number, CancellationToken cancel) => await database.WriteAsync(async (session, token) =>
    {
        if (await IncomingMails.AddAsync(session, fetched, mail, MailState.DeliveryReport, null, $"{bounce.Action} {bounce.Status} {bounce.Recipient}", token) is not { } key) return Again(MailState.DeliveryReport);
        var rows = await session.QueryAsync("SELECT key FROM ticket WHERE number = @number", row => row.GetInt64(0), token, ("number", number));
        var ticket = rows.Count == 0 ? 0 : rows[0];
        if (bounce.IsFinal)
        {
            DeskEvents.Add(session, DeskEventKind.Bounced, ticket, null, $"{bounce.OriginalId} {bounce.Status} {bounce.Reason}".TrimEnd(), Actor.System.UserName);
            if (ticket != 0)
            {
                var note = await TicketMessages.AddAsync(session, ticket, MessageKind.Note, Actor.System.UserName,
                    $"İleti teslim edilemedi / Message not delivered: {bounce.Recipient} ({bounce.Status}) {bounce.Reason}", token);
                await IncomingMails.LinkAsync(session, key, ticket, note, [], token);
            }
        }

        return new TakenMail(MailState.DeliveryReport, true, number == "0" ? null : number, null);
    }, cancel);

    private async Task<TakenMail?> KnownAsync(string fingerprint, CancellationToken cancel) => (await database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT m.state, t.number, m.reason FROM incoming_mail m LEFT JOIN ticket t ON t.key = m.ticket_key WHERE m.fingerprint = @fingerprint",
        row => new TakenMail((MailState)row.GetInt32(0), false, row.Text(1), row.Text(2)), token, ("fingerprint", fingerprint)), cancel)).FirstOrDefault();

    private async Task<string> KeepRawAsync(byte[] raw, CancellationToken cancel)
    {
        using var packed = new MemoryStream();
        await using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) await zip.WriteAsync(raw, cancel);
        packed.Position = 0;
        return (await files.StoreAsync("ileti.eml.gz", "application/gzip", packed, cancel)).Sha256;
    }

    private static IEnumerable<(string, string, string)> Images(List<(MailFile File, StoredFile Stored)> stored) =>
        stored.Where(file => file.File.ContentId is not null).Select(file => (file.File.ContentId!, file.File.MediaType, file.Stored.Sha256)); // asked the line before
}
