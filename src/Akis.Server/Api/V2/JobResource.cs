using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Akis.Bpmn.Graph;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Engine.Search;
using Akis.Feel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Akis.Server.Api.V2;

/// <summary>Jobs for workers outside: leased, answered, searched; an activation without jobs waits for one. For operators.</summary>
internal static class JobResource
{
    private const int MostJobs = 1_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(1);

    internal sealed record Activation(string? Type, long Timeout, int MaxJobsToActivate, string? Worker, IReadOnlyList<string>? FetchVariable, long? RequestTimeout, IReadOnlyList<string>? TenantIds, string? TenantFilter);

    internal sealed record Completion(JsonElement? Variables, JsonElement? Result);

    internal sealed record Failure(int? Retries, string? ErrorMessage, long? RetryBackOff, JsonElement? Variables);

    internal sealed record Error(string? ErrorCode, string? ErrorMessage, JsonElement? Variables);

    internal sealed record Changes(int? Retries, long? Timeout, int? Priority);

    internal sealed record Update(Changes? Changeset, long? OperationReference);

    public static void Map(IEndpointRouteBuilder v2)
    {
        var jobs = v2.MapGroup("/jobs").AddEndpointFilter(Caller.OnlyOperators);
        jobs.MapPost("/activation", ActivateAsync).WithSummary("Takes jobs of a type; waits for one up to requestTimeout");
        jobs.MapPost("/{key}/completion", (string key, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] Completion? completion, V2Commands commands, CancellationToken cancel) =>
            JobResult.Read(completion?.Result, V2Json.Variables(completion?.Variables)) is var read && read.Problem is { } problem ? Task.FromResult(problem.ToResult()) : AnswerAsync(key, read.Value, commands, cancel)).WithSummary("A job is done; of a task listener with what it puts right or that it denies");
        jobs.MapPost("/{key}/failure", (string key, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] Failure? failure, V2Commands commands, CancellationToken cancel) =>
            AnswerAsync(key, new JobAnswer.Failed(failure?.ErrorMessage ?? "", failure?.Retries ?? 0, TimeSpan.FromMilliseconds(Math.Clamp(failure?.RetryBackOff ?? 0, 0, (long)LongestLease.TotalMilliseconds)), V2Json.Variables(failure?.Variables)), commands, cancel)).WithSummary("A job could not be done");
        jobs.MapPost("/{key}/error", (string key, Error error, V2Commands commands, CancellationToken cancel) => string.IsNullOrEmpty(error.ErrorCode)
            ? Task.FromResult(new Problem("job.error-code", 400, "errorCode belirtilmeli.", "errorCode is needed.").ToResult())
            : AnswerAsync(key, new JobAnswer.Error(error.ErrorCode, error.ErrorMessage, V2Json.Variables(error.Variables)), commands, cancel)).WithSummary("A job met a BPMN error");
        jobs.MapPatch("/{key}", (string key, Update update, V2Commands commands, CancellationToken cancel) => commands.DoAsync((engine, session, actor, token) => engine.UpdateJobAsync(
            session, V2Json.Key(key), new JobChange(update.Changeset?.Retries, update.Changeset?.Priority, update.Changeset?.Timeout is { } lease ? TimeSpan.FromMilliseconds(lease) : null), actor, token), cancel)).WithSummary("Changes how often a job may fail, its priority or its worker's lease");
        jobs.MapSearch("/search", WorkSearches.Jobs, "Searches jobs");
        jobs.MapGet("/statistics/global", GlobalAsync).WithSummary("How many jobs came, were done and failed between two instants");
        jobs.MapPost("/statistics/by-types", ByTypesAsync).WithSummary("The same for each type");
    }

    private static async Task<IResult> ActivateAsync(Activation wanted, JobPolling polling, ProcessSearches searches, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(wanted.Type) || wanted.Timeout <= 0 || wanted.MaxJobsToActivate <= 0)
        {
            return new Problem("job.activation", 400, "type, timeout ve maxJobsToActivate belirtilmeli.", "type, timeout and maxJobsToActivate are needed.").ToResult();
        }

        // Zero asks for the server's own patience, less than zero for none.
        var patience = TimeSpan.FromMilliseconds(wanted.RequestTimeout is null or 0 ? 10_000 : Math.Max(0, wanted.RequestTimeout.Value));
        var lease = TimeSpan.FromMilliseconds(Math.Min(wanted.Timeout, (long)LongestLease.TotalMilliseconds));
        var jobs = await polling.ActivateAsync(wanted.Type, wanted.Worker ?? "", Math.Min(wanted.MaxJobsToActivate, MostJobs), lease, patience < LongestWait ? patience : LongestWait, cancel);
        var listened = await ListenedAsync(jobs, searches, cancel);
        return Results.Ok(new
        {
            jobs = jobs.Select(job => new
            {
                type = job.Type, processDefinitionId = job.ProcessId, processDefinitionVersion = job.Version, elementId = job.ElementId, customHeaders = job.Headers, worker = job.Worker, retries = job.Retries,
                deadline = job.LeaseUntil.ToUnixTimeMilliseconds(), variables = V2Json.Json(Fetched(job.Variables, wanted.FetchVariable)), tenantId = V2Json.Tenant, jobKey = V2Json.Text(job.Key), processInstanceKey = V2Json.Text(job.InstanceKey),
                processDefinitionKey = V2Json.Text(job.DefinitionKey), elementInstanceKey = V2Json.Text(job.ElementKey), kind = KindOf(job.Listener),
                listenerEventType = EventOf(job.Listener), userTask = listened.GetValueOrDefault(job.Key), tags = Array.Empty<string>(), rootProcessInstanceKey = V2Json.Text(job.RootKey),
            }),
        });
    }

    private static string KindOf(ListenerMoment? moment) => moment is null ? "BPMN_ELEMENT" : moment < ListenerMoment.Creating ? "EXECUTION_LISTENER" : "TASK_LISTENER";

    private static string EventOf(ListenerMoment? moment) => moment is null or ListenerMoment.Before or ListenerMoment.After ? "UNSPECIFIED" : moment.Value.ToString().ToUpperInvariant();

    // What task listeners are told about their tasks.
    private static async Task<Dictionary<long, JsonObject>> ListenedAsync(IReadOnlyList<ActivatedJob> jobs, ProcessSearches searches, CancellationToken cancel)
    {
        var told = new Dictionary<long, JsonObject>();
        foreach (var job in jobs.Where(job => job.Listener >= ListenerMoment.Creating))
        {
            var found = await searches.SearchAsync(WorkSearches.UserTasks, null, null, cancel, ("elementInstanceKey", job.ElementKey));
            var task = found.Value.Items is [var one, ..] ? one : [];
            told[job.Key] = new()
            {
                ["action"] = "", ["changedAttributes"] = new JsonArray(), ["assignee"] = task["assignee"]?.DeepClone(), ["candidateGroups"] = task["candidateGroups"]?.DeepClone() ?? new JsonArray(), ["candidateUsers"] = task["candidateUsers"]?.DeepClone() ?? new JsonArray(),
                ["dueDate"] = task["dueDate"]?.DeepClone(), ["followUpDate"] = task["followUpDate"]?.DeepClone(), ["formKey"] = task["formKey"]?.DeepClone(), ["priority"] = task["priority"]?.DeepClone(), ["userTaskKey"] = task["userTaskKey"]?.DeepClone(),
            };
        }

        return told;
    }

    private static FeelContext Fetched(FeelContext variables, IReadOnlyList<string>? names) =>
        names is not { Count: > 0 } ? variables : FeelContext.Of([.. variables.Where(variable => names.Contains(variable.Key)).Select(variable => (variable.Key, variable.Value))]);

    private static Task<IResult> AnswerAsync(string key, JobAnswer answer, V2Commands commands, CancellationToken cancel) =>
        commands.DoAsync((engine, session, actor, token) => engine.AnswerJobAsync(session, V2Json.Key(key), answer, actor, token), cancel);

    private static async Task<IResult> GlobalAsync(string? from, string? to, string? jobType, ProcessSearches searches, CancellationToken cancel)
    {
        if (Between(from, to, jobType) is not { } filter) return NoTimes;
        var found = await searches.GroupAsync(WorkSearches.Jobs, StatisticsSearches.AllJobs, filter, null, cancel);
        var counts = found.Value is [var all] ? all : [];
        return Results.Ok(Shape(counts, new JsonObject { ["isIncomplete"] = false }));
    }

    private static async Task<IResult> ByTypesAsync(JsonElement query, ProcessSearches searches, CancellationToken cancel)
    {
        var filter = query.ValueKind == JsonValueKind.Object && query.TryGetProperty("filter", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        if (filter.ValueKind != JsonValueKind.Object || Between(Text(filter, "from"), Text(filter, "to"), Text(filter, "jobType")) is not { } between) return NoTimes;
        var found = await searches.GroupAsync(WorkSearches.Jobs, StatisticsSearches.JobsByType, between, null, cancel);
        var items = found.Value.Select(counts => Shape(counts, new JsonObject { ["jobType"] = counts["jobType"]?.DeepClone(), ["workers"] = counts["workers"]?.DeepClone() })).ToList();
        return Results.Ok(new V2Search.SearchAnswer(items, new(items.Count, false, null, null)));
    }

    private static IResult NoTimes { get; } = new Problem("job.statistics", 400, "from ve to ISO 8601 biçiminde belirtilmeli.", "from and to are needed in ISO 8601.").ToResult();

    private static string? Text(JsonElement filter, string name) => filter.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? Between(string? from, string? to, string? type) =>
        DateTimeOffset.TryParse(from, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var begin) && DateTimeOffset.TryParse(to, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            ? JsonSerializer.SerializeToElement(new JsonObject { ["creationTime"] = new JsonObject { ["$gte"] = V2Json.Time(begin), ["$lte"] = V2Json.Time(end) }, ["type"] = type })
            : null;

    private static JsonObject Shape(JsonObject counts, JsonObject rest)
    {
        foreach (var name in new[] { "created", "completed", "failed" }) rest[name] = new JsonObject { ["count"] = counts[name]?.DeepClone() ?? 0, ["lastUpdatedAt"] = null };
        return rest;
    }
}
