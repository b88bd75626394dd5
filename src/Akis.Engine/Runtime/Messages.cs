using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine.Runtime;

/// <summary>A message to be published.</summary>
internal sealed record Message(string Name, string CorrelationKey, FeelContext Variables, string? Id, TimeSpan TimeToLive);

/// <summary>Messages: one waiting instance of each process receives one; an id makes a repetition harmless.</summary>
internal static class Messages
{
    /// <summary>Publishes to who waits, else to the processes that it starts; else it is kept while it lives.</summary>
    public static async Task<Outcome<PublishedMessage>> PublishAsync(WriteSession session, CommandRoad road, Message message, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        await LockAsync(session, message.Name, message.CorrelationKey, cancel);
        var key = session.NextKey();
        var stored = await session.ExecuteAsync(
            """
            INSERT INTO message (key, name, correlation_key, message_id, variables, published_at, expires_at, correlated)
            VALUES (@key, @name, @correlation, @id, @variables, @now, @expires, false) ON CONFLICT DO NOTHING
            """, cancel,
            ("key", key), ("name", message.Name), ("correlation", message.CorrelationKey), ("id", message.Id), ("variables", FeelJson.ToJson(message.Variables)), ("now", session.Now), ("expires", session.Now + message.TimeToLive));
        if (stored == 0) return new Problem("message.repeated", 409, "Bu ileti daha önce alınmış.", "This message has been received before.");

        var reached = new List<long>();
        var waiting = await session.QueryAsync(
            "SELECT s.key, s.instance_key, i.process_id FROM message_subscription s JOIN process_instance i ON i.key = s.instance_key WHERE s.name = @name AND s.correlation_key = @correlation ORDER BY s.key",
            row => (Key: row.GetInt64(0), Instance: row.GetInt64(1), Process: row.GetString(2)), cancel, ("name", message.Name), ("correlation", message.CorrelationKey));
        foreach (var process in waiting.GroupBy(subscription => subscription.Process))
        {
            foreach (var subscription in process)
            {
                var problem = await road.ApplyOneAsync(session, subscription.Instance, new CorrelateMessage(subscription.Key, message.Variables), actor, follow, cancel);
                if (CommandRoad.IsFault(problem)) return problem;
                if (problem is not null) continue; // it waits no longer; the next of the same process may
                reached.Add(subscription.Instance);
                break;
            }
        }

        if (reached.Count == 0)
        {
            foreach (var start in await ProcessStarts.ForAsync(session, ProcessStarts.StartKind.Message, message.Name, cancel))
            {
                var started = await road.StartOneAsync(session, start, message.Variables, message.CorrelationKey.Length == 0 ? null : message.CorrelationKey, actor, follow, cancel);
                if (started.Problem is { } problem) return problem;
                reached.Add(started.Value);
            }
        }

        if (reached.Count > 0) await session.ExecuteAsync("UPDATE message SET correlated = true WHERE key = @key", cancel, ("key", key));
        return new PublishedMessage(key, reached);
    }

    /// <summary>Gives an instance that begins to wait the oldest message that is kept for it.</summary>
    public static async Task<Problem?> DeliverKeptAsync(WriteSession session, CommandRoad road, Awaited awaited, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        await LockAsync(session, awaited.Name, awaited.CorrelationKey, cancel);
        var kept = await session.QueryAsync(
            "SELECT key, variables FROM message WHERE name = @name AND correlation_key = @correlation AND expires_at > @now AND NOT correlated ORDER BY key LIMIT 1",
            row => (Key: row.GetInt64(0), Variables: row.GetString(1)), cancel, ("name", awaited.Name), ("correlation", awaited.CorrelationKey), ("now", session.Now));
        if (kept.Count == 0) return null;
        var problem = await road.ApplyOneAsync(session, awaited.InstanceKey, new CorrelateMessage(awaited.SubscriptionKey, FeelJson.ParseContext(kept[0].Variables) ?? FeelContext.Empty), actor, follow, cancel);
        if (problem is null) await session.ExecuteAsync("UPDATE message SET correlated = true WHERE key = @key", cancel, ("key", kept[0].Key));
        return problem;
    }

    /// <summary>Tells everybody who waits for a signal, the sender's own instance left out, and starts what it starts.</summary>
    public static async Task<Outcome<IReadOnlyList<long>>> BroadcastAsync(WriteSession session, CommandRoad road, string name, FeelContext variables, long? sender, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        var waiting = await session.QueryAsync("SELECT key, instance_key FROM signal_subscription WHERE name = @name ORDER BY instance_key, key", row => (Key: row.GetInt64(0), Instance: row.GetInt64(1)), cancel, ("name", name));
        var reached = new List<long>();
        foreach (var subscription in waiting.Where(subscription => subscription.Instance != sender))
        {
            var problem = await road.ApplyOneAsync(session, subscription.Instance, new CatchSignal(subscription.Key, variables), actor, follow, cancel);
            if (CommandRoad.IsFault(problem)) return problem;
            if (problem is null) reached.Add(subscription.Instance);
        }

        foreach (var start in await ProcessStarts.ForAsync(session, ProcessStarts.StartKind.Signal, name, cancel))
        {
            var started = await road.StartOneAsync(session, start, variables, null, actor, follow, cancel);
            if (started.Problem is { } problem) return problem;
            reached.Add(started.Value);
        }

        return reached;
    }

    // Who publishes and who begins to wait for the same message follow one another: otherwise each could miss the other, the message
    // kept and the instance waiting for ever.
    private static Task LockAsync(WriteSession session, string name, string correlationKey, CancellationToken cancel) => session.LockAsync($"message {name} {correlationKey}", cancel);
}
