using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine.Runtime;

/// <summary>What starts instances by itself: timers, messages and signals at the start of the newest version of a process.</summary>
internal static class ProcessStarts
{
    internal enum StartKind
    {
        Timer,
        Message,
        Signal,
        Condition,
    }

    /// <summary>A start that waits.</summary>
    internal sealed record Start(long Key, long DefinitionKey, string ElementId, string ProcessId, bool OnePerKey);

    private const string Columns = "key, definition_key, element_id, process_id, one_per_key";

    /// <summary>Whether a message starts this process only where no instance of the same correlation key lives: the property <c>akis:onePerKey</c> of the start event.</summary>
    public static bool IsOnePerKey(FlowNode start) => start.Properties.GetValueOrDefault("akis:onePerKey") == "true";

    /// <summary>The starts of a new version replace those of the version before.</summary>
    public static async Task ReplaceAsync(WriteSession session, long definitionKey, ProcessGraph graph, EngineSettings settings, CancellationToken cancel)
    {
        var feel = settings.Feel;
        var batch = new StatementBatch(session);
        batch.Add("DELETE FROM process_start WHERE process_id = @process", ("process", graph.ProcessId));
        foreach (var start in graph.Starts)
        {
            switch (start.Trigger)
            {
                case TimerTrigger timer when Timers.Due(timer, FeelContext.Empty, feel, session.Now) is { } first: Add(start, StartKind.Timer, null, first); break;
                case MessageTrigger message: Add(start, StartKind.Message, message.Name.EvaluateText(FeelContext.Empty, feel)); break;
                case SignalTrigger signal: Add(start, StartKind.Signal, signal.Name.EvaluateText(FeelContext.Empty, feel)); break;
                case ConditionTrigger: Add(start, StartKind.Condition, null); break;
            }
        }

        await batch.RunAsync(cancel);

        void Add(ProcessStart start, StartKind kind, string? name, TimerDue? timer = null) => batch.Add(
            """
            INSERT INTO process_start (key, process_id, definition_key, element_id, kind, name, due_at, repeats, calendar, calendar_version, computed_from, one_per_key)
            VALUES (@key, @process, @definition, @element, @kind, @name, @due, @repeats, @calendar, @version, @from, @one)
            """,
            ("key", session.NextKey()), ("process", graph.ProcessId), ("definition", definitionKey), ("element", start.Id), ("kind", kind), ("name", name), ("due", timer?.Due), ("repeats", timer?.Repeats ?? 0),
            ("calendar", timer?.Basis?.Calendar), ("version", settings.VersionOf(timer?.Basis?.Calendar)), ("from", timer?.Basis?.From), ("one", kind == StartKind.Message && IsOnePerKey(start.Node)));
    }

    /// <summary>Whether the starts that wait are already those of this version; a start timer keeps its time when the same model is deployed again.</summary>
    public static async Task<bool> AreOfAsync(WriteSession session, long definitionKey, ProcessGraph graph, CancellationToken cancel)
    {
        var versions = await session.QueryAsync("SELECT DISTINCT definition_key FROM process_start WHERE process_id = @process", row => row.GetInt64(0), cancel, ("process", graph.ProcessId));
        return versions.Count == 0 ? graph.Starts.All(start => start.Trigger is null) : versions.All(key => key == definitionKey);
    }

    /// <summary>The starts that a message or signal of this name sets off.</summary>
    public static Task<List<Start>> ForAsync(WriteSession session, StartKind kind, string name, CancellationToken cancel) => session.QueryAsync(
        $"SELECT {Columns} FROM process_start WHERE kind = @kind AND name = @name ORDER BY key", Read, cancel, ("kind", kind), ("name", name));

    /// <summary>The starts that a condition sets off, of all processes or of one.</summary>
    public static Task<List<Start>> ConditionalAsync(WriteSession session, long? definitionKey, CancellationToken cancel) => session.QueryAsync(
        $"SELECT {Columns} FROM process_start WHERE kind = @kind{(definitionKey is null ? "" : " AND definition_key = @definition")} ORDER BY key", Read, cancel, definitionKey is null ? [("kind", StartKind.Condition)] : [("kind", StartKind.Condition), ("definition", definitionKey)]);

    /// <summary>The message starts of a process that allow one instance per key, with their messages' names.</summary>
    public static Task<List<(Start Start, string Name)>> OnePerKeyAsync(WriteSession session, string processId, CancellationToken cancel) => session.QueryAsync(
        $"SELECT {Columns}, name FROM process_start WHERE process_id = @process AND kind = @kind AND one_per_key ORDER BY key", row => (Read(row), row.GetString(5)), cancel, ("process", processId), ("kind", StartKind.Message));

    /// <summary>
    /// Takes a start timer that is due and sets its next time; null where another node was faster. A cycle without end does not make
    /// up for what it missed while nothing ran: once is enough.
    /// </summary>
    public static async Task<Start?> TakeDueAsync(WriteSession session, Definitions definitions, EngineSettings settings, long key, CancellationToken cancel)
    {
        var feel = settings.Feel;
        var rows = await session.QueryAsync($"SELECT {Columns}, due_at, repeats FROM process_start WHERE key = @key AND due_at <= @now",
            row => (Start: Read(row), Due: row.Instant(5)!.Value, Repeats: row.GetInt32(6)), cancel, ("key", key), ("now", session.Now)); // due_at was compared
        if (rows.Count == 0) return null;
        var (start, due, repeats) = rows[0];
        var next = due;
        TimerBasis? basis = null;
        if (repeats != 0 && (await definitions.GetAsync(session, start.DefinitionKey, cancel)).Graph.FindStart(start.ElementId)?.Trigger is TimerTrigger timer)
        {
            do
            {
                if (Timers.Due(timer, FeelContext.Empty, feel, next, isNext: true) is not { } following || following.Due <= next) break;
                (next, basis) = (following.Due, following.Basis);
            }
            while (repeats < 0 && next <= session.Now);
        }

        var changed = next > due
            ? await session.ExecuteAsync("UPDATE process_start SET due_at = @next, repeats = @repeats, calendar = @calendar, calendar_version = @version, computed_from = @from WHERE key = @key AND due_at = @due", cancel,
                ("next", next), ("repeats", repeats < 0 ? -1 : repeats - 1), ("calendar", basis?.Calendar), ("version", settings.VersionOf(basis?.Calendar)), ("from", basis?.From), ("key", key), ("due", due))
            : await session.ExecuteAsync("DELETE FROM process_start WHERE key = @key AND due_at = @due", cancel, ("key", key), ("due", due));
        return changed == 1 ? start : null;
    }

    /// <summary>Computes a start timer in working time again by the calendar as it is now; a repetition changes nothing.</summary>
    public static async Task<Outcome> RecomputeAsync(WriteSession session, Definitions definitions, EngineSettings settings, long key, CancellationToken cancel)
    {
        var rows = await session.QueryAsync($"SELECT {Columns}, due_at, calendar, computed_from FROM process_start WHERE key = @key AND calendar IS NOT NULL",
            row => (Start: Read(row), Due: row.Instant(5)!.Value, Calendar: row.GetString(6), From: row.Instant(7)!.Value), cancel, ("key", key)); // a calendar comes with a time and its beginning
        if (rows.Count == 0) return Outcome.Done;
        var (start, due, calendar, from) = rows[0];
        var trigger = (await definitions.GetAsync(session, start.DefinitionKey, cancel)).Graph.FindStart(start.ElementId)?.Trigger as TimerTrigger;
        var next = trigger is not null && Timers.Due(trigger, FeelContext.Empty, settings.Feel, from, isNext: true) is { } again ? again.Due : due;
        await session.ExecuteAsync("UPDATE process_start SET due_at = @next, calendar_version = @version WHERE key = @key AND due_at = @due", cancel, ("next", next), ("version", settings.VersionOf(calendar)), ("key", key), ("due", due));
        return Outcome.Done;
    }

    private static Start Read(System.Data.Common.DbDataReader row) => new(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetBoolean(4));
}
