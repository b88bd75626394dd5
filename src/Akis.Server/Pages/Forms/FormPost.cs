using System.Globalization;
using System.Text.Json;
using Akis.Engine.Forms;
using Akis.Feel;

namespace Akis.Server.Pages.Forms;

/// <summary>
/// What a person posted, as the form's data: JSON from the living form, or plain fields named `f.key`. Nothing is checked
/// here; a text that is no number stays a text, so that the page can show it again beside its error.
/// </summary>
internal static class FormPost
{
    /// <summary>The hidden field in which the living form sends its answers.</summary>
    public const string JsonField = "form-json";

    /// <summary>What plain fields' names start with.</summary>
    public const string Prefix = "f.";

    private const int LongestJson = 500_000;
    private const int MostRows = 200;

    public static FeelContext Read(FormSchema schema, IFormCollection post)
    {
        var json = post[JsonField].ToString();
        if (json.Length is > 0 and <= LongestJson && Parse(json) is { } data) return data;
        return Plain(schema.Components, post, Prefix);
    }

    /// <summary>What the living form has sent, in words; empty where plain fields were posted.</summary>
    public static IEnumerable<(string Key, string Value)> Answers(IFormCollection post) =>
        post[JsonField].ToString() is { Length: > 0 and <= LongestJson } json && Parse(json) is { } data
            ? data.Keys.Select(name => (name, data.Get(name) is var value && value.AsString() is { } text ? text : value.IsNull ? "" : value.ToString()))
            : [];

    private static FeelContext? Parse(string json)
    {
        try
        {
            return FeelJson.ParseContext(json);
        }
        catch (JsonException)
        {
            return null; // not from our page; the plain fields are then empty and the check says what is missing
        }
    }

    private static FeelContext Plain(IReadOnlyList<FormComponent> components, IFormCollection post, string prefix)
    {
        var data = FeelContext.Empty;
        foreach (var component in components)
        {
            data = component switch
            {
                { Type: FormComponentType.Group, Path: null } => data.With(Plain(component.Components, post, prefix)),
                { Type: FormComponentType.Group, Path: { } path } => data.With(path, FeelValue.Of(Plain(component.Components, post, $"{prefix}{path}."))),
                { Type: FormComponentType.DynamicList, Path: { } path } => data.With(path, FeelValue.Of(Rows(component, post, prefix + path))),
                { Key: { } key } when post.ContainsKey(prefix + key) || component.Type is FormComponentType.Checkbox => data.With(key, Value(component, post[prefix + key]!)),
                _ => data,
            };
        }

        return data;
    }

    private static FeelList Rows(FormComponent list, IFormCollection post, string prefix)
    {
        var rows = Enumerable.Range(0, MostRows)
            .TakeWhile(index => post.Keys.Any(key => key.StartsWith($"{prefix}[{index}].", StringComparison.Ordinal)))
            .Select(index => Plain(list.Components, post, $"{prefix}[{index}]."))
            .Where(row => row.Values.Any(value => !value.IsNull && !value.IsFalse)); // an empty row was only offered
        return FeelList.Of(rows.Select(row => FeelValue.Of(row)).ToArray());
    }

    private static FeelValue Value(FormComponent component, IReadOnlyList<string?> posted) => component.Type switch
    {
        FormComponentType.Checkbox => FeelValue.Of(posted.Contains("true")),
        FormComponentType.Checklist or FormComponentType.TagList => FeelValue.Of(FeelList.Of(posted.Where(value => value is { Length: > 0 }).Select(FeelValue.Of).ToArray())),
        FormComponentType.Number => Number(posted[0]),
        _ => posted[0] is { Length: > 0 } text ? FeelValue.Of(text) : default,
    };

    // A Turkish reader writes 1,5 and an English one 1.5; groups of thousands are not guessed.
    private static FeelValue Number(string? text) =>
        string.IsNullOrWhiteSpace(text) ? default
        : decimal.TryParse(text.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? FeelValue.Of(number)
        : FeelValue.Of(text);
}
