using System.Data.Common;
using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Handbook.Requests;

/// <summary>Reads requests for pages. Who may not see a request gets null, as if it did not exist.</summary>
public sealed class RequestQueries(AkisDatabase database, ProcessQueries processes, RequestAccess access)
{
    private const int DeepestCall = 8;

    /// <summary>The live page of a request.</summary>
    public async Task<RequestPage?> PageAsync(long key, Actor actor, CancellationToken cancel = default)
    {
        if (await processes.InstanceAsync(key, cancel) is not { } instance || !await access.MaySeeAsync(instance, actor, cancel)) return null;
        if (instance.RootKey != key) return await PageAsync(instance.RootKey, actor, cancel);
        var graph = await processes.GraphAsync(instance.DefinitionKey, cancel);
        var variables = await processes.VariablesAsync(key, cancel);
        var tree = await TreeAsync(instance, cancel);
        var steps = await StepsAsync(tree, cancel);
        var incidents = new List<RequestIncident>();
        foreach (var member in tree)
        {
            incidents.AddRange((await processes.IncidentsAsync(member.Key, openOnly: true, 0, 20, cancel)).Select(incident => new RequestIncident(incident.ElementId, incident.Tr, incident.En, incident.RaisedAt)));
        }

        var requester = variables.Get("requester").AsString() ?? instance.StartedBy;
        return new RequestPage(
            key, instance.DefinitionKey, instance.BusinessKey ?? key.ToString(System.Globalization.CultureInfo.InvariantCulture), instance.ProcessId, instance.ProcessName ?? instance.ProcessId, instance.Status,
            requester, variables.Get("requesterName").AsString() ?? requester, instance.StartedAt, instance.EndedAt,
            [.. steps.Where(step => step.InstanceKey == key && step.Kind == NodeKind.EndEvent && step.State == StepState.Completed).Select(step => step.Name).Distinct()],
            steps, graph is null ? [] : Stages(graph, await processes.PathAsync(key, cancel)),
            instance.Status == InstanceStatus.Active && requester == actor.UserName ? await CancellationAsync(key, cancel) : null, incidents);
    }

    /// <summary>The requests that somebody has started, newest first, before the given key.</summary>
    public async Task<IReadOnlyList<RequestListItem>> OfAsync(string userName, long before, int most, CancellationToken cancel = default)
    {
        var items = new List<RequestListItem>();
        foreach (var instance in await processes.StartedByAsync(userName, before, most, cancel))
        {
            var tasks = instance.Status == InstanceStatus.Active ? await processes.OpenTasksInTreeAsync(instance.Key, cancel) : [];
            var waiting = new List<WaitingStep>();
            foreach (var task in tasks)
            {
                var (groups, users) = await processes.CandidatesAsync(task.Key, cancel);
                waiting.Add(new WaitingStep(task.Name, new RequestTask(task.Key, task.Assignee, groups, users, task.Due, null)));
            }

            var hasProblem = instance.Status == InstanceStatus.Active && (await processes.IncidentsAsync(instance.Key, openOnly: true, 0, 1, cancel)).Count > 0;
            items.Add(new RequestListItem(instance.Key, instance.BusinessKey ?? "", instance.ProcessName ?? instance.ProcessId, instance.Status, instance.StartedAt, hasProblem, waiting));
        }

        return items;
    }

    /// <summary>Marks for the diagram of one instance, or null.</summary>
    public async Task<DiagramMarks?> MarksAsync(long key, Actor actor, CancellationToken cancel = default)
    {
        if (await processes.InstanceAsync(key, cancel) is not { } instance || !await access.MaySeeAsync(instance, actor, cancel)) return null;
        var path = await processes.PathAsync(key, cancel);
        var incidents = await processes.IncidentsAsync(key, openOnly: true, 0, 100, cancel);
        return new DiagramMarks(
            [.. path.Where(step => step.State == (int)StepState.Completed).Select(step => step.ElementId).Distinct()],
            await processes.FlowsTakenAsync(key, cancel),
            [.. path.Where(step => step.State == (int)StepState.Active && step.Kind != NodeKind.Process).Select(step => new ActiveMark(step.ElementId, step.StartedAt))],
            incidents);
    }

    private async Task<List<InstanceView>> TreeAsync(InstanceView root, CancellationToken cancel)
    {
        List<InstanceView> tree = [root], level = [root];
        for (var depth = 0; level.Count > 0 && depth < DeepestCall; depth++)
        {
            var next = new List<InstanceView>();
            foreach (var member in level) next.AddRange(await processes.CalledByAsync(member.Key, cancel));
            tree.AddRange(next);
            level = next;
        }

        return tree;
    }

    private async Task<List<RequestStep>> StepsAsync(List<InstanceView> tree, CancellationToken cancel)
    {
        var steps = new List<RequestStep>();
        foreach (var instance in tree)
        {
            var graph = await processes.GraphAsync(instance.DefinitionKey, cancel);
            var tasks = (await TasksAsync(instance.Key, cancel)).ToDictionary(task => task.ElementKey, task => task.Task);
            var called = instance.ParentKey is not null;
            steps.AddRange((await processes.PathAsync(instance.Key, cancel))
                .Where(visit => IsTold(visit.Kind, called) && (visit.Kind != NodeKind.EndEvent || graph?.Find(visit.ElementId) is not { } end || EndsAll(graph, end)))
                .Select(visit => new RequestStep(
                    visit.Key, instance.Key, visit.ElementId, visit.Name, visit.Kind, graph?.Find(visit.ElementId)?.Lanes is { Count: > 0 } lanes ? lanes[^1] : null, (StepState)visit.State, visit.StartedAt, visit.EndedAt,
                    tasks.GetValueOrDefault(visit.Key))));
        }

        return [.. steps.OrderBy(step => step.Since).ThenBy(step => step.Key)];
    }

    // Gateways and scopes are drawing, not deeds; where a called process begins and ends says nothing that its steps do not.
    private static bool IsTold(NodeKind kind, bool called) => kind switch
    {
        NodeKind.UserTask or NodeKind.JobTask or NodeKind.DecisionTask or NodeKind.ReceiveTask or NodeKind.CatchEvent or NodeKind.BoundaryEvent or NodeKind.EventGateway => true,
        NodeKind.StartEvent or NodeKind.EndEvent => !called,
        _ => false,
    };

    // What ends inside a sub-process, or beside the process in an event sub-process that does not interrupt (a deadline that was kept), is no end of the request.
    private static bool EndsAll(ProcessGraph graph, FlowNode end)
    {
        var scope = graph.Nodes[end.Scope];
        return scope.Kind == NodeKind.Process || (scope.Kind == NodeKind.EventSubProcess && graph.Nodes[scope.Scope].Kind == NodeKind.Process && graph.Nodes.Any(node => node is { Kind: NodeKind.StartEvent, Interrupting: true } && node.Scope == scope.Index));
    }

    private Task<List<(long ElementKey, RequestTask Task)>> TasksAsync(long instanceKey, CancellationToken cancel) => database.ReadAsync(async (connection, token) =>
    {
        var candidates = (await connection.QueryAsync(
            "SELECT c.task_key, c.kind, c.name FROM user_task_candidate c JOIN user_task t ON t.key = c.task_key WHERE t.instance_key = @key ORDER BY c.name",
            row => (Task: row.GetInt64(0), Kind: row.GetInt32(1), Name: row.GetString(2)), token, ("key", instanceKey))).ToLookup(candidate => (candidate.Task, candidate.Kind), candidate => candidate.Name);
        return await connection.QueryAsync("SELECT key, element_key, assignee, due_at, ended_by FROM user_task WHERE instance_key = @key", row => Task(row, candidates), token, ("key", instanceKey));
    }, cancel);

    private static (long, RequestTask) Task(DbDataReader row, ILookup<(long, int), string> candidates)
    {
        var key = row.GetInt64(0);
        return (row.GetInt64(1), new RequestTask(key, row.Text(2), [.. candidates[(key, 0)]], [.. candidates[(key, 1)]], row.Instant(3), row.Text(4)));
    }

    // What the way has passed by without entering (an approval that was not needed) is no stage of this request.
    private static List<RequestStage> Stages(ProcessGraph graph, IReadOnlyList<ElementView> path)
    {
        var stageOf = graph.Nodes.Where(node => node.Properties.ContainsKey("akis:stage")).ToDictionary(node => node.Id, node => node.Properties["akis:stage"]);
        var names = stageOf.Values.Distinct().ToList();
        var visits = path.Where(visit => stageOf.ContainsKey(visit.ElementId)).Select(visit => (Stage: stageOf[visit.ElementId], IsActive: visit.State == 0)).ToList();
        var reached = visits.Select(visit => visit.Stage).ToHashSet();
        var current = visits.Where(visit => visit.IsActive).Select(visit => visit.Stage).ToHashSet();
        var furthest = names.FindLastIndex(reached.Contains);
        return [.. names.Index().Where(name => reached.Contains(name.Item) || name.Index > furthest).Select(name => new RequestStage(name.Item, reached.Contains(name.Item), current.Contains(name.Item)))];
    }

    // By convention a model's message “…-iptal” is its requester's way out; it is open only where the model lets it be.
    private async Task<RequestCancellation?> CancellationAsync(long key, CancellationToken cancel) => (await database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT name, correlation_key FROM message_subscription WHERE instance_key = @key AND (name LIKE '%-iptal' OR name LIKE '%-cancel')",
        row => new RequestCancellation(row.GetString(0), row.GetString(1)), token, ("key", key)), cancel)).FirstOrDefault();
}

/// <summary>What `akis-diagram` draws over a model.</summary>
public sealed record DiagramMarks(IReadOnlyList<string> Completed, IReadOnlyList<string> Flows, IReadOnlyList<ActiveMark> Active, IReadOnlyList<IncidentView> Incidents);

/// <summary>An element where the instance is, and since when.</summary>
public sealed record ActiveMark(string Id, DateTimeOffset Since);
