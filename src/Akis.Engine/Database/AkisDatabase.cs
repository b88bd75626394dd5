using System.Data.Common;

namespace Akis.Engine.Database;

/// <summary>Which of the two supported databases is behind an <see cref="AkisDatabase"/>.</summary>
public enum DatabaseKind
{
    /// <summary>One file in the data folder; one writer.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or newer; several nodes may share it.</summary>
    PostgreSql,
}

/// <summary>The one way to read and write. A piece of work is a unit: all of it is on disk when the call returns, or none.</summary>
public abstract class AkisDatabase : IAsyncDisposable
{
    private protected AkisDatabase(TimeProvider clock) => (Clock, Keys) = (clock, new(clock));

    /// <summary>Opens the database of a data folder, or PostgreSQL where a connection string is given.</summary>
    /// <param name="dataFolder">Folder of the SQLite file; made when missing.</param>
    /// <param name="postgresConnectionString">Npgsql connection string; null for SQLite.</param>
    /// <param name="clock">Gives <see cref="WriteSession.Now"/>.</param>
    public static AkisDatabase Open(string dataFolder, string? postgresConnectionString, TimeProvider clock)
    {
        Directory.CreateDirectory(dataFolder);
        return postgresConnectionString is null
            ? new SqliteDatabase(Path.Combine(dataFolder, "akis.db"), clock)
            : new PostgreSqlDatabase(postgresConnectionString, clock);
    }

    /// <summary>Which database this is; SQL that differs asks here.</summary>
    public abstract DatabaseKind Kind { get; }

    private protected TimeProvider Clock { get; }

    /// <summary>Gives keys that are unique over all nodes and restarts once <see cref="Migrator"/> has run.</summary>
    public KeySource Keys { get; }

    /// <summary>
    /// Runs <paramref name="work"/> as one transaction and returns after its commit is on disk. The work may be run again after a
    /// conflict, so it must have no effect outside the session. A result that is an <see cref="IOutcome"/> without success rolls it back.
    /// </summary>
    public abstract Task<T> WriteAsync<T>(Func<WriteSession, CancellationToken, Task<T>> work, CancellationToken cancel = default);

    /// <summary>Runs <paramref name="work"/> on a reader's connection; it sees only what is committed.</summary>
    public abstract Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancel = default);

    /// <summary>
    /// The right to be the only node that does what this name stands for; null while another node has it. It ends when it is disposed of, and with the node: PostgreSQL lets go of it
    /// when the connection is lost, so whoever holds it asks now and then. On SQLite there is only one node.
    /// </summary>
    public virtual Task<NodeLead?> TryLeadAsync(string name, CancellationToken cancel = default) => Task.FromResult<NodeLead?>(new(null));

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();

    // Flows into whatever the work calls, and is forgotten with the method that set it.
    private protected static readonly AsyncLocal<bool> InWork = new();

    /// <summary>Refuses a unit of work inside another: on SQLite it would wait for itself for ever, on PostgreSQL it would not be one unit.</summary>
    private protected static void RefuseInsideWork()
    {
        if (InWork.Value) throw new InvalidOperationException("WriteAsync was called inside the work of another WriteAsync; use that work's session.");
    }

    internal static bool Failed<T>(T result) => result is IOutcome { Succeeded: false };
}
