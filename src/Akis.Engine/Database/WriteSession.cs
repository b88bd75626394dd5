using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Akis.Engine.Database;

/// <summary>One unit of work in progress. EF Core contexts are opened on its connection and transaction.</summary>
public sealed class WriteSession
{
    private readonly List<Action> _committed = [];
    private readonly Dictionary<string, Func<CancellationToken, Task>> _completing = [];
    private readonly List<(NpgsqlBatchCommand Command, bool HasRow)> _waiting = [];
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

    /// <summary>
    /// Runs a statement whose outcome nobody needs. PostgreSQL gets it together with the next statement that has an answer, before that one, and at the latest before
    /// the commit: each round trip that is saved is a good part of a small transaction's time.
    /// </summary>
    public void Write(string sql, params (string Name, object? Value)[] parameters)
    {
        if (Statements is { } statements) statements.Command(sql, (SqliteTransaction)Transaction, parameters).ExecuteNonQuery();
        else _waiting.Add((ReadBatch.Command(sql, parameters), false));
    }

    /// <summary>
    /// From the next statement on until the transaction ends, nobody else is in work of this name. On SQLite there is only one writer anyway.
    /// </summary>
    public void Lock(string name)
    {
        if (Database.Kind == DatabaseKind.PostgreSql) _waiting.Add((ReadBatch.Command("SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))", [("name", name)]), true));
    }

    /// <summary>Runs a part of the work; a failed outcome undoes that part alone, and the work may go on.</summary>
    public async Task<T> TryAsync<T>(Func<Task<T>> part, CancellationToken cancel = default)
        where T : IOutcome
    {
        await FlushAsync(cancel);
        var (name, callbacks) = ($"part_{++_parts}", _committed.Count);
        await Transaction.SaveAsync(name, cancel);
        var outcome = await part();
        if (outcome.Succeeded)
        {
            await FlushAsync(cancel);
            await Transaction.ReleaseAsync(name, cancel);
            return outcome;
        }

        _waiting.Clear();
        await Transaction.RollbackAsync(name, cancel);
        _committed.RemoveRange(callbacks, _committed.Count - callbacks);
        return outcome;
    }

    /// <summary>PostgreSQL's batch that begins with what waits; so many rows come before the first answer of what is added.</summary>
    internal NpgsqlBatch Batch(out int rows)
    {
        var batch = new NpgsqlBatch((NpgsqlConnection)Connection, (NpgsqlTransaction)Transaction);
        rows = 0;
        foreach (var (command, hasRow) in _waiting)
        {
            batch.BatchCommands.Add(command);
            if (hasRow) rows++;
        }

        _waiting.Clear();
        return batch;
    }

    /// <summary>Sends what waits: for who uses the connection by other means than this class.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        if (_waiting.Count == 0) return;
        await using var batch = Batch(out _);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Sends what waits, for who must not wait in between.</summary>
    internal void Flush()
    {
        if (_waiting.Count == 0) return;
        using var batch = Batch(out _);
        batch.ExecuteNonQuery();
    }

    internal async Task CompleteAsync(CancellationToken cancel)
    {
        foreach (var work in _completing.Values) await work(cancel);
        await FlushAsync(cancel);
    }

    internal void Committed()
    {
        foreach (var callback in _committed) callback();
    }
}
