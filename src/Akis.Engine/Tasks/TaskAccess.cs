using Akis.Bpmn.Graph;
using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Engine.Tasks;

/// <summary>Who may work on a user task. Segregation of duties is a property of the task: <c>akis:segregation = requester</c>.</summary>
internal static class TaskAccess
{
    /// <summary>A task with its instance, both locked until the transaction ends.</summary>
    internal sealed record OpenTask(StoredInstance Instance, string? Assignee, FlowNode Node, IReadOnlySet<string> Groups, IReadOnlySet<string> Users);

    private static readonly Problem NotACandidate = new("task.not-a-candidate", 403, "Bu görev size ya da grubunuza verilmemiş.", "This task is not offered to you or your group.");

    public static async Task<Outcome<OpenTask>> ForWorkAsync(WriteSession session, Definitions definitions, long taskKey, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(session, definitions, taskKey, cancel);
        if (found.Problem is not null) return found;
        var task = found.Value;
        if (!(task.Assignee is null ? IsCandidate(task, actor) : task.Assignee == actor.UserName) && !actor.IsAdministrator)
        {
            return task.Assignee is null ? NotACandidate : new Problem("task.not-yours", 403, "Bu görevi başka biri üstlenmiş.", "Somebody else has taken this task.");
        }

        return Segregation(task, actor.UserName) is { } problem ? problem : task;
    }

    public static async Task<Outcome<OpenTask>> ForAssignmentAsync(WriteSession session, Definitions definitions, long taskKey, string? assignee, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(session, definitions, taskKey, cancel);
        if (found.Problem is not null) return found;
        var task = found.Value;
        var allowed = actor.IsAdministrator || task.Assignee == actor.UserName || (IsCandidate(task, actor) && (task.Assignee is null || assignee != actor.UserName));
        if (!allowed) return task.Assignee is null ? NotACandidate : new Problem("task.taken", 409, "Bu görevi başka biri üstlenmiş.", "Somebody else has taken this task.");
        return assignee is not null && Segregation(task, assignee) is { } problem ? problem : task;
    }

    private static bool IsCandidate(OpenTask task, Actor actor) => task.Users.Contains(actor.UserName) || actor.IsIn(task.Groups);

    private static async Task<Outcome<OpenTask>> FindAsync(WriteSession session, Definitions definitions, long taskKey, CancellationToken cancel)
    {
        // The instance is locked before the task is read, so of two who claim at once the second sees the first.
        var batch = new ReadBatch(session);
        var instances = InstanceStore.Load(batch, session, "(SELECT instance_key FROM user_task WHERE key = @task)", ("task", taskKey));
        var tasks = batch.Add("SELECT assignee, element_id, state FROM user_task WHERE key = @task", row => (Assignee: row.Text(0), Element: row.GetString(1), State: row.GetInt32(2)), ("task", taskKey));
        var candidates = batch.Add("SELECT kind, name FROM user_task_candidate WHERE task_key = @task", row => (Kind: row.GetInt32(0), Name: row.GetString(1)), ("task", taskKey));
        await batch.RunAsync(cancel);
        if (tasks.Count == 0 || instances.Count == 0) return new Problem("task.unknown", 404, "Böyle bir görev yok.", "There is no such task.");
        if (tasks[0].State != 0) return new Problem("task.ended", 409, "Bu görev tamamlanmış ya da artık gerekli değil.", "This task has been completed or is no longer needed.");
        var graph = (await definitions.GetAsync(session, instances[0].DefinitionKey, cancel)).Graph;
        return new OpenTask(instances[0], tasks[0].Assignee, graph.Find(tasks[0].Element)!, // the task came from this graph
            candidates.Where(c => c.Kind == 0).Select(c => c.Name).ToHashSet(), candidates.Where(c => c.Kind == 1).Select(c => c.Name).ToHashSet());
    }

    private static Problem? Segregation(OpenTask task, string userName) =>
        task.Node.Properties.TryGetValue("akis:segregation", out var variable) && task.Instance.State.Variables.Get(variable).AsString() == userName
            ? new Problem("task.segregation", 403, "Kendi talebinize ilişkin bu adımı siz tamamlayamazsınız; başka bir yetkili yapmalıdır.", "You cannot do this step of your own request; another authorised person must do it.")
            : null;
}
