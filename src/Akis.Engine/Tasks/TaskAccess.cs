using Akis.Bpmn.Graph;
using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Engine.Tasks;

/// <summary>
/// Who may do what with a user task. A candidate takes it for himself; who has it works on it, gives it back or hands it on; the lead of a
/// group does that for the group's tasks; a substitute does what the one he stands in for may. Segregation of duties is over all of them, administrators too.
/// </summary>
internal sealed class TaskAccess(Definitions definitions, EngineSettings settings, ITaskPeople? people)
{
    private static readonly Problem NotACandidate = new("task.not-a-candidate", 403, "Bu görev size ya da grubunuza verilmemiş.", "This task is not offered to you or your group.");

    /// <summary>A task with its instance, both locked until the transaction ends, and as whom the actor works on it.</summary>
    internal sealed record OpenTask(StoredInstance Instance, string? Assignee, FlowNode Node, long ElementKey, IReadOnlySet<string> Groups, IReadOnlySet<string> Users, Actor By);

    /// <summary>To complete it, keep a draft, change its dates: who has it or, while nobody does, a candidate.</summary>
    public async Task<Outcome<OpenTask>> ForWorkAsync(WriteSession session, long taskKey, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(session, taskKey, actor, cancel);
        if (found.Problem is not null) return found;
        var task = found.Value;
        if (actor.As(who => who.IsAdministrator || (task.Assignee is null ? IsCandidate(task, who) : task.Assignee == who.UserName)) is not { } by)
        {
            return task.Assignee is null ? NotACandidate : new Problem("task.not-yours", 403, "Bu görevi başka biri üstlenmiş.", "Somebody else has taken this task.");
        }

        return Refuse(task, by) is { } problem ? problem : task with { By = by };
    }

    /// <summary>To say something about it: everybody who has to do with it.</summary>
    public async Task<Outcome<OpenTask>> ForCommentAsync(WriteSession session, long taskKey, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(session, taskKey, actor, cancel);
        if (found.Problem is not null) return found;
        var task = found.Value;
        return actor.As(who => who.IsAdministrator || task.Assignee == who.UserName || IsCandidate(task, who) || IsLead(task, who)) is { } by ? task with { By = by } : NotACandidate;
    }

    /// <summary>To give it to somebody or, with null, back to its candidates. Gives the one who has it then: who takes a task as a substitute takes it for the one he stands in for.</summary>
    public async Task<Outcome<(OpenTask Task, string? Assignee)>> ForAssignmentAsync(WriteSession session, long taskKey, string? assignee, Actor actor, CancellationToken cancel)
    {
        var found = await FindAsync(session, taskKey, actor, cancel);
        if (found.Problem is { } unknown) return unknown;
        var task = found.Value;
        var takes = assignee is not null && assignee == actor.UserName;
        if (actor.As(who => who.IsAdministrator || task.Assignee == who.UserName || IsLead(task, who) || (takes && task.Assignee is null && IsCandidate(task, who))) is not { } by)
        {
            return task.Assignee is not null ? new Problem("task.taken", 409, "Bu görevi başka biri üstlenmiş.", "Somebody else has taken this task.")
                : takes || !actor.Identities.Any(who => IsCandidate(task, who)) ? NotACandidate
                : new Problem("task.only-lead", 403, "Görevi başkasına ancak üstlenmiş olan ya da grubun sorumlusu verebilir; önce siz üstlenin.", "Only who has the task or the lead of its group gives it to somebody else; take it first.");
        }

        if (assignee is null)
        {
            return task.Groups.Count + task.Users.Count > 0 ? (task with { By = by }, null)
                : new Problem("task.no-candidates", 409, "Bu görevin başka adayı yok; geri bırakırsanız kimse göremez. Başka birine devredin.", "Nobody else is a candidate for this task, so nobody would see it; hand it to somebody instead.");
        }

        if (takes && by.OnBehalfOf is { } principal && !IsCandidate(task, actor)) assignee = principal;
        if (assignee == task.Assignee) return (task with { By = by }, assignee);
        var known = assignee == actor.UserName ? actor : people is null ? Unknown(assignee) : await people.FindAsync(session, assignee, cancel);
        if (Recipient(task, assignee, known, actor) is { } unfit) return unfit;
        var refused = Refuse(task, known ?? Unknown(assignee)) ?? (takes ? Refuse(task, by) : null);
        return refused is { } problem ? problem : (task with { By = by }, assignee);

        static Actor Unknown(string userName) => new(userName, new HashSet<string>());
    }

    private Problem? Recipient(OpenTask task, string assignee, Actor? person, Actor actor)
    {
        if (people is null || assignee == actor.UserName || actor.Principals.Any(who => who.UserName == assignee)) return null;
        if (person is null) return new("task.nobody", 422, $"'{assignee}' adında etkin bir hesap yok.", $"There is no active account '{assignee}'.");
        return actor.IsAdministrator || task.Groups.Count + task.Users.Count == 0 || IsCandidate(task, person) || IsLead(task, person) ? null
            : new("task.recipient", 422, "Bu kişi görevin verildiği gruptan değil; görev yalnız adaylarından birine devredilebilir.", "This person is not in the group that the task is offered to; it can be handed only to one of its candidates.");
    }

    private static bool IsCandidate(OpenTask task, Actor actor) => task.Users.Contains(actor.UserName) || actor.IsIn(task.Groups);

    private static bool IsLead(OpenTask task, Actor actor) => task.Groups.Overlaps(actor.Leads);

    private async Task<Outcome<OpenTask>> FindAsync(WriteSession session, long taskKey, Actor actor, CancellationToken cancel)
    {
        // The instance is locked before the task is read, so of two who claim at once the second sees the first.
        var batch = new ReadBatch(session);
        var instances = InstanceStore.Load(batch, session, "(SELECT instance_key FROM user_task WHERE key = @task)", ("task", taskKey));
        var tasks = batch.Add("SELECT assignee, element_id, state, element_key FROM user_task WHERE key = @task", row => (Assignee: row.Text(0), Element: row.GetString(1), State: row.GetInt32(2), ElementKey: row.GetInt64(3)), ("task", taskKey));
        var candidates = batch.Add("SELECT kind, name FROM user_task_candidate WHERE task_key = @task", row => (Kind: row.GetInt32(0), Name: row.GetString(1)), ("task", taskKey));
        await batch.RunAsync(cancel);
        if (tasks.Count == 0 || instances.Count == 0) return new Problem("task.unknown", 404, "Böyle bir görev yok.", "There is no such task.");
        if (tasks[0].State != 0) return new Problem("task.ended", 409, "Bu görev tamamlanmış ya da artık gerekli değil.", "This task has been completed or is no longer needed.");
        var graph = (await definitions.GetAsync(session, instances[0].DefinitionKey, cancel)).Graph;
        return new OpenTask(instances[0], tasks[0].Assignee, graph.Find(tasks[0].Element)!, tasks[0].ElementKey, // the task came from this graph
            candidates.Where(c => c.Kind == 0).Select(c => c.Name).ToHashSet(), candidates.Where(c => c.Kind == 1).Select(c => c.Name).ToHashSet(), actor);
    }

    private Problem? Refuse(OpenTask task, Actor by)
    {
        var scope = task.Instance.State.Scope(task.ElementKey);
        return Segregation.Refuse(Segregation.Of(task.Node, scope, settings.Feel), scope.TryGet("requester", out var requester) ? requester.AsString() : null, by);
    }
}
