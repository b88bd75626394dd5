using System.Text.RegularExpressions;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.People;

namespace Akis.Desk.Watching;

/// <summary>What decides who may read a ticket's notes.</summary>
internal sealed record MentionedIn(long TicketKey, string Requester, string Queue, string? Assignee, bool IsConfidential);

/// <summary>
/// <c>@uzman.ag</c> in an internal note tells that person, <c>@sorumlu-ag</c> everybody who has that role. Who may not read notes of the ticket hears nothing: a note must not
/// reveal that it exists.
/// </summary>
internal static partial class Mentions
{
    private const int Most = 20;
    private const int MostOfRole = 50;

    /// <summary>The names of accounts and roles that a text mentions, each once.</summary>
    public static IReadOnlyList<string> In(string text) => [.. Mention().Matches(text).Select(match => match.Groups[1].Value.TrimEnd('.', '-')).Distinct().Take(Most)];

    public static Task TellAsync(WriteSession session, TicketPage page, string text, long messageKey, Actor author, CancellationToken cancel) =>
        TellAsync(session, new(page.Ticket.Key, page.Ticket.Requester, page.Ticket.Queue, page.Ticket.Assignee, page.IsConfidential), text, messageKey, author.UserName, cancel);

    public static async Task TellAsync(WriteSession session, MentionedIn ticket, string text, long messageKey, string author, CancellationToken cancel)
    {
        var mentioned = new HashSet<string>();
        foreach (var name in In(text)) mentioned.UnionWith(Roles.All.ContainsKey(name) ? await OfRoleAsync(session, name, cancel) : [name]);
        foreach (var name in mentioned.Where(name => name != author))
        {
            var roles = await session.QueryAsync("SELECT r.role FROM person p JOIN person_role r ON r.user_name = p.user_name WHERE p.user_name = @user AND p.active", row => row.GetString(0), cancel, ("user", name));
            var view = TicketAccess.ViewOf(Roles.Actor(name, roles.ToHashSet()), ticket.Requester, ticket.Queue, ticket.Assignee, ticket.IsConfidential);
            if (view is TicketView.Agent or TicketView.Reader) Notifications.Add(session, name, "mention", ticket.TicketKey, messageKey, author);
        }
    }

    private static Task<List<string>> OfRoleAsync(WriteSession session, string role, CancellationToken cancel) => session.QueryAsync(
        "SELECT p.user_name FROM person p JOIN person_role r ON r.user_name = p.user_name WHERE r.role = @role AND p.active ORDER BY p.user_name LIMIT @most", row => row.GetString(0), cancel, ("role", role), ("most", MostOfRole));

    [GeneratedRegex(@"(?<![\p{L}\d.])@([a-z0-9][a-z0-9._-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();
}
