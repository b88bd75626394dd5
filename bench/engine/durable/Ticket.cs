using Akis.Engine.Database;

namespace Akis.Bench.Durable;

/// <summary>A row of another module, changed in the same transaction.</summary>
internal static class Ticket
{
    public static Task OpenAsync(WriteSession session, long key, CancellationToken cancel) => session.ExecuteAsync(
        "INSERT INTO bench_ticket (key, number, subject, state, changed_at) VALUES (@key, @number, @subject, 0, @at)", cancel, ("key", key), ("number", $"YS-{key}"), ("subject", "VPN erişimi"), ("at", session.Now));

    public static Task ChangeAsync(WriteSession session, long key, int state, CancellationToken cancel) => session.ExecuteAsync(
        "UPDATE bench_ticket SET state = @state, changed_at = @at WHERE key = @key", cancel, ("state", state), ("at", session.Now), ("key", key));
}
