using Akis.Desk.Categories;

namespace Akis.Desk.Tickets;

/// <summary>What a person wants to open.</summary>
public sealed record NewTicket(string Category, string Subject, string Body, string? Impact, string? Urgency);

/// <summary>A wrong field, in both languages.</summary>
public sealed record FieldError(string Field, string Tr, string En)
{
    /// <summary>The words in a language; anything but English is Turkish.</summary>
    public string In(string language) => language.StartsWith("en", StringComparison.Ordinal) ? En : Tr;
}

/// <summary>Limits of content (domain §8.2) and the priority table D-01.</summary>
public static class TicketRules
{
    /// <summary>The longest text of a message.</summary>
    public const int LongestBody = 20_000;

    private static readonly string[] Impacts = ["person", "unit", "building", "university"];
    private static readonly string[] Urgencies = ["low", "medium", "high", "critical"];

    // D-01: rows by impact from person to university, columns by urgency from low to critical.
    private static readonly string[][] Priorities = [["P4", "P4", "P3", "P3"], ["P4", "P3", "P2", "P2"], ["P3", "P2", "P2", "P1"], ["P3", "P2", "P1", "P1"]];

    /// <summary>What is wrong with a new ticket; empty when nothing is.</summary>
    public static IReadOnlyList<FieldError> Check(NewTicket ticket)
    {
        var errors = new List<FieldError>();
        if (CategoryTree.Default.Find(ticket.Category) is null) errors.Add(new("category", "Bir konu başlığı seçin.", "Choose a category."));
        if (ticket.Subject.Trim().Length is < 5 or > 150) errors.Add(new("subject", "Konu 5 ile 150 karakter arasında olmalı.", "The subject must have 5 to 150 characters."));
        if (ticket.Body.Trim().Length < 20) errors.Add(new("body", "Sorunu en az 20 karakterle anlatın.", "Describe the problem in at least 20 characters."));
        if (ticket.Body.Length > LongestBody) errors.Add(new("body", "Metin çok uzun (en çok 20.000 karakter).", "The text is too long (20,000 characters at most)."));
        if (ticket.Impact is { } impact && !Impacts.Contains(impact)) errors.Add(new("impact", "Listeden seçin.", "Choose from the list."));
        if (ticket.Urgency is { } urgency && !Urgencies.Contains(urgency)) errors.Add(new("urgency", "Listeden seçin.", "Choose from the list."));
        return errors;
    }

    /// <summary>D-01: priority from impact and urgency.</summary>
    public static string PriorityOf(string impact, string urgency) => Priorities[Math.Max(0, Array.IndexOf(Impacts, impact))][Math.Max(0, Array.IndexOf(Urgencies, urgency))];

    /// <summary>Whether a message can be kept.</summary>
    public static FieldError? CheckMessage(string body) =>
        string.IsNullOrWhiteSpace(body) ? new("body", "Bir metin yazın.", "Write a text.")
        : body.Length > LongestBody ? new("body", "Metin çok uzun (en çok 20.000 karakter).", "The text is too long (20,000 characters at most).")
        : null;
}
