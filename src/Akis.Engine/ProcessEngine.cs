using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.History;
using Akis.Engine.Runtime;
using Akis.Engine.Tasks;
using Akis.Feel;
using Akis.Feel.Calendars;

namespace Akis.Engine;

/// <summary>What to start: the newest version of a process, or one definition.</summary>
public sealed record StartProcess(string? ProcessId, FeelContext Variables, string? BusinessKey = null, long? DefinitionKey = null)
{
    /// <summary>Where to begin, of several start events; null for the first that nothing triggers.</summary>
    public string? StartEventId { get; init; }

    /// <summary>This version of the process; null for the newest.</summary>
    public int? Version { get; init; }

    /// <summary>Ids of elements at which it begins instead of its start event.</summary>
    public IReadOnlyList<string> Elements { get; init; } = [];

    /// <summary>Words by which it can be found.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}

/// <summary>An instance that was started.</summary>
public sealed record StartedInstance(long Key, long DefinitionKey, string ProcessId, int Version);

/// <summary>What became of a message.</summary>
public sealed record PublishedMessage(long Key, IReadOnlyList<long> InstanceKeys);

/// <summary>The commands of the engine; each works inside the caller's session, so the caller's rows change with it or not at all.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1822", Justification = "Callers hold one engine; which commands need its caches is no business of theirs.")]
public sealed class ProcessEngine
{
    /// <summary>Characters of the longest comment.</summary>
    public const int LongestComment = 4_000;

    private readonly CommandRoad _road;
    private readonly Definitions _definitions;
    private readonly EngineSettings _settings;
    private const string DoerProperty = "akis:doer";

    private readonly TaskAccess _tasks;

    internal ProcessEngine(CommandRoad road, Definitions definitions, EngineSettings settings, ITaskPeople? people) =>
        (_road, _definitions, _settings, _tasks) = (road, definitions, settings, new TaskAccess(definitions, settings, people));

    /// <summary>Deploys resources all or nothing; the same content again makes no new version.</summary>
    public Task<Outcome<Deployment>> DeployAsync(WriteSession session, IReadOnlyList<DeploymentResource> resources, CancellationToken cancel = default) => Deployer.DeployAsync(session, resources, _settings, cancel);

    /// <summary>Deploys resources that somebody brings, who stands in the audit log then.</summary>
    public async Task<Outcome<Deployment>> DeployAsync(WriteSession session, IReadOnlyList<DeploymentResource> resources, Actor actor, CancellationToken cancel = default)
    {
        var deployed = await DeployAsync(session, resources, cancel);
        if (deployed.Succeeded) AuditTrail.Add(session, actor, AuditEntity.Resource, AuditOperation.Create, deployed.Value.Key, null, string.Join(", ", resources.Select(resource => resource.Name)));
        return deployed;
    }

    /// <summary>Starts an instance and runs it to its first wait state.</summary>
    public async Task<Outcome<StartedInstance>> StartAsync(WriteSession session, StartProcess start, Actor actor, CancellationToken cancel = default)
    {
        var definition = start.DefinitionKey is { } key ? await _definitions.KnownAsync(session, key, cancel)
            : start.Version is { } version ? await _definitions.VersionAsync(session, start.ProcessId ?? "", version, cancel)
            : await _definitions.NewestAsync(session, start.ProcessId ?? "", cancel);
        if (definition is null) return new Problem("process.unknown", 404, $"'{start.ProcessId}' adında yayımlanmış bir süreç yok.", $"No process '{start.ProcessId}' is deployed.");
        var started = await _road.StartAsync(session, definition, start, actor, cancel);
        if (started.Problem is { } problem) return problem;
        foreach (var tag in start.Tags) await session.ExecuteAsync("INSERT INTO instance_tag (instance_key, tag) VALUES (@instance, @tag)", cancel, ("instance", started.Value), ("tag", tag));
        return new StartedInstance(started.Value, definition.Key, definition.ProcessId, definition.Version);
    }

    /// <summary>Completes a user task. The actor must be its assignee or, while nobody has it, a candidate, or stand in for one of them.</summary>
    public async Task<Outcome> CompleteTaskAsync(WriteSession session, long taskKey, FeelContext variables, Actor actor, CancellationToken cancel = default)
    {
        var task = await _tasks.ForWorkAsync(session, taskKey, actor, cancel);
        if (task.Problem is { } problem) return problem;
        // Later steps may be nobody's who did this one: the model says where to keep who it was.
        if (task.Value.Node.Properties.TryGetValue(DoerProperty, out var doer)) variables = variables.With(doer, FeelValue.Of(task.Value.By.UserName));
        return await _road.ApplyAsync(session, task.Value.Instance, new CompleteUserTask(taskKey, variables), task.Value.By, cancel);
    }

    /// <summary>
    /// Gives a task to somebody (the actor itself: claims it) or, with null, back to its candidates. A candidate takes a task that nobody has; who has it and the
    /// lead of its group give it to another candidate or back.
    /// </summary>
    public async Task<Outcome> AssignTaskAsync(WriteSession session, long taskKey, string? assignee, Actor actor, CancellationToken cancel = default)
    {
        var found = await _tasks.ForAssignmentAsync(session, taskKey, assignee, actor, cancel);
        if (found.Problem is { } problem) return problem;
        var (task, given) = found.Value;
        if (task.Assignee == given) return Outcome.Done; // a repeated claim changes nothing
        return await _road.ApplyAsync(session, task.Instance, new AssignUserTask(taskKey, given), task.By, cancel);
    }

    /// <summary>Says something about an open task, to everybody who sees it; at most <see cref="LongestComment"/> characters.</summary>
    public async Task<Outcome> CommentTaskAsync(WriteSession session, long taskKey, string text, Actor actor, CancellationToken cancel = default)
    {
        if (text.Trim() is not { Length: > 0 and <= LongestComment } said) return new Problem("task.comment", 422, $"Yorum boş olamaz ve en çok {LongestComment} karakter olabilir.", $"A comment has between 1 and {LongestComment} characters.");
        var task = await _tasks.ForCommentAsync(session, taskKey, actor, cancel);
        return task.Problem is { } problem ? problem : await _road.ApplyAsync(session, task.Value.Instance, new CommentUserTask(taskKey, said), task.Value.By, cancel);
    }

    /// <summary>Changes dates, priority or candidates of a task. Who may work on the task may change it; to whom it is offered changes only who operates the engine.</summary>
    public async Task<Outcome> UpdateTaskAsync(WriteSession session, long taskKey, TaskChange change, Actor actor, CancellationToken cancel = default)
    {
        if (change.Priority is < 0 or > 100) return new Problem("task.priority", 422, "Öncelik 0 ile 100 arasında olmalı.", "The priority must be between 0 and 100.");
        if (!actor.IsAdministrator && (change.CandidateGroups ?? change.CandidateUsers) is not null)
            return new Problem("task.candidates", 403, "Görevin kime önerileceğini yalnız süreç yöneticisi değiştirebilir.", "Only who operates the processes changes to whom a task is offered.");
        var task = await _tasks.ForWorkAsync(session, taskKey, actor, cancel);
        return task.Problem is { } problem ? problem : await _road.ApplyAsync(session, task.Value.Instance, new UpdateUserTask(taskKey, change), task.Value.By, cancel);
    }

    /// <summary>Keeps what was typed so far, until the task ends; null forgets it.</summary>
    public async Task<Outcome> SaveDraftAsync(WriteSession session, long taskKey, FeelContext? variables, Actor actor, CancellationToken cancel = default)
    {
        var task = await _tasks.ForWorkAsync(session, taskKey, actor, cancel);
        if (task.Problem is { } problem) return problem;
        await session.ExecuteAsync("UPDATE user_task SET draft = @draft WHERE key = @key AND state = 0", cancel, ("draft", variables is null ? null : FeelJson.ToJson(variables)), ("key", taskKey));
        return Outcome.Done;
    }

    /// <summary>Publishes a message: in each process to the one that has waited for it longest, else the process is started by it; where it reaches nobody it is kept for <paramref name="timeToLive"/>.</summary>
    public Task<Outcome<PublishedMessage>> PublishMessageAsync(
        WriteSession session, string name, string correlationKey, FeelContext variables, string? messageId, TimeSpan timeToLive, Actor actor, CancellationToken cancel = default) =>
        _road.PublishAsync(session, new(name, correlationKey, variables, messageId, timeToLive), actor, cancel);

    /// <summary>
    /// Gives a message to who waits for it now, else to what it starts; nothing is kept. It reaches exactly one, so several who could have it are an error, unless <paramref name="reach"/> says more.
    /// Where it reaches nobody that is a problem, and the same message may be sent again.
    /// </summary>
    public async Task<Outcome<PublishedMessage>> CorrelateMessageAsync(
        WriteSession session, string name, string correlationKey, FeelContext variables, Actor actor, MessageReach reach = MessageReach.One, string? messageId = null, CancellationToken cancel = default)
    {
        var published = await _road.PublishAsync(session, new(name, correlationKey, variables, messageId, TimeSpan.Zero, reach), actor, cancel);
        return published.Problem is null && published.Value.InstanceKeys.Count == 0 ? new Problem("message.nobody", 404, "Bu iletiyi bekleyen yok.", "Nobody waits for this message.") : published;
    }

    /// <summary>Starts the processes whose start condition holds for these variables, of all newest versions or of one; gives the instances.</summary>
    public Task<Outcome<IReadOnlyList<StartedInstance>>> StartByConditionAsync(WriteSession session, FeelContext variables, long? definitionKey, Actor actor, CancellationToken cancel = default) =>
        _road.StartByConditionAsync(session, variables, definitionKey, actor, cancel);

    /// <summary>Broadcasts a signal to everybody who waits for it, and starts the processes that it starts; gives the instances.</summary>
    public Task<Outcome<IReadOnlyList<long>>> BroadcastSignalAsync(WriteSession session, string name, FeelContext variables, Actor actor, CancellationToken cancel = default) =>
        _road.BroadcastAsync(session, name, variables, actor, cancel);

    /// <summary>
    /// These work calendars count from the commit on. What waits by one whose content has changed is computed again in the background (<see cref="CalendarChanges"/>); gives the codes of those.
    /// </summary>
    public Task<IReadOnlyList<string>> ChangeCalendarsAsync(WriteSession session, IReadOnlyDictionary<string, WorkCalendar> calendars, CancellationToken cancel = default) =>
        CalendarChanges.StoreAsync(session, _settings, calendars, cancel);

    /// <summary>Ends an instance and everything in it. A called instance ends with its caller only, which would otherwise wait for ever.</summary>
    public async Task<Outcome> CancelInstanceAsync(WriteSession session, long instanceKey, string reason, Actor actor, CancellationToken cancel = default)
    {
        if (await InstanceStore.LoadAsync(session, instanceKey, cancel) is not { } instance) return CommandRoad.Unknown;
        return instance.ParentKey is null
            ? await _road.ApplyAsync(session, instance, new CancelInstance(reason), actor, cancel)
            : new Problem("instance.is-called", 409, "Bu süreç başka bir sürecin parçası; iptal etmek için ana süreci iptal edin.", "This instance is part of another one; cancel that one.");
    }

    /// <summary>Begins and ends elements of an instance by hand, all or nothing.</summary>
    public Task<Outcome> ModifyInstanceAsync(WriteSession session, long instanceKey, ModifyInstance modification, Actor actor, CancellationToken cancel = default) =>
        _road.ApplyAsync(session, instanceKey, modification, actor, cancel);

    /// <summary>Holds an instance: no task, job, timer, message or signal of it goes on until it is resumed. What it has called is not held.</summary>
    public Task<Outcome> SuspendInstanceAsync(WriteSession session, long instanceKey, string reason, Actor actor, CancellationToken cancel = default) =>
        _road.ApplyAsync(session, instanceKey, new SuspendInstance(reason), actor, cancel);

    /// <summary>Lets a suspended instance go on; what came due or was kept for it meanwhile comes now.</summary>
    public Task<Outcome> ResumeInstanceAsync(WriteSession session, long instanceKey, Actor actor, CancellationToken cancel = default) =>
        _road.ApplyAsync(session, instanceKey, new ResumeInstance(), actor, cancel);

    /// <summary>Sets variables of an instance, or of one of its elements; <paramref name="outwards"/> sets each where it lives already, in the element or around it, else in the instance.</summary>
    public async Task<Outcome> SetVariablesAsync(WriteSession session, long scopeKey, FeelContext variables, Actor actor, CancellationToken cancel = default, bool outwards = false)
    {
        var owner = await session.QueryAsync("SELECT instance_key FROM element_instance WHERE key = @key", row => row.GetInt64(0), cancel, ("key", scopeKey));
        return await _road.ApplyAsync(session, owner.Count == 0 ? scopeKey : owner[0], new SetVariables(scopeKey, variables, outwards), actor, cancel);
    }

    /// <summary>Begins activities of an ad-hoc sub-process that is active.</summary>
    public async Task<Outcome> ActivateInAdHocAsync(WriteSession session, long elementKey, IReadOnlyList<string> elementIds, Actor actor, CancellationToken cancel = default)
    {
        var owner = await session.QueryAsync("SELECT instance_key FROM element_instance WHERE key = @key", row => row.GetInt64(0), cancel, ("key", elementKey));
        return owner.Count == 0 ? CommandRoad.Unknown : await _road.ApplyAsync(session, owner[0], new ActivateInAdHoc(elementKey, elementIds), actor, cancel);
    }

    /// <summary>Tries again where an incident stopped an instance.</summary>
    public Task<Outcome> ResolveIncidentAsync(WriteSession session, long incidentKey, Actor actor, CancellationToken cancel = default) =>
        Incidents.ResolveAsync(session, _road, incidentKey, actor, cancel);

    /// <summary>Tries again wherever the open incidents that are meant have stopped instances, the oldest first and at most 500 in one call; what is refused for one undoes nothing of the others.</summary>
    public Task<ResolvedIncidents> ResolveIncidentsAsync(WriteSession session, IncidentFilter filter, int most, Actor actor, CancellationToken cancel = default) =>
        Incidents.ResolveAsync(session, _road, filter, most, actor, cancel);

    /// <summary>Changes how often a job may fail, its priority or its worker's lease.</summary>
    public Task<Outcome> UpdateJobAsync(WriteSession session, long jobKey, JobChange change, Actor actor, CancellationToken cancel = default) => Jobs.UpdateAsync(session, _road, jobKey, change, actor, cancel);

    /// <summary>Makes a job that waits for its next try due now; one that became an incident is tried again.</summary>
    public Task<Outcome> RetryJobAsync(WriteSession session, long jobKey, Actor actor, CancellationToken cancel = default) => Jobs.RetryAsync(session, _road, jobKey, actor, cancel);

    /// <summary>Reports that a job is done, failed, or met a BPMN error.</summary>
    public async Task<Outcome> AnswerJobAsync(WriteSession session, long jobKey, JobAnswer answer, Actor actor, CancellationToken cancel = default) =>
        await Jobs.AnswerAsync(session, _road, jobKey, answer, null, actor, cancel);

    /// <summary>Takes jobs of a type for a worker, until the lease ends.</summary>
    public Task<IReadOnlyList<ActivatedJob>> ActivateJobsAsync(WriteSession session, string type, string worker, int most, TimeSpan lease, CancellationToken cancel = default) =>
        Jobs.ActivateAsync(session, type, worker, most, lease, cancel);

    /// <summary>Fires a timer, unless it was moved since it was found due.</summary>
    internal async Task<Outcome> FireTimerAsync(WriteSession session, long instanceKey, long timerKey, CancellationToken cancel)
    {
        var batch = new ReadBatch(session);
        var instances = InstanceStore.Load(batch, session, "@key", ("key", instanceKey));
        var later = batch.Add("SELECT 1 FROM timer WHERE key = @timer AND due_at > @now", _ => true, ("timer", timerKey), ("now", session.Now));
        await batch.RunAsync(cancel);
        return instances.Count == 0 ? CommandRoad.Unknown : later.Count > 0 ? Outcome.Done : await _road.ApplyAsync(session, instances[0], new FireTimer(timerKey), Actor.System, cancel);
    }

    /// <summary>Computes a timer (of an instance, or with 0 of a process's start) again by its calendar as it is now.</summary>
    internal async Task<Outcome> RecomputeTimerAsync(WriteSession session, long instanceKey, long timerKey, CancellationToken cancel)
    {
        if (instanceKey == 0) return await ProcessStarts.RecomputeAsync(session, _definitions, _settings, timerKey, cancel);
        var outcome = await _road.ApplyAsync(session, instanceKey, new RecomputeTimer(timerKey), Actor.System, cancel);
        if (CommandRoad.IsFault(outcome.Problem)) return outcome;
        var calendars = await session.QueryAsync("SELECT calendar FROM timer WHERE key = @key AND calendar IS NOT NULL", row => row.GetString(0), cancel, ("key", timerKey));
        foreach (var calendar in calendars) await session.ExecuteAsync("UPDATE timer SET calendar_version = @version WHERE key = @key", cancel, ("version", _settings.VersionOf(calendar)), ("key", timerKey));
        return Outcome.Done;
    }

    internal async Task<Outcome> FireStartTimerAsync(WriteSession session, long startKey, CancellationToken cancel) =>
        await ProcessStarts.TakeDueAsync(session, _definitions, _settings, startKey, cancel) is { } start ? new((await _road.StartAsync(session, start, FeelContext.Empty, Actor.System, cancel)).Problem) : Outcome.Done;

    internal Task<Outcome> AnswerJobAsync(WriteSession session, long jobKey, JobAnswer answer, int fence, CancellationToken cancel) =>
        Jobs.AnswerAsync(session, _road, jobKey, answer, fence, Actor.System, cancel);
}
