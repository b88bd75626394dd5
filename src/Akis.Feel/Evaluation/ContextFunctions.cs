using System.Text.Json;
using static Akis.Feel.Evaluation.Builtins;

namespace Akis.Feel.Evaluation;

/// <summary>Functions over contexts, and Camunda's helpers for optional values.</summary>
internal static class ContextFunctions
{
    public static IEnumerable<KeyValuePair<string, FeelFunction>> All { get; } =
    [
        Define("get value", "m, key", (v, e) => v[0].AsContext() is { } context && v[1].AsString() is { } key ? context.Get(key) : Wrong("get value", e)),
        Define("get entries", "m", (v, e) => v[0].AsContext() is { } context
            ? FeelValue.Of(FeelList.Of(context.Select(entry => FeelValue.Of(FeelContext.Of(("key", FeelValue.Of(entry.Key)), ("value", entry.Value))))))
            : Wrong("get entries", e)),
        Define("context put", "context, keys, value", (v, e) => Put(v[0], v[1].AsList() ?? FeelList.Of(v[1]), 0, v[2]) is { } put ? put : Wrong("context put", e)),
        Define("context merge", "contexts", (v, e) => v[0].AsList() is { } list && list.All(item => item.AsContext() is not null)
            ? FeelValue.Of(list.Aggregate(FeelContext.Empty, (merged, item) => merged.With(item.AsContext()!))) // all are contexts
            : Wrong("context merge", e)),
        Define("get or else", "value, default", (v, _) => v[0].IsNull ? v[1] : v[0]),
        Define("is defined", "value", (v, _) => FeelValue.Of(!v[0].IsNull)),
        Define("to json", "value", (v, _) => FeelValue.Of(FeelJson.ToJson(v[0]))),
        Define("from json", "value", (v, e) => FromJson(v[0], e)),
    ];

    // Along a path of keys every entry but the last must be a context already.
    private static FeelValue? Put(FeelValue target, FeelList path, int depth, FeelValue value)
    {
        if (target.AsContext() is not { } context || depth >= path.Count || path[depth].AsString() is not { } key) return null;
        if (depth == path.Count - 1) return FeelValue.Of(context.With(key, value));
        return Put(context.Get(key), path, depth + 1, value) is { } inner ? FeelValue.Of(context.With(key, inner)) : null;
    }

    private static FeelValue FromJson(FeelValue value, Evaluator e)
    {
        try
        {
            return value.AsString() is { } json ? FeelJson.Parse(json) : Wrong("from json", e);
        }
        catch (JsonException)
        {
            return Wrong("from json", e);
        }
    }
}
