using System.Text.Json.Serialization;
using Akis.Desk.Categories;
using Akis.Desk.Tickets.Processes;
using Akis.Feel;

namespace Akis.Desk.Tickets;

/// <summary>What a person wants to open.</summary>
public sealed record NewTicket(string Category, string Subject, string Body, string? Impact, string? Urgency)
{
    /// <summary>incident, request, information, complaint or suggestion; null for what is usual in its category.</summary>
    public string? Type { get; init; }

    /// <summary>The checked answers of the category's form; null where it has none.</summary>
    [JsonIgnore] public FeelContext? Details { get; init; }

    /// <summary>The process of the handbook that begins with it, and its start form's checked answers; null for none.</summary>
    [JsonIgnore] public BoundProcess? Bound { get; init; }

    /// <summary>How many tickets and processes have led to it.</summary>
    [JsonIgnore] public int Depth { get; init; }
}

/// <summary>A wrong field, in both languages.</summary>
public sealed record FieldError(string Field, string Tr, string En)
{
    /// <summary>The words in a language; anything but English is Turkish.</summary>
    public string In(string language) => language.StartsWith("en", StringComparison.Ordinal) ? En : Tr;
}

/// <summary>Limits of content (domain §8.2). The priority is the process's: decision table D-01.</summary>
public static class TicketRules
{
    /// <summary>The longest text of a message.</summary>
    public const int LongestBody = 20_000;

    /// <summary>Whom it affects, from least to most; the words of the decision table D-01.</summary>
    public static IReadOnlyList<string> Impacts { get; } = ["person", "unit", "building", "university"];

    /// <summary>How pressing it is, from least to most; the words of the decision table D-01.</summary>
    public static IReadOnlyList<string> Urgencies { get; } = ["low", "medium", "high", "critical"];


    /// <summary>What is wrong with a new ticket; empty when nothing is.</summary>
    public static IReadOnlyList<FieldError> Check(NewTicket ticket)
    {
        var errors = new List<FieldError>();
        if (CategoryTree.Default.Find(ticket.Category) is null) errors.Add(new("category", "Bir konu başlığı seçin.", "Choose a category."));
        if (ticket.Subject.Trim().Length is < 5 or > 150) errors.Add(new("subject", "Konu 5 ile 150 karakter arasında olmalı.", "The subject must have 5 to 150 characters."));
        if (ticket.Body.Trim().Length < 20) errors.Add(new("body", "Sorunu en az 20 karakterle anlatın.", "Describe the problem in at least 20 characters."));
        if (ticket.Body.Length > LongestBody) errors.Add(new("body", "Metin çok uzun (en çok 20.000 karakter).", "The text is too long (20,000 characters at most)."));
        if (ticket.Type is { } type && !Revising.ReviseTicket.Types.Contains(type)) errors.Add(new("type", "Listeden seçin.", "Choose from the list."));
        if (ticket.Impact is { } impact && !Impacts.Contains(impact)) errors.Add(new("impact", "Listeden seçin.", "Choose from the list."));
        if (ticket.Urgency is { } urgency && !Urgencies.Contains(urgency)) errors.Add(new("urgency", "Listeden seçin.", "Choose from the list."));
        return errors;
    }


    /// <summary>Whether a message can be kept.</summary>
    public static FieldError? CheckMessage(string body) =>
        string.IsNullOrWhiteSpace(body) ? new("body", "Bir metin yazın.", "Write a text.")
        : body.Length > LongestBody ? new("body", "Metin çok uzun (en çok 20.000 karakter).", "The text is too long (20,000 characters at most).")
        : null;
}
