using System.Text.Json;
using System.Text.Json.Nodes;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Search;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Akis.Server.Api.V2;

/// <summary>User tasks of the instances that the caller may see; he works on them under the engine's rules.</summary>
internal static class UserTaskResource
{
    internal sealed record Completion(JsonElement? Variables, string? Action);

    internal sealed record Assignment(string? Assignee, bool? AllowOverride, string? Action);

    internal sealed record Update(JsonElement? Changeset, string? Action);

    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapSearch("/user-tasks/search", WorkSearches.UserTasks, "Searches the tasks of the instances that the caller may see");
        v2.MapFind("/user-tasks/{key}", WorkSearches.UserTasks, "A task");
        v2.MapPatch("/user-tasks/{key}", UpdateAsync).WithSummary("Changes dates, priority or candidates of a task");
        v2.MapPost("/user-tasks/{key}/completion", (string key, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] Completion? completion, V2Commands commands, CancellationToken cancel) =>
            commands.DoAsync((engine, session, actor, token) => engine.CompleteTaskAsync(session, V2Json.Key(key), V2Json.Variables(completion?.Variables), actor, token), cancel)).WithSummary("Completes a task");
        v2.MapPost("/user-tasks/{key}/assignment", AssignAsync).WithSummary("Gives a task to somebody");
        v2.MapDelete("/user-tasks/{key}/assignee", (string key, V2Commands commands, CancellationToken cancel) =>
            commands.DoAsync((engine, session, actor, token) => engine.AssignTaskAsync(session, V2Json.Key(key), null, actor, token), cancel)).WithSummary("Gives a task back to its candidates");
        v2.MapGet("/user-tasks/{key}/form", async (string key, ProcessSearches searches, ProcessQueries processes, Caller caller, CancellationToken cancel) =>
            await V2Search.FindAsync(WorkSearches.UserTasks, V2Json.Key(key), searches, caller, cancel) is null || await processes.TaskAsync(V2Json.Key(key), cancel) is not { } task ? V2Json.NotFound
            : FormAnswer.Of(task.FormId is { } form ? await processes.FindFormAsync(form, task.DefinitionKey, task.ElementId, cancel) : null)).WithSummary("The form of a task; 204 where it has none");
        v2.MapPost("/user-tasks/{key}/variables/search", (string key, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] JsonElement? query, bool? truncateValues, ProcessSearches searches, ProcessQueries processes, Caller caller, CancellationToken cancel) =>
            VariablesAsync(key, query, truncateValues, false, searches, processes, caller, cancel)).Accepts<V2Search.SearchBody>(true, "application/json").Produces<V2Search.SearchAnswer>().WithSummary("Searches the variables in the scopes around a task");
        v2.MapPost("/user-tasks/{key}/effective-variables/search", (string key, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] JsonElement? query, bool? truncateValues, ProcessSearches searches, ProcessQueries processes, Caller caller, CancellationToken cancel) =>
            VariablesAsync(key, query, truncateValues, true, searches, processes, caller, cancel)).Accepts<V2Search.SearchBody>(true, "application/json").Produces<V2Search.SearchAnswer>().WithSummary("Searches the variables as a task sees them: of several of one name the innermost");
    }

    private static async Task<IResult> AssignAsync(string key, Assignment assignment, V2Commands commands, ProcessQueries processes, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(assignment.Assignee)) return new Problem("task.assignee", 400, "assignee belirtilmeli; görevi bırakmak için DELETE …/assignee kullanılır.", "assignee is needed; DELETE …/assignee gives a task back.").ToResult();
        if (assignment.AllowOverride == false && (await processes.TaskAsync(V2Json.Key(key), cancel))?.Assignee is not null) return new Problem("task.taken", 409, "Bu görevi biri üstlenmiş; allowOverride ile değiştirilebilir.", "Somebody has taken this task; allowOverride would change that.").ToResult();
        return await commands.DoAsync((engine, session, actor, token) => engine.AssignTaskAsync(session, V2Json.Key(key), assignment.Assignee, actor, token), cancel);
    }

    private static Task<IResult> UpdateAsync(string key, Update update, V2Commands commands, CancellationToken cancel)
    {
        if (update.Changeset is not { ValueKind: JsonValueKind.Object } changes || !changes.EnumerateObject().Any()) return Refused(TaskChanges.Wrong("changeset", "en az bir alan", "at least one field"));
        if (changes.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => !TaskChanges.Fields.Contains(name)) is { } unknown)
            return Refused(new Problem("not-supported", 501, $"“{unknown}” bu yolla değiştirilemez.", $"'{unknown}' cannot be changed in this way."));
        var change = TaskChanges.Read(changes);
        return change.Problem is { } problem ? Refused(problem) : commands.DoAsync((engine, session, actor, token) => engine.UpdateTaskAsync(session, V2Json.Key(key), change.Value, actor, token), cancel);

        static Task<IResult> Refused(Problem problem) => Task.FromResult(problem.ToResult());
    }

    private static async Task<IResult> VariablesAsync(string key, JsonElement? query, bool? truncate, bool effective, ProcessSearches searches, ProcessQueries processes, Caller caller, CancellationToken cancel)
    {
        if (await V2Search.FindAsync(WorkSearches.UserTasks, V2Json.Key(key), searches, caller, cancel) is null || await processes.TaskAsync(V2Json.Key(key), cancel) is not { } task) return V2Json.NotFound;
        var keys = await processes.VariablesAroundAsync(task.InstanceKey, task.ElementKey, effective, cancel);
        var body = query is { ValueKind: JsonValueKind.Object } given ? JsonObject.Create(given) ?? [] : [];
        var filter = body["filter"]?.DeepClone() as JsonObject ?? [];
        filter["variableKey"] = new JsonObject { ["$in"] = new JsonArray([.. keys.Select(one => (JsonNode?)V2Json.Text(one))]) };
        body["filter"] = filter;
        return await V2Search.RunAsync(VariableResource.Cut(truncate), JsonSerializer.SerializeToElement(body), searches, caller, cancel, ("processInstanceKey", task.InstanceKey));
    }
}
