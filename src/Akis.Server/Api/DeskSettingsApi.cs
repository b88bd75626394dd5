using Akis.Automation.Webhooks;
using Akis.Desk.Assignment;
using Akis.Desk.Categories;
using Akis.Desk.Compose;
using Akis.Desk.Guests;
using Akis.Desk.Incidents;
using Akis.Desk.Later;
using Akis.Desk.Rules;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.People;
using Akis.People.SignIn;

namespace Akis.Server.Api;

/// <summary>What the desk sets up for itself, for programs: the same commands as the pages', with the rights of the caller and no more.</summary>
internal static class DeskSettingsApi
{
    private const int MostLogged = 100;

    internal sealed record TextBody(string? Shortcut, string? Title, string? Body, string? Queue);

    internal sealed record MacroBody(string? Title, string? Queue, string? Reply, string? Note, bool Takes, string? Labels, int SnoozeDays, string? ThenDo);

    internal sealed record RecurringBody(string? Category, string? Subject, string? Body, string? Checklist, string? Requester, string? Schedule, bool Active);

    internal sealed record MemberBody(string? UserName, bool Takes, IReadOnlyDictionary<string, int>? Skills, IReadOnlyList<string>? Owns, string? Campus);

    internal sealed record QueueBody(AssignmentRule Rule, IReadOnlyList<MemberBody>? Members);

    internal sealed record RulesBody(int BasedOn, string? Note, IReadOnlyList<DeskRule>? Rules);

    internal sealed record RulesShown(int Version, IReadOnlyList<DeskRule> Rules);

    internal sealed record TrialBody(IReadOnlyList<DeskRule>? Rules, string? Event, int? SlaLevel, string? Number);

    internal sealed record UpdateBody(IncidentState State, string? Tr, string? En);

    internal sealed record WorkBody(string? Service, string? Tr, string? En, DateTimeOffset From, DateTimeOffset Until, string? Reference);

    internal sealed record HookBody(string? Name, string? Url, IReadOnlyList<string>? Events);

    internal sealed record HookState(bool Active);

    /// <summary>Something that was made.</summary>
    internal sealed record Made(long Key);

    /// <summary>What is shown this once.</summary>
    internal sealed record Shown(string Secret);

    public static void MapAkisDeskSettingsApi(this IEndpointRouteBuilder endpoints)
    {
        var desk = endpoints.MapGroup("/api/desk").RequireAuthorization().WithTags("Desk").ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        MapKept<TextModules, TextModule, TextBody>(desk, "text-modules", "text module", (texts, actor, cancel) => texts.ForAsync(actor, cancel),
            (texts, key, body, actor, cancel) => texts.SaveAsync(key, body.Shortcut ?? "", body.Title ?? "", body.Body ?? "", body.Queue, actor, cancel), (texts, key, actor, cancel) => texts.RemoveAsync(key, actor, cancel));
        MapKept<Macros, Macro, MacroBody>(desk, "macros", "macro", (macros, actor, cancel) => macros.ForAsync(actor, cancel),
            (macros, key, body, actor, cancel) => macros.SaveAsync(new(key ?? 0, body.Title ?? "", body.Queue, body.Reply ?? "", body.Note ?? "", body.Takes, body.Labels ?? "", body.SnoozeDays, body.ThenDo ?? ""), actor, cancel), (macros, key, actor, cancel) => macros.RemoveAsync(key, actor, cancel));
        MapKept<RecurringTickets, RecurringTicket, RecurringBody>(desk, "recurring", "recurring ticket", (tickets, actor, cancel) => tickets.ForAsync(actor, cancel),
            (tickets, key, body, actor, cancel) => tickets.SaveAsync(new(key ?? 0, body.Category ?? "", body.Subject ?? "", body.Body ?? "", body.Checklist ?? "", body.Requester ?? "", body.Schedule ?? "", null, null), body.Active, actor, cancel), (tickets, key, actor, cancel) => tickets.RemoveAsync(key, actor, cancel));
        MapQueues(desk.MapGroup("queues"));
        MapRules(desk.MapGroup("rules"));
        MapIncidents(desk);
        MapGuests(endpoints.MapGroup("/api/tickets/{number}").RequireAuthorization().WithTags("Desk").ProducesProblem(401).ProducesProblem(403).ProducesProblem(404));
        MapHooks(endpoints.MapGroup("/api/webhooks").RequireAuthorization().WithTags("Webhooks").AddEndpointFilter(OnlyAdministrators).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404));
    }

    // Text modules, macros and recurring tickets are kept alike: seen, made, changed and removed by the people of their queues.
    private static void MapKept<TKeeper, TItem, TBody>(
        RouteGroupBuilder desk, string path, string one, Func<TKeeper, Actor, CancellationToken, Task<List<TItem>>> list,
        Func<TKeeper, long?, TBody, Actor, CancellationToken, Task<Outcome<long>>> save, Func<TKeeper, long, Actor, CancellationToken, Task<Outcome>> remove)
        where TKeeper : notnull
    {
        // Not written into the calls: the analyzer of route handlers fails over parameters of a generic type.
        var seen = async (CurrentUser user, TKeeper keeper, CancellationToken cancel) => await list(keeper, (await user.GetAsync()).Actor, cancel);
        var made = (TBody body, CurrentUser user, TKeeper keeper, CancellationToken cancel) => SaveAsync(null, body, user, keeper, cancel);
        var changed = (long key, TBody body, CurrentUser user, TKeeper keeper, CancellationToken cancel) => SaveAsync(key, body, user, keeper, cancel);
        var removed = async (long key, CurrentUser user, TKeeper keeper, CancellationToken cancel) => (await remove(keeper, key, (await user.GetAsync()).Actor, cancel)).ToAnswer();
        var group = desk.MapGroup(path);
        group.MapGet("", seen).WithSummary($"Every {one} that the caller may use");
        group.MapPost("", made).Produces<Made>(201).WithSummary($"Makes a {one}");
        group.MapPut("{key:long}", changed).Produces(204).WithSummary($"Changes a {one}");
        group.MapDelete("{key:long}", removed).Produces(204).WithSummary($"Removes a {one}");

        async Task<IResult> SaveAsync(long? key, TBody body, CurrentUser user, TKeeper keeper, CancellationToken cancel) => Saved(await save(keeper, key, body, (await user.GetAsync()).Actor, cancel), key, $"/api/desk/{path}");
    }

    private static void MapQueues(RouteGroupBuilder queues)
    {
        queues.AddEndpointFilter(OnlyDesk);
        queues.MapGet("", () => Queues.All).WithSummary("The queues");
        queues.MapGet("{code}", async (string code, QueueSettings settings, CancellationToken cancel) => Queues.All.Any(queue => queue.Code == code) ? Results.Ok(await settings.ReadAsync(code, cancel)) : NoQueue.ToAnswer()).WithSummary("How a queue gives out its tickets, and to whom");
        queues.MapPut("{code}", async (string code, QueueBody body, CurrentUser user, QueueSettings settings, CancellationToken cancel) => Queues.All.Any(queue => queue.Code == code)
            ? (await settings.SaveAsync(code, body.Rule, [.. (body.Members ?? []).Select(member => new QueueMember(member.UserName ?? "", "", member.Takes, false, 0) { Skills = member.Skills ?? new Dictionary<string, int>(), Owns = member.Owns ?? [], Campus = member.Campus })], (await user.GetAsync()).Actor, cancel)).ToAnswer()
            : NoQueue.ToAnswer()).WithSummary("Sets a queue up anew; its lead and the head do");
    }

    private static void MapRules(RouteGroupBuilder rules)
    {
        rules.AddEndpointFilter(async (context, next) => RuleVersions.MayEdit((await User(context).GetAsync()).Actor) ? await next(context) : NotYours.ToAnswer());
        rules.MapGet("", async (int? version, RuleVersions versions, CancellationToken cancel) => await versions.ReadAsync(version, cancel) is var (number, table) ? new RulesShown(number, table.Rules) : null).WithSummary("The rules, of the newest version or of a given one");
        rules.MapGet("versions", async (RuleVersions versions, CancellationToken cancel) => await versions.ListAsync(MostLogged, cancel)).WithSummary("The versions, the newest first");
        rules.MapPut("", async (RulesBody body, CurrentUser user, RuleVersions versions, CancellationToken cancel) =>
            (await versions.SaveAsync(new(body.Rules ?? []), body.BasedOn, body.Note ?? "", (await user.GetAsync()).Actor, cancel)).ToAnswer(version => Results.Ok(new { version }))).WithSummary("Saves a new version, unless somebody else has saved one since basedOn");
        rules.MapPost("trial", async (TrialBody body, RuleTrial trial, CancellationToken cancel) => RuleVersions.Check(new(body.Rules ?? [])) is [var wrong, ..]
            ? wrong.Problem.ToAnswer() : Results.Ok(await trial.RunAsync(new(body.Rules ?? []), body.Event ?? "opened", body.SlaLevel, body.Number, cancel))).WithSummary("Says what rules would do with tickets that there are; changes nothing");
    }

    private static void MapIncidents(RouteGroupBuilder desk)
    {
        var incidents = desk.MapGroup("incidents").AddEndpointFilter(OnlyDesk);
        incidents.MapGet("", async (IncidentQueries queries, CancellationToken cancel) => await queries.OpenAsync(cancel)).WithSummary("The major incidents that are not over");
        incidents.MapPost("", async (NewIncident body, CurrentUser user, IncidentCommands commands, CancellationToken cancel) => Saved(
            await commands.DeclareAsync(body with { Number = body.Number ?? "", Service = body.Service ?? "", Severity = body.Severity ?? "", TitleTr = body.TitleTr ?? "", TitleEn = body.TitleEn ?? "", Answer = body.Answer ?? "" }, (await user.GetAsync()).Actor, cancel), null, "/api/desk/incidents"))
            .Produces<Made>(201).WithSummary("Declares a major incident from a ticket");
        incidents.MapPost("{key:long}/updates", async (long key, UpdateBody body, CurrentUser user, IncidentCommands commands, CancellationToken cancel) =>
            (await commands.UpdateAsync(key, body.State, body.Tr ?? "", body.En ?? "", (await user.GetAsync()).Actor, cancel)).ToAnswer()).WithSummary("Tells what is known now; the last state ends it");
        var work = desk.MapGroup("planned-work").AddEndpointFilter(OnlyDesk);
        work.MapGet("", async (IncidentQueries queries, CancellationToken cancel) => await queries.PlannedAsync(cancel)).WithSummary("Work that is announced");
        work.MapPost("", async (WorkBody body, CurrentUser user, IncidentCommands commands, CancellationToken cancel) =>
            (await commands.PlanAsync(body.Service ?? "", body.Tr ?? "", body.En ?? "", body.From, body.Until, body.Reference, (await user.GetAsync()).Actor, cancel)).ToAnswer()).WithSummary("Announces work; subscribers are told");
        work.MapDelete("{key:long}", async (long key, CurrentUser user, IncidentCommands commands, CancellationToken cancel) => (await commands.CancelWorkAsync(key, (await user.GetAsync()).Actor, cancel)).ToAnswer()).WithSummary("It does not take place");
    }

    private static void MapGuests(RouteGroupBuilder ticket)
    {
        ticket.MapGet("guest-links", async (string number, CurrentUser user, GuestLinks links, TicketQueries tickets, CancellationToken cancel) =>
            await tickets.PageAsync(number, (await user.GetAsync()).Actor, cancel) is null ? TicketProblems.Unknown.ToAnswer() : Results.Ok(await links.OfAsync(number, (await user.GetAsync()).Actor, cancel))).WithSummary("The links by which guests see the ticket, those that the caller may see");
        ticket.MapPost("guest-links", async (string number, CurrentUser user, GuestLinks links, CancellationToken cancel) =>
            (await links.CreateAsync(number, (await user.GetAsync()).Actor, cancel)).ToAnswer(secret => Results.Json(new Shown(secret), statusCode: StatusCodes.Status201Created))).Produces<Shown>(201).WithSummary("Makes one; its secret is shown this once");
        ticket.MapDelete("guest-links/{key:long}", async (string number, long key, CurrentUser user, GuestLinks links, CancellationToken cancel) => (await links.RevokeAsync(number, key, (await user.GetAsync()).Actor, cancel)).ToAnswer()).WithSummary("Revokes one");
        ticket.MapPost("macros/{key:long}", RunMacroAsync).WithSummary("Does what a macro says, all of it or nothing");
    }

    private static void MapHooks(RouteGroupBuilder hooks)
    {
        hooks.MapGet("", async (WebhookCommands webhooks, CancellationToken cancel) => await webhooks.ListAsync(cancel)).WithSummary("The webhooks, without their secrets");
        hooks.MapPost("", async (HookBody body, CurrentUser user, WebhookCommands webhooks, CancellationToken cancel) =>
            (await webhooks.CreateAsync(body.Name ?? "", body.Url ?? "", body.Events ?? [], (await user.GetAsync()).UserName, cancel)).ToAnswer(secret => Results.Json(new Shown(secret), statusCode: StatusCodes.Status201Created))).Produces<Shown>(201).WithSummary("Sets one up; the secret that signs its deliveries is shown this once");
        hooks.MapPut("{key:long}", async (long key, HookState state, WebhookCommands webhooks, CancellationToken cancel) => (await webhooks.SetActiveAsync(key, state.Active, cancel)).ToAnswer()).WithSummary("Pauses one, or lets it go on");
        hooks.MapDelete("{key:long}", async (long key, WebhookCommands webhooks, CancellationToken cancel) => (await webhooks.RemoveAsync(key, cancel)).ToAnswer()).WithSummary("Removes one with its log");
        hooks.MapGet("deliveries", async (long? webhook, long? before, WebhookCommands webhooks, CancellationToken cancel) => await webhooks.LogAsync(webhook, before ?? long.MaxValue, MostLogged, cancel)).WithSummary("What was delivered, the newest first; before a key for the next page");
        hooks.MapPost("deliveries/{key:long}/repeat", async (long key, WebhookCommands webhooks, CancellationToken cancel) => (await webhooks.RepeatAsync(key, cancel)).ToAnswer()).WithSummary("Delivers once more, now");
    }

    private static async Task<IResult> RunMacroAsync(string number, long key, HttpContext http, CurrentUser user, Macros macros, TicketQueries tickets)
    {
        var me = await user.GetAsync();
        if (await tickets.PageAsync(number, me.Actor, http.RequestAborted) is not { } page) return TicketProblems.Unknown.ToAnswer();
        return (await macros.RunAsync(number, key, TextModules.ValuesOf(page.Ticket, me.Name, $"{http.Request.Scheme}://{http.Request.Host}/tickets/{number}"), me.Actor, http.RequestAborted)).ToAnswer();
    }

    private static readonly Problem NoQueue = new("queue.unknown", 404, "Böyle bir kuyruk yok.", "There is no such queue.");
    private static readonly Problem NotYours = new("api.not-yours", 403, "Bunun için yetkiniz yok.", "You may not do this.");

    private static IResult Saved(Outcome<long> saved, long? key, string address) => saved.ToAnswer(made => key is null ? Results.Created($"{address}/{made}", new Made(made)) : Results.NoContent());

    private static CurrentUser User(EndpointFilterInvocationContext context) => context.HttpContext.RequestServices.GetRequiredService<CurrentUser>();

    private static async ValueTask<object?> OnlyDesk(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var person = await User(context).GetAsync();
        return person.Actor.Identities.Any(who => Queues.WorkedBy(who.Groups).Any() || who.Groups.Contains("guvenlik")) || person.Roles.Overlaps([Roles.Head, Roles.Auditor]) ? await next(context) : NotYours.ToAnswer();
    }

    private static async ValueTask<object?> OnlyAdministrators(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        (await User(context).GetAsync()).Is(Roles.Administrator) ? await next(context) : NotYours.ToAnswer();
}
