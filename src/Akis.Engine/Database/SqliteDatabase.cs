using System.Data;
using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Akis.Engine.Database;

/// <summary>
/// SQLite with one writer: it drains what waits into one transaction, a savepoint for each piece of work, and acknowledges after the
/// commit. The disk is asked once for many callers.
/// </summary>
internal sealed class SqliteDatabase : AkisDatabase
{
    private const int MostInOneCommit = 256;
    private static readonly TimeSpan LongestCommit = TimeSpan.FromMilliseconds(20);

    private readonly string _connectionString;
    private readonly TimeProvider _clock;
    private readonly Channel<Work> _waiting = Channel.CreateUnbounded<Work>(new() { SingleReader = true });
    private readonly Task _writer;

    public SqliteDatabase(string file, TimeProvider clock)
    {
        _clock = clock;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = 30 }.ToString();
        _writer = Task.Run(WriteLoopAsync);
    }

    public override DatabaseKind Kind => DatabaseKind.Sqlite;

    public override async Task<T> WriteAsync<T>(Func<WriteSession, CancellationToken, Task<T>> work, CancellationToken cancel = default)
    {
        var waiting = new Work<T>(work, cancel);
        await _waiting.Writer.WriteAsync(waiting, cancel);
        return await waiting.Done.Task;
    }

    public override async Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancel = default)
    {
        await using var connection = await OpenAsync(cancel);
        return await work(connection, cancel);
    }

    public override async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer;
        await using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancel);
        return connection;
    }

    private async Task WriteLoopAsync()
    {
        await using var connection = await OpenAsync(CancellationToken.None);
        Run(connection, "PRAGMA journal_mode=WAL");
        Run(connection, "PRAGMA synchronous=FULL");
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var done = new List<(Work Work, WriteSession Session)>();
            await using var transaction = connection.BeginTransaction(IsolationLevel.Serializable, deferred: false);
            var started = _clock.GetTimestamp();
            while (done.Count < MostInOneCommit && _clock.GetElapsedTime(started) < LongestCommit && _waiting.Reader.TryRead(out var work))
            {
                Run(connection, "SAVEPOINT work", transaction);
                var session = new WriteSession(this, connection, transaction, _clock.GetUtcNow());
                if (await work.RunAsync(session)) done.Add((work, session));
                else Run(connection, "ROLLBACK TO work", transaction);
                Run(connection, "RELEASE work", transaction);
            }

            try
            {
                await transaction.CommitAsync();
            }
            catch (SqliteException failed)
            {
                foreach (var (work, _) in done) work.Fail(failed);
                continue;
            }

            foreach (var (work, session) in done)
            {
                session.Committed();
                work.Acknowledge();
            }
        }
    }

    private static void Run(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    private abstract class Work
    {
        /// <summary>True where its changes are to be kept; otherwise its caller has already been told.</summary>
        public abstract Task<bool> RunAsync(WriteSession session);

        public abstract void Acknowledge();

        public abstract void Fail(Exception failed);
    }

    private sealed class Work<T>(Func<WriteSession, CancellationToken, Task<T>> work, CancellationToken cancel) : Work
    {
        private T? _result;

        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async Task<bool> RunAsync(WriteSession session)
        {
            try
            {
                cancel.ThrowIfCancellationRequested();
                _result = await work(session, cancel);
                if (!Failed(_result)) return true;
                Done.SetResult(_result);
                return false;
            }
#pragma warning disable CA1031 // whatever went wrong belongs to the caller, not to the writer
            catch (Exception failed)
#pragma warning restore CA1031
            {
                Done.SetException(failed);
                return false;
            }
        }

        public override void Acknowledge() => Done.SetResult(_result!); // set by RunAsync, which came before

        public override void Fail(Exception failed) => Done.SetException(failed);
    }
}
