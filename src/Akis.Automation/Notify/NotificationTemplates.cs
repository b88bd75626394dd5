using System.Text.RegularExpressions;
using Akis.Feel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Akis.Automation.Notify;

/// <summary>A notification ready to be sent.</summary>
internal sealed record NotificationText(string SubjectTr, string SubjectEn, string BodyTr, string BodyEn);

/// <summary>Texts of notifications: those of the program, and <c>notifications.yaml</c> of every process folder.</summary>
internal sealed partial class NotificationTemplates
{
    private static readonly string[] Own = ["Akis.Automation.Notify.templates.yaml", "Akis.Automation.TicketMail.templates.yaml"];

    private readonly Dictionary<string, Entry> _entries;

    private NotificationTemplates(Dictionary<string, Entry> entries) => _entries = entries;

    /// <summary>Reads all templates. A name given twice or a text without one of its languages stops the start.</summary>
    public static NotificationTemplates Read(string processes)
    {
        var entries = new Dictionary<string, Entry>();
        var own = Own.Select(name => (Name: name, Text: Embedded(name)));
        var folders = Directory.GetFiles(processes, "notifications.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (Name: file, Text: File.ReadAllText(file)));
        foreach (var (file, text) in own.Concat(folders))
        {
            foreach (var (name, entry) in Parse(text, file))
            {
                if (!entries.TryAdd(name, entry)) throw new InvalidOperationException($"{file}: the notification '{name}' exists already.");
            }
        }

        return new(entries);
    }

    private static string Embedded(string name)
    {
        using var reader = new StreamReader(typeof(NotificationTemplates).Assembly.GetManifestResourceStream(name)!); // embedded by the project
        return reader.ReadToEnd();
    }

    /// <summary>The texts of a template with these variables, or null where there is no such template.</summary>
    public NotificationText? Fill(string name, FeelContext variables, FeelEnvironment environment) => _entries.TryGetValue(name, out var entry)
        ? new(FillText(entry.Subject["tr"], variables, environment), FillText(entry.Subject["en"], variables, environment), FillText(entry.Body["tr"], variables, environment), FillText(entry.Body["en"], variables, environment))
        : null;

    private static Dictionary<string, Entry> Parse(string yaml, string file)
    {
        var entries = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<Dictionary<string, Entry>?>(yaml) ?? [];
        foreach (var (name, entry) in entries)
        {
            foreach (var texts in new[] { entry.Subject, entry.Body })
            {
                if (!texts.ContainsKey("tr") || !texts.ContainsKey("en")) throw new InvalidOperationException($"{file}: '{name}' needs subject and body in tr and en.");
            }
        }

        return entries;
    }

    private static string FillText(string text, FeelContext variables, FeelEnvironment environment) =>
        Hole().Replace(text, hole => Show(FeelExpression.Parse(hole.Groups[1].Value.Trim(), variables.Keys).Evaluate(variables, environment).Value, environment)).Trim();

    // People read days and hours as they are written in Türkiye.
    private static string Show(FeelValue value, FeelEnvironment environment) => value.IsNull ? "" : value.AsString() is { } text ? text
        : value.AsDate() is { } day ? day.ToString("dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture)
        : value.AsInstant(environment.Zone) is { } instant ? TimeZoneInfo.ConvertTime(instant, environment.Zone).ToString("dd.MM.yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture)
        : value.ToString();

    [GeneratedRegex(@"\{\{(.*?)\}\}", RegexOptions.Singleline)]
    private static partial Regex Hole();

    private sealed class Entry
    {
        public Dictionary<string, string> Subject { get; set; } = [];

        public Dictionary<string, string> Body { get; set; } = [];
    }
}
