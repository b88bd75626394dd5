using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akis.People.Accounts;

/// <summary>Ends roles when their last day is over.</summary>
public sealed class RoleWatch(PersonAdministration persons, TimeProvider clock, ILogger<RoleWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await persons.EndDueRolesAsync(stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                log.LogError(failed, "Roles that are due could not be ended; trying again");
            }

            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
