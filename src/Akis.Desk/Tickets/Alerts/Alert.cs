using System.Globalization;
using Akis.Desk.Categories;

namespace Akis.Desk.Tickets.Alerts;

/// <summary>A notification of Alertmanager (webhook, version 4); fields that are not needed are left out.</summary>
public sealed record AlertNotification(string? Version, string? Receiver, IReadOnlyList<Alert>? Alerts);

/// <summary>One alert in it.</summary>
/// <param name="Status">firing or resolved.</param>
/// <param name="Labels">alertname, severity, instance …; <c>category</c>, <c>impact</c> and <c>urgency</c> overrule what follows from the severity.</param>
/// <param name="Annotations">summary and description for people.</param>
/// <param name="StartsAt">When it began.</param>
/// <param name="Fingerprint">The same for the same labels.</param>
public sealed record Alert(string? Status, IReadOnlyDictionary<string, string>? Labels, IReadOnlyDictionary<string, string>? Annotations, DateTimeOffset? StartsAt, string? Fingerprint)
{
    private const int LongestSubject = 150;
    private const string UsualCategory = "SUN-03";

    /// <summary>Whether it is over.</summary>
    public bool IsResolved => Status == "resolved";

    /// <summary>The ticket that it opens.</summary>
    public NewTicket ToTicket()
    {
        var name = Label("alertname") ?? "Alarm";
        var subject = $"{name}: {Annotation("summary") ?? Label("instance") ?? "ayrıntı yok"}";
        var (impact, urgency) = (Label("class"), Label("severity")) switch
        {
            ("A", _) => ("university", "critical"),
            (_, "critical" or "page") => ("unit", "critical"),
            (_, "info" or "none") => ("person", "low"),
            _ => ("unit", "medium"),
        };
        var body = $"{Annotation("description") ?? Annotation("summary") ?? "İzleme sistemi bir alarm bildirdi."}\n\n{string.Join('\n', (Labels ?? new Dictionary<string, string>()).OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key} = {label.Value}"))}"
            + (StartsAt is { } since ? $"\nbaşlangıç = {since.ToString("O", CultureInfo.InvariantCulture)}" : "");
        return new(CategoryTree.Default.Find(Label("category")) is { } category ? category.Code : UsualCategory, subject.Length > LongestSubject ? subject[..LongestSubject] : subject,
            body.Length > TicketRules.LongestBody ? body[..TicketRules.LongestBody] : body, Known(Label("impact"), TicketRules.Impacts) ?? impact, Known(Label("urgency"), TicketRules.Urgencies) ?? urgency)
        { Type = "incident" };
    }

    private static string? Known(string? value, IReadOnlyList<string> values) => value is not null && values.Contains(value) ? value : null;

    private string? Label(string name) => Labels?.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private string? Annotation(string name) => Annotations?.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
