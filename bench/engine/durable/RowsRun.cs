using Akis.Engine.Database;

namespace Akis.Bench.Durable;

/// <summary>
/// The limit: the rows of one instance, as the engine left them, read and written again under new keys by plain ADO.NET commands with the
/// same round trips and the same commits, but with nothing computed, parsed or serialised.
/// </summary>
internal sealed class RowsRun
{
    private readonly AkisDatabase _database;
    private readonly long _definition;
    private readonly byte[] _state;
    private readonly List<string> _history;
    private readonly List<string> _elements;
    private readonly List<(string Name, string Value)> _variables;

    private RowsRun(AkisDatabase database, long definition, byte[] state, List<string> history, List<string> elements, List<(string Name, string Value)> variables) =>
        (_database, _definition, _state, _history, _elements, _variables) = (database, definition, state, history, elements, variables);

    public static async Task<RowsRun> RecordAsync(AkisDatabase database, EngineRun engine)
    {
        var key = await engine.OnceAsync(ticket: false);
        return await database.ReadAsync(async (connection, cancel) =>
        {
            var instance = (await connection.QueryAsync("SELECT definition_key, state FROM process_instance WHERE key = @key", row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), cancel, ("key", key)))[0];
            var history = await connection.QueryAsync("SELECT data FROM history_event WHERE instance_key = @key ORDER BY seq", row => row.GetString(0), cancel, ("key", key));
            var elements = await connection.QueryAsync("SELECT element_id FROM element_instance WHERE instance_key = @key ORDER BY key", row => row.GetString(0), cancel, ("key", key));

            var variables = await connection.QueryAsync("SELECT name, value FROM variable WHERE instance_key = @key ORDER BY key", row => (row.GetString(0), row.GetString(1)), cancel, ("key", key));

            // A live state is larger than that of an ended instance; 400 bytes is what the engine writes while the task waits.
            return new RowsRun(database, instance.Item1, instance.Item2.Length < 400 ? new byte[400] : instance.Item2, history, elements, variables);
        });
    }

    public async Task OnceAsync(bool ticket)
    {
        var (key, task, job) = (_database.Keys.Next(), _database.Keys.Next(), _database.Keys.Next());
        var elements = _elements.Select(_ => _database.Keys.Next()).ToArray();
        await _database.WriteAsync(async (session, cancel) =>
        {
            await session.QueryAsync("SELECT key FROM process_definition WHERE process_id = @id ORDER BY version DESC LIMIT 1", row => row.GetInt64(0), cancel, ("id", "bench"));
            var batch = new StatementBatch(session);
            batch.Add(
                """
                INSERT INTO process_instance (key, definition_key, process_id, revision, status, business_key, state, started_at, started_by, ended_at, parent_key, root_key, last_seq)
                VALUES (@key, @definition, 'bench', 1, 0, NULL, @state, @at, 'uzman1', NULL, NULL, @key, 6)
                """, ("key", key), ("definition", _definition), ("state", _state), ("at", session.Now));
            History(batch, session, key, 0);
            Element(batch, session, key, elements[0], _elements[0], ended: true);
            Element(batch, session, key, elements[1], _elements[1], ended: false);
            batch.Add(
                """
                INSERT INTO user_task (key, instance_key, element_key, element_id, name, process_id, definition_key, business_key, state, assignee, priority, form_id, due_at, follow_up_at, created_at)
                VALUES (@key, @instance, @element, 'approve', 'approve', 'bench', @definition, NULL, 0, NULL, 50, NULL, NULL, NULL, @at)
                """, ("key", task), ("instance", key), ("element", elements[1]), ("definition", _definition), ("at", session.Now));
            batch.Add("INSERT INTO user_task_candidate (task_key, kind, name) VALUES (@task, 0, 'uzman')", ("task", task));
            foreach (var variable in _variables.SkipLast(1)) Variable(batch, key, variable);
            await batch.RunAsync(cancel);
            if (ticket) await Ticket.OpenAsync(session, key, cancel);
            return Outcome.Done;
        });

        await _database.WriteAsync(async (session, cancel) =>
        {
            if (ticket) await Ticket.ChangeAsync(session, key, 1, cancel);
            var read = new ReadBatch(session);
            Instance(read, session, key);
            read.Add("SELECT assignee, element_id, state FROM user_task WHERE key = @task", row => row.GetInt32(2), ("task", task));
            read.Add("SELECT kind, name FROM user_task_candidate WHERE task_key = @task", row => row.GetInt32(0), ("task", task));
            await read.RunAsync(cancel);
            var batch = new StatementBatch(session);
            Update(batch, session, key, 1);
            History(batch, session, key, 1);
            batch.Add("UPDATE user_task SET state = 1, ended_at = @at, ended_by = 'uzman1' WHERE key = @key", ("at", session.Now), ("key", task));
            Element(batch, session, key, elements[2], _elements[2], ended: true);
            Element(batch, session, key, elements[3], _elements[3], ended: false);
            batch.Add(
                """
                INSERT INTO job (key, instance_key, element_key, element_id, process_id, type, state, retries, due_at, fence, headers, created_at)
                VALUES (@key, @instance, @element, 'work', 'bench', 'work', 0, 3, @at, 0, '{}', @at)
                """, ("key", job), ("instance", key), ("element", elements[3]), ("at", session.Now));
            End(batch, session, elements[1]);
            Variable(batch, key, _variables[^1]); // what the person decided
            await batch.RunAsync(cancel);
            return Outcome.Done;
        });

        await _database.WriteAsync(async (session, cancel) =>
        {
            if (ticket) await Ticket.ChangeAsync(session, key, 2, cancel);
            var read = new ReadBatch(session);
            Instance(read, session, key);
            read.Add("SELECT retries, fence, state FROM job WHERE key = @job", row => row.GetInt32(0), ("job", job));
            await read.RunAsync(cancel);
            var batch = new StatementBatch(session);
            Update(batch, session, key, 2);
            History(batch, session, key, 2);
            batch.Add("UPDATE job SET state = 1, ended_at = @at WHERE key = @key", ("at", session.Now), ("key", job));
            for (var i = 4; i < _elements.Count; i++) Element(batch, session, key, elements[i], _elements[i], ended: true);
            End(batch, session, elements[3]);
            await batch.RunAsync(cancel);
            return Outcome.Done;
        });
    }

    private static void Instance(ReadBatch read, WriteSession session, long key)
    {
        if (session.Database.Kind == DatabaseKind.PostgreSql) read.Add("SELECT pg_advisory_xact_lock(root_key) FROM process_instance WHERE key = @key", _ => 0, ("key", key));
        read.Add("SELECT definition_key, revision, business_key, parent_key, root_key, last_seq, state FROM process_instance WHERE key = @key", row => row.GetFieldValue<byte[]>(6), ("key", key));
    }

    private void Update(StatementBatch batch, WriteSession session, long key, int revision) => batch.AddGuard(
        "UPDATE process_instance SET state = @state, status = 0, revision = revision + 1, ended_at = @at, last_seq = 12 WHERE key = @key AND revision = @revision", ("state", _state), ("at", session.Now), ("key", key), ("revision", revision));

    private void History(StatementBatch batch, WriteSession session, long key, int command) => batch.Add(
        "INSERT INTO history_event (instance_key, seq, at, actor, data) VALUES (@instance, @seq, @at, 'uzman1', @data)", ("instance", key), ("seq", command), ("at", session.Now), ("data", _history[command]));

    private static void Element(StatementBatch batch, WriteSession session, long instance, long key, string id, bool ended) => batch.Add(
        "INSERT INTO element_instance (key, instance_key, element_id, scope_key, state, started_at, ended_at) VALUES (@key, @instance, @element, @instance, @state, @at, @ended)",
        ("key", key), ("instance", instance), ("element", id), ("state", ended ? 1 : 0), ("at", session.Now), ("ended", ended ? session.Now : TypedNull.Number));

    private void Variable(StatementBatch batch, long instance, (string Name, string Value) variable) => batch.Add(
        "INSERT INTO variable (key, instance_key, scope_key, name, value) VALUES (@key, @instance, @instance, @name, @value) ON CONFLICT (scope_key, name) DO UPDATE SET value = excluded.value",
        ("key", _database.Keys.Next()), ("instance", instance), ("name", variable.Name), ("value", variable.Value));

    private static void End(StatementBatch batch, WriteSession session, long key) => batch.Add("UPDATE element_instance SET state = 1, ended_at = @at WHERE key = @key", ("at", session.Now), ("key", key));
}
