namespace Akis.Desk.Search.Language;

/// <summary>What a reader looks for: words, and conditions on tickets. All of them must hold.</summary>
/// <param name="Terms">Words and phrases.</param>
/// <param name="Filters">Conditions.</param>
/// <param name="Number">The running number when that is all that was typed: <c>123</c>, <c>#2026-000123</c>. Where no such ticket is to be seen, it is looked for as a word.</param>
public sealed record SearchQuery(IReadOnlyList<SearchTerm> Terms, IReadOnlyList<SearchFilter> Filters, TicketNumber? Number)
{
    /// <summary>Whether nothing is asked for.</summary>
    public bool IsEmpty => Terms.Count == 0 && Filters.Count == 0 && Number is null;

    /// <summary>Everything in any of these states.</summary>
    public static SearchQuery InStates(params IReadOnlyList<string> states) => new([], [new(SearchField.State, states, null, null, false)], null);
}

/// <summary>A word, a phrase or the beginning of a word.</summary>
/// <param name="Stems">What is compared, in order; more than one for a phrase.</param>
/// <param name="IsPrefix">Whether the last one is only a beginning.</param>
/// <param name="IsExcluded">Whether it must not be there.</param>
public sealed record SearchTerm(IReadOnlyList<string> Stems, bool IsPrefix, bool IsExcluded);

/// <summary>A condition: any of the values, or none of them.</summary>
/// <param name="Field">What is compared.</param>
/// <param name="Values">Codes as the tickets keep them; empty where the condition is a range of instants.</param>
/// <param name="From">First instant; null without a lower limit.</param>
/// <param name="Until">First instant that is too late; null without an upper limit.</param>
/// <param name="IsExcluded">Whether it must not hold.</param>
public sealed record SearchFilter(SearchField Field, IReadOnlyList<string> Values, DateTimeOffset? From, DateTimeOffset? Until, bool IsExcluded);

/// <summary>A number that was typed alone.</summary>
/// <param name="Year">Its year; null where only the running number was given.</param>
/// <param name="Running">The running number.</param>
public sealed record TicketNumber(int? Year, int Running);

/// <summary>What is wrong with a query, and at which word.</summary>
/// <param name="Start">First character.</param>
/// <param name="Length">Characters.</param>
/// <param name="Tr">What is wrong and what to write, in Turkish.</param>
/// <param name="En">The same in English.</param>
public sealed record QueryError(int Start, int Length, string Tr, string En)
{
    /// <summary>The words in a language; anything but English is Turkish.</summary>
    public string In(string language) => language.StartsWith("en", StringComparison.Ordinal) ? En : Tr;
}

/// <summary>What conditions compare.</summary>
public enum SearchField
{
    /// <summary>State of the ticket.</summary>
    State,

    /// <summary>Queue.</summary>
    Queue,

    /// <summary>P1 to P4.</summary>
    Priority,

    /// <summary>Who has it.</summary>
    Assignee,

    /// <summary>Whose it is.</summary>
    Requester,

    /// <summary>Category, or a group of them by the letters of their codes.</summary>
    Category,

    /// <summary>A label that the desk gave it.</summary>
    Label,

    /// <summary>When it was opened.</summary>
    Opened,

    /// <summary>When it was changed last.</summary>
    Changed,
}
