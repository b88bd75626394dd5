using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Engine.Repair;

/// <summary>Deletes versions of what was deployed. The version before becomes the newest, and its timers and message starts wait again.</summary>
internal static class DefinitionRemoval
{
    private static readonly (string Kind, string Table, string Id)[] Kinds = [("process", "process_definition", "process_id"), ("decision", "decision_definition", "decision_id"), ("form", "form_definition", "form_id")];

    public static async Task<Outcome> DeleteAsync(WriteSession session, Definitions definitions, EngineSettings settings, long key, Actor actor, CancellationToken cancel)
    {
        session.Lock("deployment"); // versions are counted
        foreach (var (kind, table, idColumn) in Kinds)
        {
            var found = await session.QueryAsync($"SELECT {idColumn}, version FROM {table} WHERE key = @key", row => (Id: row.GetString(0), Version: row.GetInt32(1)), cancel, ("key", key));
            if (found.Count == 0) continue;
            var (id, version) = found[0];
            if (kind == "process" && await InUseAsync(session, key, cancel) is { } inUse) return inUse;
            await session.ExecuteAsync("INSERT INTO deleted_definition (key, kind, id, version, at, actor) VALUES (@key, @kind, @id, @version, @at, @actor)", cancel,
                ("key", key), ("kind", kind), ("id", id), ("version", version), ("at", session.Now), ("actor", actor.UserName));
            await session.ExecuteAsync($"DELETE FROM {table} WHERE key = @key", cancel, ("key", key));
            if (kind == "process") await session.ExecuteAsync("DELETE FROM process_element WHERE definition_key = @key", cancel, ("key", key));
            if (kind == "process") await MoveStartsAsync(session, definitions, settings, key, id, cancel);
            if (kind == "decision") await session.ExecuteAsync("DELETE FROM decision_requirements WHERE NOT EXISTS (SELECT 1 FROM decision_definition d WHERE d.checksum = decision_requirements.checksum)", cancel);
            return Outcome.Done;
        }

        return new Problem("definition.unknown", 404, "Bu anahtarla yayımlanmış bir süreç, karar ya da form yok.", "No process, decision or form is deployed under this key.");
    }

    // Pages show the path of an ended instance on its model.
    private static async Task<Problem?> InUseAsync(WriteSession session, long key, CancellationToken cancel)
    {
        var counts = (await session.QueryAsync("SELECT coalesce(sum(CASE WHEN status = 0 THEN 1 ELSE 0 END), 0), count(*) FROM process_instance WHERE definition_key = @key", row => (Running: row.GetInt64(0), All: row.GetInt64(1)), cancel, ("key", key)))[0];
        return counts.Running > 0 ? new("definition.running", 409, $"Bu sürümde {counts.Running} işlem sürüyor; önce başka bir sürüme taşıyın ya da iptal edin.", $"{counts.Running} instances run on this version; migrate or cancel them first.")
            : counts.All > 0 ? new("definition.history", 409, $"Bu sürümde bitmiş {counts.All} işlemin geçmişi duruyor; önce onların geçmişini silin.", $"The history of {counts.All} ended instances of this version is kept; delete it first.")
            : null;
    }

    private static async Task MoveStartsAsync(WriteSession session, Definitions definitions, EngineSettings settings, long key, string processId, CancellationToken cancel)
    {
        var had = await session.ExecuteAsync("DELETE FROM process_start WHERE process_id = @process AND definition_key = @key", cancel, ("process", processId), ("key", key));
        if (await definitions.NewestAsync(session, processId, cancel) is { } before && (had > 0 || !await ProcessStarts.AreOfAsync(session, before.Key, before.Graph, cancel)))
            await ProcessStarts.ReplaceAsync(session, before.Key, before.Graph, settings, cancel);
    }
}
