using System.Globalization;
using Akis.Desk.Assignment;
using Akis.Desk.Bulk;
using Akis.Desk.Checklists;
using Akis.Desk.Compose;
using Akis.Desk.Fields;
using Akis.Desk.Later;
using Akis.Desk.Links;
using Akis.Desk.Merging;
using Akis.Desk.Tickets;
using Akis.Desk.TimeSpent;
using Akis.Desk.Watching;
using Akis.Desk.Worklist;
using Akis.Engine.Database;
using Akis.People.SignIn;

namespace Akis.Server.Api;

/// <summary>What agents work with, for programs and for the islands of the pages; with the rights of the caller and no more.</summary>
internal static class DeskWorkApi
{
    internal sealed record Person(string? UserName);

    internal sealed record Queue(string Code);

    internal sealed record Draft(string Body);

    internal sealed record Fields(IReadOnlyList<FieldChange> Changes);

    internal sealed record Link(LinkKind Kind, string Other);

    internal sealed record Target(string Number);

    internal sealed record Part(string Category, string Subject, string? Body, IReadOnlyList<long>? Messages);

    internal sealed record Text(string Body);

    internal sealed record Tick(bool Done);

    internal sealed record Spent(int Minutes, string? Text, DateOnly Day);

    internal sealed record Until(DateTimeOffset At, bool EndsOnReply);

    internal sealed record Many(IReadOnlyList<string> Numbers, BulkKind Kind, string? Value);

    /// <summary>A text module with the ticket's values in it.</summary>
    internal sealed record Ready(string Shortcut, string Title, string Text);

    public static void MapAkisDeskWorkApi(this IEndpointRouteBuilder endpoints)
    {
        var ticket = endpoints.MapGroup("/api/tickets/{number}").RequireAuthorization().WithTags("Desk").ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        ticket.MapPut("assignee", async (string number, Person to, CurrentUser user, AssignTicket assign, CancellationToken cancel) => Answer(await assign.RunAsync(number, to.UserName ?? "", (await user.GetAsync()).Actor, cancel)))
            .WithSummary("Gives the ticket to a colleague; no userName gives it back to the queue");
        ticket.MapPut("queue", async (string number, Queue to, CurrentUser user, TicketCommands commands, CancellationToken cancel) => Answer(await commands.HandOverAsync(number, to.Code, null, (await user.GetAsync()).Actor, cancel)))
            .WithSummary("Gives the ticket to another queue");
        ticket.MapPatch("fields", async (string number, Fields fields, CurrentUser user, EditTicket edit, CancellationToken cancel) =>
        {
            var edited = await edit.RunAsync(number, fields.Changes ?? [], (await user.GetAsync()).Actor, cancel);
            return edited.Conflicts.Count > 0 ? Results.Conflict(edited.Conflicts) : Answer(new(edited.Problem));
        }).WithSummary("Changes fields, each with the value that was seen; a field that somebody else has changed meanwhile is a conflict (409) with both values");
        ticket.MapPut("drafts/{kind}", async (string number, string kind, Draft draft, CurrentUser user, Drafts drafts, CancellationToken cancel) =>
            Answer(await drafts.SaveAsync(number, kind == "note" ? MessageKind.Note : MessageKind.Message, draft.Body ?? "", (await user.GetAsync()).Actor, cancel))).WithSummary("Keeps the caller's draft of a reply or a note; an empty one forgets it");
        ticket.MapGet("events", async (string number, CurrentUser user, TicketQueries tickets, TicketEvents events, CancellationToken cancel) =>
            await AgentPageAsync(number, user, tickets, cancel) is { } page ? Results.Ok(await events.OfAsync(page.Ticket.Key, cancel)) : Answer(TicketProblems.Unknown)).WithSummary("The desk's own history of the ticket");
        ticket.MapGet("links", async (string number, CurrentUser user, TicketQueries tickets, TicketLinks links, CancellationToken cancel) =>
            await AgentPageAsync(number, user, tickets, cancel) is { } page ? Results.Ok(await links.OfAsync(page.Ticket.Key, (await user.GetAsync()).Actor, cancel)) : Answer(TicketProblems.Unknown)).WithSummary("The ticket's links");
        ticket.MapPost("links", async (string number, Link link, CurrentUser user, TicketLinks links, CancellationToken cancel) => Answer(await links.AddAsync(number, link.Kind, link.Other ?? "", (await user.GetAsync()).Actor, cancel))).WithSummary("Links it with another ticket");
        ticket.MapDelete("links/{kind:int}/{other}", async (string number, int kind, string other, CurrentUser user, TicketLinks links, CancellationToken cancel) => Answer(await links.RemoveAsync(number, (LinkKind)kind, other, (await user.GetAsync()).Actor, cancel))).WithSummary("Takes a link away");
        ticket.MapPost("merge", async (string number, Target into, CurrentUser user, MergeTickets merge, CancellationToken cancel) => Answer(await merge.RunAsync(number, into.Number ?? "", (await user.GetAsync()).Actor, cancel))).WithSummary("Merges the ticket into another one");
        ticket.MapDelete("merge", async (string number, CurrentUser user, MergeTickets merge, CancellationToken cancel) => Answer(await merge.UndoAsync(number, (await user.GetAsync()).Actor, cancel))).WithSummary("Undoes that, within seven days");
        ticket.MapPost("split", async (string number, Part part, CurrentUser user, SplitTicket split, CancellationToken cancel) => Made(await split.RunAsync(number, [.. part.Messages ?? []], part.Category ?? "", part.Subject ?? "", (await user.GetAsync()).Actor, cancel)))
            .Produces<OpenedTicket>(201).WithSummary("Makes a ticket of the same requester out of chosen messages");
        ticket.MapPost("children", async (string number, Part part, CurrentUser user, SplitTicket split, CancellationToken cancel) => Made(await split.OpenChildAsync(number, part.Category ?? "", part.Subject ?? "", part.Body ?? "", (await user.GetAsync()).Actor, cancel)))
            .Produces<OpenedTicket>(201).WithSummary("Opens a child, which must be over before the ticket can be solved");
        ticket.MapPost("checklist", async (string number, Text lines, CurrentUser user, Checklist checklist, CancellationToken cancel) => Answer(await checklist.AddAsync(number, lines.Body ?? "", (await user.GetAsync()).Actor, cancel))).WithSummary("Adds lines to the checklist");
        ticket.MapPut("checklist/{key:long}", async (string number, long key, Tick tick, CurrentUser user, Checklist checklist, CancellationToken cancel) => Answer(await checklist.TickAsync(number, key, tick.Done, (await user.GetAsync()).Actor, cancel))).WithSummary("Ticks a line");
        ticket.MapDelete("checklist/{key:long}", async (string number, long key, CurrentUser user, Checklist checklist, CancellationToken cancel) => Answer(await checklist.RemoveAsync(number, key, (await user.GetAsync()).Actor, cancel))).WithSummary("Removes a line");
        ticket.MapPost("time", async (string number, Spent spent, CurrentUser user, TimeEntries time, CancellationToken cancel) => Answer(await time.AddAsync(number, spent.Minutes, spent.Text ?? "", spent.Day, (await user.GetAsync()).Actor, cancel))).WithSummary("Writes down time that the caller has spent");
        ticket.MapGet("time", async (string number, CurrentUser user, TicketQueries tickets, TimeEntries time, CancellationToken cancel) =>
            await AgentPageAsync(number, user, tickets, cancel) is { } page ? Results.Ok(await time.OfAsync(page.Ticket.Key, cancel)) : Answer(TicketProblems.Unknown)).WithSummary("The time that was spent");
        ticket.MapDelete("time/{key:long}", async (string number, long key, CurrentUser user, TimeEntries time, CancellationToken cancel) => Answer(await time.RemoveAsync(number, key, (await user.GetAsync()).Actor, cancel))).WithSummary("Removes an entry of the caller's own");
        ticket.MapPut("snooze", async (string number, Until until, CurrentUser user, SnoozeTicket snooze, CancellationToken cancel) => Answer(await snooze.RunAsync(number, until.At, until.EndsOnReply, (await user.GetAsync()).Actor, cancel))).WithSummary("Puts the ticket off");
        ticket.MapDelete("snooze", async (string number, CurrentUser user, SnoozeTicket snooze, CancellationToken cancel) => Answer(await snooze.WakeAsync(number, (await user.GetAsync()).Actor, cancel))).WithSummary("Brings it back");
        ticket.MapPut("watchers/{userName}", async (string number, string userName, CurrentUser user, Watchers watchers, CancellationToken cancel) => Answer(await watchers.AddAsync(number, userName, (await user.GetAsync()).Actor, cancel))).WithSummary("Lets a person follow the ticket");
        ticket.MapDelete("watchers/{userName}", async (string number, string userName, CurrentUser user, Watchers watchers, CancellationToken cancel) => Answer(await watchers.RemoveAsync(number, userName, (await user.GetAsync()).Actor, cancel))).WithSummary("Ends that");

        var desk = endpoints.MapGroup("/api/desk").RequireAuthorization().WithTags("Desk").ProducesProblem(401);
        desk.MapGet("counts", async (CurrentUser user, DeskCounts counts, CancellationToken cancel) => (await counts.OfAsync((await user.GetAsync()).Actor, cancel)).ToDictionary(view => view.Key.ToString(), view => view.Value)).WithSummary("How many tickets each view of the caller's desk holds");
        desk.MapPost("bulk/preview", async (Many many, CurrentUser user, BulkActions bulk, CancellationToken cancel) => Results.Ok(await bulk.PreviewAsync(many.Numbers ?? [], many.Kind, many.Value ?? "", (await user.GetAsync()).Actor, cancel))).WithSummary("Says what a bulk action would do, ticket by ticket");
        desk.MapPost("bulk", async (Many many, CurrentUser user, BulkActions bulk, CancellationToken cancel) => Results.Ok(await bulk.RunAsync(many.Numbers ?? [], many.Kind, many.Value ?? "", (await user.GetAsync()).Actor, cancel))).WithSummary("Does it, on 200 tickets at most; `key` undoes it");
        desk.MapDelete("bulk/{key:long}", async (long key, CurrentUser user, BulkActions bulk, CancellationToken cancel) =>
            await bulk.UndoAsync(key, (await user.GetAsync()).Actor, cancel) is { Problem: null } undone ? Results.Ok(undone.Value) : Answer(new Problem("bulk.unknown", 404, "Geri alınacak böyle bir toplu işlem yok.", "There is no such bulk action to undo."))).WithSummary("Undoes a bulk action of the caller's own");
        desk.MapGet("notifications", async (CurrentUser user, Notifications notifications, CancellationToken cancel) => await notifications.OfAsync((await user.GetAsync()).UserName, cancel)).WithSummary("The caller's notifications, the newest first");
        endpoints.MapGet("/api/text-modules", ModulesAsync).RequireAuthorization().WithTags("Desk").WithSummary("The caller's text modules; ticket puts that ticket's values in");
    }

    private static async Task<IReadOnlyList<Ready>> ModulesAsync(string? ticket, HttpContext http, CurrentUser user, TextModules modules, TicketQueries tickets)
    {
        var me = await user.GetAsync();
        var page = ticket is null ? null : await tickets.PageAsync(ticket, me.Actor, http.RequestAborted);
        var values = page is null ? new Dictionary<string, string>() : TextModules.ValuesOf(page.Ticket, me.Name, string.Create(CultureInfo.InvariantCulture, $"{http.Request.Scheme}://{http.Request.Host}/tickets/{page.Ticket.Number}"));
        return [.. (await modules.ForAsync(me.Actor, http.RequestAborted)).Select(module => new Ready(module.Shortcut, module.Title, TextModules.Fill(module.Body, values)))];
    }

    // What the desk keeps for itself is for who works there; to others it does not exist.
    private static async Task<TicketPage?> AgentPageAsync(string number, CurrentUser user, TicketQueries tickets, CancellationToken cancel) =>
        await tickets.PageAsync(number, (await user.GetAsync()).Actor, cancel) is { View: TicketView.Agent or TicketView.Reader } page ? page : null;

    private static IResult Answer(Outcome outcome) => outcome.ToAnswer();

    private static IResult Made(Outcome<OpenedTicket> made) => made.ToAnswer(ticket => Results.Created($"/api/tickets/{ticket.Number}", ticket));
}
