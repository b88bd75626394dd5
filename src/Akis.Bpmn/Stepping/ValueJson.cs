using System.Text.Json;
using System.Text.Json.Serialization;
using Akis.Bpmn.Expressions;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>
/// Values as JSON without loss: what JSON has no kind for (dates, durations, ranges) is an object with the single key <c>@</c> and a FEEL literal.
/// A date that came back as a text would be another value.
/// </summary>
internal static class ValueJson
{
    private const string Literal = "@";

    public static void Write(Utf8JsonWriter json, FeelValue value)
    {
        switch (value.Kind)
        {
            case FeelKind.List:
                json.WriteStartArray();
                foreach (var item in value.AsList()!) Write(json, item); // the kind was asked, here and below
                json.WriteEndArray();
                break;
            case FeelKind.Context:
                json.WriteStartObject();
                foreach (var (name, entry) in value.AsContext()!)
                {
                    json.WritePropertyName(name.StartsWith(Literal, StringComparison.Ordinal) ? Literal + name : name);
                    Write(json, entry);
                }

                json.WriteEndObject();
                break;
            case FeelKind.Null or FeelKind.Boolean or FeelKind.Number or FeelKind.String:
                FeelJson.Write(json, value);
                break;
            default:
                json.WriteStartObject();
                json.WriteString(Literal, value.ToString());
                json.WriteEndObject();
                break;
        }
    }

    public static FeelValue Read(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Array:
                return FeelValue.Of(FeelList.Of(json.EnumerateArray().Select(Read)));
            case JsonValueKind.Object when json.TryGetProperty(Literal, out var literal):
                return FeelTexts.Literal(literal.GetString() ?? "null");
            case JsonValueKind.Object:
                return FeelValue.Of(FeelContext.Of(json.EnumerateObject().Select(entry =>
                    (entry.Name.StartsWith(Literal, StringComparison.Ordinal) ? entry.Name[Literal.Length..] : entry.Name, Read(entry.Value)))));
            default:
                return FeelJson.Read(json);
        }
    }

    private static FeelValue Read(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement);
    }

    public sealed class OfContext : JsonConverter<FeelContext>
    {
        public override FeelContext Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ValueJson.Read(ref reader).AsContext() ?? FeelContext.Empty;

        public override void Write(Utf8JsonWriter writer, FeelContext value, JsonSerializerOptions options) => ValueJson.Write(writer, FeelValue.Of(value));
    }

    public sealed class OfList : JsonConverter<FeelList>
    {
        public override FeelList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ValueJson.Read(ref reader).AsList() ?? FeelList.Empty;

        public override void Write(Utf8JsonWriter writer, FeelList value, JsonSerializerOptions options) => ValueJson.Write(writer, FeelValue.Of(value));
    }

    public sealed class OfValue : JsonConverter<FeelValue>
    {
        public override FeelValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ValueJson.Read(ref reader);

        public override void Write(Utf8JsonWriter writer, FeelValue value, JsonSerializerOptions options) => ValueJson.Write(writer, value);
    }
}
