using System.Text.Json;
using Akis.Engine.Database;
using Akis.Engine.Search;

namespace Akis.Engine.Batches;

/// <summary>Writes batches: begun with what they mean at that moment, held, let go, ended.</summary>
internal static class BatchStore
{
    private static readonly Problem Unknown = new("batch.unknown", 404, "Böyle bir toplu işlem yok.", "There is no such batch operation.");
    private static readonly Problem Nothing = new("batch.nothing", 404, "Koşullara uyan bir kayıt yok.", "Nothing matches the filter.");
    private static readonly Problem NoFilter = new("batch.no-filter", 400, "Hangi işlemlerin kastedildiğini en az bir koşulla belirtin.", "Say by at least one condition which instances are meant.");

    /// <summary>Remembers what is meant now; what comes later is not part of it. The filter is that of a search of instances: what it does not know is refused, since a batch must not reach more than was meant.</summary>
    public static async Task<Outcome<BatchView>> BeginAsync(WriteSession session, BatchKind kind, JsonElement filter, BatchPlan plan, Actor actor, CancellationToken cancel)
    {
        if (filter.ValueKind != JsonValueKind.Object || filter.EnumerateObject().All(condition => condition.Value.ValueKind == JsonValueKind.Null)) return NoFilter;
        var parameters = new SearchParameters();
        var meant = new SearchConditions(InstanceSearches.Instances, session.Database.Kind, parameters).Read(filter);
        if (meant.Problem is { } wrong) return wrong;
        var able = kind switch
        {
            BatchKind.CancelInstances => "i.status = 0 AND i.parent_key IS NULL", // what is called goes with its caller
            BatchKind.DeleteInstances => "i.status <> 0 AND i.parent_key IS NULL",
            _ => "i.status = 0",
        };
        var (item, from) = kind == BatchKind.ResolveIncidents ? ("n.key", " JOIN incident n ON n.instance_key = i.key AND n.resolved_at IS NULL") : ("i.key", "");
        var key = session.NextKey();
        var total = await session.ExecuteAsync(
            $"INSERT INTO batch_operation_item (batch_key, item_key, instance_key, state) SELECT @batch, {item}, i.key, 0 FROM {InstanceSearches.Instances.From}{from} WHERE {meant.Value} AND {able}", cancel, [("batch", key), .. parameters.All]);
        if (total == 0) return Nothing;
        await session.ExecuteAsync("INSERT INTO batch_operation (key, kind, state, plan, actor, created_at, total, done, failed) VALUES (@key, @kind, 0, @plan, @actor, @at, @total, 0, 0)", cancel,
            ("key", key), ("kind", kind), ("plan", JsonSerializer.Serialize(plan)), ("actor", actor.UserName), ("at", session.Now), ("total", total));
        return new BatchView(key, kind, BatchState.Active, actor.UserName, session.Now, null, total, 0, 0);
    }

    /// <summary>Holds a batch, lets it go on, or ends it for good.</summary>
    public static async Task<Outcome> ChangeAsync(WriteSession session, long key, BatchState to, CancellationToken cancel)
    {
        var from = to switch { BatchState.Suspended => "0", BatchState.Active => "1", _ => "0, 1" };
        var changed = await session.ExecuteAsync($"UPDATE batch_operation SET state = @state, ended_at = @ended WHERE key = @key AND state IN ({from})", cancel,
            ("state", to), ("ended", to == BatchState.Cancelled ? session.Now : TypedNull.Number), ("key", key));
        if (changed == 0)
        {
            var known = await session.QueryAsync("SELECT state FROM batch_operation WHERE key = @key", row => (BatchState)row.GetInt32(0), cancel, ("key", key));
            return known.Count == 0 ? Unknown : known[0] == to ? Outcome.Done : new Problem("batch.state", 409, "Toplu işlem bitmiş ya da bunun için uygun durumda değil.", "The batch operation has ended, or is not in a state for this.");
        }

        if (to == BatchState.Cancelled) await session.ExecuteAsync("UPDATE batch_operation_item SET state = 2, ended_at = @at WHERE batch_key = @key AND state = 0", cancel, ("at", session.Now), ("key", key));
        return Outcome.Done;
    }
}
