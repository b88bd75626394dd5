using System.Data.Common;
using Akis.Engine.Database;

namespace Akis.Engine.Batches;

/// <summary>Batches and their items, for pages that show progress; everything else is searched by <see cref="Search.BatchSearches"/>.</summary>
public sealed class BatchQueries
{
    private const string Columns = "key, kind, state, actor, created_at, ended_at, total, done, failed";

    private readonly AkisDatabase _database;

    internal BatchQueries(AkisDatabase database) => _database = database;

    /// <summary>A batch, or null.</summary>
    public async Task<BatchView?> BatchAsync(long key, CancellationToken cancel = default) => (await Read($"SELECT {Columns} FROM batch_operation WHERE key = @key", Batch, cancel, ("key", key))).FirstOrDefault();

    /// <summary>Batches, the newest first, before one.</summary>
    public Task<List<BatchView>> BatchesAsync(long before, int most, CancellationToken cancel = default) =>
        Read($"SELECT {Columns} FROM batch_operation WHERE key < @before ORDER BY key DESC LIMIT @most", Batch, cancel, ("before", before), ("most", most));

    /// <summary>Items of a batch in their order, behind one; null means any state.</summary>
    public Task<List<BatchItemView>> ItemsAsync(long batchKey, BatchItemState? state, long after, int most, CancellationToken cancel = default) => Read(
        $"SELECT item_key, instance_key, state, ended_at, code, tr, en FROM batch_operation_item WHERE batch_key = @batch AND item_key > @after{(state is null ? "" : " AND state = @state")} ORDER BY item_key LIMIT @most",
        row => new BatchItemView(row.GetInt64(0), row.GetInt64(1), (BatchItemState)row.GetInt32(2), row.Instant(3), row.Text(4), row.Text(5), row.Text(6)), cancel, ("batch", batchKey), ("after", after), ("state", state), ("most", most));

    private static BatchView Batch(DbDataReader row) => new(
        row.GetInt64(0), (BatchKind)row.GetInt32(1), (BatchState)row.GetInt32(2), row.GetString(3), row.Instant(4)!.Value, row.Instant(5), row.GetInt32(6), row.GetInt32(7), row.GetInt32(8)); // created_at is never null

    private Task<List<T>> Read<T>(string sql, Func<DbDataReader, T> row, CancellationToken cancel, params (string Name, object? Value)[] parameters) =>
        _database.ReadAsync((connection, token) => connection.QueryAsync(sql, row, token, [.. parameters.Where(parameter => parameter.Value is not null)]), cancel);
}
