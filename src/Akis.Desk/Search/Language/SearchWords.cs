using Akis.Desk.Categories;
using Akis.Desk.Tickets;
using Akis.Handbook.Catalogue;

namespace Akis.Desk.Search.Language;

/// <summary>A word of the language, with what it means.</summary>
/// <param name="Code">What tickets keep.</param>
/// <param name="Tr">The Turkish word.</param>
/// <param name="En">The English word.</param>
public sealed record SearchWord(string Code, string Tr, string En);

/// <summary>The words of the query language in both languages; a reader may mix them.</summary>
public static class SearchWords
{
    /// <summary>Stands for all states in which a ticket is not over.</summary>
    public const string Open = "open";

    /// <summary>Stands for all states in which it is.</summary>
    public const string Over = "over";

    /// <summary>Stands for the reader.</summary>
    public const string Me = "me";

    /// <summary>Stands for nobody.</summary>
    public const string Nobody = "none";

    /// <summary>The names of conditions; the first of a field is the one that is offered.</summary>
    public static IReadOnlyList<(SearchField Field, string Tr, string En)> Fields { get; } =
    [
        (SearchField.State, "durum", "status"), (SearchField.State, "hal", "state"),
        (SearchField.Queue, "grup", "group"), (SearchField.Queue, "kuyruk", "queue"),
        (SearchField.Priority, "öncelik", "priority"),
        (SearchField.Assignee, "atanan", "assignee"), (SearchField.Assignee, "görevli", "agent"),
        (SearchField.Requester, "isteyen", "requester"),
        (SearchField.Category, "kategori", "category"),
        (SearchField.Label, "etiket", "label"),
        (SearchField.Opened, "tarih", "opened"), (SearchField.Opened, "açılış", "date"),
        (SearchField.Changed, "değişiklik", "changed"),
    ];

    /// <summary>The states.</summary>
    public static IReadOnlyList<SearchWord> States { get; } =
    [
        new(Open, "açık", "open"), new(Over, "kapalı", "over"), new(TicketState.New, "yeni", "new"), new(TicketState.Assigned, "atandı", "assigned"), new(TicketState.InProgress, "işlemde", "inprogress"),
        new(TicketState.WaitingForUser, "kullanıcıda", "waiting"), new(TicketState.WaitingForSupplier, "tedarikçide", "supplier"), new(TicketState.Planned, "planlandı", "planned"),
        new(TicketState.Resolved, "çözüldü", "resolved"), new(TicketState.Closed, "kapandı", "closed"), new(TicketState.Cancelled, "iptal", "cancelled"),
        new(TicketState.InProcess, "süreçte", "inprocess"), new(TicketState.Reopened, "yenidenaçıldı", "reopened"), new(TicketState.Merged, "birleştirildi", "merged"), new(TicketState.Redirected, "yönlendirildi", "redirected"),
    ];

    /// <summary>The queues, by the word that people use for each.</summary>
    public static IReadOnlyList<SearchWord> QueueWords { get; } =
    [
        new("GEN", "masa", "helpdesk"), new("AG", "ağ", "network"), new("SIS", "sistem", "systems"), new("YAZ", "yazılım", "software"), new("YZC", "yarızamanlı", "parttime"), new("ATL", "atölye", "workshop"),
    ];

    /// <summary>The priorities.</summary>
    public static IReadOnlyList<SearchWord> Priorities { get; } = [.. new[] { "P1", "P2", "P3", "P4" }.Select(priority => new SearchWord(priority, priority, priority))];

    /// <summary>Persons that need no name.</summary>
    public static IReadOnlyList<SearchWord> Persons { get; } = [new(Me, "ben", "me"), new(Nobody, "yok", "none")];

    /// <summary>The categories by their codes, and the letters that a group of them shares.</summary>
    public static IReadOnlyList<SearchWord> CategoryWords { get; } =
    [
        .. CategoryTree.Default.All.Select(category => category.Code[..3]).Distinct().Select(group => new SearchWord(group, group, group)),
        .. CategoryTree.Default.All.Select(category => new SearchWord(category.Code, category.Code, category.Code)),
    ];

    /// <summary>Days that need no date.</summary>
    public static IReadOnlyList<SearchWord> Days { get; } = [new("0", "bugün", "today"), new("1", "dün", "yesterday")];

    /// <summary>The words that a field takes; empty where it takes any.</summary>
    public static IReadOnlyList<SearchWord> ValuesOf(SearchField field) => field switch
    {
        SearchField.State => States,
        SearchField.Queue => QueueWords,
        SearchField.Priority => Priorities,
        SearchField.Assignee => Persons,
        SearchField.Requester => [Persons[0]],
        SearchField.Category => CategoryWords,
        SearchField.Opened or SearchField.Changed => Days,
        _ => [],
    };

    /// <summary>The field of a name in either language, or null.</summary>
    internal static SearchField? FieldOf(string name)
    {
        var folded = Folding.Fold(name);
        foreach (var (field, tr, en) in Fields) if (Folding.Fold(tr) == folded || en == folded) return field;
        return null;
    }

    /// <summary>The code of a word in either language, or of the code itself; null where there is none.</summary>
    internal static string? CodeOf(SearchField field, string text)
    {
        var folded = Folding.Fold(text);
        return ValuesOf(field).FirstOrDefault(word => Folding.Fold(word.Tr) == folded || Folding.Fold(word.En) == folded || Folding.Fold(word.Code) == folded)?.Code;
    }

    /// <summary>The word that somebody may have meant, or null where none is near.</summary>
    internal static string? Near(string text, IEnumerable<string> words)
    {
        var folded = Folding.Fold(text);
        return words.Select(word => (Word: word, Distance: Distance(folded, Folding.Fold(word)))).Where(near => near.Distance <= Math.Max(1, folded.Length / 3)).OrderBy(near => near.Distance).Select(near => near.Word).FirstOrDefault();
    }

    // Levenshtein's distance.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, left) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], left = Math.Min(Math.Min(row[j], left) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
