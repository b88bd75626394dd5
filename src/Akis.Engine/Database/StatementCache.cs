using Microsoft.Data.Sqlite;

namespace Akis.Engine.Database;

/// <summary>Prepared statements of SQLite's one writer: preparing costs more than running most of them.</summary>
internal sealed class StatementCache(SqliteConnection connection) : IDisposable
{
    private const int Most = 500;

    private readonly Dictionary<string, SqliteCommand> _commands = [];

    /// <summary>The command with these values; its reader must be closed before the next command of the same text.</summary>
    public SqliteCommand Command(string sql, SqliteTransaction transaction, (string Name, object? Value)[] parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            if (_commands.Count >= Most) Dispose();
            _commands[sql] = command = connection.CreateCommand();
#pragma warning disable CA2100 // the texts are the program's own; values are parameters
            command.CommandText = sql;
#pragma warning restore CA2100
        }

        command.Transaction = transaction;
        if (command.Parameters.Count == parameters.Length)
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                var parameter = command.Parameters[i];
                parameter.ParameterName = parameters[i].Name;
                parameter.Value = Sql.Stored(parameters[i].Value);
            }
        }
        else
        {
            command.Parameters.Clear();
            foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, Sql.Stored(value));
        }

        return command;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _commands.Clear();
    }
}
