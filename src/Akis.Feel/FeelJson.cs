using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Akis.Feel.Numbers;

namespace Akis.Feel;

/// <summary>FEEL values as JSON: temporal values become ISO 8601 strings, ranges and functions their FEEL text.</summary>
public static class FeelJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads JSON text.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static FeelValue Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <summary>Reads a JSON object as a context; null where it is JSON of another kind.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static FeelContext? ParseContext(string json) => Parse(json).AsContext();

    /// <summary>Reads a JSON element; numbers beyond FEEL's range become strings.</summary>
    public static FeelValue Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => FeelValue.True,
        JsonValueKind.False => FeelValue.False,
        JsonValueKind.Number => FeelNumber.TryParse(element.GetRawText(), out var number) ? FeelValue.Of(number) : FeelValue.Of(element.GetRawText()),
        JsonValueKind.String => FeelValue.Of(element.GetString()),
        JsonValueKind.Array => FeelValue.Of(FeelList.Of(element.EnumerateArray().Select(Read))),
        JsonValueKind.Object => FeelValue.Of(FeelContext.Of(element.EnumerateObject().Select(entry => (entry.Name, Read(entry.Value))))),
        _ => default,
    };

    /// <summary>Writes a value.</summary>
    public static void Write(Utf8JsonWriter writer, FeelValue value)
    {
        switch (value.Kind)
        {
            case FeelKind.Null: writer.WriteNullValue(); break;
            case FeelKind.Boolean: writer.WriteBooleanValue(value.IsTrue); break;
            case FeelKind.Number: writer.WriteRawValue(value.Number.ToExactString()); break;
            case FeelKind.List:
                writer.WriteStartArray();
                foreach (var item in value.AsList()!) Write(writer, item);
                writer.WriteEndArray();
                break;
            case FeelKind.Context:
                writer.WriteStartObject();
                foreach (var (name, entry) in value.AsContext()!)
                {
                    writer.WritePropertyName(name);
                    Write(writer, entry);
                }

                writer.WriteEndObject();
                break;
            default: writer.WriteStringValue(FeelText.Plain(value)); break;
        }
    }

    /// <summary>The value as JSON text.</summary>
    public static string ToJson(FeelValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed)) Write(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The context as JSON text.</summary>
    public static string ToJson(FeelContext context) => ToJson(FeelValue.Of(context));
}
