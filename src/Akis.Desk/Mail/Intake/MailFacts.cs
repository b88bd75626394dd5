using Akis.Desk.Mail.Reading;
using Akis.Desk.Mail.Threading;
using Akis.Engine.Database;

namespace Akis.Desk.Mail.Intake;

/// <summary>What the database knows that a decision about a message needs.</summary>
/// <param name="IsBlocked">An administrator has blocked the sender.</param>
/// <param name="FromSender">Messages of this sender in the last hour.</param>
/// <param name="Numbers">Tickets that the message may answer, the surest first.</param>
/// <param name="IsSealed">It was sent to an address that only this sender got from us.</param>
internal sealed record MailFacts(bool IsBlocked, int FromSender, IReadOnlyList<string> Numbers, bool IsSealed)
{
    public static Task<MailFacts> ReadAsync(AkisDatabase database, ReadMail mail, TicketSeal seal, DateTimeOffset now, CancellationToken cancel) => database.ReadAsync(async (connection, token) =>
    {
        var blocked = await connection.QueryAsync("SELECT 1 FROM blocked_sender WHERE address = @address OR address = @domain", row => row.GetInt32(0), token,
            ("address", mail.From.Address), ("domain", mail.From.Address[mail.From.Address.LastIndexOf('@')..]));
        var recent = await connection.QueryAsync("SELECT count(*) FROM incoming_mail WHERE from_address = @address AND received_at > @since", row => row.GetInt64(0), token, ("address", mail.From.Address), ("since", now.AddHours(-1)));
        var tagged = mail.Recipients.Select(address => seal.NumberOfAddress(address, mail.From.Address)).OfType<string>().ToList();
        var numbers = new List<string>(tagged);
        foreach (var id in mail.References.Reverse())
        {
            if (seal.NumberOfId(id) is { } ours)
            {
                if (ours != "0") numbers.Add(ours);
                continue;
            }

            // Somebody answers everybody on a message that a ticket grew from.
            numbers.AddRange(await connection.QueryAsync("SELECT t.number FROM incoming_mail m JOIN ticket t ON t.key = m.ticket_key WHERE m.message_id = @id ORDER BY m.key LIMIT 1", row => row.GetString(0), token, ("id", id)));
        }

        if (TicketSeal.NumberInSubject(mail.Subject) is { } named) numbers.Add(named);
        return new MailFacts(blocked.Count > 0, (int)recent[0], [.. numbers.Distinct()], tagged.Count > 0);
    }, cancel);
}
