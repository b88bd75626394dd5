using Akis.Bpmn.Stepping;

namespace Akis.Engine.Database;

/// <summary>
/// Keys: ten bits of partition, then milliseconds since 2026 and a counter. A partition number is taken from the database at every
/// start, so two nodes, and a clock that was set back between two starts, never give the same key.
/// </summary>
public sealed class KeySource : IKeySource
{
    private const long Epoch = 1_767_225_600_000; // 2026-01-01T00:00:00Z in Unix milliseconds

    private long _partition;
    private long _last;

    /// <inheritdoc />
    public long Next()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(last + 1, (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - Epoch) << 10);
            if (Interlocked.CompareExchange(ref _last, next, last) == last) return (_partition << 51) | next;
        }
    }

    internal void UsePartition(long number) => _partition = number % 1024;
}
