using Akis.Bpmn.Graph;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Forms;
using Akis.Handbook.Requests;

namespace Akis.Handbook.Tasks;

/// <summary>Reads tasks for pages.</summary>
public sealed class TaskQueries(AkisDatabase database, ProcessQueries processes, RequestAccess access, FormLists lists)
{
    private const string SubjectProperty = "akis:subject";

    /// <summary>The reader's open tasks: theirs and those offered to them, and those of whom they stand in for. What is put off shows only where <paramref name="postponed"/> asks for it.</summary>
    public async Task<IReadOnlyList<TaskListItem>> ListAsync(Actor actor, int most = 100, TaskOrder order = TaskOrder.Due, bool postponed = false, CancellationToken cancel = default)
    {
        var tasks = await processes.TasksForAsync(actor, most, order, postponed, cancel);
        if (tasks.Count == 0) return [];
        var instances = tasks.Select(task => task.InstanceKey).Distinct().Select((key, i) => ($"i{i}", (object?)key)).ToArray();
        var requests = (await database.ReadAsync((connection, token) => connection.QueryAsync($"""
            SELECT i.key, r.started_by, d.name, r.process_id FROM process_instance i JOIN process_instance r ON r.key = i.root_key JOIN process_definition d ON d.key = r.definition_key
            WHERE i.key IN ({string.Join(", ", instances.Select(instance => "@" + instance.Item1))})
            """, row => (Key: row.GetInt64(0), StartedBy: row.GetString(1), Process: row.Text(2) ?? row.GetString(3)), token, instances), cancel)).ToDictionary(request => request.Key);
        var subjects = new Dictionary<long, string?>();
        foreach (var task in tasks)
        {
            var node = (await processes.GraphAsync(task.DefinitionKey, cancel))?.Find(task.ElementId);
            if (node?.Properties.ContainsKey(SubjectProperty) == true) subjects[task.Key] = Subject(node, await processes.VariablesAsync(task.InstanceKey, task.ElementKey, cancel));
        }

        return [.. tasks.Select(task => new TaskListItem(
            task.Key, task.Name, subjects.GetValueOrDefault(task.Key), task.BusinessKey ?? "", requests[task.InstanceKey].Process, requests[task.InstanceKey].StartedBy, task.Assignee is not null, task.CreatedAt, task.Due,
            task.Priority, task.FollowUp, task.Assignee == actor.UserName ? null : task.Assignee))];
    }

    // FEEL over what the task sees.
    private static string? Subject(FlowNode? node, FeelContext variables) =>
        node?.Properties.GetValueOrDefault(SubjectProperty) is { Length: > 1 } text ? FeelExpression.Parse(text[1..], variables.Keys).Evaluate(variables, new FeelEnvironment()).Value.AsString() : null;

    /// <summary>A task's page; null for who may not see its request.</summary>
    public async Task<TaskPage?> PageAsync(long key, Actor actor, CancellationToken cancel = default)
    {
        if (await processes.TaskAsync(key, cancel) is not { } task || await processes.InstanceAsync(task.InstanceKey, cancel) is not { } instance) return null;
        if (!await access.MaySeeAsync(instance, actor, cancel)) return null;
        var root = instance.RootKey == instance.Key ? instance : await processes.InstanceAsync(instance.RootKey, cancel) ?? instance;
        var (groups, users) = await processes.CandidatesAsync(key, cancel);
        var node = (await processes.GraphAsync(task.DefinitionKey, cancel))?.Find(task.ElementId);
        var isOpen = task.EndedAt is null;
        bool IsCandidate(Actor who) => users.Contains(who.UserName) || who.IsIn(groups);
        bool IsLead(Actor who) => groups.Any(who.Leads.Contains);
        var variables = await processes.VariablesAsync(task.InstanceKey, task.ElementKey, cancel);
        var worker = actor.As(who => task.Assignee == who.UserName || (task.Assignee is null && IsCandidate(who)));
        var isKept = worker is not null && node is not null && processes.IsKeptFrom(worker, node, variables);
        var isKeeper = actor.As(who => task.Assignee == who.UserName || IsLead(who)) is not null;
        var form = task.FormId is null ? null : await processes.FormAsync(task.FormId, task.DefinitionKey, task.ElementId, cancel);
        return new TaskPage
        {
            Key = key,
            RequestKey = instance.RootKey,
            Name = task.Name,
            Subject = Subject(node, variables),
            Why = node?.Properties.GetValueOrDefault("akis:why"),
            Number = task.BusinessKey ?? root.BusinessKey ?? "",
            ProcessName = root.ProcessName ?? root.ProcessId,
            Since = task.CreatedAt,
            Due = task.Due,
            FollowUp = task.FollowUp,
            Priority = task.Priority,
            Assignee = task.Assignee,
            Groups = groups,
            Users = users,
            Comments = await processes.CommentsAsync(key, cancel),
            EndedAt = task.EndedAt,
            EndedBy = task.EndedBy,
            EndedFor = task.EndedFor,
            TicketNumber = node?.Properties.ContainsKey("akis:ticketState") == true ? variables.Get("ticketNumber").AsString() : null,
            FormJson = form,
            Variables = await lists.AddAsync(form, variables, actor, cancel),
            Draft = await processes.DraftAsync(key, cancel) ?? FeelContext.Empty,
            MayWork = isOpen && worker is not null && !isKept,
            MayClaim = isOpen && task.Assignee is null && worker is not null && !isKept,
            MayRelease = isOpen && task.Assignee is not null && isKeeper && groups.Count + users.Count > 0,
            MayHandOn = isOpen && isKeeper,
            MayComment = isOpen && actor.As(who => task.Assignee == who.UserName || IsCandidate(who) || IsLead(who)) is not null,
            InPlaceOf = worker?.OnBehalfOf,
            IsSegregated = isOpen && isKept,
        };
    }
}
