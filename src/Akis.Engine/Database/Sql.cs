using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Akis.Engine.Database;

/// <summary>ADO.NET in one line: parameters are written @name in both databases.</summary>
public static class Sql
{
    /// <summary>Runs a statement in the session; gives the number of rows that it changed.</summary>
    public static async Task<int> ExecuteAsync(this WriteSession session, string sql, CancellationToken cancel, params (string Name, object? Value)[] parameters)
    {
        if (session.Statements is { } statements) return statements.Command(sql, (SqliteTransaction)session.Transaction, parameters).ExecuteNonQuery();
        await using var batch = session.Batch(out _);
        batch.BatchCommands.Add(ReadBatch.Command(sql, parameters));
        await batch.ExecuteNonQueryAsync(cancel);
        return (int)batch.BatchCommands[^1].RecordsAffected;
    }

    /// <summary>Reads rows in the session.</summary>
    public static async Task<List<T>> QueryAsync<T>(this WriteSession session, string sql, Func<DbDataReader, T> row, CancellationToken cancel, params (string Name, object? Value)[] parameters)
    {
        if (session.Statements is not { } statements)
        {
            var batch = new ReadBatch(session);
            var found = batch.Add(sql, row, parameters);
            await batch.RunAsync(cancel);
            return found;
        }

        using var reader = statements.Command(sql, (SqliteTransaction)session.Transaction, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    /// <summary>Reads rows in the session for what must not wait in between: a function of the host, asked by a step.</summary>
    public static List<T> Query<T>(this WriteSession session, string sql, Func<DbDataReader, T> row, params (string Name, object? Value)[] parameters)
    {
        using var own = session.Statements is null ? Command(session.Connection, session.Transaction, sql, parameters) : null;
        session.Flush();
        using var reader = own?.ExecuteReader() ?? session.Statements!.Command(sql, (SqliteTransaction)session.Transaction, parameters).ExecuteReader(); // one of the two is there
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    /// <summary>Reads rows on a reader's connection.</summary>
    public static Task<List<T>> QueryAsync<T>(this DbConnection connection, string sql, Func<DbDataReader, T> row, CancellationToken cancel, params (string Name, object? Value)[] parameters) =>
        ReadAsync(connection, sql, row, cancel, parameters);

    /// <summary>Text of a column, null where it is null.</summary>
    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Instant of a column of Unix milliseconds, null where it is null.</summary>
    public static DateTimeOffset? Instant(this DbDataReader row, int column) => row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    /// <summary>A value as both databases store it.</summary>
    internal static object Stored(object? value) => value switch
    {
        null or TypedNull => DBNull.Value,
        DateTimeOffset instant => instant.ToUnixTimeMilliseconds(),
        Enum state => Convert.ToInt32(state, CultureInfo.InvariantCulture),
        _ => value,
    };

    internal static void Add(DbParameterCollection parameters, DbParameter parameter, string name, object? value)
    {
        parameter.ParameterName = name;
        if (value is TypedNull typed) parameter.DbType = typed.Type;
        parameter.Value = Stored(value);
        parameters.Add(parameter);
    }

    private static async Task<List<T>> ReadAsync<T>(DbConnection connection, string sql, Func<DbDataReader, T> row, CancellationToken cancel, (string Name, object? Value)[] parameters)
    {
        await using var command = Command(connection, null, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel)) rows.Add(row(reader));
        return rows;
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters) Add(command.Parameters, command.CreateParameter(), name, value);
        return command;
    }
}

/// <summary>A null whose type is told: PostgreSQL then uses the same prepared statement as for a value.</summary>
internal sealed record TypedNull(DbType Type)
{
    public static TypedNull Text { get; } = new(DbType.String);

    public static TypedNull Number { get; } = new(DbType.Int64);
}
