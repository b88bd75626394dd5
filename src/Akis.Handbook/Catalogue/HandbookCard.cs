using System.Text.Json.Serialization;

namespace Akis.Handbook.Catalogue;

/// <summary>A text in both languages.</summary>
public sealed record Text(string Tr, string En)
{
    /// <summary>The text in a language; anything but English is Turkish.</summary>
    public string In(string language) => language.StartsWith("en", StringComparison.Ordinal) ? En : Tr;
}

/// <summary>A lane and what is done in it.</summary>
public sealed record CardRole(string Lane, string En, Text Does);

/// <summary>A form or decision; without an id it is planned, not made.</summary>
public sealed record CardItem(string? Id, Text Title);

/// <summary>How the instances' values become one number.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KpiKind>))]
public enum KpiKind
{
    /// <summary>How many of the instances that count answer true, in percent.</summary>
    Share,

    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The middle value.</summary>
    Median,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>How many instances give a value that is neither null nor false.</summary>
    Count,
}

/// <summary>How a performance indicator comes from the history: a FEEL expression over each instance, and what becomes of the values. Null does not count.</summary>
/// <param name="Unit">%, gün, iş saati, saat, dk, adet or TL.</param>
/// <param name="As">What becomes of the values.</param>
/// <param name="Of">The value of an instance, in FEEL.</param>
public sealed record KpiFormula(string Unit, KpiKind As, string Of);

/// <summary>A performance indicator in both languages; without a formula it is only told.</summary>
public sealed record CardKpi(string Tr, string En, KpiFormula? Formula);

/// <summary>Which edition of the card this is.</summary>
public sealed record Revision(int No, DateOnly Date, Text Note);

/// <summary>A process's page in the handbook.</summary>
public sealed record HandbookCard(
    string Slug, string Code, Text Title, string Group, Text Owner, Revision Revision, string? ProcessId, IReadOnlyList<string> Starters, Text Purpose,
    IReadOnlyList<Text> Triggers, IReadOnlyList<CardRole> Roles, IReadOnlyList<Text> Inputs, IReadOnlyList<Text> Outputs, IReadOnlyList<Text> Records, IReadOnlyList<Text> Documents,
    IReadOnlyList<Text> Automation, IReadOnlyList<CardItem> Forms, IReadOnlyList<CardItem> Decisions, IReadOnlyList<Text> Targets, IReadOnlyList<CardKpi> Kpis, IReadOnlyList<Text> Legal,
    IReadOnlyList<Text> Risks, IReadOnlyList<string> Related, string? Retention, Text Body)
{
    /// <summary>Whether a model belongs to this card: its id begins with the card's code, <c>sek-08-04-07-kabul</c>.</summary>
    public bool Owns(string processId) => processId.StartsWith($"{Code.ToLowerInvariant().Replace(' ', '-')}-", StringComparison.Ordinal);
}

/// <summary>One of the six groups with its processes in order.</summary>
public sealed record CatalogueGroup(string Id, Text Name, IReadOnlyList<HandbookCard> Processes);

/// <summary>The whole handbook as it is published.</summary>
public sealed record ProcessCatalogue(Text Department, Text Address, string Phone, Text Help, IReadOnlyList<CatalogueGroup> Groups)
{
    /// <summary>The university, for the head of documents; null where the index does not say it.</summary>
    public Text? University { get; init; }

    /// <summary>All processes in the order of publication.</summary>
    public IEnumerable<HandbookCard> Processes => Groups.SelectMany(group => group.Processes);

    /// <summary>A process by its folder name or its code, or null.</summary>
    public HandbookCard? Find(string slugOrCode) => Processes.FirstOrDefault(card => card.Slug == slugOrCode || string.Equals(card.Code, slugOrCode, StringComparison.OrdinalIgnoreCase) || card.Code.Replace(' ', '-') == slugOrCode);

    /// <summary>A process by the id of its model, or null.</summary>
    public HandbookCard? OfProcess(string processId) => Processes.FirstOrDefault(card => card.ProcessId == processId);
}
