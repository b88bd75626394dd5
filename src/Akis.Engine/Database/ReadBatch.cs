using System.Data.Common;
using Npgsql;

namespace Akis.Engine.Database;

/// <summary>Reads that go to the database together: one round trip to PostgreSQL, one after the other in SQLite.</summary>
public sealed class ReadBatch(WriteSession session)
{
    private readonly List<(string Sql, (string Name, object? Value)[] Parameters, Action<DbDataReader> Row)> _reads = [];

    /// <summary>Adds a read; its rows are in the list after <see cref="RunAsync"/>.</summary>
    public List<T> Add<T>(string sql, Func<DbDataReader, T> row, params (string Name, object? Value)[] parameters)
    {
        var rows = new List<T>();
        _reads.Add((sql, parameters, reader => rows.Add(row(reader))));
        return rows;
    }

    /// <summary>Reads them all.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        if (session.Database.Kind == DatabaseKind.PostgreSql)
        {
            await using var batch = session.Batch(out var before);
            foreach (var (sql, parameters, _) in _reads) batch.BatchCommands.Add(Command(sql, parameters));
            await using var reader = await batch.ExecuteReaderAsync(cancel);
            while (before-- > 0) await reader.NextResultAsync(cancel);
            foreach (var (_, _, row) in _reads)
            {
                while (await reader.ReadAsync(cancel)) row(reader);
                await reader.NextResultAsync(cancel);
            }
        }
        else
        {
            foreach (var (sql, parameters, row) in _reads)
            {
                await session.QueryAsync(sql, reader =>
                {
                    row(reader);
                    return 0;
                }, cancel, parameters);
            }
        }

        _reads.Clear();
    }

    internal static NpgsqlBatchCommand Command(string sql, (string Name, object? Value)[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var (name, value) in parameters) Sql.Add(command.Parameters, new NpgsqlParameter(), name, value);
        return command;
    }
}
