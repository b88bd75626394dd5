using System.Text.Json;
using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine.Runtime;

/// <summary>What came of a job.</summary>
public abstract record JobAnswer
{
    /// <summary>Done, with these variables. <paramref name="Alongside"/> changes the handler's own rows in the transaction that completes the job; it is left out where the job is no longer this worker's; where it is refused, nothing of it is kept and the job becomes an incident.</summary>
    public sealed record Completed(FeelContext Variables, Func<WriteSession, CancellationToken, Task<Outcome>>? Alongside = null) : JobAnswer
    {
        /// <summary>Of a task listener: why it denies what was asked of the task; null where it does not.</summary>
        public string? Denied { get; init; }

        /// <summary>Of a task listener: what it puts right.</summary>
        public TaskChange? Corrections { get; init; }
    }

    /// <summary>Not done; tried again after <paramref name="BackOff"/> while retries are left. Null keeps the engine's own count. Variables are set in the job's own element, for the next try.</summary>
    public sealed record Failed(string Message, int? Retries = null, TimeSpan BackOff = default, FeelContext? Variables = null) : JobAnswer;

    /// <summary>A BPMN error for the model to catch.</summary>
    public sealed record Error(string Code, string? Message, FeelContext Variables) : JobAnswer;
}

/// <summary>What is to be changed of a job; null leaves as it is.</summary>
/// <param name="Retries">How often it may still fail; at least 1.</param>
/// <param name="Priority">The higher, the sooner it is taken.</param>
/// <param name="Lease">The end of its worker's lease, counted from now.</param>
public sealed record JobChange(int? Retries = null, int? Priority = null, TimeSpan? Lease = null);

/// <summary>A job that a worker has taken.</summary>
public sealed record ActivatedJob(
    long Key, string Type, long InstanceKey, long DefinitionKey, string ProcessId, int Version, long ElementKey, string ElementId, string? BusinessKey, FeelContext Variables,
    IReadOnlyDictionary<string, string> Headers, int Retries, string Worker, DateTimeOffset LeaseUntil, int Fence)
{
    /// <summary>Of a listener's job its moment; null for an element's own work.</summary>
    public ListenerMoment? Listener { get; init; }

    /// <summary>The outermost instance that this one belongs to.</summary>
    public long RootKey { get; init; }

    /// <summary>The same for every try of this job: what an outside system needs to do it only once.</summary>
    public string IdempotencyKey => $"{InstanceKey}/{ElementKey}";
}

/// <summary>
/// Jobs are leased: <c>due_at</c> of a taken job is the end of its lease, so a worker that died is followed by another, and the fence
/// tells a late answer of the first from the answer of the second.
/// </summary>
internal static class Jobs
{
    private static readonly Problem Unknown = new("job.unknown", 404, "Böyle bir iş yok ya da artık beklemiyor.", "There is no such job, or it no longer waits.");
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<ActivatedJob>> ActivateAsync(WriteSession session, string type, string worker, int most, TimeSpan lease, CancellationToken cancel)
    {
        var locking = session.Database.Kind == DatabaseKind.PostgreSql ? " FOR UPDATE SKIP LOCKED" : "";
        var until = session.Now + lease;
        var taken = await session.QueryAsync(
            $"""
             UPDATE job SET worker = @worker, due_at = @until, fence = fence + 1
             WHERE key IN (SELECT key FROM job WHERE type = @type AND state = 0 AND suspended = 0 AND due_at <= @now ORDER BY priority DESC, due_at, key LIMIT @most{locking})
             RETURNING key, instance_key, element_key, element_id, headers, retries, fence, priority, listener
             """,
            row => (Key: row.GetInt64(0), Instance: row.GetInt64(1), Element: row.GetInt64(2), Id: row.GetString(3), Headers: row.GetString(4), Retries: row.GetInt32(5), Fence: row.GetInt32(6), Priority: row.GetInt32(7), Listener: row.IsDBNull(8) ? (ListenerMoment?)null : (ListenerMoment)row.GetInt32(8)), cancel,
            ("worker", worker), ("until", until), ("type", type), ("now", session.Now), ("most", most));
        if (taken.Count == 0) return [];
        taken.Sort((one, other) => one.Priority != other.Priority ? other.Priority.CompareTo(one.Priority) : one.Key.CompareTo(other.Key)); // RETURNING has no order
        var instances = new Dictionary<long, TakenInstance>();
        var batch = new ReadBatch(session);
        var reads = taken.Select(job => job.Instance).Distinct().Select(key => batch.Add(
            "SELECT i.key, i.state, i.business_key, i.definition_key, i.process_id, d.version, i.root_key FROM process_instance i JOIN process_definition d ON d.key = i.definition_key WHERE i.key = @key",
            row => new TakenInstance(row.GetInt64(0), StateJson.ReadState(row.GetFieldValue<byte[]>(1)), row.Text(2), row.GetInt64(3), row.GetString(4), row.GetInt32(5), row.GetInt64(6)), ("key", key))).ToList();
        await batch.RunAsync(cancel);
        foreach (var instance in reads.SelectMany(rows => rows)) instances[instance.Key] = instance;
        return [.. taken.Select(job =>
        {
            var instance = instances[job.Instance];
            return new ActivatedJob(job.Key, type, job.Instance, instance.Definition, instance.Process, instance.Version, job.Element, job.Id, instance.Business, instance.State.VisibleVariables(job.Element),
                JsonSerializer.Deserialize<Dictionary<string, string>>(job.Headers) ?? [], job.Retries, worker, until, job.Fence) { Listener = job.Listener, RootKey = instance.Root };
        })];
    }

    /// <summary>Holds a lease on; false where it has ended, because the job is done, cancelled or somebody else's.</summary>
    public static async Task<bool> ExtendAsync(WriteSession session, long jobKey, int fence, TimeSpan lease, CancellationToken cancel) =>
        await session.ExecuteAsync("UPDATE job SET due_at = @until WHERE key = @key AND fence = @fence AND state = 0", cancel, ("until", session.Now + lease), ("key", jobKey), ("fence", fence)) == 1;

    /// <summary>
    /// Changes a job from outside: how often it may still fail, its priority, and the end of its lease counted from now. A job without an open
    /// lease has none to move. Tries given to a job that became an incident count when the incident is resolved.
    /// </summary>
    public static async Task<Outcome> UpdateAsync(WriteSession session, CommandRoad road, long jobKey, JobChange change, Actor actor, CancellationToken cancel)
    {
        if (change is { Retries: null, Priority: null, Lease: null }) return new Problem("job.no-change", 400, "Değiştirilecek bir şey verilmemiş.", "Nothing to change was given.");
        if (change.Retries < 1) return new Problem("job.retries", 422, "Kalan deneme sayısı en az 1 olmalı.", "There must be at least one try left.");
        if (change.Lease <= TimeSpan.Zero) return new Problem("job.lease", 422, "Süre sıfırdan büyük olmalı.", "The time must be greater than zero.");
        var batch = new ReadBatch(session);
        var instances = InstanceStore.Load(batch, session, "(SELECT instance_key FROM job WHERE key = @job)", ("job", jobKey));
        var rows = batch.Add("SELECT state, worker, due_at FROM job WHERE key = @job", row => (State: (RowState)row.GetInt32(0), Worker: row.Text(1), Due: row.Instant(2)!.Value), ("job", jobKey)); // due_at is never null
        await batch.RunAsync(cancel);
        if (rows.Count == 0 || instances.Count == 0 || rows[0].State is not (RowState.Open or RowState.Failed)) return Unknown;
        if (change.Lease is { } lease)
        {
            if (rows[0] is not { State: RowState.Open, Worker: not null } || rows[0].Due <= session.Now) return new Problem("job.not-leased", 409, "Bu iş şu anda bir işçide değil; süresi uzatılamaz.", "No worker holds this job now, so its lease cannot be moved.");
            await session.ExecuteAsync("UPDATE job SET due_at = @until WHERE key = @key", cancel, ("until", session.Now + lease), ("key", jobKey));
        }

        return change is { Retries: null, Priority: null } ? Outcome.Done : await road.ApplyAsync(session, instances[0], new UpdateJob(jobKey, change.Retries, change.Priority), actor, cancel);
    }

    /// <summary>Makes a job that waits for its next try due now; one that became an incident is tried again.</summary>
    public static async Task<Outcome> RetryAsync(WriteSession session, CommandRoad road, long jobKey, Actor actor, CancellationToken cancel)
    {
        var rows = await session.QueryAsync(
            "SELECT j.state, j.worker, i.key FROM job j LEFT JOIN incident i ON i.instance_key = j.instance_key AND i.element_key = j.element_key AND i.resolved_at IS NULL WHERE j.key = @key",
            row => (State: (RowState)row.GetInt32(0), Worker: row.Text(1), Incident: row.IsDBNull(2) ? (long?)null : row.GetInt64(2)), cancel, ("key", jobKey));
        switch (rows.FirstOrDefault())
        {
            case { State: RowState.Failed, Incident: { } incident }: return await Incidents.ResolveAsync(session, road, incident, actor, cancel);
            case { State: RowState.Open, Worker: null } when rows.Count > 0:
                await session.ExecuteAsync("UPDATE job SET due_at = @now WHERE key = @key AND due_at > @now", cancel, ("now", session.Now), ("key", jobKey));
                return Outcome.Done;
            case { State: RowState.Open, Worker: not null }: return new Problem("job.leased", 409, "Bu iş şu anda bir işçide; önce onun sonucu beklenmeli.", "A worker holds this job now; wait for its answer.");
            default: return Unknown;
        }
    }

    /// <summary>Closes a row that no instance waits for any more.</summary>
    public static Task CloseAsync(WriteSession session, long jobKey, CancellationToken cancel) =>
        session.ExecuteAsync("UPDATE job SET state = @state, ended_at = @at WHERE key = @key AND state = 0", cancel, ("state", RowState.Cancelled), ("at", session.Now), ("key", jobKey));

    public static async Task<Outcome> AnswerAsync(WriteSession session, CommandRoad road, long jobKey, JobAnswer answer, int? fence, Actor actor, CancellationToken cancel)
    {
        var batch = new ReadBatch(session);
        var instances = InstanceStore.Load(batch, session, "(SELECT instance_key FROM job WHERE key = @job)", ("job", jobKey));
        var rows = batch.Add("SELECT retries, fence, state, element_id FROM job WHERE key = @job", row => (Retries: row.GetInt32(0), Fence: row.GetInt32(1), State: row.GetInt32(2), ElementId: row.GetString(3)), ("job", jobKey));
        await batch.RunAsync(cancel);
        if (rows.Count == 0 || instances.Count == 0) return Unknown;
        var job = rows[0];
        if (job.State is not (0 or 3) || (fence is not null && fence != job.Fence)) return new Problem("job.not-yours", 409, "Bu iş tamamlanmış, iptal edilmiş ya da başka bir işçiye geçmiş.", "This job was completed, cancelled, or has gone to another worker.");
        if (answer is JobAnswer.Completed { Alongside: { } alongside } && await session.TryAsync(() => alongside(session, cancel), cancel) is { Problem: { } refused })
        {
            answer = new JobAnswer.Failed(refused.Tr, Retries: 0); // the records contradict what was done: trying again would not help, a person must look
        }

        EngineCommand command = answer switch
        {
            JobAnswer.Completed done => new CompleteJob(jobKey, done.Variables) { Denied = done.Denied, Corrections = done.Corrections },
            JobAnswer.Error error => new ThrowJobError(jobKey, error.Code, error.Message, error.Variables),
            JobAnswer.Failed failed => new FailJob(jobKey, Math.Max(0, failed.Retries ?? (job.Retries - 1)), failed.Message, failed.Variables),
            _ => throw new InvalidOperationException("Unknown answer."),
        };
        var outcome = await road.ApplyAsync(session, instances[0], command, actor, cancel);
        if (outcome.Succeeded && answer is JobAnswer.Failed { BackOff: var backOff })
        {
            var wait = backOff > TimeSpan.Zero || fence is null ? backOff
                : await road.PauseAsync(session, instances[0], job.ElementId, job.Retries - 1, cancel) ?? FirstBackOff * Math.Pow(4, Math.Max(0, 3 - job.Retries));
            await session.ExecuteAsync("UPDATE job SET due_at = @due WHERE key = @key", cancel, ("due", session.Now + wait), ("key", jobKey));
        }

        return outcome;
    }

    private sealed record TakenInstance(long Key, InstanceState State, string? Business, long Definition, string Process, int Version, long Root);
}
