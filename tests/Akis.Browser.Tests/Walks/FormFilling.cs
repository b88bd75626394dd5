using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

namespace Akis.Browser.Tests.Walks;

/// <summary>Fills a form that form-js has drawn by the controls that a person uses.</summary>
internal sealed class FormFilling(IPage page, JsonElement schema)
{
    /// <summary>The form of a page, once it can be filled.</summary>
    public static async Task<FormFilling> OfAsync(IPage page)
    {
        await Assertions.Expect(page.Locator(".fjs-form")).ToBeVisibleAsync();
        return new(page, JsonDocument.Parse(await page.Locator("akis-form").GetAttributeAsync("schema") ?? "{}").RootElement);
    }

    public async Task FillAsync(IReadOnlyDictionary<string, object?> answers)
    {
        foreach (var (name, answer) in answers) await FillAsync(Find(schema, name) ?? throw new InvalidOperationException($"{page.Url} has no field '{name}'."), answer, "");
    }

    private async Task FillAsync(JsonElement field, object? answer, string row)
    {
        var id = $"-{Text(field, "id")}{row}";
        switch (Text(field, "type"))
        {
            case "checkbox":
                await page.Locator($"{Ending(id)}").SetCheckedAsync(Words(answer) == "true");
                break;
            case "radio" or "checklist":
                foreach (var choice in Several(answer)) await Holding($"{id}-0").GetByLabel(Label(field, Words(choice)), new() { Exact = true }).CheckAsync();
                break;
            case "select":
                await Holding(id).Locator(".fjs-input-group").ClickAsync();
                await ChooseAsync(Holding(id), Label(field, Words(answer)));
                break;
            case "taglist":
                foreach (var choice in Several(answer))
                {
                    await page.Locator(Ending(id)).FillAsync(Words(choice));
                    await ChooseAsync(Holding(id), Label(field, Words(choice)));
                    await page.Locator(Ending(id)).BlurAsync(); // its list lies over the fields below
                }

                break;
            case "datetime":
                await FillDateAsync(id, Words(answer));
                break;
            case "filepicker":
                await Holding(id).Locator("input[type=file]").SetInputFilesAsync(FileOf(Words(answer)));
                break;
            case "dynamiclist":
                await FillRowsAsync(field, Several(answer), row);
                break;
            default:
                await TypeAsync(page.Locator(Ending(id)), Words(answer));
                break;
        }
    }

    private async Task FillRowsAsync(JsonElement list, IEnumerable<object?> rows, string outer)
    {
        var index = 0;
        foreach (var row in rows.Cast<Dictionary<object, object?>>())
        {
            var place = $"{outer}_{index++}";
            var first = page.Locator(InRow($"-{Text(list.GetProperty("components")[0], "id")}{place}")).First;
            if (await first.CountAsync() == 0) await page.Locator(".fjs-element", new() { HasText = Text(list, "label") }).Locator(".fjs-repeat-render-add").Last.ClickAsync();
            await Assertions.Expect(first).ToBeAttachedAsync();
            foreach (var (name, answer) in row) await FillAsync(Find(list, Words(name)) ?? throw new InvalidOperationException($"{page.Url} has no field '{name}' in '{Text(list, "label")}'."), answer, place);
        }
    }

    // A date as people here write it, then the time of a field that has one.
    private async Task FillDateAsync(string id, string answer)
    {
        var instant = DateTime.Parse(answer, CultureInfo.InvariantCulture);
        var time = page.Locator(Ending($"{id}-time"));
        await TypeAsync(page.Locator(Ending($"{id}-date")), instant.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture));
        if (await time.CountAsync() > 0) await TypeAsync(time, instant.ToString("HH:mm", CultureInfo.InvariantCulture));
    }

    // form-js takes a text over when the field is left and draws the form anew: whoever types the next one before that, as no person can, loses it.
    private static async Task TypeAsync(ILocator input, string text)
    {
        await input.FillAsync(text);
        await input.BlurAsync();
        await input.EvaluateAsync("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
    }

    private static Task ChooseAsync(ILocator field, string label) => field.Locator(".fjs-dropdownlist-item", new() { HasText = label }).First.ClickAsync();

    private ILocator Holding(string id) => page.Locator(".fjs-form-field", new() { Has = page.Locator(Ending(id)) }).Last;

    private static string Ending(string id) => $"[id^='fjs-form'][id$='{id}']";

    private static string InRow(string id) => $"{Ending(id)}, {Ending(id + "-0")}, {Ending(id + "-date")}";

    private static FilePayload FileOf(string name) => name.EndsWith(".png", StringComparison.Ordinal)
        ? new() { Name = name, MimeType = "image/png", Buffer = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==") }
        : new() { Name = name, MimeType = "application/pdf", Buffer = Encoding.ASCII.GetBytes("%PDF-1.4\n%%EOF\n") };

    // A choice may be named by its value or by what is shown.
    private static string Label(JsonElement field, string choice) =>
        field.TryGetProperty("values", out var options) && options.EnumerateArray().FirstOrDefault(option => Text(option, "value") == choice) is { ValueKind: JsonValueKind.Object } option ? Text(option, "label") : choice;

    private static JsonElement? Find(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty("components", out var fields)) return null;
        foreach (var field in fields.EnumerateArray())
        {
            if (Text(field, "key") == name || Text(field, "path") == name || Text(field, "label") == name || Text(field, "dateLabel") == name) return field;
            if (Text(field, "type") != "dynamiclist" && Find(field, name) is { } within) return within;
        }

        return null;
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static IEnumerable<object?> Several(object? answer) => answer is List<object?> many ? many : [answer];

    private static string Words(object? answer) => Convert.ToString(answer, CultureInfo.InvariantCulture) ?? "";
}
