using System.Data.Common;

namespace Akis.Engine.Database;

/// <summary>Being the one node that does something; see <see cref="AkisDatabase.TryLeadAsync"/>.</summary>
public sealed class NodeLead : IAsyncDisposable
{
    private readonly DbConnection? _connection;

    internal NodeLead(DbConnection? connection) => _connection = connection;

    /// <summary>Whether it is still so: false when the connection that held the lock is gone.</summary>
    public async Task<bool> IsHeldAsync(CancellationToken cancel = default)
    {
        if (_connection is null) return true;
        try
        {
            await _connection.QueryAsync("SELECT 1", row => row.GetInt32(0), cancel);
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
