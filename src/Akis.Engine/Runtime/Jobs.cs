using System.Text.Json;
using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine.Runtime;

/// <summary>What came of a job.</summary>
public abstract record JobAnswer
{
    /// <summary>Done, with these variables.</summary>
    public sealed record Completed(FeelContext Variables) : JobAnswer;

    /// <summary>Not done; tried again after <paramref name="BackOff"/> while retries are left. Null keeps the engine's own count.</summary>
    public sealed record Failed(string Message, int? Retries = null, TimeSpan BackOff = default) : JobAnswer;

    /// <summary>A BPMN error for the model to catch.</summary>
    public sealed record Error(string Code, string? Message, FeelContext Variables) : JobAnswer;
}

/// <summary>A job that a worker has taken.</summary>
public sealed record ActivatedJob(
    long Key, string Type, long InstanceKey, long DefinitionKey, string ProcessId, int Version, long ElementKey, string ElementId, string? BusinessKey, FeelContext Variables,
    IReadOnlyDictionary<string, string> Headers, int Retries, string Worker, DateTimeOffset LeaseUntil, int Fence)
{
    /// <summary>The same for every try of this job: what an outside system needs to do it only once.</summary>
    public string IdempotencyKey => $"{InstanceKey}/{ElementKey}";
}

/// <summary>
/// Jobs are leased: <c>due_at</c> of a taken job is the end of its lease, so a worker that died is followed by another, and the fence
/// tells a late answer of the first from the answer of the second.
/// </summary>
internal static class Jobs
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<ActivatedJob>> ActivateAsync(WriteSession session, string type, string worker, int most, TimeSpan lease, CancellationToken cancel)
    {
        var locking = session.Database.Kind == DatabaseKind.PostgreSql ? " FOR UPDATE SKIP LOCKED" : "";
        var until = session.Now + lease;
        var taken = await session.QueryAsync(
            $"""
             UPDATE job SET worker = @worker, due_at = @until, fence = fence + 1
             WHERE key IN (SELECT key FROM job WHERE type = @type AND state = 0 AND due_at <= @now ORDER BY due_at, key LIMIT @most{locking})
             RETURNING key, instance_key, element_key, element_id, headers, retries, fence
             """,
            row => (Key: row.GetInt64(0), Instance: row.GetInt64(1), Element: row.GetInt64(2), Id: row.GetString(3), Headers: row.GetString(4), Retries: row.GetInt32(5), Fence: row.GetInt32(6)), cancel,
            ("worker", worker), ("until", until), ("type", type), ("now", session.Now), ("most", most));
        var jobs = new List<ActivatedJob>();
        foreach (var job in taken)
        {
            var instance = (await session.QueryAsync(
                "SELECT i.state, i.business_key, i.definition_key, i.process_id, d.version FROM process_instance i JOIN process_definition d ON d.key = i.definition_key WHERE i.key = @key",
                row => (State: StateJson.ReadState(row.GetFieldValue<byte[]>(0)), Business: row.Text(1), Definition: row.GetInt64(2), Process: row.GetString(3), Version: row.GetInt32(4)), cancel, ("key", job.Instance)))[0];
            jobs.Add(new(job.Key, type, job.Instance, instance.Definition, instance.Process, instance.Version, job.Element, job.Id, instance.Business, instance.State.VisibleVariables(job.Element),
                JsonSerializer.Deserialize<Dictionary<string, string>>(job.Headers) ?? [], job.Retries, worker, until, job.Fence));
        }

        return jobs;
    }

    public static async Task<Outcome> AnswerAsync(WriteSession session, CommandRoad road, long jobKey, JobAnswer answer, int? fence, Actor actor, CancellationToken cancel)
    {
        var rows = await session.QueryAsync("SELECT instance_key, retries, fence, state, created_at FROM job WHERE key = @key", row => (Instance: row.GetInt64(0), Retries: row.GetInt32(1), Fence: row.GetInt32(2), State: row.GetInt32(3)), cancel, ("key", jobKey));
        if (rows.Count == 0) return new Problem("job.unknown", 404, "Böyle bir iş yok.", "There is no such job.");
        var job = rows[0];
        if (job.State is not (0 or 3) || (fence is not null && fence != job.Fence)) return new Problem("job.not-yours", 409, "Bu iş tamamlanmış, iptal edilmiş ya da başka bir işçiye geçmiş.", "This job was completed, cancelled, or has gone to another worker.");
        EngineCommand command = answer switch
        {
            JobAnswer.Completed done => new CompleteJob(jobKey, done.Variables),
            JobAnswer.Error error => new ThrowJobError(jobKey, error.Code, error.Message, error.Variables),
            JobAnswer.Failed failed => new FailJob(jobKey, Math.Max(0, failed.Retries ?? (job.Retries - 1)), failed.Message),
            _ => throw new InvalidOperationException("Unknown answer."),
        };
        var outcome = await road.ApplyAsync(session, job.Instance, command, actor, cancel);
        if (outcome.Succeeded && answer is JobAnswer.Failed { BackOff: var backOff })
        {
            var wait = backOff > TimeSpan.Zero || fence is null ? backOff : FirstBackOff * Math.Pow(4, Math.Max(0, 3 - job.Retries));
            await session.ExecuteAsync("UPDATE job SET due_at = @due WHERE key = @key", cancel, ("due", session.Now + wait), ("key", jobKey));
        }

        return outcome;
    }
}
