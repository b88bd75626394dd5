namespace Akis.Desk.Sla;

/// <summary>Wakes the watch of the clocks after a commit that may have moved the next warning.</summary>
public sealed class SlaWake : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    /// <summary>The watch looks again.</summary>
    public void Wake()
    {
        try
        {
            if (_signal.CurrentCount == 0) _signal.Release();
        }
        catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else woke it, or the program is ending.
        }
    }

    /// <inheritdoc />
    public void Dispose() => _signal.Dispose();

    internal async Task SleepAsync(TimeSpan longest, CancellationToken cancel) => await ((Task)_signal.WaitAsync(longest < TimeSpan.Zero ? TimeSpan.Zero : longest, cancel)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
