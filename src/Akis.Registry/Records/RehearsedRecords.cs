namespace Akis.Registry.Records;

/// <summary>
/// What a scenario does to records, by the rules of their kinds alone: fields, values, what is required, moves of states. Whether a referred record exists, a value is taken or
/// spans overlap is known only where the records are.
/// </summary>
public sealed class RehearsedRecords
{
    private const long FirstKey = 9_000_001;

    private readonly Dictionary<(RecordType Type, string Key), Known> _known = [];
    private long _next = FirstKey;

    /// <summary>A key for a record to which the scenario gives none.</summary>
    public long NextKey() => _next++;

    /// <summary>Makes a record.</summary>
    public IReadOnlyList<FieldError> Add(RecordType type, string key, IReadOnlyDictionary<string, string?> given)
    {
        var errors = Unknown(type, given.Keys).Concat(type.Fields.Select(field => Wrong(field, given.TryGetValue(field.Name, out var text) ? text : Initial(field))).OfType<FieldError>()).ToList();
        if (errors.Count > 0 || type.State is not { } state) return errors;
        var first = FieldRules.Canonical(state, given.GetValueOrDefault(state.Name) ?? Initial(state), out _);
        if (_known.TryGetValue((type, key), out var namesake)) namesake.Join(first); // scenarios may answer with one key for several records
        else _known.Add((type, key), new(first));
        return [];
    }

    /// <summary>Changes the given fields of a record; of one that the scenario did not make it is only known which states can ever be reached.</summary>
    public IReadOnlyList<FieldError> Change(RecordType type, string key, IReadOnlyDictionary<string, string?> given)
    {
        var errors = Unknown(type, given.Keys).Concat(type.Fields.Where(field => given.ContainsKey(field.Name)).Select(field => Wrong(field, given[field.Name])).OfType<FieldError>()).ToList();
        if (errors.Count > 0 || type.State is not { } state || FieldRules.Canonical(state, given.GetValueOrDefault(state.Name), out _) is not { Length: > 0 } next) return errors;
        if (!_known.TryGetValue((type, key), out var known))
        {
            if (!state.Moves.Values.Any(moves => moves.Contains(next))) return [new(state.Name, $"{state.Label.Tr}: hiçbir durumdan “{next}” durumuna geçilmez.", $"{state.Label.En}: no state leads to “{next}”.")];
            _known.Add((type, key), new(next));
            return [];
        }

        var moves = known.States.Select(from => RecordRules.Move(state, from, next)).ToList();
        if (moves.TrueForAll(move => move is not null)) return [moves[0]!];
        known.MoveTo(next);
        return [];
    }

    /// <summary>Takes a record that the scenario answers with as one of its kind. An answer with other fields stands for several kinds and says nothing of this one.</summary>
    public IReadOnlyList<FieldError> Take(RecordType type, string? key, IReadOnlyDictionary<string, string?> values)
    {
        if (Unknown(type, values.Keys).Any()) return [];
        var errors = type.Fields.Where(field => values.GetValueOrDefault(field.Name) is { Length: > 0 }).Select(field => Wrong(field, values[field.Name])).OfType<FieldError>().ToList();
        if (errors.Count == 0 && key is not null && type.State is { } state && values.GetValueOrDefault(state.Name) is { Length: > 0 } current) _known[(type, key)] = new(FieldRules.Canonical(state, current, out _));
        return errors;
    }

    /// <summary>Names that are no fields of the kind.</summary>
    public static IEnumerable<FieldError> Unknown(RecordType type, IEnumerable<string> names) => names.Where(name => type.Find(name) is null).Select(RecordStore.NoField);

    private static FieldError? Wrong(RecordField field, string? text)
    {
        FieldRules.Canonical(field, text, out var error);
        return error;
    }

    private static string? Initial(RecordField field) => field.Kind == FieldKind.State ? field.Options[0].Tr : null;

    // The states in which a record can be: more than one where several records share their key.
    private sealed class Known(string first)
    {
        private bool _isShared;

        public HashSet<string> States { get; } = [first];

        public void Join(string state)
        {
            _isShared = true;
            States.Add(state);
        }

        public void MoveTo(string state)
        {
            if (!_isShared) States.Clear();
            States.Add(state);
        }
    }
}
