using System.Diagnostics;
using System.Text.RegularExpressions;
using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Automation.Connectors;

/// <summary>What a connector is about to do. Secrets have no place in it; what looks like one is masked all the same.</summary>
/// <param name="Adapter">Which connector: vpn, dns …</param>
/// <param name="Operation">What it does: create, close …</param>
/// <param name="Target">The system or record that it touches.</param>
/// <param name="Command">The command for the reader of the log.</param>
/// <param name="Mode">real or simulator.</param>
public sealed record ConnectorCall(string Adapter, string Operation, string Target, string Command, string Mode);

/// <summary>A connector could not do what it was asked for, and why.</summary>
#pragma warning disable CA1032 // it always says why
public sealed class ConnectorFailed(int exitCode, string message) : Exception(message)
#pragma warning restore CA1032
{
    /// <summary>Exit code or status of the outside system.</summary>
    public int ExitCode { get; } = exitCode;
}

/// <summary>Writes down every run of a connector: what, where, how long, how it ended. One row a job, however often it is tried.</summary>
public sealed partial class RunLog(AkisDatabase database)
{
    /// <summary>Runs the effect and writes down how it went, apart from any other transaction.</summary>
    public async Task<T> RunAsync<T>(ConnectorCall call, ActivatedJob job, Func<Task<T>> effect, CancellationToken cancel)
    {
        await database.WriteAsync((session, token) => session.ExecuteAsync(
            """
            INSERT INTO automation_run (key, adapter, operation, idempotency_key, instance_key, target, command, mode, state, tries, started_at)
            VALUES (@key, @adapter, @operation, @idempotency, @instance, @target, @command, @mode, 0, 1, @now)
            ON CONFLICT (adapter, operation, idempotency_key) DO UPDATE SET tries = automation_run.tries + 1, state = 0, ended_at = NULL
            """, token,
            ("key", session.NextKey()), ("adapter", call.Adapter), ("operation", call.Operation), ("idempotency", job.IdempotencyKey), ("instance", job.InstanceKey), ("target", call.Target),
            ("command", Mask(call.Command)), ("mode", call.Mode), ("now", session.Now)), cancel);
        var watch = Stopwatch.StartNew();
        try
        {
            var result = await effect();
            await EndAsync(call, job, 1, 0, null, watch.ElapsedMilliseconds, cancel);
            return result;
        }
        catch (ConnectorFailed failed)
        {
            await EndAsync(call, job, 2, failed.ExitCode, Mask(failed.Message), watch.ElapsedMilliseconds, cancel);
            throw;
        }
    }

    /// <summary>Hides values that follow words for secrets.</summary>
    internal static string Mask(string command) => Secret().Replace(command, "$1$2***");

    private Task<int> EndAsync(ConnectorCall call, ActivatedJob job, int state, int exitCode, string? message, long milliseconds, CancellationToken cancel) => database.WriteAsync((session, token) => session.ExecuteAsync(
        "UPDATE automation_run SET state = @state, exit_code = @code, message = @message, ended_at = @now, duration_ms = @duration WHERE adapter = @adapter AND operation = @operation AND idempotency_key = @idempotency", token,
        ("state", state), ("code", exitCode), ("message", message), ("now", session.Now), ("duration", milliseconds), ("adapter", call.Adapter), ("operation", call.Operation), ("idempotency", job.IdempotencyKey)), cancel);

    [GeneratedRegex(@"\b(password|passwd|parola|sifre|şifre|secret|token|api[-_]?key|authorization)(\s*[=:]\s*|\s+)(""[^""]*""|'[^']*'|\S+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
