using Akis.Bpmn.Stepping;

namespace Akis.Engine.Database;

/// <summary>
/// Keys in the order of time: milliseconds since 2026, then ten bits of partition, then ten of a counter. A partition number is taken
/// from the database at every start, so two nodes, and a clock that was set back between two starts, never give the same key.
/// </summary>
public sealed class KeySource(TimeProvider clock) : IKeySource
{
    private const long Epoch = 1_767_225_600_000; // 2026-01-01T00:00:00Z in Unix milliseconds
    private const int CounterBits = 10;
    private const int PartitionBits = 10;

    private long _partition;
    private long _last; // milliseconds and counter, without the partition

    /// <inheritdoc />
    public long Next()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            // A full counter borrows from the next millisecond: keys stay unique and in order.
            var next = Math.Max(last + 1, (clock.GetUtcNow().ToUnixTimeMilliseconds() - Epoch) << CounterBits);
            if (Interlocked.CompareExchange(ref _last, next, last) != last) continue;
            var (time, counter) = (next >> CounterBits, next & ((1 << CounterBits) - 1));
            return (((time << PartitionBits) | Volatile.Read(ref _partition)) << CounterBits) | counter;
        }
    }

    /// <summary>No key given before this instant is as great.</summary>
    internal static long FirstOf(DateTimeOffset instant) => Math.Max(0, instant.ToUnixTimeMilliseconds() - Epoch) << (PartitionBits + CounterBits);

    internal void UsePartition(long number) => Volatile.Write(ref _partition, number % (1 << PartitionBits));
}
