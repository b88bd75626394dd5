using System.Text.Json;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Server.Api.V2;

/// <summary>User tasks: the caller sees his own and those offered to him, and works on them under the engine's rules.</summary>
internal static class UserTaskResource
{
    internal sealed record Completion(JsonElement? Variables);

    internal sealed record Assignment(string? Assignee);

    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapPost("/user-tasks/search", SearchAsync).WithSummary("Searches the tasks that the caller may see");
        v2.MapGet("/user-tasks/{key}", async (string key, ProcessQueries processes, Caller caller, CancellationToken cancel) =>
            await SeeAsync(key, processes, caller, cancel) is { } task ? Results.Ok(await ShapeAsync(task, processes, cancel)) : V2Json.NotFound).WithSummary("A task");
        v2.MapGet("/user-tasks/{key}/form", async (string key, ProcessQueries processes, Caller caller, CancellationToken cancel) =>
            await SeeAsync(key, processes, caller, cancel) is { FormId: { } form } seen && await processes.FormAsync(form, seen.DefinitionKey, seen.ElementId, cancel) is { } schema
                ? Results.Ok(new { formId = form, schema, version = 1, formKey = key, tenantId = V2Json.Tenant })
                : V2Json.NotFound).WithSummary("The form of a task");
        v2.MapPost("/user-tasks/{key}/completion", async (string key, Completion? completion, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel) =>
        {
            var actor = await caller.ActorAsync();
            return (await database.WriteAsync((session, token) => engine.CompleteTaskAsync(session, V2Json.Key(key), V2Json.Variables(completion?.Variables), actor, token), cancel)).ToResult();
        }).WithSummary("Completes a task");
        v2.MapPost("/user-tasks/{key}/assignment", (string key, Assignment assignment, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel) =>
            AssignAsync(key, assignment.Assignee, database, engine, caller, cancel)).WithSummary("Gives a task to somebody");
        v2.MapDelete("/user-tasks/{key}/assignee", (string key, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel) =>
            AssignAsync(key, null, database, engine, caller, cancel)).WithSummary("Gives a task back to its candidates");
    }

    private static async Task<IResult> AssignAsync(string key, string? assignee, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel)
    {
        var actor = await caller.ActorAsync();
        return (await database.WriteAsync((session, token) => engine.AssignTaskAsync(session, V2Json.Key(key), assignee, actor, token), cancel)).ToResult();
    }

    private static async Task<IResult> SearchAsync(SearchQuery query, ProcessQueries processes, Caller caller, CancellationToken cancel)
    {
        int? state = query.Text("state") switch { "CREATED" => 0, "COMPLETED" => 1, "CANCELED" => 2, _ => null };
        IEnumerable<TaskView> found = await caller.OperatesAsync()
            ? await processes.SearchTasksAsync(query.Key("processInstanceKey"), state, query.Text("assignee"), query.Text("elementId"), query.After, query.Limit, cancel)
            : (await processes.TasksForAsync(await caller.ActorAsync(), 200, postponed: null, cancel: cancel)).Where(task => Fits(task, query, state)).OrderBy(task => task.Key).Take(query.Limit);
        var shapes = new Dictionary<long, object>();
        foreach (var task in found) shapes[task.Key] = await ShapeAsync(task, processes, cancel);
        return V2Json.Page([.. found], query, task => task.Key, task => shapes[task.Key]);
    }

    private static bool Fits(TaskView task, SearchQuery query, int? state) =>
        task.Key > query.After && (state is null || state == task.State) && (query.Key("processInstanceKey") is not { } instance || instance == task.InstanceKey)
        && (query.Text("assignee") is not { } assignee || assignee == task.Assignee) && (query.Text("elementId") is not { } element || element == task.ElementId);

    private static async Task<TaskView?> SeeAsync(string key, ProcessQueries processes, Caller caller, CancellationToken cancel) =>
        await processes.TaskAsync(V2Json.Key(key), cancel) is { } task && await caller.SeeAsync(task.InstanceKey, cancel) is not null ? task : null;

    private static async Task<object> ShapeAsync(TaskView task, ProcessQueries processes, CancellationToken cancel)
    {
        var (groups, users) = await processes.CandidatesAsync(task.Key, cancel);
        return new
        {
            userTaskKey = V2Json.Text(task.Key), name = task.Name, state = task.State switch { 0 => "CREATED", 1 => "COMPLETED", _ => "CANCELED" }, assignee = task.Assignee, elementId = task.ElementId,
            candidateGroups = groups, candidateUsers = users, processDefinitionId = task.ProcessId, creationDate = task.CreatedAt.UtcDateTime, completionDate = task.EndedAt?.UtcDateTime, dueDate = task.Due?.UtcDateTime,
            tenantId = V2Json.Tenant, priority = task.Priority, processInstanceKey = V2Json.Text(task.InstanceKey), processDefinitionKey = V2Json.Text(task.DefinitionKey), elementInstanceKey = V2Json.Text(task.ElementKey),
            processDefinitionVersion = 1, customHeaders = new { }, tags = Array.Empty<string>(),
        };
    }
}
