using System.Text.RegularExpressions;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.People;

namespace Akis.Desk.Watching;

/// <summary><c>@uzman.ag</c> in an internal note tells that person. Who may not read notes of the ticket hears nothing: a note must not reveal that it exists.</summary>
internal static partial class Mentions
{
    private const int Most = 20;

    /// <summary>The account names that a text mentions, each once.</summary>
    public static IReadOnlyList<string> In(string text) => [.. Mention().Matches(text).Select(match => match.Groups[1].Value.TrimEnd('.', '-')).Distinct().Take(Most)];

    public static async Task TellAsync(WriteSession session, TicketPage page, string text, long messageKey, Actor author, CancellationToken cancel)
    {
        foreach (var name in In(text).Where(name => name != author.UserName))
        {
            var roles = await session.QueryAsync("SELECT r.role FROM person p JOIN person_role r ON r.user_name = p.user_name WHERE p.user_name = @user AND p.active", row => row.GetString(0), cancel, ("user", name));
            var view = TicketAccess.ViewOf(Roles.Actor(name, roles.ToHashSet()), page.Ticket.Requester, page.Ticket.Queue, page.Ticket.Assignee, page.IsConfidential);
            if (view is TicketView.Agent or TicketView.Reader) Notifications.Add(session, name, "mention", page.Ticket.Key, messageKey, author.UserName);
        }
    }

    [GeneratedRegex(@"(?<![\p{L}\d.])@([a-z0-9][a-z0-9._-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();
}
