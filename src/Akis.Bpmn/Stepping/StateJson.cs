using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>State and history as bytes: compact JSON with short names, readable in an emergency.</summary>
public static class StateJson
{
    private const int SchemaVersion = 2; // since 2 elements are written by their ids

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Events = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new ValueJson.OfContext(), new ValueJson.OfList(), new ValueJson.OfValue() },
    };

    /// <summary>Writes a state.</summary>
    public static byte[] Write(InstanceState state)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteNumber("v", SchemaVersion);
            json.WriteNumber("k", state.Key);
            json.WriteNumber("s", (int)state.Status);
            if (state.IsCalled) json.WriteBoolean("c", true);
            if (state.IsSuspended) json.WriteBoolean("z", true);
            if (state.FinalVariables.Count > 0) WriteVariables(json, state.FinalVariables);
            var (nodes, flows) = (new IdTable(state.NodeIds), new IdTable(state.FlowIds));
            json.WriteStartArray("e");
            foreach (var element in state.Elements.Values) WriteElement(json, element, nodes, flows);
            json.WriteEndArray();
            nodes.Write(json, "i");
            flows.Write(json, "h");
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a state.</summary>
    /// <exception cref="InvalidOperationException">It was written by a newer program.</exception>
    public static InstanceState ReadState(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        if (root.GetProperty("v").GetInt32() > SchemaVersion) throw new InvalidOperationException("The instance's state was written by a newer version of the program.");
        var state = new InstanceState { Key = root.GetProperty("k").GetInt64(), Status = (InstanceStatus)root.GetProperty("s").GetInt32(), IsCalled = root.TryGetProperty("c", out _), IsSuspended = root.TryGetProperty("z", out _), FinalVariables = ReadVariables(root), NodeIds = IdTable.Read(root, "i"), FlowIds = IdTable.Read(root, "h") };
        foreach (var entry in root.GetProperty("e").EnumerateArray())
        {
            var element = ReadElement(entry);
            state.Elements[element.Key] = element;
        }

        foreach (var element in state.Elements.Values) if (state.Elements.TryGetValue(element.ScopeKey, out var scope)) scope.Children++;

        return state;
    }

    /// <summary>Writes an event.</summary>
    public static string Write(HistoryEvent happened) => JsonSerializer.Serialize(happened, Events);

    /// <summary>Reads an event.</summary>
    public static HistoryEvent ReadEvent(string json) => JsonSerializer.Deserialize<HistoryEvent>(json, Events) ?? throw new InvalidOperationException("A history event is empty.");

    private static void WriteElement(Utf8JsonWriter json, ElementState element, IdTable nodes, IdTable flows)
    {
        json.WriteStartObject();
        json.WriteNumber("k", element.Key);
        json.WriteNumber("n", nodes.Place(element.Node));
        json.WriteNumber("p", element.ScopeKey);
        WriteKey(json, "t", element.TaskKey);
        WriteKey(json, "j", element.JobKey);
        WriteKey(json, "a", element.CalledKey);
        WriteKey(json, "i", element.IncidentKey);
        if (element.Listening is { } listening) WriteListening(json, listening);
        if (element.Leaving) json.WriteBoolean("l", true);
        if (element.LoopIndex != 0) json.WriteNumber("o", element.LoopIndex);
        WriteLoop(json, element.Loop);
        if (element.Completed.Count > 0) WriteCompleted(json, element.Completed, nodes);
        if (element.Variables.Count > 0) WriteVariables(json, element.Variables);
        if (element.Waits.Count > 0)
        {
            json.WriteStartArray("w");
            foreach (var wait in element.Waits)
            {
                json.WriteStartObject();
                json.WriteNumber("k", wait.Key);
                json.WriteNumber("n", nodes.Place(wait.Node));
                if (wait.Due is { } due) json.WriteString("d", due);
                if (wait.Repeats != 0) json.WriteNumber("r", wait.Repeats);
                if (wait.Part != 0) json.WriteNumber("q", wait.Part);
                if (wait.Basis is { } basis) WriteBasis(json, basis);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (element.Arrived.Count > 0)
        {
            json.WriteStartArray("f");
            foreach (var (flow, count) in element.Arrived.OrderBy(entry => flows.Id(entry.Key), StringComparer.Ordinal))
            {
                json.WriteNumberValue(flows.Place(flow));
                json.WriteNumberValue(count);
            }

            json.WriteEndArray();
        }

        if (element.Resetting.Count > 0)
        {
            json.WriteStartArray("g");
            foreach (var (gateway, had) in element.Resetting)
            {
                json.WriteNumberValue(nodes.Place(gateway));
                json.WriteStartArray();
                foreach (var flow in had) json.WriteNumberValue(flows.Place(flow));
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteBasis(Utf8JsonWriter json, TimerBasis basis)
    {
        json.WriteStartArray("b");
        json.WriteStringValue(basis.Calendar);
        json.WriteStringValue(basis.From);
        json.WriteNumberValue(basis.Months);
        json.WriteNumberValue(basis.Span.Ticks);
        json.WriteEndArray();
    }

    private static TimerBasis? ReadBasis(JsonElement wait) =>
        wait.TryGetProperty("b", out var basis) ? new(basis[0].GetString()!, basis[1].GetDateTimeOffset(), basis[2].GetInt32(), TimeSpan.FromTicks(basis[3].GetInt64())) : null; // written above

    private static ElementState ReadElement(JsonElement json)
    {
        var element = new ElementState
        {
            Key = json.GetProperty("k").GetInt64(), Node = json.GetProperty("n").GetInt32(), ScopeKey = json.GetProperty("p").GetInt64(), Variables = ReadVariables(json),
            TaskKey = Key(json, "t"), JobKey = Key(json, "j"), CalledKey = Key(json, "a"), IncidentKey = Key(json, "i"), Leaving = json.TryGetProperty("l", out _),
            LoopIndex = (int)Key(json, "o"), Loop = ReadLoop(json), Listening = ReadListening(json),
        };
        if (json.TryGetProperty("u", out var completed)) element.Completed.AddRange(ReadCompleted(completed));
        if (json.TryGetProperty("w", out var waits))
        {
            foreach (var wait in waits.EnumerateArray())
            {
                element.Waits.Add(new(wait.GetProperty("k").GetInt64(), wait.GetProperty("n").GetInt32(), wait.TryGetProperty("d", out var due) ? due.GetDateTimeOffset() : null, (int)Key(wait, "r"), (int)Key(wait, "q"), ReadBasis(wait)));
            }
        }

        if (json.TryGetProperty("f", out var arrived))
        {
            for (var i = 0; i < arrived.GetArrayLength(); i += 2) element.Arrived[arrived[i].GetInt32()] = arrived[i + 1].GetInt32();
        }

        if (json.TryGetProperty("g", out var resetting))
        {
            for (var i = 0; i < resetting.GetArrayLength(); i += 2) element.Resetting[resetting[i].GetInt32()] = [.. resetting[i + 1].EnumerateArray().Select(flow => flow.GetInt32())];
        }

        return element;
    }

    private static void WriteListening(Utf8JsonWriter json, Listening listening)
    {
        json.WriteStartArray("y");
        json.WriteNumberValue((int)listening.Moment);
        json.WriteNumberValue(listening.Place);
        JsonSerializer.Serialize(json, listening.Pending, Events);
        json.WriteEndArray();
    }

    private static Listening? ReadListening(JsonElement json) => !json.TryGetProperty("y", out var listening) ? null
        : new((Graph.ListenerMoment)listening[0].GetInt32(), listening[1].GetInt32(), listening[2].Deserialize<ListenerPending>(Events) ?? ListenerPending.Nothing);

    private static void WriteLoop(Utf8JsonWriter json, LoopProgress? loop)
    {
        if (loop is null) return;
        json.WriteStartObject("m");
        json.WriteNumber("t", loop.Total);
        json.WriteNumber("s", loop.Started);
        json.WriteNumber("c", loop.Completed);
        if (loop.Items is not null)
        {
            json.WritePropertyName("i");
            ValueJson.Write(json, FeelValue.Of(loop.Items));
        }

        json.WriteStartArray("o");
        foreach (var (place, value) in loop.Outputs)
        {
            json.WriteNumberValue(place);
            ValueJson.Write(json, value);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static LoopProgress? ReadLoop(JsonElement json)
    {
        if (!json.TryGetProperty("m", out var loop)) return null;
        var outputs = loop.GetProperty("o");
        var read = Enumerable.Range(0, outputs.GetArrayLength() / 2).ToImmutableSortedDictionary(i => outputs[2 * i].GetInt32(), i => ValueJson.Read(outputs[(2 * i) + 1]));
        var items = loop.TryGetProperty("i", out var list) ? ValueJson.Read(list).AsList() : null;
        return new(loop.GetProperty("t").GetInt32(), items, loop.GetProperty("s").GetInt32(), loop.GetProperty("c").GetInt32(), read);
    }

    private static void WriteCompleted(Utf8JsonWriter json, List<CompletedActivity> completed, IdTable nodes)
    {
        json.WriteStartArray("u");
        foreach (var activity in completed)
        {
            json.WriteStartObject();
            json.WriteNumber("k", activity.Key);
            json.WriteNumber("n", nodes.Place(activity.Node));
            if (activity.IsBody) json.WriteBoolean("b", true);
            if (activity.Variables.Count > 0) WriteVariables(json, activity.Variables);
            if (activity.Inner.Count > 0) WriteCompleted(json, activity.Inner, nodes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static IEnumerable<CompletedActivity> ReadCompleted(JsonElement json) => json.EnumerateArray().Select(activity => new CompletedActivity(
        activity.GetProperty("k").GetInt64(), activity.GetProperty("n").GetInt32(), ReadVariables(activity), activity.TryGetProperty("b", out _), activity.TryGetProperty("u", out var inner) ? [.. ReadCompleted(inner)] : []));

    private static void WriteKey(Utf8JsonWriter json, string name, long key)
    {
        if (key != 0) json.WriteNumber(name, key);
    }

    private static long Key(JsonElement json, string name) => json.TryGetProperty(name, out var key) ? key.GetInt64() : 0;

    private static void WriteVariables(Utf8JsonWriter json, FeelContext variables)
    {
        json.WritePropertyName("x");
        ValueJson.Write(json, FeelValue.Of(variables));
    }

    private static FeelContext ReadVariables(JsonElement json) => json.TryGetProperty("x", out var variables) ? ValueJson.Read(variables).AsContext() ?? FeelContext.Empty : FeelContext.Empty;

    /// <summary>The ids that a state names, each once; elements refer to them by their place.</summary>
    private sealed class IdTable(string[]? ids)
    {
        private readonly List<string> _used = [];
        private readonly Dictionary<int, int> _places = [];

        public string Id(int position) => ids?[position] ?? throw new InvalidOperationException("A state that was read without ids must be given its graph before it is written.");

        public int Place(int position)
        {
            if (_places.TryGetValue(position, out var place)) return place;
            _used.Add(Id(position));
            return _places[position] = _used.Count - 1;
        }

        public void Write(Utf8JsonWriter json, string name)
        {
            json.WriteStartArray(name);
            foreach (var id in _used) json.WriteStringValue(id);
            json.WriteEndArray();
        }

        public static string[]? Read(JsonElement root, string name) => root.TryGetProperty(name, out var table) ? [.. table.EnumerateArray().Select(id => id.GetString() ?? "")] : null;
    }
}
