using Akis.Engine.Database;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Akis.Server.Hosting;

/// <summary>Ready means: the database answers.</summary>
internal sealed class DatabaseHealth(AkisDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT 1", row => row.GetInt32(0), token), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (System.Data.Common.DbException failed)
        {
            return HealthCheckResult.Unhealthy(failed.Message);
        }
    }
}
