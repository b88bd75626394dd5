using System.Text.RegularExpressions;
using Akis.Engine.Database;

namespace Akis.Desk.Fields;

/// <summary>Free words on a ticket, kept in one text: lower case, each once, a blank between.</summary>
public static partial class Labels
{
    private const int Most = 10;
    private static readonly System.Globalization.CultureInfo Turkish = System.Globalization.CultureInfo.GetCultureInfo("tr-TR");

    /// <summary>A typed text as it is kept; commas and # are taken for blanks.</summary>
    public static string Normal(string text) => string.Join(' ', Separator().Split(text.ToLower(Turkish)).Where(label => label.Length is > 0 and <= 30).Distinct().Take(Most));

    /// <summary>Both together.</summary>
    public static string With(string labels, string more) => Normal(labels + " " + more);

    /// <summary>The first without the second.</summary>
    public static string Without(string labels, string fewer) => string.Join(' ', Normal(labels).Split(' ').Except(Normal(fewer).Split(' ')));

    /// <summary>Keeps the labels: together for the ticket's page, and each for the search.</summary>
    internal static async Task SetAsync(WriteSession session, long ticketKey, string labels, CancellationToken cancel)
    {
        await session.ExecuteAsync("UPDATE ticket SET labels = @labels WHERE key = @key", cancel, ("labels", labels), ("key", ticketKey));
        await session.ExecuteAsync("DELETE FROM ticket_tag WHERE ticket_key = @key", cancel, ("key", ticketKey));
        foreach (var label in labels.Split(' ', StringSplitOptions.RemoveEmptyEntries)) await session.ExecuteAsync("INSERT INTO ticket_tag (ticket_key, tag) VALUES (@key, @tag)", cancel, ("key", ticketKey), ("tag", label));
    }

    [GeneratedRegex(@"[^\p{L}\d-]+")]
    private static partial Regex Separator();
}
