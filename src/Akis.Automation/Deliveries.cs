namespace Akis.Automation;

/// <summary>What mail and webhooks have in common: looked for every two seconds, tried again later and later for about a day, then given up.</summary>
internal static class Deliveries
{
    /// <summary>The tries that something gets.</summary>
    public const int MostTries = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(30);

    /// <summary>How long after so many failed tries (1 and more) the next one comes.</summary>
    public static TimeSpan BackOff(int tries) => FirstBackOff * Math.Pow(3, tries - 1);

    /// <summary>Delivers what is due, again and again until the program stops.</summary>
    /// <param name="deliver">Delivers what is due now.</param>
    /// <param name="tell">Is told why a round failed; what failed is due again.</param>
    /// <param name="stopping">Stops it.</param>
    public static async Task RunAsync(Func<CancellationToken, Task> deliver, Action<Exception> tell, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await deliver(stopping);
            }
#pragma warning disable CA1031 // delivery must go on
            catch (Exception failed) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                tell(failed);
            }

            await Task.Delay(Pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
