using System.Text.Json;
using Akis.Bpmn.Stepping;
using Akis.Engine.Batches;
using Akis.Engine.Database;
using Akis.Engine.History;
using Akis.Engine.Runtime;
using Akis.Feel;

namespace Akis.Engine.Repair;

/// <summary>Takes up an ended instance's work again, as a new instance.</summary>
/// <param name="InstanceKey">The ended one.</param>
/// <param name="ElementIds">Where to begin; empty for the start of the process.</param>
/// <param name="WithLastVariables">With the variables that it ended with; otherwise with those that it began with.</param>
/// <param name="InNewestVersion">In the newest version of its process; otherwise in its own.</param>
public sealed record RestartInstance(long InstanceKey, IReadOnlyList<string> ElementIds, bool WithLastVariables, bool InNewestVersion = false);

/// <summary>
/// Puts instances right, one by one or many at once, beside what <see cref="ProcessEngine"/> does to one (modify, suspend, resume, cancel). Like there, everything works inside the caller's session.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1822", Justification = "Callers hold one object; which commands need its caches is no business of theirs.")]
public sealed class ProcessRepair
{
    private static readonly Problem NoDefinition = new("definition.unknown", 404, "Böyle bir süreç sürümü yok.", "There is no such version of a process.");

    private readonly CommandRoad _road;
    private readonly Definitions _definitions;
    private readonly EngineSettings _settings;
    private readonly IReadOnlyList<IHistoryListener> _listeners;

    internal ProcessRepair(CommandRoad road, Definitions definitions, EngineSettings settings, IEnumerable<IHistoryListener> listeners) =>
        (_road, _definitions, _settings, _listeners) = (road, definitions, settings, [.. listeners]);

    /// <summary>Raised after the commit where a batch has something to do.</summary>
    internal event Action? BatchesChanged;

    /// <summary>
    /// Holds the instance for this session and refuses where it is no longer at the revision that somebody saw (<see cref="InstanceView.Revision"/>): two who repair at once do not
    /// undo each other's work unseen. Asked before the command, in the same session.
    /// </summary>
    public async Task<Outcome> RequireRevisionAsync(WriteSession session, long instanceKey, int revision, CancellationToken cancel = default) =>
        await InstanceStore.LoadAsync(session, instanceKey, cancel) is not { } instance ? CommandRoad.Unknown
        : instance.Revision == revision ? Outcome.Done
        : new Problem("instance.changed", 409, "Siz bakarken bu işlem ilerledi ya da başka biri tarafından değiştirildi; son durumuna bakıp yeniden deneyin.", "The instance has moved on or was changed by somebody else meanwhile; look at it again and retry.");

    /// <summary>What a migration would meet: what stands in its way first, then what changes.</summary>
    public async Task<Outcome<IReadOnlyList<MigrationFinding>>> CheckMigrationAsync(WriteSession session, long instanceKey, long targetDefinitionKey, IReadOnlyDictionary<string, string> elements, CancellationToken cancel = default)
    {
        if (await InstanceStore.LoadAsync(session, instanceKey, cancel) is not { } instance) return CommandRoad.Unknown;
        if (await _definitions.KnownAsync(session, targetDefinitionKey, cancel) is not { } target) return NoDefinition;
        return (List<MigrationFinding>)[.. Migration.Check((await _definitions.GetAsync(session, instance.DefinitionKey, cancel)).Graph, target.Graph, instance.State, elements)];
    }

    /// <summary>Moves a running instance to another version; refused with every reason where something stands in the way. What it has called stays where it is.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="instanceKey">Which.</param>
    /// <param name="targetDefinitionKey">The version that it goes on with.</param>
    /// <param name="elements">Ids of elements and what they become; the others keep their ids.</param>
    /// <param name="actor">Who.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<Outcome> MigrateInstanceAsync(WriteSession session, long instanceKey, long targetDefinitionKey, IReadOnlyDictionary<string, string> elements, Actor actor, CancellationToken cancel = default) =>
        await _definitions.KnownAsync(session, targetDefinitionKey, cancel) is { } target ? await _road.MigrateAsync(session, instanceKey, target, elements, actor, cancel) : NoDefinition;

    /// <summary>Ends everything that is active at some elements and begins others instead, once for each.</summary>
    public Task<Outcome> MoveTokensAsync(WriteSession session, long instanceKey, IReadOnlyDictionary<string, string> elements, Actor actor, CancellationToken cancel = default) =>
        _road.ApplyAsync(session, instanceKey, new MoveTokens(elements), actor, cancel);

    /// <summary>Starts a new instance that takes up the work of an ended one.</summary>
    public async Task<Outcome<StartedInstance>> RestartInstanceAsync(WriteSession session, RestartInstance restart, Actor actor, CancellationToken cancel = default)
    {
        if (await InstanceStore.LoadAsync(session, restart.InstanceKey, cancel) is not { } ended) return CommandRoad.Unknown;
        if (ended.State.Status == InstanceStatus.Active) return new Problem("restart.active", 409, "Bu işlem sürüyor; yalnız bitmiş ya da iptal edilmiş bir işlem yeniden başlatılabilir.", "This instance still runs; only one that has ended can be restarted.");
        if (ended.ParentKey is not null) return new Problem("instance.is-called", 409, "Bu süreç başka bir sürecin parçası; ana süreci yeniden başlatın.", "This instance was part of another one; restart that one.");
        var definition = await _definitions.GetAsync(session, ended.DefinitionKey, cancel);
        if (restart.InNewestVersion) definition = await _definitions.NewestAsync(session, definition.ProcessId, cancel) ?? definition;
        var variables = restart.WithLastVariables ? ended.State.Variables : await FirstVariablesAsync(session, ended.Key, cancel);
        var started = await _road.RestartAsync(session, ended, definition, variables, restart.ElementIds, actor, cancel);
        return started.Problem is { } problem ? problem : new StartedInstance(started.Value, definition.Key, definition.ProcessId, definition.Version);
    }

    /// <summary>Begins a batch over everything that the filter (of <see cref="Search.InstanceSearches.Instances"/>) means now; it is done in the background, in the name of the actor.</summary>
    public async Task<Outcome<BatchView>> BeginBatchAsync(WriteSession session, BatchKind kind, JsonElement filter, BatchPlan plan, Actor actor, CancellationToken cancel = default)
    {
        if (kind == BatchKind.MigrateInstances && await _definitions.KnownAsync(session, plan.TargetDefinitionKey ?? 0, cancel) is null) return NoDefinition;
        if (kind == BatchKind.ModifyInstances && plan.Elements is not { Count: > 0 }) return new Problem("modify.empty", 400, "Nereden nereye taşınacağı belirtilmeli.", "It must be said from where to where tokens move.");
        session.OnCommitted(() => BatchesChanged?.Invoke());
        return await BatchStore.BeginAsync(session, kind, filter, plan, actor, cancel);
    }

    /// <summary>Holds a batch after its current slice.</summary>
    public Task<Outcome> SuspendBatchAsync(WriteSession session, long key, CancellationToken cancel = default) => BatchStore.ChangeAsync(session, key, BatchState.Suspended, cancel);

    /// <summary>Lets a held batch go on.</summary>
    public Task<Outcome> ResumeBatchAsync(WriteSession session, long key, CancellationToken cancel = default)
    {
        session.OnCommitted(() => BatchesChanged?.Invoke());
        return BatchStore.ChangeAsync(session, key, BatchState.Active, cancel);
    }

    /// <summary>Ends a batch; what is done is done.</summary>
    public Task<Outcome> CancelBatchAsync(WriteSession session, long key, CancellationToken cancel = default) => BatchStore.ChangeAsync(session, key, BatchState.Cancelled, cancel);

    /// <summary>Removes an ended instance with everything that it has called and all that is known of them.</summary>
    public async Task<Outcome> DeleteInstanceAsync(WriteSession session, long instanceKey, CancellationToken cancel = default) => await HistoryRemoval.DeleteAsync(session, instanceKey, _listeners, cancel);

    /// <summary>For how long the history of processes is kept after an instance's end, as ISO 8601 periods by process id; it replaces what was said before. What is not named is kept.</summary>
    public Task<Outcome> KeepHistoryAsync(WriteSession session, IReadOnlyDictionary<string, string> periods, CancellationToken cancel = default) => Retention.StoreAsync(session, periods, cancel);

    /// <summary>Deletes a version of a process, of a decision or of a form, by its key; its number is not given again. A version of a process that instances ran on stays until their history is gone.</summary>
    public Task<Outcome> DeleteDefinitionAsync(WriteSession session, long key, Actor actor, CancellationToken cancel = default) => DefinitionRemoval.DeleteAsync(session, _definitions, _settings, key, actor, cancel);

    private static async Task<FeelContext> FirstVariablesAsync(WriteSession session, long instanceKey, CancellationToken cancel)
    {
        var rows = await session.QueryAsync("SELECT data FROM history_event WHERE instance_key = @key ORDER BY seq LIMIT 1", row => row.GetString(0), cancel, ("key", instanceKey));
        return rows.SelectMany(Projection.ReadEventRow).OfType<InstanceStarted>().FirstOrDefault()?.Variables ?? FeelContext.Empty;
    }
}
