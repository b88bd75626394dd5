using System.Globalization;
using Akis.Desk.Privacy;
using Akis.Desk.Search;
using Akis.Desk.Search.Language;
using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Closing;
using Akis.Engine.Database;
using Akis.Handbook.Requests;
using Akis.Handbook.Tasks;
using Akis.People.Accounts;
using Akis.People.SignIn;
using Akis.Server.Pages.Tickets;
using Microsoft.AspNetCore.Mvc;

namespace Akis.Server.Api;

/// <summary><c>/api/tickets</c> and <c>/api/me/tasks</c>: the desk for programs, with the rights of the token's user and no more.</summary>
internal static class TicketApi
{
    private const int PageSize = 50;

    /// <summary>A text for a ticket.</summary>
    internal sealed record TextBody(string Body);

    /// <summary>An action: take, resolve, ask, supplier, supplierDone, plan, classify, redirect, confirm, stillBroken, reopen, cancel. Text and code as the action needs them; redirect needs unit and place as well.</summary>
    internal sealed record TicketAction(string Action, string? Text, string? Code, string? Unit = null, string? Place = null);

    /// <summary>A page of a list; <c>next</c> is the cursor of the page after it.</summary>
    internal sealed record Listing<T>(IReadOnlyList<T> Items, string? Next);

    public static void MapAkisTicketApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/tickets").RequireAuthorization().WithTags("Tickets").ProducesProblem(401);
        api.MapPost("", OpenAsync).Produces<OpenedTicket>(201).ProducesValidationProblem(422).WithSummary("Opens a ticket and starts its process; the same Idempotency-Key again gets the first ticket");
        api.MapGet("", ListAsync).Produces<Listing<TicketListItem>>().WithSummary("The caller's tickets, newest first; scope=desk: those of the queues they work on. query searches, page is the cursor `next`");
        api.MapGet("{number}", GetAsync).Produces<TicketPage>().ProducesProblem(404).WithSummary("A ticket as the caller may see it, with its ETag");
        api.MapPost("{number}/replies", ReplyAsync).Produces(204).ProducesProblem(404).ProducesProblem(409).WithSummary("Writes to the other side");
        api.MapPost("{number}/notes", NoteAsync).Produces(204).ProducesProblem(403).ProducesProblem(404).WithSummary("Writes an internal note; requesters never see it");
        api.MapPost("{number}/attachments", AttachAsync).Produces(204).ProducesValidationProblem(422).DisableAntiforgery().WithSummary("Attaches files (multipart, field `files`) with a message (`body`)");
        api.MapPost("{number}/actions", ActAsync).Produces(204).ProducesProblem(403).ProducesProblem(409).WithSummary("Moves the ticket on; If-Match with its ETag refuses to act on what has changed meanwhile");
        endpoints.MapGet("/api/me/tasks", async (CurrentUser user, TaskQueries tasks, CancellationToken cancel) => await tasks.ListAsync((await user.GetAsync()).Actor, cancel: cancel))
            .RequireAuthorization().WithTags("Tasks").WithSummary("The caller's open tasks and those offered to them, the soonest due first");
    }

    private static async Task<IResult> OpenAsync(NewTicket ticket, [FromHeader(Name = "Idempotency-Key")] string? once, HttpContext http, CurrentUser user, OpenTicket open)
    {
        if (ticket is not { Category: not null, Subject: not null, Body: not null }) return Results.Problem(statusCode: 400, title: "category, subject, body");
        if (TicketRules.Check(ticket) is { Count: > 0 } errors) return Invalid(errors);
        var person = await user.GetAsync();
        var opened = await open.RunAsync(ticket, [], RequesterOf(person), person.Actor, "API", once is { Length: > 0 and <= 200 } ? once : null, http.RequestAborted);
        return opened.ToAnswer(ticket => Results.Created($"/api/tickets/{ticket.Number}", ticket));
    }

    private static async Task<IResult> ListAsync(string? query, string? page, string? scope, CurrentUser user, TicketQueries tickets, TicketSearch search, TimeProvider clock, CancellationToken cancel)
    {
        var person = await user.GetAsync();
        if (scope == "desk")
        {
            var skip = int.TryParse(page, CultureInfo.InvariantCulture, out var seen) ? Math.Max(0, seen) : 0;
            var worked = await tickets.OfDeskAsync(person.Actor, DeskFilter.Open, skip, PageSize, cancel);
            return Results.Ok(new Listing<TicketListItem>(worked, worked.Count == PageSize ? (skip + PageSize).ToString(CultureInfo.InvariantCulture) : null));
        }

        var (parsed, _) = QueryParser.Parse(query, clock.GetUtcNow());
        var own = await search.FindOwnAsync(parsed, person.Actor, long.TryParse(page, CultureInfo.InvariantCulture, out var before) ? before : long.MaxValue, PageSize, cancel);
        return Results.Ok(new Listing<TicketListItem>(own.Items, own.Next?.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<IResult> GetAsync(string number, HttpContext http, CurrentUser user, TicketQueries tickets, ReadLog reads)
    {
        var actor = (await user.GetAsync()).Actor;
        if (await tickets.PageAsync(number, actor, http.RequestAborted) is not { } page) return Unknown();
        await reads.RecordAsync(page, actor.UserName, http.RequestAborted);
        http.Response.Headers.ETag = $"\"{page.Revision}\"";
        return Results.Ok(page);
    }

    private static async Task<IResult> ReplyAsync(string number, TextBody text, CurrentUser user, TicketCommands commands, CancellationToken cancel) =>
        TicketRules.CheckMessage(text.Body) is { } error ? Invalid([error]) : Answer(await commands.ReplyAsync(number, text.Body, [], (await user.GetAsync()).Actor, cancel));

    private static async Task<IResult> NoteAsync(string number, TextBody text, CurrentUser user, TicketCommands commands, CancellationToken cancel) =>
        TicketRules.CheckMessage(text.Body) is { } error ? Invalid([error]) : Answer(await commands.NoteAsync(number, text.Body, (await user.GetAsync()).Actor, cancel));

    private static async Task<IResult> AttachAsync(string number, IFormFileCollection files, [FromForm] string body, HttpContext http, CurrentUser user, TicketQueries tickets, TicketCommands commands, Attachments attachments)
    {
        var actor = (await user.GetAsync()).Actor;
        if (await tickets.PageAsync(number, actor, http.RequestAborted) is null) return Unknown();
        if (PostedFiles.Check(files) is { Count: > 0 } errors) return Invalid(errors);
        if (TicketRules.CheckMessage(body) is { } error) return Invalid([error]);
        return Answer(await commands.ReplyAsync(number, body, await PostedFiles.StoreAsync(files, attachments, http.RequestAborted), actor, http.RequestAborted));
    }

    private static async Task<IResult> ActAsync(string number, TicketAction act, [FromHeader(Name = "If-Match")] string? match, CurrentUser user, TicketCommands commands, ReopenTicket reopening, RedirectTicket redirecting, CancellationToken cancel)
    {
        var actor = (await user.GetAsync()).Actor;
        var revision = int.TryParse(match?.Trim('"', 'W', '/'), CultureInfo.InvariantCulture, out var known) ? known : (int?)null;
        var text = act.Text?.Trim() ?? "";
        if (act.Action is "resolve" or "ask" or "supplier" or "supplierDone" && TicketRules.CheckMessage(text) is { } error) return Invalid([error with { Field = "text" }]);
        var to = new Redirection(act.Unit ?? "", act.Place ?? "", text);
        if (act.Action == "redirect" && to.Check() is { Count: > 0 } errors) return Invalid(errors);
        return act.Action switch
        {
            "take" => Answer(await commands.TakeAsync(number, revision, actor, cancel)),
            "resolve" => Answer(await commands.ResolveAsync(number, act.Code ?? "fixed", text, revision, actor, cancel)),
            "ask" => Answer(await commands.AskAsync(number, text, revision, actor, cancel)),
            "supplier" => Answer(await commands.WaitForSupplierAsync(number, text, revision, actor, cancel)),
            "supplierDone" => Answer(await commands.SupplierAnsweredAsync(number, text, revision, actor, cancel)),
            "plan" when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => Answer(await commands.PlanAsync(number, day, revision, actor, cancel)),
            "classify" => Answer(await commands.ClassifyAsync(number, text, revision, actor, cancel)),
            "redirect" => Answer(await redirecting.RunAsync(number, to, revision, actor, cancel)),
            "confirm" or "stillBroken" => Answer(await commands.AnswerAsync(number, act.Action == "confirm", text, actor, cancel)),
            "reopen" => Answer(await reopening.RunAsync(number, text, actor, cancel)),
            "cancel" => Answer(await commands.CancelAsync(number, actor, cancel)),
            _ => Invalid([new FieldError("action", "Bilinmeyen işlem ya da eksik metin.", "Unknown action, or its text is missing.")]),
        };
    }

    private static Requester RequesterOf(Person person) => new(person.UserName, person.Name, person.Unit, person.Status, person.Email, person.Manager);

    private static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    private static IResult Answer(Outcome outcome) => outcome.ToAnswer();

    private static IResult Unknown() => TicketProblems.Unknown.ToAnswer();

    private static IResult Invalid(IReadOnlyList<FieldError> errors) =>
        Results.ValidationProblem(errors.GroupBy(error => error.Field).ToDictionary(field => field.Key, field => field.Select(error => IsEnglish ? error.En : error.Tr).ToArray()), statusCode: 422);
}
