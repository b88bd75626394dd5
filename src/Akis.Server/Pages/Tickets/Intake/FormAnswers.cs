using Akis.Engine.Forms;
using Akis.Feel;

namespace Akis.Server.Pages.Tickets.Intake;

/// <summary>Answers of a form as people read them: labels for keys, labels for options.</summary>
internal static class FormAnswers
{
    public static IReadOnlyList<(string Label, string Value)> InWords(FormSchema schema, FeelContext data, string language, string yes, string no) =>
        [.. schema.All().Where(component => component.Key is not null && !component.Label.IsEmpty)
            .Select(component => (component.Label.In(language), Value: Words(component, data.Get(component.Key!), language, yes, no))).Where(answer => answer.Value.Length > 0)]; // asked for just before

    private static string Words(FormComponent component, FeelValue value, string language, string yes, string no) =>
        value.IsNull ? ""
        : value.AsBoolean() is { } flag ? flag ? yes : no
        : value.AsList() is { } list ? string.Join(", ", list.Select(item => Words(component, item, language, yes, no)))
        : value.AsString() is { } text ? component.Options.FirstOrDefault(option => option.Value == text)?.Label.In(language) ?? text
        : value.ToString();
}
