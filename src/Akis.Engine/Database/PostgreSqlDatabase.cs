using System.Data;
using System.Data.Common;
using Npgsql;

namespace Akis.Engine.Database;

/// <summary>PostgreSQL: a transaction for each piece of work; conflicts between transactions are run again.</summary>
internal sealed class PostgreSqlDatabase(string connectionString, TimeProvider clock) : AkisDatabase(clock)
{
    private const int Tries = 20;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(WithPreparedStatements(connectionString));

    public override DatabaseKind Kind => DatabaseKind.PostgreSql;

    public override async Task<T> WriteAsync<T>(Func<WriteSession, CancellationToken, Task<T>> work, CancellationToken cancel = default)
    {
        RefuseInsideWork();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancel);
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);
                var session = new WriteSession(this, connection, transaction, Clock.GetUtcNow());
                InWork.Value = true;
                var result = await work(session, cancel);
                if (!Failed(result)) await session.CompleteAsync(cancel);
                InWork.Value = false;
                if (Failed(result)) return result;
                await transaction.CommitAsync(cancel);
                session.Committed();
                return result;
            }
            catch (Exception conflict) when (attempt < Tries && IsConflict(conflict, attempt))
            {
                InWork.Value = false;
                // Another transaction was faster: the same work on what it left, after a moment that grows and differs.
                await Task.Delay(Random.Shared.Next(attempt * 5), cancel);
            }
        }
    }

    public override async Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancel = default)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        return await work(connection, cancel);
    }

    public override async Task<NodeLead?> TryLeadAsync(string name, CancellationToken cancel = default)
    {
        var connection = await OpenConnectionAsync(cancel);
        var taken = await connection.QueryAsync("SELECT pg_try_advisory_lock(hashtextextended(@name, 1))", row => row.GetBoolean(0), cancel, ("name", name));
        if (taken[0]) return new(connection);
        await connection.DisposeAsync();
        return null;
    }

    /// <summary>A connection to listen on or to hold a lock on, outside of the pool, whose connections are never reset; the caller closes it.</summary>
    public async Task<NpgsqlConnection> OpenConnectionAsync(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        await connection.OpenAsync(cancel);
        return connection;
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private static string WithPreparedStatements(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (builder.MaxAutoPrepare == 0) builder.MaxAutoPrepare = 200; // parsing and planning cost more than running most statements
        builder.NoResetOnClose = true; // nothing here leaves anything in a session: locks are a transaction's, and who listens keeps the connection
        return builder.ToString();
    }

    // A duplicate key may be the same request that came twice at once: the second try finds what the first request left. A real
    // contradiction is still there after a few tries, and then it is the caller's.
    private static bool IsConflict(Exception exception, int attempt) => exception is RevisionConflict || (exception.GetBaseException() as PostgresException)?.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => true,
        PostgresErrorCodes.UniqueViolation => attempt < 3,
        _ => false,
    };
}

#pragma warning disable CA1032, CA1064 // a signal between the store and the database, never seen by a caller
internal sealed class RevisionConflict : Exception;
#pragma warning restore CA1032, CA1064
