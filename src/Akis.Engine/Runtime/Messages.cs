using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine.Runtime;

/// <summary>How many a message may reach. Who waits always comes before what it starts.</summary>
public enum MessageReach
{
    /// <summary>One in each process: the one that has waited longest, else the process is started (Camunda 8's publication).</summary>
    OneInEachProcess,

    /// <summary>Exactly one: where several wait, or nobody waits and several processes could be started, nothing is done and the sender is told.</summary>
    One,

    /// <summary>Everybody who waits; where nobody does, every process that it starts. Asked for, never by accident.</summary>
    All,
}

/// <summary>A message to be published.</summary>
internal sealed record Message(string Name, string CorrelationKey, FeelContext Variables, string? Id, TimeSpan TimeToLive, MessageReach Reach = MessageReach.OneInEachProcess);

/// <summary>Messages: who waits comes before what is started; an id makes a repetition harmless; what nobody wants yet is kept while it lives.</summary>
internal static class Messages
{
    private static readonly Problem Ambiguous = new(
        "message.ambiguous", 409, "Bu iletiyi birden çok süreç bekliyor; tek birine verilemez. Hepsine gönderilecekse bunu açıkça isteyin.", "Several processes wait for this message, so it cannot be given to one. Ask for all of them if that is meant.");

    /// <summary>Publishes to who waits, else to the processes that it starts; else it is kept while it lives.</summary>
    public static async Task<Outcome<PublishedMessage>> PublishAsync(WriteSession session, CommandRoad road, Message message, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        Lock(session, message.Name, message.CorrelationKey);
        var key = session.NextKey();
        var stored = await session.ExecuteAsync(
            """
            INSERT INTO message (key, name, correlation_key, message_id, variables, published_at, expires_at, correlated)
            VALUES (@key, @name, @correlation, @id, @variables, @now, @expires, false) ON CONFLICT DO NOTHING
            """, cancel,
            ("key", key), ("name", message.Name), ("correlation", message.CorrelationKey), ("id", message.Id), ("variables", FeelJson.ToJson(message.Variables)), ("now", session.Now), ("expires", session.Now + message.TimeToLive));
        if (stored == 0) return new Problem("message.repeated", 409, "Bu ileti daha önce alınmış.", "This message has been received before.");

        var (reached, processes) = (new List<long>(), new HashSet<string>());
        var waiting = await session.QueryAsync(
            "SELECT s.key, s.instance_key, i.process_id, s.element_id, s.element_key FROM message_subscription s JOIN process_instance i ON i.key = s.instance_key WHERE s.name = @name AND s.correlation_key = @correlation AND s.suspended = 0 ORDER BY s.key",
            row => (Key: row.GetInt64(0), Instance: row.GetInt64(1), Process: row.GetString(2), Place: new Place(row.GetString(3), row.IsDBNull(4) ? null : row.GetInt64(4))), cancel, ("name", message.Name), ("correlation", message.CorrelationKey));
        if (message.Reach == MessageReach.One && waiting.Count > 1) return Ambiguous;
        foreach (var subscription in waiting)
        {
            if (message.Reach != MessageReach.All && processes.Contains(subscription.Process)) continue;
            var problem = await road.ApplyOneAsync(session, subscription.Instance, new CorrelateMessage(subscription.Key, message.Variables), actor, follow, cancel);
            if (IsFault(problem)) return problem;
            if (problem is not null) continue; // it waits no longer; the next of the same process may
            Reached(session, key, message.Name, message.CorrelationKey, subscription.Key, subscription.Instance, subscription.Place);
            reached.Add(subscription.Instance);
            processes.Add(subscription.Process);
        }

        if (reached.Count == 0 || message.Reach == MessageReach.OneInEachProcess)
        {
            var starts = (await ProcessStarts.ForAsync(session, ProcessStarts.StartKind.Message, message.Name, cancel)).Where(start => !processes.Contains(start.ProcessId)).ToList();
            if (message.Reach == MessageReach.One && starts.Count > 1) return Ambiguous;
            foreach (var start in starts)
            {
                var started = await StartAsync(session, road, start, message.CorrelationKey, message.Variables, actor, follow, cancel);
                if (started.Problem is { } problem) return problem;
                if (started.Value is not { } instance) continue;
                Reached(session, key, message.Name, message.CorrelationKey, start.Key, instance, new(start.ElementId, null));
                reached.Add(instance);
            }
        }

        if (reached.Count > 0) Taken(session, key);
        return new PublishedMessage(key, reached);
    }

    /// <summary>An instance has ended, and its process allows one of its key at a time: the oldest message that is kept for the next one starts it.</summary>
    public static async Task<Problem?> StartKeptAsync(WriteSession session, CommandRoad road, Freed freed, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        foreach (var (start, name) in await ProcessStarts.OnePerKeyAsync(session, freed.ProcessId, cancel))
        {
            Lock(session, name, freed.CorrelationKey);
            var kept = await KeptAsync(session, name, freed.CorrelationKey, cancel);
            if (kept.Count == 0) continue;
            var started = await StartAsync(session, road, start, freed.CorrelationKey, FeelJson.ParseContext(kept[0].Variables) ?? FeelContext.Empty, actor, follow, cancel);
            if (started.Problem is { } problem) return problem;
            if (started.Value is not { } instance) return null;
            Taken(session, kept[0].Key);
            Reached(session, kept[0].Key, name, freed.CorrelationKey, start.Key, instance, new(start.ElementId, null));
            return null;
        }

        return null;
    }

    /// <summary>Gives an instance that begins to wait the oldest message that is kept for it.</summary>
    public static async Task<Problem?> DeliverKeptAsync(WriteSession session, CommandRoad road, Awaited awaited, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        Lock(session, awaited.Name, awaited.CorrelationKey);
        var kept = await KeptAsync(session, awaited.Name, awaited.CorrelationKey, cancel);
        if (kept.Count == 0) return null;
        var places = await session.QueryAsync("SELECT element_id, element_key FROM message_subscription WHERE key = @key", row => new Place(row.GetString(0), row.IsDBNull(1) ? null : row.GetInt64(1)), cancel, ("key", awaited.SubscriptionKey));
        var problem = await road.ApplyOneAsync(session, awaited.InstanceKey, new CorrelateMessage(awaited.SubscriptionKey, FeelJson.ParseContext(kept[0].Variables) ?? FeelContext.Empty), actor, follow, cancel);
        if (problem is not null) return problem;
        Taken(session, kept[0].Key);
        if (places.Count > 0) Reached(session, kept[0].Key, awaited.Name, awaited.CorrelationKey, awaited.SubscriptionKey, awaited.InstanceKey, places[0]);
        return null;
    }

    /// <summary>What an instance that goes on again waits for: a message may have come and been kept meanwhile.</summary>
    public static async Task<IReadOnlyList<Awaited>> AwaitedByAsync(WriteSession session, long instanceKey, CancellationToken cancel) =>
        await session.QueryAsync("SELECT key, name, correlation_key FROM message_subscription WHERE instance_key = @instance ORDER BY key", row => new Awaited(instanceKey, row.GetInt64(0), row.GetString(1), row.GetString(2)), cancel, ("instance", instanceKey));

    /// <summary>Tells everybody who waits for a signal, the sender's own instance left out, and starts what it starts.</summary>
    public static async Task<Outcome<IReadOnlyList<long>>> BroadcastAsync(WriteSession session, CommandRoad road, string name, FeelContext variables, long? sender, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        var waiting = await session.QueryAsync("SELECT key, instance_key FROM signal_subscription WHERE name = @name AND suspended = 0 ORDER BY instance_key, key", row => (Key: row.GetInt64(0), Instance: row.GetInt64(1)), cancel, ("name", name));
        var reached = new List<long>();
        foreach (var subscription in waiting.Where(subscription => subscription.Instance != sender))
        {
            var problem = await road.ApplyOneAsync(session, subscription.Instance, new CatchSignal(subscription.Key, variables), actor, follow, cancel);
            if (IsFault(problem)) return problem;
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

    // Whoever was suspended since it was found hears nothing, as if it had been before.
    private static bool IsFault([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] Problem? problem) => CommandRoad.IsFault(problem) && problem.Code != "instance.suspended";

    // Null where one of the same key lives and its process allows no second.
    private static async Task<Outcome<long?>> StartAsync(WriteSession session, CommandRoad road, ProcessStarts.Start start, string correlationKey, FeelContext variables, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        if (start.OnePerKey && correlationKey.Length > 0)
        {
            session.Lock($"one {start.ProcessId} {correlationKey}"); // two messages of different names may start the same process
            var living = await session.QueryAsync("SELECT 1 FROM process_instance WHERE business_key = @key AND process_id = @process AND status = 0 AND parent_key IS NULL LIMIT 1", _ => true, cancel, ("key", correlationKey), ("process", start.ProcessId));
            if (living.Count > 0) return (long?)null;
        }

        var started = await road.StartOneAsync(session, start, variables, correlationKey.Length == 0 ? null : correlationKey, actor, follow, cancel);
        return started.Problem is { } problem ? problem : started.Value;
    }

    private static Task<List<(long Key, string Variables)>> KeptAsync(WriteSession session, string name, string correlationKey, CancellationToken cancel) => session.QueryAsync(
        "SELECT key, variables FROM message WHERE name = @name AND correlation_key = @correlation AND expires_at > @now AND NOT correlated ORDER BY key LIMIT 1",
        row => (row.GetInt64(0), row.GetString(1)), cancel, ("name", name), ("correlation", correlationKey), ("now", session.Now));

    private static void Taken(WriteSession session, long key) => session.Write("UPDATE message SET correlated = true WHERE key = @key", ("key", key));

    private static void Reached(WriteSession session, long message, string name, string correlationKey, long subscription, long instance, Place place) => session.Write(
        """
        INSERT INTO message_correlation (key, message_key, subscription_key, instance_key, element_id, element_key, name, correlation_key, at)
        VALUES (@key, @message, @subscription, @instance, @element, @elementKey, @name, @correlation, @now)
        """,
        ("key", session.NextKey()), ("message", message), ("subscription", subscription), ("instance", instance), ("element", place.ElementId), ("elementKey", (object?)place.ElementKey ?? TypedNull.Number), ("name", name), ("correlation", correlationKey), ("now", session.Now));

    // Who publishes and who begins to wait for the same message follow one another: otherwise each could miss the other, the message
    // kept and the instance waiting for ever.
    private static void Lock(WriteSession session, string name, string correlationKey) => session.Lock($"message {name} {correlationKey}");

    // Where in an instance a message came in; a start event has no key of its own.
    private sealed record Place(string ElementId, long? ElementKey);
}
