using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Akis.Engine.Database;

/// <summary>
/// SQLite with one writer: it drains what waits into one transaction, a savepoint for each piece of work, and acknowledges after the
/// commit. The disk is asked once for many callers. Checkpoints run on a connection of their own.
/// </summary>
internal sealed class SqliteDatabase : AkisDatabase
{
    private const int MostInOneCommit = 256;
    private const long CheckpointAt = 4 << 20;
    private const long RestartAt = 64 << 20;
    private static readonly TimeSpan LongestCommit = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromMilliseconds(500);

    private readonly string _log;
    private readonly string _connectionString;
    private readonly SqliteConnection _connection;
    private readonly StatementCache _statements;
    private readonly CancellationTokenSource _ending = new();
    private readonly Channel<Work> _waiting = Channel.CreateUnbounded<Work>(new() { SingleReader = true });
    private readonly SemaphoreSlim _checkpoint = new(1, 1);
    private readonly Task _writer;
    private readonly Task _checkpointer;

    public SqliteDatabase(string file, TimeProvider clock) : base(clock)
    {
        _log = file + "-wal";
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = 30 }.ToString();
        _connection = new SqliteConnection(_connectionString);
        _connection.Open();
        _statements = new(_connection);
        Run(_connection, "PRAGMA journal_mode=WAL");
        Run(_connection, "PRAGMA synchronous=FULL");
        Run(_connection, "PRAGMA wal_autocheckpoint=0");
        Run(_connection, $"PRAGMA journal_size_limit={CheckpointAt}"); // a log that begins anew gives back what it took beyond that
        _writer = Task.Run(WriteLoopAsync);
        _checkpointer = Task.Run(CheckpointLoopAsync);
    }

    public override DatabaseKind Kind => DatabaseKind.Sqlite;

    public override async Task<T> WriteAsync<T>(Func<WriteSession, CancellationToken, Task<T>> work, CancellationToken cancel = default)
    {
        RefuseInsideWork();
        var waiting = new Work<T>(work, cancel);
        await _waiting.Writer.WriteAsync(waiting, cancel);
        return await waiting.Done.Task;
    }

    public override async Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken cancel = default)
    {
        await using var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancel);
        return await work(connection, cancel);
    }

    public override async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer;
        await _ending.CancelAsync();
        await _checkpointer;
        _statements.Dispose();
        await _connection.DisposeAsync();
        SqliteConnection.ClearPool(_connection);
        _ending.Dispose();
        _checkpoint.Dispose();
    }

    private async Task WriteLoopAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var taken = new List<(Work Work, WriteSession? Session)>();
            try
            {
                await using var transaction = _connection.BeginTransaction(IsolationLevel.Serializable, deferred: false);
                await DrainAsync(taken, transaction);
                transaction.Commit();
            }
#pragma warning disable CA1031 // a full disk or a lock held too long fails these callers, never the writer
            catch (Exception failed)
#pragma warning restore CA1031
            {
                if (taken.Count == 0 && _waiting.Reader.TryRead(out var first)) taken.Add((first, null));
                foreach (var (work, _) in taken) work.Fail(failed);
                continue;
            }

            foreach (var (work, session) in taken) work.Acknowledge(session);
            if (LogLength() > RestartAt) await RestartLogAsync();
        }
    }

    // Without a pause the checkpointer never meets a log that stands still; the writer then waits for it once. One at a time: SQLite refuses a second
    // checkpoint at once, and the log would go on growing until the first is done.
    private async Task RestartLogAsync()
    {
        await _checkpoint.WaitAsync();
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(RESTART)";
            command.CommandTimeout = 1;
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // A reader was in the way; after one of the next commits it is tried again.
        }
        finally
        {
            _checkpoint.Release();
        }
    }

    private async Task DrainAsync(List<(Work Work, WriteSession? Session)> taken, SqliteTransaction transaction)
    {
        var started = Stopwatch.GetTimestamp();
        var none = Array.Empty<(string, object?)>();
        while (taken.Count < MostInOneCommit && Stopwatch.GetElapsedTime(started) < LongestCommit && _waiting.Reader.TryRead(out var work))
        {
            var session = new WriteSession(this, _connection, transaction, Clock.GetUtcNow(), _statements);
            taken.Add((work, session));
            _statements.Command("SAVEPOINT work", transaction, none).ExecuteNonQuery();
            if (!await work.RunAsync(session))
            {
                _statements.Command("ROLLBACK TO work", transaction, none).ExecuteNonQuery();
                taken[^1] = (work, null);
            }

            _statements.Command("RELEASE work", transaction, none).ExecuteNonQuery();
        }
    }

    private async Task CheckpointLoopAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            await Task.Delay(CheckpointEvery, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ending.IsCancellationRequested || LogLength() <= CheckpointAt) continue;
            await _checkpoint.WaitAsync();
            try
            {
                await using var connection = new SqliteConnection(_connectionString);
                await connection.OpenAsync();
                Run(connection, "PRAGMA wal_checkpoint(PASSIVE)");
            }
            catch (SqliteException)
            {
                // Nothing is lost by a checkpoint that did not happen; the next one, or the writer's own, does its work.
            }
            finally
            {
                _checkpoint.Release();
            }
        }
    }

    private long LogLength() => new FileInfo(_log) is { Exists: true } log ? log.Length : 0;

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // pragmas of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private abstract class Work
    {
        /// <summary>True where its changes are to be kept.</summary>
        public abstract Task<bool> RunAsync(WriteSession session);

        /// <summary>Tells the caller its result; the session is null where the work was rolled back.</summary>
        public abstract void Acknowledge(WriteSession? session);

        public abstract void Fail(Exception failed);
    }

    private sealed class Work<T>(Func<WriteSession, CancellationToken, Task<T>> work, CancellationToken cancel) : Work
    {
        private T? _result;
        private Exception? _failed;

        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async Task<bool> RunAsync(WriteSession session)
        {
            try
            {
                cancel.ThrowIfCancellationRequested();
                InWork.Value = true;
                _result = await work(session, cancel);
                if (Failed(_result)) return false;
                await session.CompleteAsync(cancel);
                return true;
            }
#pragma warning disable CA1031 // whatever went wrong belongs to the caller, not to the writer
            catch (Exception failed)
#pragma warning restore CA1031
            {
                _failed = failed;
                return false;
            }
        }

        public override void Acknowledge(WriteSession? session)
        {
            try
            {
                session?.Committed();
            }
#pragma warning disable CA1031 // what follows a commit cannot undo it; its caller is told
            catch (Exception failed)
#pragma warning restore CA1031
            {
                _failed = failed;
            }

            if (_failed is OperationCanceledException) Done.SetCanceled(cancel);
            else if (_failed is not null) Done.SetException(_failed);
            else Done.SetResult(_result!); // set by RunAsync, which came before
        }

        public override void Fail(Exception failed) => Done.TrySetException(_failed ?? failed);
    }
}
