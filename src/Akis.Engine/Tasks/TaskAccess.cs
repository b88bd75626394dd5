using Akis.Bpmn.Graph;
using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Engine.Tasks;

/// <summary>Who may work on a user task. Segregation of duties is a property of the task: <c>akis:segregation = requester</c>.</summary>
internal static class TaskAccess
{
    internal sealed record OpenTask(long InstanceKey, string? Assignee, FlowNode Node, IReadOnlySet<string> Groups, IReadOnlySet<string> Users);

    public static async Task<Outcome<OpenTask>> ForWorkAsync(WriteSession session, Definitions definitions, long taskKey, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(session, definitions, taskKey, cancel);
        if (found.Problem is not null) return found;
        var task = found.Value;
        if (!(task.Assignee is null ? IsCandidate(task, actor) : task.Assignee == actor.UserName) && !actor.IsAdministrator)
        {
            return task.Assignee is null
                ? new Problem("task.not-a-candidate", 403, "Bu görev size ya da grubunuza verilmemiş.", "This task is not offered to you or your group.")
                : new Problem("task.not-yours", 403, "Bu görevi başka biri üstlenmiş.", "Somebody else has taken this task.");
        }

        return await SegregationAsync(session, task, actor.UserName, cancel) is { } problem ? problem : task;
    }

    public static async Task<Outcome<OpenTask>> ForAssignmentAsync(WriteSession session, Definitions definitions, long taskKey, string? assignee, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(session, definitions, taskKey, cancel);
        if (found.Problem is not null) return found;
        var task = found.Value;
        var allowed = actor.IsAdministrator || task.Assignee == actor.UserName || (IsCandidate(task, actor) && (task.Assignee is null || assignee != actor.UserName));
        if (!allowed)
        {
            return task.Assignee is null
                ? new Problem("task.not-a-candidate", 403, "Bu görev size ya da grubunuza verilmemiş.", "This task is not offered to you or your group.")
                : new Problem("task.taken", 409, "Bu görevi başka biri üstlenmiş.", "Somebody else has taken this task.");
        }

        return assignee is not null && await SegregationAsync(session, task, assignee, cancel) is { } problem ? problem : task;
    }

    private static bool IsCandidate(OpenTask task, Actor actor) => task.Users.Contains(actor.UserName) || actor.IsIn(task.Groups);

    private static async Task<Outcome<OpenTask>> FindAsync(WriteSession session, Definitions definitions, long taskKey, CancellationToken cancel)
    {
        var rows = await session.QueryAsync("SELECT instance_key, assignee, element_id, definition_key, state FROM user_task WHERE key = @key",
            row => (Instance: row.GetInt64(0), Assignee: row.Text(1), Element: row.GetString(2), Definition: row.GetInt64(3), State: row.GetInt32(4)), cancel, ("key", taskKey));
        if (rows.Count == 0) return new Problem("task.unknown", 404, "Böyle bir görev yok.", "There is no such task.");
        if (rows[0].State != 0) return new Problem("task.ended", 409, "Bu görev tamamlanmış ya da artık gerekli değil.", "This task has been completed or is no longer needed.");
        var candidates = await session.QueryAsync("SELECT kind, name FROM user_task_candidate WHERE task_key = @key", row => (Kind: row.GetInt32(0), Name: row.GetString(1)), cancel, ("key", taskKey));
        var graph = (await definitions.GetAsync(session, rows[0].Definition, cancel)).Graph;
        return new OpenTask(rows[0].Instance, rows[0].Assignee, graph.Find(rows[0].Element)!, // the task came from this graph
            candidates.Where(c => c.Kind == 0).Select(c => c.Name).ToHashSet(), candidates.Where(c => c.Kind == 1).Select(c => c.Name).ToHashSet());
    }

    private static async Task<Problem?> SegregationAsync(WriteSession session, OpenTask task, string userName, CancellationToken cancel)
    {
        if (!task.Node.Properties.TryGetValue("akis:segregation", out var variable)) return null;
        var instance = await InstanceStore.LoadAsync(session, task.InstanceKey, cancel);
        return instance?.State.Variables.Get(variable).AsString() == userName
            ? new Problem("task.segregation", 403, "Kendi talebinize ilişkin bu adımı siz tamamlayamazsınız; başka bir yetkili yapmalıdır.", "You cannot do this step of your own request; another authorised person must do it.")
            : null;
    }
}
