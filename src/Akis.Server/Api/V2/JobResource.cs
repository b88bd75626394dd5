using System.Text.Json;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Server.Api.V2;

/// <summary>Jobs for workers outside: leased, answered, searched; an activation without jobs waits for one.</summary>
internal static class JobResource
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    internal sealed record Activation(string? Type, long Timeout, int MaxJobsToActivate, string? Worker, long? RequestTimeout);

    internal sealed record Completion(JsonElement? Variables);

    internal sealed record Failure(int? Retries, string? ErrorMessage, long? RetryBackOff);

    internal sealed record Error(string? ErrorCode, string? ErrorMessage, JsonElement? Variables);

    public static void Map(IEndpointRouteBuilder v2)
    {
        var jobs = v2.MapGroup("/jobs").AddEndpointFilter(Caller.OnlyOperators);
        jobs.MapPost("/activation", ActivateAsync).WithSummary("Takes jobs of a type; waits for one up to requestTimeout");
        jobs.MapPost("/{key}/completion", (string key, Completion? completion, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel) =>
            AnswerAsync(key, new JobAnswer.Completed(V2Json.Variables(completion?.Variables)), database, engine, caller, cancel)).WithSummary("A job is done");
        jobs.MapPost("/{key}/failure", (string key, Failure? failure, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel) =>
            AnswerAsync(key, new JobAnswer.Failed(failure?.ErrorMessage ?? "", failure?.Retries ?? 0, TimeSpan.FromMilliseconds(failure?.RetryBackOff ?? 0)), database, engine, caller, cancel)).WithSummary("A job could not be done");
        jobs.MapPost("/{key}/error", (string key, Error error, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel) =>
            AnswerAsync(key, new JobAnswer.Error(error.ErrorCode ?? "", error.ErrorMessage, V2Json.Variables(error.Variables)), database, engine, caller, cancel)).WithSummary("A job met a BPMN error");
        jobs.MapPost("/search", async (SearchQuery query, ProcessQueries processes, CancellationToken cancel) =>
            V2Json.Page(await processes.JobsAsync(query.Key("processInstanceKey"), query.Text("type"), query.Text("state") switch { "CREATED" => 0, "COMPLETED" => 1, "CANCELED" => 2, "FAILED" => 3, _ => null }, query.After, query.Limit, cancel), query, job => job.Key, job => new
            {
                jobKey = V2Json.Text(job.Key), type = job.Type, processInstanceKey = V2Json.Text(job.InstanceKey), elementId = job.ElementId, retries = job.Retries, worker = job.Worker, errorMessage = job.Message, tenantId = V2Json.Tenant,
                state = job.State switch { 0 => "CREATED", 1 => "COMPLETED", 2 => "CANCELED", _ => "FAILED" },
            })).WithSummary("Searches jobs");
    }

    private static async Task<IResult> ActivateAsync(Activation wanted, JobPolling polling, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(wanted.Type) || wanted.Timeout <= 0 || wanted.MaxJobsToActivate <= 0)
        {
            return new Problem("job.activation", 400, "type, timeout ve maxJobsToActivate belirtilmeli.", "type, timeout and maxJobsToActivate are needed.").ToResult();
        }

        var patience = TimeSpan.FromMilliseconds(wanted.RequestTimeout is null or 0 ? 10_000 : Math.Max(0, wanted.RequestTimeout.Value));
        var jobs = await polling.ActivateAsync(wanted.Type, wanted.Worker ?? "", Math.Min(wanted.MaxJobsToActivate, 100), TimeSpan.FromMilliseconds(wanted.Timeout), patience < LongestWait ? patience : LongestWait, cancel);
        return Results.Ok(new
        {
            jobs = jobs.Select(job => new
            {
                type = job.Type, processDefinitionId = job.ProcessId, processDefinitionVersion = job.Version, elementId = job.ElementId, customHeaders = job.Headers, worker = job.Worker, retries = job.Retries,
                deadline = job.LeaseUntil.ToUnixTimeMilliseconds(), variables = V2Json.Json(job.Variables), tenantId = V2Json.Tenant, jobKey = V2Json.Text(job.Key), processInstanceKey = V2Json.Text(job.InstanceKey),
                processDefinitionKey = V2Json.Text(job.DefinitionKey), elementInstanceKey = V2Json.Text(job.ElementKey), kind = "BPMN_ELEMENT", listenerEventType = "UNSPECIFIED", tags = Array.Empty<string>(),
            }),
        });
    }

    private static async Task<IResult> AnswerAsync(string key, JobAnswer answer, AkisDatabase database, ProcessEngine engine, Caller caller, CancellationToken cancel)
    {
        var actor = await caller.ActorAsync();
        return (await database.WriteAsync((session, token) => engine.AnswerJobAsync(session, V2Json.Key(key), answer, actor, token), cancel)).ToResult();
    }
}
