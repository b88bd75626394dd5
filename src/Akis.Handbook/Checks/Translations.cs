using Akis.Engine.Forms;

namespace Akis.Handbook.Checks;

/// <summary>Whether every text has its English. Cards and documents cannot be read without it.</summary>
internal static class Translations
{
    private static readonly string[] Needed = ["subject.tr", "subject.en", "body.tr", "body.en"];

    /// <summary>Runs them over a folder.</summary>
    public static IEnumerable<string> Run(ProcessFolder folder)
    {
        foreach (var (file, text) in folder.Notifications) foreach (var missing in Needed.Where(name => !text.Texts.Contains(name))) yield return $"{file}:{text.Line}: '{text.Name}' has no {missing}";
        foreach (var (file, form) in folder.Forms) foreach (var text in TextsOf(form).Where(text => text.En is null && NeedsTranslation(text.Tr))) yield return $"{file}: '{text.Tr}' has no English";
    }

    private static IEnumerable<FormText> TextsOf(FormSchema form) => form.All().SelectMany(component =>
        new[] { component.Label, component.Description, component.Text, component.Rules.PatternMessage }.Concat(component.Options.Select(option => option.Label)).Concat(component.Columns.Select(column => column.Label)));

    // Numbers, abbreviations and single names are the same in both languages; what is Turkish shows it by its letters or by being more than a word.
    private static bool NeedsTranslation(string text) =>
        !text.StartsWith('=') && (text.Any(letter => "çğıöşüÇĞİÖŞÜ".Contains(letter, StringComparison.Ordinal)) || text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLower)) > 1);
}
