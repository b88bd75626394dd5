using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine.Runtime;

/// <summary>
/// The one road of every command: load, step, write, tell listeners; then what follows in other instances (calls, their ends) and
/// buffered messages, all in the same transaction.
/// </summary>
internal sealed class CommandRoad(Definitions definitions, EngineSettings settings, IEnumerable<IProcessListener> listeners, LiveUpdates live)
{
    private const int FollowUpLimit = 1_000;

    internal static readonly Problem Unknown = new("instance.unknown", 404, "Böyle bir süreç örneği yok.", "There is no such process instance.");

    private readonly IProcessListener[] _listeners = [.. listeners];

    /// <summary>Starts an instance of a definition.</summary>
    public async Task<Outcome<long>> StartAsync(WriteSession session, Definition definition, FeelContext variables, string? businessKey, string? startEventId, Actor actor, CancellationToken cancel)
    {
        var key = session.NextKey();
        var follow = new Queue<FollowUp>();
        var problem = await StartOneAsync(session, new(key, definition, variables, businessKey, startEventId, null, key), actor, follow, cancel);
        problem ??= await FollowAsync(session, follow, actor, cancel);
        return problem is null ? key : problem;
    }

    /// <summary>Applies a command to an instance.</summary>
    public async Task<Outcome> ApplyAsync(WriteSession session, long instanceKey, EngineCommand command, Actor actor, CancellationToken cancel) =>
        await InstanceStore.LoadAsync(session, instanceKey, cancel) is { } instance ? await ApplyAsync(session, instance, command, actor, cancel) : Unknown;

    /// <summary>Applies a command to an instance that was just read, and locked, in this session.</summary>
    public async Task<Outcome> ApplyAsync(WriteSession session, StoredInstance instance, EngineCommand command, Actor actor, CancellationToken cancel)
    {
        var follow = new Queue<FollowUp>();
        var problem = await ApplyOneAsync(session, instance, command, actor, follow, cancel);
        problem ??= await FollowAsync(session, follow, actor, cancel);
        return new(problem);
    }

    /// <summary>Tells every instance that listens to a signal now.</summary>
    public async Task<Outcome> BroadcastAsync(WriteSession session, string name, FeelContext variables, Actor actor, CancellationToken cancel)
    {
        var follow = new Queue<FollowUp>([new Broadcast(0, name, variables)]);
        return new(await FollowAsync(session, follow, actor, cancel));
    }

    private async Task<Problem?> FollowAsync(WriteSession session, Queue<FollowUp> follow, Actor actor, CancellationToken cancel)
    {
        for (var count = 0; follow.TryDequeue(out var next); count++)
        {
            if (count > FollowUpLimit) return new("process.too-many-calls", 422, "Süreç çağrıları birbirini durmadan başlatıyor; model düzeltilmeli.", "Process calls keep starting each other; the model must be corrected.");
            var problem = next switch
            {
                Call call => await CallAsync(session, call, actor, follow, cancel),
                Tell tell => await ApplyOneAsync(session, tell.InstanceKey, tell.Command, actor, follow, cancel),
                Publish publish => await PublishAsync(session, publish, actor, cancel),
                Broadcast broadcast => await BroadcastAsync(session, broadcast, follow, cancel),
                Awaited awaited => await DeliverBufferedAsync(session, awaited, actor, follow, cancel),
                _ => null,
            };

            // Whoever a follow-up was meant for may have ended meanwhile: that is no fault of the command.
            if (problem is { Code: not ("step.not-waiting" or "instance.ended") }) return problem;
        }

        return null;
    }

    private async Task<Problem?> CallAsync(WriteSession session, Call call, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        if (await definitions.NewestAsync(session, call.ProcessId, cancel) is not { } definition)
        {
            follow.Enqueue(new Tell(call.CallerKey, new FailCall(call.InstanceKey, $"Çağrılan '{call.ProcessId}' süreci yayımlanmamış.", $"The called process '{call.ProcessId}' is not deployed.")));
            return null;
        }

        return await StartOneAsync(session, new(call.InstanceKey, definition, call.Variables, call.BusinessKey, null, call.CallerKey, call.RootKey), actor, follow, cancel);
    }

    private async Task<Problem?> StartOneAsync(WriteSession session, NewInstance start, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        var graph = start.Definition.Graph;
        var command = new StartInstance(start.Key, start.Variables, start.StartEventId, start.ParentKey is not null);
        var transition = Stepper.Apply(graph, null, command, await ContextAsync(session, start.Definition, cancel));
        if (transition.Rejection is { } rejection) return ToProblem(rejection);
        var instance = new StoredInstance(start.Key, start.Definition.Key, 1, start.BusinessKey, start.ParentKey, start.RootKey, transition.Events.Count, transition.State);
        var batch = new StatementBatch(session);
        InstanceStore.Insert(batch, session, instance, graph, actor);
        await WriteAsync(session, batch, instance, start.Definition, transition, 1, actor, follow, cancel);
        return null;
    }

    private async Task<Problem?> ApplyOneAsync(WriteSession session, long instanceKey, EngineCommand command, Actor actor, Queue<FollowUp> follow, CancellationToken cancel) =>
        await InstanceStore.LoadAsync(session, instanceKey, cancel) is { } instance ? await ApplyOneAsync(session, instance, command, actor, follow, cancel) : Unknown;

    private async Task<Problem?> ApplyOneAsync(WriteSession session, StoredInstance instance, EngineCommand command, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        var definition = await definitions.GetAsync(session, instance.DefinitionKey, cancel);
        var transition = Stepper.Apply(definition.Graph, instance.State, command, await ContextAsync(session, definition, cancel));
        if (transition.Rejection is { } rejection) return ToProblem(rejection);
        var after = instance with { State = transition.State, LastSeq = instance.LastSeq + transition.Events.Count };
        var batch = new StatementBatch(session);
        InstanceStore.Update(batch, session, after);
        await WriteAsync(session, batch, after, definition, transition, instance.LastSeq + 1, actor, follow, cancel);
        return null;
    }

    private async Task WriteAsync(WriteSession session, StatementBatch batch, StoredInstance instance, Definition definition, Transition transition, int seq, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        new Projection(batch, session, instance, definition.Graph, actor).Write(transition.Events, seq);
        await batch.RunAsync(cancel);
        var told = new InstanceTransition(instance.Key, definition.ProcessId, instance.BusinessKey, instance.RootKey, definition.Graph, transition.Events, transition.State.Variables, transition.State.Status, actor);
        foreach (var listener in _listeners) await listener.OnTransitionAsync(session, told, cancel);
        session.OnCommitted(() => live.Publish(told));
        foreach (var happened in transition.Events) if (FollowUpOf(instance, happened) is { } next) follow.Enqueue(next);
    }

    private static FollowUp? FollowUpOf(StoredInstance instance, HistoryEvent happened) => happened switch
    {
        CallStarted call => new Call(instance.Key, call.CalledInstanceKey, call.ProcessId, call.Variables, instance.BusinessKey, instance.RootKey),
        CallCancelled call => new Tell(call.CalledInstanceKey, new CancelInstance("Çağıran adım sona erdi.")),
        InstanceCompleted ended when instance.ParentKey is { } parent => new Tell(parent, new CompleteCalledInstance(instance.Key, ended.Variables)),
        InstanceFailed failed when instance.ParentKey is { } parent => new Tell(parent, new ThrowCalledInstanceError(instance.Key, failed.Code, failed.Variables)),
        InstanceEscalated escalated when instance.ParentKey is { } parent => new Tell(parent, new EscalateCalledInstance(instance.Key, escalated.Code, escalated.Variables)),
        MessageSent sent => new Publish(new(sent.MessageName, sent.CorrelationKey ?? "", sent.Variables, sent.MessageId, sent.TimeToLive ?? TimeSpan.Zero)),
        SignalSent sent => new Broadcast(instance.Key, sent.SignalName, sent.Variables),
        SubscriptionOpened opened => new Awaited(instance.Key, opened.SubscriptionKey, opened.MessageName, opened.CorrelationKey),
        _ => null,
    };

    private async Task<Problem?> DeliverBufferedAsync(WriteSession session, Awaited awaited, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        await Messages.LockAsync(session, awaited.Name, awaited.CorrelationKey, cancel);
        var waiting = await session.QueryAsync(
            "SELECT key, variables FROM message WHERE name = @name AND correlation_key = @correlation AND expires_at > @now AND NOT correlated ORDER BY key LIMIT 1",
            row => (Key: row.GetInt64(0), Variables: row.GetString(1)), cancel, ("name", awaited.Name), ("correlation", awaited.CorrelationKey), ("now", session.Now));
        if (waiting.Count == 0) return null;
        var problem = await ApplyOneAsync(session, awaited.InstanceKey, new CorrelateMessage(awaited.SubscriptionKey, FeelJson.ParseContext(waiting[0].Variables) ?? FeelContext.Empty), actor, follow, cancel);
        if (problem is null) await session.ExecuteAsync("UPDATE message SET correlated = true WHERE key = @key", cancel, ("key", waiting[0].Key));
        return problem;
    }

    private async Task<Problem?> PublishAsync(WriteSession session, Publish publish, Actor actor, CancellationToken cancel)
    {
        var outcome = await Messages.PublishAsync(session, this, definitions, publish.Message, actor, cancel);
        return outcome.Problem is { Code: not "message.repeated" } problem ? problem : null;
    }

    // The list is made before anybody is told: who begins to listen because of the signal does not get it.
    private static async Task<Problem?> BroadcastAsync(WriteSession session, Broadcast signal, Queue<FollowUp> follow, CancellationToken cancel)
    {
        var listening = await session.QueryAsync("SELECT key, instance_key FROM signal_subscription WHERE name = @name AND instance_key <> @sender ORDER BY key",
            row => (Key: row.GetInt64(0), Instance: row.GetInt64(1)), cancel, ("name", signal.Name), ("sender", signal.SenderKey));
        foreach (var (key, instance) in listening) follow.Enqueue(new Tell(instance, new CatchSignal(key, signal.Variables)));
        return null;
    }

    private async Task<StepContext> ContextAsync(WriteSession session, Definition definition, CancellationToken cancel) =>
        new(session.Now, session.Database.Keys, settings.Feel, await definitions.DecisionsAsync(session, definition.Graph, cancel));

    private static Problem ToProblem(StepRejection rejection) => new(rejection.Code, 409, rejection.Tr, rejection.En);

    private abstract record FollowUp;

    private sealed record Call(long CallerKey, long InstanceKey, string ProcessId, FeelContext Variables, string? BusinessKey, long RootKey) : FollowUp;

    private sealed record Tell(long InstanceKey, EngineCommand Command) : FollowUp;

    private sealed record Publish(Messages.Message Message) : FollowUp;

    private sealed record Broadcast(long SenderKey, string Name, FeelContext Variables) : FollowUp;

    private sealed record Awaited(long InstanceKey, long SubscriptionKey, string Name, string CorrelationKey) : FollowUp;

    private sealed record NewInstance(long Key, Definition Definition, FeelContext Variables, string? BusinessKey, string? StartEventId, long? ParentKey, long RootKey);
}
