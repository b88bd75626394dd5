namespace Akis.Engine.Database;

/// <summary>Statements that go to the database together: one round trip to PostgreSQL, one after the other in SQLite.</summary>
internal sealed class StatementBatch(WriteSession session)
{
    private readonly List<(string Sql, bool Guard, (string Name, object? Value)[] Parameters)> _statements = [];

    public void Add(string sql, params (string Name, object? Value)[] parameters) => _statements.Add((sql, false, parameters));

    /// <summary>A statement that must change exactly one row: otherwise somebody else was faster, and the work is run again.</summary>
    public void AddGuard(string sql, params (string Name, object? Value)[] parameters) => _statements.Add((sql, true, parameters));

    public async Task RunAsync(CancellationToken cancel)
    {
        if (_statements.Count == 0) return;
        if (session.Database.Kind == DatabaseKind.PostgreSql)
        {
            await using var batch = session.Batch(out _);
            var first = batch.BatchCommands.Count;
            foreach (var (sql, _, parameters) in _statements) batch.BatchCommands.Add(ReadBatch.Command(sql, parameters));
            await batch.ExecuteNonQueryAsync(cancel);
            for (var i = 0; i < _statements.Count; i++) if (_statements[i].Guard && batch.BatchCommands[first + i].RecordsAffected != 1) throw new RevisionConflict();
        }
        else
        {
            foreach (var (sql, guard, parameters) in _statements) if (await session.ExecuteAsync(sql, cancel, parameters) != 1 && guard) throw new RevisionConflict();
        }

        _statements.Clear();
    }
}
