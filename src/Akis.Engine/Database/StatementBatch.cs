using Npgsql;

namespace Akis.Engine.Database;

/// <summary>Statements that go to the database together: one round trip to PostgreSQL, one after the other in SQLite.</summary>
internal sealed class StatementBatch(WriteSession session)
{
    private readonly List<(string Sql, (string Name, object? Value)[] Parameters)> _statements = [];

    public void Add(string sql, params (string Name, object? Value)[] parameters) => _statements.Add((sql, parameters));

    public async Task RunAsync(CancellationToken cancel)
    {
        if (_statements.Count == 0) return;
        if (session.Connection is NpgsqlConnection connection)
        {
            await using var batch = new NpgsqlBatch(connection, (NpgsqlTransaction)session.Transaction);
            foreach (var (sql, parameters) in _statements)
            {
                var command = new NpgsqlBatchCommand(sql);
                foreach (var (name, value) in parameters)
                {
                    var parameter = command.CreateParameter();
                    // PostgreSQL infers the type of a null from its place; a text type would not fit a bigint column.
                    if (value is null) command.Parameters.Add(new NpgsqlParameter { ParameterName = name, Value = DBNull.Value });
                    else Sql.Add(command.Parameters, parameter, name, value);
                }

                batch.BatchCommands.Add(command);
            }

            await batch.ExecuteNonQueryAsync(cancel);
        }
        else
        {
            foreach (var (sql, parameters) in _statements) await session.ExecuteAsync(sql, cancel, parameters);
        }

        _statements.Clear();
    }
}
