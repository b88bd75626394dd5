using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Akis.Feel;

namespace Akis.Engine.Forms;

/// <summary>form-js JSON (schema version 4 to 19) into <see cref="FormSchema"/>.</summary>
internal static class FormReader
{
    private static readonly Dictionary<string, FormComponentType> Types = new()
    {
        ["text"] = FormComponentType.Text,
        ["textfield"] = FormComponentType.TextField,
        ["textarea"] = FormComponentType.TextArea,
        ["number"] = FormComponentType.Number,
        ["checkbox"] = FormComponentType.Checkbox,
        ["checklist"] = FormComponentType.Checklist,
        ["radio"] = FormComponentType.Radio,
        ["select"] = FormComponentType.Select,
        ["taglist"] = FormComponentType.TagList,
        ["datetime"] = FormComponentType.DateTime,
        ["filepicker"] = FormComponentType.FilePicker,
        ["group"] = FormComponentType.Group,
        ["dynamiclist"] = FormComponentType.DynamicList,
        ["expression"] = FormComponentType.Expression,
        ["table"] = FormComponentType.Table,
        ["separator"] = FormComponentType.Separator,
    };

    public static bool TryRead(string json, [NotNullWhen(true)] out FormSchema? schema, [NotNullWhen(false)] out string? error)
    {
        schema = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            error = root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("components", out _) ? "A form is a JSON object with `components`."
                : Text(root, "id").Length == 0 ? "The form has no `id`."
                : null;
            if (error is not null) return false;
            schema = new FormSchema(Text(root, "id"), Components(root));
            return true;
        }
        catch (JsonException exception)
        {
            error = exception.Message;
            return false;
        }
    }

    private static List<FormComponent> Components(JsonElement parent) => [.. Array(parent, "components").Select(Component)];

    private static FormComponent Component(JsonElement json, int index)
    {
        var type = Types.GetValueOrDefault(Text(json, "type"));
        var rules = Rules(json, Object(json, "validate"));
        return new FormComponent
        {
            Id = Text(json, "id") is { Length: > 0 } id ? id : $"component_{index}",
            Type = type,
            Key = NullIfEmpty(Text(json, "key")),
            Path = NullIfEmpty(Text(json, "path")),
            Label = Translated(json, type == FormComponentType.DateTime ? "dateLabel" : "label", "label"),
            Description = Translated(json, "description"),
            Text = Translated(json, "text"),
            Subtype = Text(json, "subtype") is { Length: > 0 } subtype ? subtype : type == FormComponentType.DateTime ? "date" : "",
            HideWhen = Expression(Text(Object(json, "conditional"), "hide")),
            ReadOnly = Flag(json, "readonly") || Flag(json, "disabled"),
            IsRecord = Text(Object(json, "properties"), "akis:record") == "true",
            Rules = rules,
            Default = json.TryGetProperty("defaultValue", out var value) ? FeelJson.Read(value) : default,
            Options = [.. Array(json, "values").Select(Option)],
            OptionsKey = NullIfEmpty(Text(json, "valuesKey")),
            Expression = Expression(type switch
            {
                FormComponentType.Expression => Text(json, "expression"),
                FormComponentType.Table => Text(json, "dataSource"),
                _ => Text(json, "valuesExpression"),
            }),
            Columns = [.. Array(json, "columns").Select(column => new FormColumn(Text(column, "key"), Translated(column, "label")))],
            Multiple = Flag(json, "multiple"),
            Accept = Text(json, "accept"),
            Components = Components(json),
        };
    }

    private static FormRules Rules(JsonElement json, JsonElement validate) => new()
    {
        Required = Flag(validate, "required"),
        MinLength = Number(validate, "minLength"),
        MaxLength = Number(validate, "maxLength"),
        Min = Number(validate, "min"),
        Max = Number(validate, "max"),
        DecimalDigits = json.TryGetProperty("decimalDigits", out var digits) && digits.TryGetInt32(out var count) ? count : null,
        Pattern = NullIfEmpty(Text(validate, "pattern")),
        PatternMessage = Translated(validate, "patternErrorMessage", properties: json),
        Format = Text(validate, "validationType"),
        NotBeforeToday = Flag(json, "disallowPassedDates"),
    };

    private static FormOption Option(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return new FormOption(json.ToString(), new FormText(json.ToString(), null));
        var label = Text(json, "label");
        var value = Text(json, "value");
        return new FormOption(value, new FormText(label.Length == 0 ? value : label, NullIfEmpty(Text(json, "label:en"))));
    }

    /// <summary>`label` and its English beside it, or in form-js's custom `properties`, which its editor keeps.</summary>
    private static FormText Translated(JsonElement json, string name, string? otherwise = null, JsonElement? properties = null)
    {
        var tr = Text(json, name);
        if (tr.Length == 0 && otherwise is not null) return Translated(json, otherwise);
        var en = Text(json, name + ":en");
        if (en.Length == 0) en = Text(Object(properties ?? json, "properties"), name + ":en");
        if (en.Length == 0 && name == "dateLabel") en = Text(Object(json, "properties"), "label:en");
        return tr.Length == 0 ? FormText.None : new FormText(tr, NullIfEmpty(en));
    }

    private static string? Expression(string text) => text.StartsWith('=') ? text[1..] : null;

    private static JsonElement Object(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : default;

    private static IEnumerable<JsonElement> Array(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    private static bool Flag(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() ?? "",
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "",
        } : "";

    private static string? Number(JsonElement json, string name) => NullIfEmpty(Text(json, name));

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
