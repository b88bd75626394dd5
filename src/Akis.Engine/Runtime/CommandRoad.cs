using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.History;
using Akis.Feel;

namespace Akis.Engine.Runtime;

/// <summary>
/// The one road of every command: load, step, write, tell listeners; then what follows in other instances (calls, their ends, messages,
/// signals), all in the same transaction.
/// </summary>
internal sealed class CommandRoad(Definitions definitions, EngineSettings settings, IEnumerable<IProcessListener> listeners, LiveUpdates live, IEnumerable<HostFunction> functions, IOwnStart? ownStart = null)
{
    private const int FollowUpLimit = 1_000;

    internal static readonly Problem Unknown = new("instance.unknown", 404, "Böyle bir süreç örneği yok.", "There is no such process instance.");

    private readonly IProcessListener[] _listeners = [.. listeners];
    private readonly HostFunction[] _functions = [.. functions];

    /// <summary>Whether a problem is the command's own. Whoever a message, signal or call was meant for may have ended meanwhile: that is no fault of the sender.</summary>
    public static bool IsFault([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] Problem? problem) => problem is { Code: not ("step.not-waiting" or "instance.ended") };

    /// <summary>Starts an instance of a definition.</summary>
    public Task<Outcome<long>> StartAsync(WriteSession session, Definition definition, StartProcess start, Actor actor, CancellationToken cancel)
    {
        var key = session.NextKey();
        return RunAsync<long>(session, actor, async follow =>
        {
            var problem = await StartOneAsync(session, new(key, definition, start.Variables, start.BusinessKey, start.StartEventId, null, key) { Elements = start.Elements }, actor, follow, cancel);
            return problem is null ? key : problem;
        }, cancel);
    }

    /// <summary>Starts an instance by one of its own timers, messages or signals.</summary>
    public Task<Outcome<long>> StartAsync(WriteSession session, ProcessStarts.Start start, FeelContext variables, Actor actor, CancellationToken cancel) =>
        RunAsync(session, actor, follow => StartOneAsync(session, start, variables, null, actor, follow, cancel), cancel);

    /// <summary>Starts the processes whose start condition holds for these variables; gives the instances.</summary>
    public Task<Outcome<IReadOnlyList<StartedInstance>>> StartByConditionAsync(WriteSession session, FeelContext variables, long? definitionKey, Actor actor, CancellationToken cancel) =>
        RunAsync<IReadOnlyList<StartedInstance>>(session, actor, async follow =>
        {
            var started = new List<StartedInstance>();
            foreach (var start in await ProcessStarts.ConditionalAsync(session, definitionKey, cancel))
            {
                var definition = await definitions.GetAsync(session, start.DefinitionKey, cancel);
                if (definition.Graph.FindStart(start.ElementId)?.Trigger is not ConditionTrigger asked || !asked.Condition.Evaluate(variables, settings.Feel).Value.IsTrue) continue;
                var outcome = await StartOneAsync(session, start, variables, null, actor, follow, cancel);
                if (outcome.Problem is { } problem) return problem;
                started.Add(new(outcome.Value, definition.Key, definition.ProcessId, definition.Version));
            }

            return started;
        }, cancel);

    /// <summary>How long a job that failed waits by its model; null where the model does not say.</summary>
    public async Task<TimeSpan?> PauseAsync(WriteSession session, StoredInstance instance, string elementId, int retries, CancellationToken cancel)
    {
        var job = (await definitions.GetAsync(session, instance.DefinitionKey, cancel)).Graph.Find(elementId)?.Job;
        if (job is not { RetryIntervals: { Count: > 0 } pauses } || retries <= 0) return null;
        var failures = int.TryParse(job.Retries.Text, out var tries) ? tries - retries : 1;
        return pauses[Math.Clamp(failures - 1, 0, pauses.Count - 1)];
    }

    /// <summary>Starts an instance that takes up the work of an ended one.</summary>
    public Task<Outcome<long>> RestartAsync(WriteSession session, StoredInstance ended, Definition definition, FeelContext variables, IReadOnlyList<string> elements, Actor actor, CancellationToken cancel)
    {
        var key = session.NextKey();
        return RunAsync<long>(session, actor, async follow =>
        {
            var problem = await StartOneAsync(session, new(key, definition, variables, ended.BusinessKey, null, null, key) { Elements = elements, RestartOf = ended.Key }, actor, follow, cancel);
            return problem is null ? key : problem;
        }, cancel);
    }

    /// <summary>Moves an instance to another definition.</summary>
    public async Task<Outcome> MigrateAsync(WriteSession session, long instanceKey, Definition target, IReadOnlyDictionary<string, string> elements, Actor actor, CancellationToken cancel)
    {
        if (await InstanceStore.LoadAsync(session, instanceKey, cancel) is not { } instance) return Unknown;
        var source = await definitions.GetAsync(session, instance.DefinitionKey, cancel);
        var command = new MigrateInstance(source.Key, target.Key, elements);
        var (before, transition) = Migration.Apply(source.Graph, target.Graph, instance.State, command, await ContextAsync(session, target, cancel));
        if (transition.Rejection is { } rejection) return ToProblem(rejection);
        AuditTrail.Add(session, instance, command, actor);
        var after = instance with { DefinitionKey = target.Key, State = transition.State, LastSeq = instance.LastSeq + before.Count + transition.Events.Count };
        var batch = new StatementBatch(session);
        InstanceStore.Update(batch, session, after);
        new Projection(batch, session, instance, source.Graph, actor, settings).Write(before, instance.LastSeq + 1);
        var follow = new Queue<FollowUp>();
        await WriteAsync(session, batch, after, target, transition, instance.LastSeq + before.Count + 1, actor, follow, cancel);
        return new(await FollowAsync(session, follow, actor, cancel));
    }

    /// <summary>Applies a command to an instance.</summary>
    public async Task<Outcome> ApplyAsync(WriteSession session, long instanceKey, EngineCommand command, Actor actor, CancellationToken cancel) =>
        await InstanceStore.LoadAsync(session, instanceKey, cancel) is { } instance ? await ApplyAsync(session, instance, command, actor, cancel) : Unknown;

    /// <summary>Applies a command to an instance that was just read, and locked, in this session.</summary>
    public async Task<Outcome> ApplyAsync(WriteSession session, StoredInstance instance, EngineCommand command, Actor actor, CancellationToken cancel)
    {
        var follow = new Queue<FollowUp>();
        var problem = await ApplyOneAsync(session, instance, command, actor, follow, cancel, isGiven: true);
        return new(problem ?? await FollowAsync(session, follow, actor, cancel));
    }

    /// <summary>Publishes a message.</summary>
    public Task<Outcome<PublishedMessage>> PublishAsync(WriteSession session, Message message, Actor actor, CancellationToken cancel) =>
        RunAsync(session, actor, follow => Messages.PublishAsync(session, this, message, actor, follow, cancel), cancel);

    /// <summary>Broadcasts a signal.</summary>
    public Task<Outcome<IReadOnlyList<long>>> BroadcastAsync(WriteSession session, string name, FeelContext variables, Actor actor, CancellationToken cancel) =>
        RunAsync(session, actor, follow => Messages.BroadcastAsync(session, this, name, variables, null, actor, follow, cancel), cancel);

    internal async Task<Outcome<long>> StartOneAsync(WriteSession session, ProcessStarts.Start start, FeelContext variables, string? businessKey, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        var key = session.NextKey();
        var definition = await definitions.GetAsync(session, start.DefinitionKey, cancel);
        var (given, numbered) = ownStart is null ? (variables, null) : await ownStart.CompleteAsync(session, start.ProcessId, definition.Graph.FindStart(start.ElementId)?.Trigger, variables, cancel);
        var problem = await StartOneAsync(session, new(key, definition, given, businessKey ?? numbered, start.ElementId, null, key), actor, follow, cancel);
        return problem is null ? key : problem;
    }

    internal async Task<Problem?> ApplyOneAsync(WriteSession session, long instanceKey, EngineCommand command, Actor actor, Queue<FollowUp> follow, CancellationToken cancel) =>
        await InstanceStore.LoadAsync(session, instanceKey, cancel) is { } instance ? await ApplyOneAsync(session, instance, command, actor, follow, cancel) : Unknown;

    private async Task<Outcome<T>> RunAsync<T>(WriteSession session, Actor actor, Func<Queue<FollowUp>, Task<Outcome<T>>> first, CancellationToken cancel)
    {
        var follow = new Queue<FollowUp>();
        var outcome = await first(follow);
        return outcome.Succeeded && await FollowAsync(session, follow, actor, cancel) is { } problem ? problem : outcome;
    }

    private async Task<Problem?> FollowAsync(WriteSession session, Queue<FollowUp> follow, Actor actor, CancellationToken cancel)
    {
        var spread = 0;
        while (follow.TryDequeue(out var next))
        {
            if (next.Spreads && ++spread > FollowUpLimit)
            {
                return new("process.too-many-calls", 422, "Süreç çağrıları, iletiler ya da sinyaller birbirini durmadan başlatıyor; model düzeltilmeli.", "Process calls, messages or signals keep starting each other; the model must be corrected.");
            }

            if (next is Resumed resumed)
            {
                foreach (var awaited in await Messages.AwaitedByAsync(session, resumed.InstanceKey, cancel)) follow.Enqueue(awaited);
                continue;
            }

            var problem = next switch
            {
                Call call => await CallAsync(session, call, actor, follow, cancel),
                Tell tell => await ApplyOneAsync(session, tell.InstanceKey, tell.Command, actor, follow, cancel),
                Awaited awaited => await Messages.DeliverKeptAsync(session, this, awaited, actor, follow, cancel),
                Freed freed => await Messages.StartKeptAsync(session, this, freed, actor, follow, cancel),
                Publish publish => (await Messages.PublishAsync(session, this, publish.Message, actor, follow, cancel)).Problem,
                Broadcast signal => (await Messages.BroadcastAsync(session, this, signal.Name, signal.Variables, signal.SenderKey, actor, follow, cancel)).Problem,
                _ => throw new InvalidOperationException($"Unknown follow-up {next.GetType().Name}."),
            };
            if (IsFault(problem) && problem.Code != "message.repeated") return problem; // a message that was received before has done its work
        }

        return null;
    }

    private async Task<Problem?> CallAsync(WriteSession session, Call call, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        if (await definitions.CalledAsync(session, call, cancel) is not { } definition)
        {
            follow.Enqueue(new Tell(call.CallerKey, new FailCall(call.InstanceKey, $"Çağrılan '{call.ProcessId}' süreci yayımlanmamış.", $"The called process '{call.ProcessId}' is not deployed.")));
            return null;
        }

        return await StartOneAsync(session, new(call.InstanceKey, definition, call.Variables, call.BusinessKey, null, call.CallerKey, call.RootKey, call.CallerElementKey), actor, follow, cancel);
    }

    private async Task<Problem?> StartOneAsync(WriteSession session, NewInstance start, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        var graph = start.Definition.Graph;
        var command = new StartInstance(start.Key, start.Variables, start.StartEventId, start.ParentKey is not null) { Initiator = start.ParentKey is null ? actor.UserName : null, Elements = start.Elements, RestartOf = start.RestartOf };
        var transition = Stepper.Apply(graph, null, command, await ContextAsync(session, start.Definition, cancel));
        if (transition.Rejection is { } rejection) return ToProblem(rejection);
        var instance = new StoredInstance(start.Key, start.Definition.Key, 1, start.BusinessKey, start.ParentKey, start.RootKey, transition.Events.Count, transition.State);
        var batch = new StatementBatch(session);
        InstanceStore.Insert(batch, session, instance, start.ParentElementKey, graph, actor);
        await WriteAsync(session, batch, instance, start.Definition, transition, 1, actor, follow, cancel);
        return null;
    }

    // What was given to the engine is told apart from what follows from it: only the first is somebody's deed.
    private async Task<Problem?> ApplyOneAsync(WriteSession session, StoredInstance instance, EngineCommand command, Actor actor, Queue<FollowUp> follow, CancellationToken cancel, bool isGiven = false)
    {
        var definition = await definitions.GetAsync(session, instance.DefinitionKey, cancel);
        var transition = Stepper.Apply(definition.Graph, instance.State, command, await ContextAsync(session, definition, cancel));
        if (transition.Rejection is { } rejection) return ToProblem(rejection);
        if (isGiven) AuditTrail.Add(session, instance, command, actor);
        var after = instance with { State = transition.State, LastSeq = instance.LastSeq + transition.Events.Count };
        var batch = new StatementBatch(session);
        InstanceStore.Update(batch, session, after);
        await WriteAsync(session, batch, after, definition, transition, instance.LastSeq + 1, actor, follow, cancel);
        return null;
    }

    private async Task WriteAsync(WriteSession session, StatementBatch batch, StoredInstance instance, Definition definition, Transition transition, int seq, Actor actor, Queue<FollowUp> follow, CancellationToken cancel)
    {
        new Projection(batch, session, instance, definition.Graph, actor, settings).Write(transition.Events, seq);
        await batch.RunAsync(cancel);
        var told = new InstanceTransition(instance.Key, definition.ProcessId, instance.BusinessKey, instance.RootKey, definition.Graph, transition.Events, transition.State.Variables, transition.State.Status, actor);
        foreach (var listener in _listeners) await listener.OnTransitionAsync(session, told, cancel);
        session.OnCommitted(() => live.Publish(told));
        foreach (var happened in transition.Events) if (FollowUp.Of(instance, definition.Graph, happened) is { } next) follow.Enqueue(next);
    }

    private async Task<StepContext> ContextAsync(WriteSession session, Definition definition, CancellationToken cancel) =>
        new(session.Now, session.Database.Keys, HostFunction.In(settings.Feel, _functions, session), await definitions.DecisionsAsync(session, definition, cancel));

    private static Problem ToProblem(StepRejection rejection) => new(rejection.Code, 409, rejection.Tr, rejection.En);

    private sealed record NewInstance(long Key, Definition Definition, FeelContext Variables, string? BusinessKey, string? StartEventId, long? ParentKey, long RootKey, long? ParentElementKey = null)
    {
        public IReadOnlyList<string> Elements { get; init; } = [];

        public long? RestartOf { get; init; }
    }
}
