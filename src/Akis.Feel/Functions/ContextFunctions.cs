using Akis.Feel.Evaluation;

namespace Akis.Feel.Functions;

/// <summary>Functions over contexts (DMN 1.5 table 77, and Camunda's additions).</summary>
internal static class ContextFunctions
{
    public static IEnumerable<BuiltIn> All { get; } =
    [
        BuiltIn.Of("get value", "m: context, key | keys -> Any", GetValue),
        BuiltIn.Of("get value", "m: context, key: string -> Any", GetValue),
        BuiltIn.Of("get value", "context: context, keys: list -> Any", GetValue),
        BuiltIn.Of("get entries", "m: context -> list", (v, e) => e.List([.. v[0].AsContext()!.Entries.Select(entry => FeelValue.Of(FeelContext.Owning(["key", "value"], [FeelValue.Of(entry.Name), entry.Value])))])), // the type was checked, here and below
        BuiltIn.Of("context", "entries: list -> context", Context),
        BuiltIn.Of("context put", "context: context, key | keys, value -> context", Put),
        BuiltIn.Of("context put", "context: context, key: string, value -> context", Put),
        BuiltIn.Of("context put", "context: context, keys: list, value -> context", Put),
        BuiltIn.Of("context merge", "contexts: list -> context", Merge),
        BuiltIn.Of("put", "context: context, key, value -> context", Put),
        BuiltIn.Of("put all", "contexts[…] -> context", Merge),
    ];

    private static FeelValue GetValue(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        if (v[1].AsString() is { } key) return v[0].AsContext()!.Get(key);
        if (v[1].AsList() is not { } path) return e.Fail("feel.argument", e.Site, "get value", "key", "string", v[1]);
        var value = v[0];
        foreach (var step in path)
        {
            if (value.AsContext() is not { } context || step.AsString() is not { } name) return e.Fail("feel.context-keys", e.Site, v[1]);
            value = context.Get(name);
        }

        return value;
    }

    private static FeelValue Context(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        var (names, values) = (new List<string>(), new List<FeelValue>());
        foreach (var entry in v[0].AsList()!)
        {
            if (entry.AsContext() is not { } pair || pair.Get("key").AsString() is not { } key || !pair.TryGet("value", out var value)) return e.Fail("feel.context-entry", e.Site, entry);
            if (names.Contains(key)) return e.Fail("feel.duplicate-key", e.Site, key);
            names.Add(key);
            values.Add(value);
        }

        return FeelValue.Of(FeelContext.Owning([.. names], [.. values]));
    }

    private static FeelValue Merge(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        var merged = FeelContext.Empty;
        foreach (var value in v[0].AsList()!)
        {
            if (value.AsContext() is not { } context) return e.Fail("feel.argument", e.Site, "context merge", "contexts", "list<context>", value);
            merged = merged.With(context);
        }

        return FeelValue.Of(merged);
    }

    private static FeelValue Put(ReadOnlySpan<FeelValue> v, Evaluator e) =>
        v[1].AsString() is { } key ? FeelValue.Of(v[0].AsContext()!.With(key, v[2])) // the type was checked
        : v[1].AsList() is { } path && Put(v[0], path, 0, v[2]) is { } put ? put
        : e.Fail("feel.context-keys", e.Site, v[1]);

    // Along a path of keys every entry but the last must be a context already.
    private static FeelValue? Put(FeelValue target, FeelList path, int depth, FeelValue value)
    {
        if (target.AsContext() is not { } context || depth >= path.Count || path[depth].AsString() is not { } key) return null;
        if (depth == path.Count - 1) return FeelValue.Of(context.With(key, value));
        return Put(context.Get(key), path, depth + 1, value) is { } inner ? FeelValue.Of(context.With(key, inner)) : null;
    }
}
