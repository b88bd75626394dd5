using System.Text.Json;
using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Repair;
using Akis.Engine.Runtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.Engine.Batches;

/// <summary>
/// Does batches in the background, a slice in each transaction: what an item's work changes and that the item is done are written together, so a crash loses and repeats
/// nothing. A node holds the batch's row while it does a slice; the others take other batches.
/// </summary>
public sealed class BatchRunner : BackgroundService
{
    private const int Slice = 20;
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(30);

    private readonly AkisDatabase _database;
    private readonly ProcessRepair _repair;
    private readonly ProcessEngine _engine;
    private readonly ILogger<BatchRunner> _log;
    private readonly WakeUp _wake = new();

    internal BatchRunner(AkisDatabase database, ProcessEngine engine, ProcessRepair repair, ILogger<BatchRunner> log)
    {
        (_database, _engine, _repair, _log) = (database, engine, repair, log);
        repair.BatchesChanged += _wake.Wake;
    }

    /// <summary>Does what is open now; gives how many items were looked at. Simulations call it themselves.</summary>
    /// <param name="slices">At most so many slices.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<int> RunDueAsync(int slices = int.MaxValue, CancellationToken cancel = default)
    {
        var looked = 0;
        for (; slices > 0; slices--)
        {
            var items = await RunSliceAsync(Slice, cancel);
            if (items is null) return looked;
            looked += items.Value;
        }

        return looked;
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _repair.BatchesChanged -= _wake.Wake;
        _wake.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunDueAsync(cancel: stoppingToken);
            }
#pragma warning disable CA1031 // the runner must go on; what was not done is open still
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                _log.LogError(failed, "Batch operations could not go on; trying again");
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await _wake.SleepAsync(SafetyNet, stoppingToken);
        }
    }

    // Null where nothing is open. A slice that fails as a whole is done one by one, so that only who is at fault fails.
    private async Task<int?> RunSliceAsync(int size, CancellationToken cancel)
    {
        Open? current = null;
        try
        {
            return await _database.WriteAsync(async (session, token) =>
            {
                current = null;
                if (await NextAsync(session, size, token) is not { } open) return (int?)null;
                current = open;
                await DoAsync(session, open, token);
                return open.Items.Count;
            }, cancel);
        }
#pragma warning disable CA1031 // whatever an item throws is its own failure
        catch (Exception failed) when (current is not null && !cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (current.Items.Count > 1) return await RunSliceAsync(1, cancel);
            _log.LogError(failed, "Item {Item} of batch {Batch} failed", current.Items[0].Key, current.Key);
            await _database.WriteAsync(async (session, token) =>
            {
                await EndAsync(session, current, [(current.Items[0].Key, new("batch.failed", 500, failed.Message, failed.Message))], token);
                return Outcome.Done;
            }, cancel);
            return 1;
        }
    }

    private static async Task<Open?> NextAsync(WriteSession session, int size, CancellationToken cancel)
    {
        var locking = session.Database.Kind == DatabaseKind.PostgreSql ? " FOR UPDATE SKIP LOCKED" : "";
        var batches = await session.QueryAsync($"SELECT key, kind, plan, actor FROM batch_operation WHERE state = 0 ORDER BY key LIMIT 1{locking}",
            row => (Key: row.GetInt64(0), Kind: (BatchKind)row.GetInt32(1), Plan: row.GetString(2), Actor: row.GetString(3)), cancel);
        if (batches.Count == 0) return null;
        var (key, kind, plan, actor) = batches[0];
        var items = await session.QueryAsync("SELECT item_key, instance_key FROM batch_operation_item WHERE batch_key = @key AND state = 0 ORDER BY item_key LIMIT @most",
            row => (row.GetInt64(0), row.GetInt64(1)), cancel, ("key", key), ("most", size));
        return new(key, kind, JsonSerializer.Deserialize<BatchPlan>(plan) ?? new(), new Actor(actor, new HashSet<string>(), IsAdministrator: true), items);
    }

    private async Task DoAsync(WriteSession session, Open open, CancellationToken cancel)
    {
        var ended = new List<(long, Problem?)>();
        foreach (var (item, instance) in open.Items) ended.Add((item, (await session.TryAsync(() => DoAsync(session, open, item, instance, cancel), cancel)).Problem));
        await EndAsync(session, open, ended, cancel);
    }

    private async Task<Outcome> DoAsync(WriteSession session, Open open, long item, long instance, CancellationToken cancel) => open.Kind switch
    {
        BatchKind.CancelInstances => await _engine.CancelInstanceAsync(session, instance, open.Plan.Reason ?? "", open.Actor, cancel),
        BatchKind.ResolveIncidents => await _engine.ResolveIncidentAsync(session, item, open.Actor, cancel),
        BatchKind.MigrateInstances => await _repair.MigrateInstanceAsync(session, instance, open.Plan.TargetDefinitionKey ?? 0, open.Plan.Elements ?? new Dictionary<string, string>(), open.Actor, cancel),
        BatchKind.ModifyInstances => await _repair.MoveTokensAsync(session, instance, open.Plan.Elements ?? new Dictionary<string, string>(), open.Actor, cancel),
        BatchKind.DeleteInstances => await _repair.DeleteInstanceAsync(session, instance, cancel),
        _ => throw new InvalidOperationException($"Unknown batch {open.Kind}."),
    };

    private static async Task EndAsync(WriteSession session, Open open, IReadOnlyList<(long Item, Problem? Problem)> ended, CancellationToken cancel)
    {
        var batch = new StatementBatch(session);
        foreach (var (item, problem) in ended)
        {
            batch.Add("UPDATE batch_operation_item SET state = @state, ended_at = @at, code = @code, tr = @tr, en = @en WHERE batch_key = @batch AND item_key = @item",
                ("state", problem is null ? BatchItemState.Completed : BatchItemState.Failed), ("at", session.Now), ("code", Text(problem?.Code)), ("tr", Text(problem?.Tr)), ("en", Text(problem?.En)), ("batch", open.Key), ("item", item));
        }

        var failed = ended.Count(item => item.Problem is not null);
        batch.Add("UPDATE batch_operation SET done = done + @done, failed = failed + @failed WHERE key = @key", ("done", ended.Count - failed), ("failed", failed), ("key", open.Key));
        batch.Add("UPDATE batch_operation SET state = 2, ended_at = @at WHERE key = @key AND state = 0 AND done + failed >= total", ("at", session.Now), ("key", open.Key));
        await batch.RunAsync(cancel);
    }

    private static object Text(string? text) => (object?)text ?? TypedNull.Text;

    private sealed record Open(long Key, BatchKind Kind, BatchPlan Plan, Actor Actor, IReadOnlyList<(long Key, long Instance)> Items);
}
