using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine.Runtime;

/// <summary>Messages: at most one waiting instance of each process receives one; an id makes a repetition harmless.</summary>
internal static class Messages
{
    internal sealed record Message(string Name, string CorrelationKey, FeelContext Variables, string? Id, TimeSpan TimeToLive);

    public static async Task<Outcome<PublishedMessage>> PublishAsync(WriteSession session, CommandRoad road, Definitions definitions, Message message, Actor actor, CancellationToken cancel)
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
        var waiting = await session.QueryAsync("SELECT key, instance_key FROM message_subscription WHERE name = @name AND correlation_key = @correlation ORDER BY key",
            row => (Key: row.GetInt64(0), Instance: row.GetInt64(1)), cancel, ("name", message.Name), ("correlation", message.CorrelationKey));
        foreach (var subscription in waiting.DistinctBy(entry => entry.Instance))
        {
            var outcome = await road.ApplyAsync(session, subscription.Instance, new CorrelateMessage(subscription.Key, message.Variables), actor, cancel);
            if (outcome.Succeeded) reached.Add(subscription.Instance);
            else if (outcome.Problem is { Code: not ("step.not-waiting" or "instance.ended") } problem) return problem;
        }

        if (reached.Count == 0)
        {
            var started = await StartAsync(session, road, definitions, message, actor, cancel);
            if (started.Problem is { } problem) return problem;
            reached.AddRange(started.Value);
        }

        if (reached.Count > 0) await session.ExecuteAsync("UPDATE message SET correlated = true WHERE key = @key", cancel, ("key", key));
        return new PublishedMessage(key, reached);
    }

    /// <summary>
    /// Who publishes and who begins to wait for the same message follow one another: otherwise each could miss the other, the
    /// message kept and the instance waiting for ever.
    /// </summary>
    public static Task LockAsync(WriteSession session, string name, string correlationKey, CancellationToken cancel) => session.LockAsync($"message {name} {correlationKey}", cancel);

    private static async Task<Outcome<List<long>>> StartAsync(WriteSession session, CommandRoad road, Definitions definitions, Message message, Actor actor, CancellationToken cancel)
    {
        var started = new List<long>();
        var newest = await session.QueryAsync("SELECT d.key FROM process_definition d WHERE d.version = (SELECT max(n.version) FROM process_definition n WHERE n.process_id = d.process_id) ORDER BY d.key", row => row.GetInt64(0), cancel);
        foreach (var key in newest)
        {
            var definition = await definitions.GetAsync(session, key, cancel);
            foreach (var (node, trigger) in definition.Graph.MessageStarts.Where(start => start.Message.Name.Text == message.Name))
            {
                var instance = await road.StartAsync(session, definition, message.Variables, message.CorrelationKey.Length == 0 ? null : message.CorrelationKey, node.Id, actor, cancel);
                if (instance.Problem is { } problem) return problem;
                started.Add(instance.Value);
            }
        }

        return started;
    }
}
