using System.Data.Common;

namespace Akis.Engine.Database;

/// <summary>One unit of work in progress. EF Core contexts are opened on its connection and transaction.</summary>
public sealed class WriteSession
{
    private readonly List<Action> _committed = [];

    internal WriteSession(AkisDatabase database, DbConnection connection, DbTransaction transaction, DateTimeOffset now) =>
        (Database, Connection, Transaction, Now) = (database, connection, transaction, now);

    /// <summary>The database that it writes to.</summary>
    public AkisDatabase Database { get; }

    /// <summary>The writer's connection.</summary>
    public DbConnection Connection { get; }

    /// <summary>The transaction that everything must join.</summary>
    public DbTransaction Transaction { get; }

    /// <summary>When this unit of work began.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>A new unique key.</summary>
    public long NextKey() => Database.Keys.Next();

    /// <summary>Calls back after the commit is on disk; never where the work was rolled back.</summary>
    public void OnCommitted(Action callback) => _committed.Add(callback);

    internal void Committed()
    {
        foreach (var callback in _committed) callback();
    }
}
