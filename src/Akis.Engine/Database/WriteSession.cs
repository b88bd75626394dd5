using System.Data.Common;

namespace Akis.Engine.Database;

/// <summary>One unit of work in progress. EF Core contexts are opened on its connection and transaction.</summary>
public sealed class WriteSession
{
    private readonly List<Action> _committed = [];
    private readonly Dictionary<string, Func<CancellationToken, Task>> _completing = [];
    private int _parts;

    internal WriteSession(AkisDatabase database, DbConnection connection, DbTransaction transaction, DateTimeOffset now, StatementCache? statements = null) =>
        (Database, Connection, Transaction, Now, Statements) = (database, connection, transaction, now, statements);

    /// <summary>The database that it writes to.</summary>
    public AkisDatabase Database { get; }

    /// <summary>The writer's connection.</summary>
    public DbConnection Connection { get; }

    /// <summary>The transaction that everything must join.</summary>
    public DbTransaction Transaction { get; }

    /// <summary>When this unit of work began.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>SQLite's prepared statements; null on PostgreSQL, which keeps its own.</summary>
    internal StatementCache? Statements { get; }

    /// <summary>A new unique key.</summary>
    public long NextKey() => Database.Keys.Next();

    /// <summary>Calls back after the commit is on disk; never where the work was rolled back.</summary>
    public void OnCommitted(Action callback) => _committed.Add(callback);

    /// <summary>
    /// Runs once at the end of the work, before its commit and in its transaction, however often it was asked for under this name: for what is made out of
    /// rows that several steps of the work may write.
    /// </summary>
    public void OnCompleting(string name, Func<CancellationToken, Task> work) => _completing[name] = work;

    /// <summary>Runs a part of the work; a failed outcome undoes that part alone, and the work may go on.</summary>
    public async Task<T> TryAsync<T>(Func<Task<T>> part, CancellationToken cancel = default)
        where T : IOutcome
    {
        var (name, callbacks) = ($"part_{++_parts}", _committed.Count);
        await Transaction.SaveAsync(name, cancel);
        var outcome = await part();
        if (outcome.Succeeded)
        {
            await Transaction.ReleaseAsync(name, cancel);
            return outcome;
        }

        await Transaction.RollbackAsync(name, cancel);
        _committed.RemoveRange(callbacks, _committed.Count - callbacks);
        return outcome;
    }

    /// <summary>
    /// Until the transaction ends, nobody else is in work of this name. On SQLite there is only one writer anyway.
    /// </summary>
    public Task LockAsync(string name, CancellationToken cancel = default) => Database.Kind == DatabaseKind.PostgreSql
        ? this.QueryAsync("SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))", _ => 0, cancel, ("name", name))
        : Task.CompletedTask;

    internal async Task CompleteAsync(CancellationToken cancel)
    {
        foreach (var work in _completing.Values) await work(cancel);
    }

    internal void Committed()
    {
        foreach (var callback in _committed) callback();
    }
}
