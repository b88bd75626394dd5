namespace Akis.Engine.Runtime;

/// <summary>A sleeper that can be woken; being woken while awake makes the next sleep short.</summary>
internal sealed class WakeUp : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

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

    /// <summary>Sleeps; returns early when woken or when the program ends.</summary>
    public async Task SleepAsync(TimeSpan longest, CancellationToken cancel) =>
        await ((Task)_signal.WaitAsync(longest < TimeSpan.Zero ? TimeSpan.Zero : longest, cancel)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public void Dispose() => _signal.Dispose();
}
