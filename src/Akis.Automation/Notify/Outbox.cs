using System.Data.Common;
using Akis.Engine.Database;

namespace Akis.Automation.Notify;

/// <summary>A message that is to be sent.</summary>
/// <param name="Key">Its key in the outbox.</param>
/// <param name="MessageId">Without angle brackets; never changes, so a message that is sent twice by a crash is known as one.</param>
/// <param name="Recipient">One address.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Text">Its plain text.</param>
internal sealed record OutgoingMail(long Key, string MessageId, string Recipient, string Subject, string Text)
{
    /// <summary>The same as HTML; null where there is plain text only.</summary>
    public string? Html { get; init; }

    /// <summary>The mailbox that it is from; null for the program's own address.</summary>
    public string? Sender { get; init; }

    /// <summary>Where answers go.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Ids of the messages that it answers, nearest last, with spaces.</summary>
    public string? References { get; init; }

    /// <summary>False for what a person wrote.</summary>
    public bool IsAutomatic { get; init; } = true;

    /// <summary>The link that ends mails of this kind; null for what is no subscription.</summary>
    public string? Unsubscribe { get; init; }

    public long? TicketKey { get; init; }

    public long InstanceKey { get; init; }
}

/// <summary>Mail that waits to be sent. It is laid down in the transaction of what it tells and leaves after the commit.</summary>
public static class Outbox
{
    internal const string Columns = "key, message_id, recipient, subject, body, html, sender, reply_to, refs, automatic, ticket_key, instance_key, unsubscribe";

    /// <summary>A plain-text mail. The same <paramref name="id"/> again lays down nothing; <paramref name="instanceKey"/> is the process that it is about, 0 where there is none; <paramref name="unsubscribe"/> the link that ends such mails.</summary>
    public static Task AddAsync(WriteSession session, string id, string recipient, string subject, string body, CancellationToken cancel, long instanceKey = 0, string? unsubscribe = null) =>
        AddAsync(session, new OutgoingMail(session.NextKey(), $"{id}@akis", recipient, subject, body) { InstanceKey = instanceKey, Unsubscribe = unsubscribe }, cancel);

    /// <summary>Lays a message down; the same Message-ID again changes nothing.</summary>
    internal static Task<int> AddAsync(WriteSession session, OutgoingMail mail, CancellationToken cancel) => session.ExecuteAsync($"""
        INSERT INTO outbox_mail ({Columns}, state, tries, due_at, fence, created_at)
        VALUES (@key, @id, @recipient, @subject, @body, @html, @sender, @replyTo, @refs, @automatic, @ticket, @instance, @unsubscribe, 0, 0, @now, 0, @now) ON CONFLICT (message_id) DO NOTHING
        """, cancel,
        ("key", mail.Key), ("id", mail.MessageId), ("recipient", mail.Recipient), ("subject", mail.Subject), ("body", mail.Text), ("html", mail.Html), ("sender", mail.Sender), ("replyTo", mail.ReplyTo),
        ("refs", mail.References), ("automatic", mail.IsAutomatic), ("ticket", mail.TicketKey), ("instance", mail.InstanceKey), ("unsubscribe", mail.Unsubscribe), ("now", session.Now));

    /// <summary>A message of a row that begins with <see cref="Columns"/>.</summary>
    internal static OutgoingMail Read(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4))
    {
        Html = row.Text(5), Sender = row.Text(6), ReplyTo = row.Text(7), References = row.Text(8), IsAutomatic = row.GetBoolean(9), TicketKey = row.IsDBNull(10) ? null : row.GetInt64(10), InstanceKey = row.GetInt64(11), Unsubscribe = row.Text(12),
    };
}
