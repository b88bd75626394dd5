using Akis.Desk.Links;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Requests;
using Akis.People.Accounts;

namespace Akis.Desk.Merging;

/// <summary>Makes a ticket of its own from a part of another: messages that were chosen, or a piece of work for another group.</summary>
public sealed class SplitTicket(AkisDatabase database, TicketWork work, OpenTicket open, PersonQueries persons)
{
    /// <summary>Opens a ticket of the same requester with copies of the chosen messages; both are linked.</summary>
    public Task<Outcome<OpenedTicket>> RunAsync(string number, IReadOnlyCollection<long> messages, string category, string subject, Actor actor, CancellationToken cancel = default) => OpenAsync(number, category, subject, actor, async (session, row, token) =>
    {
        var bodies = await session.QueryAsync("SELECT key, kind FROM ticket_message WHERE ticket_key = @key", one => (Key: one.GetInt64(0), Kind: (MessageKind)one.GetInt32(1)), token, ("key", row.Key));
        var chosen = bodies.Where(message => message.Kind != MessageKind.Event && messages.Contains(message.Key)).Select(message => message.Key).ToHashSet();
        return chosen.Count == 0 ? (null, null) : ($"#{row.Number} numaralı biletten ayrıldı.", chosen);
    }, LinkKind.RelatedTo, cancel);

    /// <summary>Opens a child: a piece of work that must be over before the ticket can be solved. It is the desk's own: the requester sees nothing of it, and the agent may work on it himself.</summary>
    public Task<Outcome<OpenedTicket>> OpenChildAsync(string number, string category, string subject, string body, Actor actor, CancellationToken cancel = default) => OpenAsync(number, category, subject, actor,
        (_, _, _) => Task.FromResult<(string?, IReadOnlySet<long>?)>((body, null)), LinkKind.ChildOf, cancel);

    private async Task<Outcome<OpenedTicket>> OpenAsync(string number, string category, string subject, Actor actor,
        Func<WriteSession, TicketRow, CancellationToken, Task<(string? Body, IReadOnlySet<long>? Messages)>> content, LinkKind kind, CancellationToken cancel)
    {
        var names = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT requester FROM ticket WHERE number = @number", row => row.GetString(0), token, ("number", number)), cancel);
        if (names is not [var name]) return TicketProblems.Unknown;
        var person = await persons.FindAsync(kind == LinkKind.ChildOf ? actor.UserName : name, cancel);
        OpenedTicket? opened = null;
        var done = await database.WriteAsync((session, token) => work.InAsync(session, number, actor, async (inside, row, stop) =>
        {
            var (body, messages) = await content(inside, row, stop);
            if (body is null) return new Problem("split.messages", 422, "Yeni bilete geçecek en az bir ileti seçin.", "Choose at least one message for the new ticket.");
            if (TicketRules.Check(new(category, subject, body, null, null)) is [var wrong, ..]) return new Problem("split." + wrong.Field, 422, wrong.Tr, wrong.En);
            var requester = kind == LinkKind.ChildOf ? TicketRequester.OfDesk(person?.Name ?? actor.UserName)
                : person is not null ? TicketRequester.Of(person)
                : new Requester(row.Requester, row.RequesterName, row.RequesterUnit ?? "", "", "", null);
            var ticket = await open.OpenAsync(inside, new(category, subject, body, null, null), [], requester, actor, "Masa", stop);
            if (ticket.Problem is { } problem) return problem;
            opened = ticket.Value;
            if (messages is not null) await TicketCopies.CopyAsync(inside, row.Key, opened.Key, messages, null, stop);
            await TicketLinks.LinkAsync(inside, opened.Key, row.Key, kind, actor.UserName, stop);
            await TicketEvents.AddAsync(inside, row.Key, kind == LinkKind.ChildOf ? "child" : "split", actor.UserName, opened.Number, stop);
            await TicketEvents.AddAsync(inside, opened.Key, kind == LinkKind.ChildOf ? "childOf" : "splitFrom", actor.UserName, row.Number, stop);
            return Outcome.Done;
        }, token), cancel);
        return done.Problem is { } refused ? refused : opened!; // set where nothing was refused
    }
}
