using System.Text;
using System.Text.Json;
using Akis.Feel.Evaluation;

namespace Akis.Feel.Functions;

/// <summary><c>is</c> (DMN 1.5 table 79), and Camunda's helpers for optional values, JSON and identifiers.</summary>
internal static class MiscellaneousFunctions
{
    public static IEnumerable<BuiltIn> All { get; } =
    [
        BuiltIn.Of("is", "value1, value2 -> boolean", (v, _) => FeelValue.Of(v[0] == v[1])),
        BuiltIn.Of("is defined", "value -> boolean", (v, _) => FeelValue.Of(!v[0].IsNull)),
        BuiltIn.Of("get or else", "value, default -> Any", (v, _) => v[0].IsNull ? v[1] : v[0]),
        BuiltIn.Of("assert", "value, condition, cause? -> Any", (v, e) => v[1].IsTrue ? v[0] : e.Fail("feel.assert", e.Site, v[2].AsString() ?? "")),
        BuiltIn.Of("to json", "value -> string", (v, e) => e.Text(FeelJson.ToJson(v[0]))),
        BuiltIn.Of("from json", "value: string -> Any", FromJson),
        BuiltIn.Of("to base64", "value: string -> string", (v, e) => e.Text(Convert.ToBase64String(Encoding.UTF8.GetBytes(v[0].AsString()!)))), // the type was checked
        BuiltIn.Of("uuid", "-> string", (_, _) => FeelValue.Of(Guid.NewGuid().ToString())),
    ];

    private static FeelValue FromJson(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        try
        {
            return FeelJson.Parse(v[0].AsString()!); // the type was checked
        }
        catch (JsonException)
        {
            return e.Fail("feel.no-json", e.Site, v[0]);
        }
    }
}
