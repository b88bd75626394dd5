using Akis.Engine.Database;

namespace Akis.Automation.Notify;

/// <summary>Lays mail down to be sent once the transaction has committed.</summary>
public static class Outbox
{
    /// <summary>A plain-text mail. The same <paramref name="id"/> again lays down nothing; <paramref name="instanceKey"/> is the process that it is about, 0 where there is none.</summary>
    public static Task AddAsync(WriteSession session, string id, string recipient, string subject, string body, CancellationToken cancel, long instanceKey = 0) => session.ExecuteAsync(
        "INSERT INTO outbox_mail (key, message_id, recipient, subject, body, instance_key, state, tries, due_at, fence, created_at) VALUES (@key, @id, @recipient, @subject, @body, @instance, 0, 0, @now, 0, @now) ON CONFLICT (message_id) DO NOTHING", cancel,
        ("key", session.NextKey()), ("id", $"{id}@akis"), ("recipient", recipient), ("subject", subject), ("body", body), ("instance", instanceKey), ("now", session.Now));
}
