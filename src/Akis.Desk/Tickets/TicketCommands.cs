using Akis.Desk.Assignment;
using Akis.Desk.Compose;
using Akis.Desk.Events;
using Akis.Desk.Later;
using Akis.Desk.Links;
using Akis.Desk.Rules;
using Akis.Desk.Sla;
using Akis.Desk.Watching;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Handbook.Files;

namespace Akis.Desk.Tickets;

/// <summary>What people do with a ticket. Each is one transaction over the ticket and its process.</summary>
public sealed class TicketCommands(AkisDatabase database, ProcessEngine engine, TicketQueries tickets, SlaRecord clocks, DeskRules rules, LiveUpdates live)
{
    private const int LongestPlan = 30;
    private const int MostQuestions = 3;

    // The tasks by which a ticket's own process goes on; beside them a lead may have to explain a delay or review a low score.
    internal const string OwnTasks = "'siniflandir', 'calis', 'bilgi-ver', 'tedarikci', 'onayla'";

    internal static readonly Problem NotNow = TicketProblems.NotNow;
    internal static readonly Problem NotYours = TicketProblems.NotYours;
    private static readonly Problem Unknown = TicketProblems.Unknown;

    private Func<WriteSession, CancellationToken, Task<Outcome>> _also = (_, _) => Task.FromResult(Outcome.Done);

    /// <summary>The same commands, each with something else in its transaction; where that fails, nothing is kept.</summary>
    internal TicketCommands With(Func<WriteSession, CancellationToken, Task<Outcome>> also) => new(database, engine, tickets, clocks, rules, live) { _also = also };

    /// <summary>Writes to the other side. A requester's answer to a question lets the work go on.</summary>
    public Task<Outcome> ReplyAsync(string number, string body, IReadOnlyList<StoredFile> files, Actor actor, CancellationToken cancel = default) => ActAsync(number, actor, null, async (session, page, token) =>
    {
        var written = await WriteAsync(session, page, body, files, actor, token);
        return new(written.Problem);
    }, cancel, "message", isMessage: true);

    /// <summary>Writes to the other side within the caller's transaction; gives the key of the entry.</summary>
    internal async Task<Outcome<long>> WriteAsync(WriteSession session, TicketPage page, string body, IReadOnlyList<StoredFile> files, Actor actor, CancellationToken cancel)
    {
        if (page.View is TicketView.Reader or TicketView.Watcher) return NotYours;
        if (TicketState.IsOver(page.Ticket.State)) return TicketProblems.Over;
        var message = await TicketMessages.AddAsync(session, page.Ticket.Key, MessageKind.Message, actor.UserName, body.Trim(), cancel);
        await Attachments.LinkAsync(session, page.Ticket.Key, message, files, actor, cancel);
        if (page.View == TicketView.Agent) SlaRecord.Tell(session, page.Ticket.Key, isHuman: true);
        if (page.View == TicketView.Requester) await SnoozeTicket.OnReplyAsync(session, page.Ticket.Key, cancel);
        if (page is not { View: TicketView.Requester, Ticket.State: TicketState.WaitingForUser }) return message;
        var answered = await CompleteAsync(session, page, [("answer", Text(body.Trim()))], actor, cancel);
        return answered.Problem is { } problem ? problem : message;
    }

    /// <summary>Writes to the desk only.</summary>
    public Task<Outcome> NoteAsync(string number, string body, Actor actor, CancellationToken cancel = default) => ActAsync(number, actor, null, async (session, page, token) =>
    {
        if (page.View != TicketView.Agent) return NotYours;
        var note = await TicketMessages.AddAsync(session, page.Ticket.Key, MessageKind.Note, actor.UserName, body.Trim(), token);
        await Mentions.TellAsync(session, page, body, note, actor, token);
        await Drafts.KeepAsync(session, page.Ticket.Key, MessageKind.Note, "", actor.UserName, token);
        return Outcome.Done;
    }, cancel, isMessage: true);

    /// <summary>Takes a ticket, also from a colleague.</summary>
    public Task<Outcome> TakeAsync(string number, int? revision, Actor actor, CancellationToken cancel = default) => ActAsync(number, actor, revision, async (session, page, token) =>
    {
        if (page.View != TicketView.Agent) return NotYours;
        if (TicketState.IsOver(page.Ticket.State)) return NotNow;
        await session.ExecuteAsync("UPDATE ticket SET assignee = @user, state = CASE WHEN state = 'Assigned' THEN 'InProgress' ELSE state END, changed_at = @now, revision = revision + 1 WHERE key = @key", token,
            ("user", actor.UserName), ("now", session.Now), ("key", page.Ticket.Key));
        await TicketEvents.AddAsync(session, page.Ticket.Key, "taken", actor.UserName, page.Ticket.Assignee ?? "", token);
        DeskEvents.Add(session, DeskEventKind.Taken, page.Ticket.Key, null, null, actor.UserName);
        return Outcome.Done;
    }, cancel);

    /// <summary>Gives a ticket to another queue; its category stays.</summary>
    public Task<Outcome> HandOverAsync(string number, string queue, int? revision, Actor actor, CancellationToken cancel = default) => ActAsync(number, actor, revision, async (session, page, token) =>
    {
        if (page.View != TicketView.Agent) return NotYours;
        return await HandOverTicket.ApplyAsync(session, engine, page.Ticket.Key, page.Ticket.State, page.Ticket.Queue, page.InstanceKey, queue, ActingFor(page, actor), token);
    }, cancel);

    /// <summary>Solved: what was done, by code and in words.</summary>
    public Task<Outcome> ResolveAsync(string number, string code, string text, int? revision, Actor actor, CancellationToken cancel = default) => ResolveAsync(number, code, text, [], revision, actor, cancel);

    /// <summary>The same with files.</summary>
    public Task<Outcome> ResolveAsync(string number, string code, string text, IReadOnlyList<StoredFile> files, int? revision, Actor actor, CancellationToken cancel = default) => WorkAsync(number, revision, actor, async (session, page, token) =>
    {
        if (await ClosingRules.BlockedByAsync(session, page.Ticket.Key, token) is { } blocked) return blocked;
        await session.ExecuteAsync("UPDATE ticket SET resolution_code = @code, resolution = @text, assignee = coalesce(assignee, @user) WHERE key = @key", token, ("code", code), ("text", text.Trim()), ("user", actor.UserName), ("key", page.Ticket.Key));
        var message = await TicketMessages.AddAsync(session, page.Ticket.Key, MessageKind.Message, actor.UserName, text.Trim(), token, isToldAsState: true);
        await Attachments.LinkAsync(session, page.Ticket.Key, message, files, actor, token);
        SlaRecord.Tell(session, page.Ticket.Key, isHuman: true);
        return await CompleteAsync(session, page, [("action", Text("resolve")), ("resolutionCode", Text(code)), ("resolution", Text(text.Trim()))], actor, token);
    }, cancel);

    /// <summary>Asks the requester; the clock of the solution stands still meanwhile.</summary>
    public Task<Outcome> AskAsync(string number, string question, int? revision, Actor actor, CancellationToken cancel = default) => AskAsync(number, question, [], revision, actor, cancel);

    /// <summary>The same with files.</summary>
    public Task<Outcome> AskAsync(string number, string question, IReadOnlyList<StoredFile> files, int? revision, Actor actor, CancellationToken cancel = default) => WorkAsync(number, revision, actor, async (session, page, token) =>
    {
        if (await IsAskedTooOftenAsync(session, page, actor, token)) return new Problem("ticket.asked-often", 409, "Bu bilette üç kez bilgi istendi; dördüncüsünü grup sorumlusu isteyebilir.", "The user has been asked three times; only the group lead may ask again.");
        await session.ExecuteAsync("UPDATE ticket SET question = @question, assignee = coalesce(assignee, @user) WHERE key = @key", token, ("question", question.Trim()), ("user", actor.UserName), ("key", page.Ticket.Key));
        var message = await TicketMessages.AddAsync(session, page.Ticket.Key, MessageKind.Message, actor.UserName, question.Trim(), token, isToldAsState: true);
        await Attachments.LinkAsync(session, page.Ticket.Key, message, files, actor, token);
        SlaRecord.Tell(session, page.Ticket.Key, isHuman: true);
        return await CompleteAsync(session, page, [("action", Text("waitUser")), ("question", Text(question.Trim()))], actor, token);
    }, cancel);

    /// <summary>Sorts a ticket, or gives it to another queue.</summary>
    public Task<Outcome> ClassifyAsync(string number, string category, int? revision, Actor actor, CancellationToken cancel = default) => ActAsync(number, actor, revision, async (session, page, token) =>
    {
        if (page.View != TicketView.Agent) return NotYours;
        if (Categories.CategoryTree.Default.Find(category) is not { } found) return new Problem("ticket.category", 422, "Bir konu başlığı seçin.", "Choose a category.");
        if (page.Ticket.State is not (TicketState.New or TicketState.Assigned or TicketState.InProgress)) return NotNow;
        await session.ExecuteAsync("UPDATE ticket SET category = @category, queue = @queue, impact = @impact, urgency = @urgency, type = @type, confidential = @secret, assignee = NULL WHERE key = @key", token,
            ("category", found.Code), ("queue", found.Queue), ("impact", found.Impact), ("urgency", found.Urgency), ("type", found.Type), ("secret", found.IsConfidential), ("key", page.Ticket.Key));
        return await CompleteAsync(session, page,
            [
                ("action", Text("reclassify")), ("category", Text(found.Code)), ("queue", Text(found.Queue)), ("queueGroup", Text(Categories.Queues.Of(found.Queue).Role)),
                ("impact", Text(found.Impact)), ("urgency", Text(found.Urgency)), ("type", Text(found.Type)), ("leadGroup", Text(Categories.Queues.LeadOf(found.Queue))), ("suspicion", FeelValue.Of(found.IsSuspicion)),
            ], actor, token);
    }, cancel);

    /// <summary>A supplier must act; meanwhile the desk watches.</summary>
    public Task<Outcome> WaitForSupplierAsync(string number, string note, int? revision, Actor actor, CancellationToken cancel = default) => WorkAsync(number, revision, actor, async (session, page, token) =>
    {
        await TicketMessages.AddAsync(session, page.Ticket.Key, MessageKind.Note, actor.UserName, note.Trim(), token);
        await HaveAsync(session, page, actor, token);
        return await CompleteAsync(session, page, [("action", Text("waitSupplier")), ("supplier", Text(note.Trim()))], actor, token);
    }, cancel);

    /// <summary>The supplier has answered: the work goes on.</summary>
    public Task<Outcome> SupplierAnsweredAsync(string number, string answer, int? revision, Actor actor, CancellationToken cancel = default) => ActAsync(number, actor, revision, async (session, page, token) =>
    {
        if (page.View != TicketView.Agent) return NotYours;
        if (page.Ticket.State != TicketState.WaitingForSupplier) return NotNow;
        await TicketMessages.AddAsync(session, page.Ticket.Key, MessageKind.Note, actor.UserName, answer.Trim(), token);
        return await CompleteAsync(session, page, [("supplierAnswer", Text(answer.Trim()))], actor, token);
    }, cancel);

    /// <summary>Set for a day, which the requester is told.</summary>
    public Task<Outcome> PlanAsync(string number, DateOnly day, int? revision, Actor actor, CancellationToken cancel = default) => WorkAsync(number, revision, actor, async (session, page, token) =>
    {
        if (day <= DateOnly.FromDateTime(session.Now.UtcDateTime)) return new Problem("ticket.past", 422, "Bugünden sonraki bir gün seçin.", "Choose a day after today.");
        if (day > DateOnly.FromDateTime(session.Now.UtcDateTime).AddDays(LongestPlan)) return new Problem("ticket.too-far", 422, $"En çok {LongestPlan} gün sonrasına planlanabilir.", $"A ticket may be planned {LongestPlan} days ahead at most.");
        await HaveAsync(session, page, actor, token);
        return await CompleteAsync(session, page, [("action", Text("plan")), ("plannedDate", Text(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)))], actor, token);
    }, cancel);

    /// <summary>The requester no longer needs it.</summary>
    public Task<Outcome> CancelAsync(string number, Actor actor, CancellationToken cancel = default) => ActAsync(number, actor, null, async (session, page, token) =>
    {
        if (page.View != TicketView.Requester) return NotYours;
        if (TicketState.IsOver(page.Ticket.State)) return NotNow;
        var told = await engine.PublishMessageAsync(session, "ticket-cancel", number, FeelContext.Empty, null, TimeSpan.Zero, actor, token);
        return told.Problem is { } problem ? problem : told.Value.InstanceKeys.Count == 0 ? NotNow : Outcome.Done;
    }, cancel);

    /// <summary>The requester says whether it is solved.</summary>
    public Task<Outcome> AnswerAsync(string number, bool isSolved, string? why, Actor actor, CancellationToken cancel = default) => ActAsync(number, actor, null, async (session, page, token) =>
    {
        if (page.View != TicketView.Requester) return NotYours;
        if (page.Ticket.State != TicketState.Resolved) return NotNow;
        if (!string.IsNullOrWhiteSpace(why)) await TicketMessages.AddAsync(session, page.Ticket.Key, MessageKind.Message, actor.UserName, why.Trim(), token);
        return await CompleteAsync(session, page, [("action", Text(isSolved ? "confirm" : "stillBroken"))], actor, token);
    }, cancel);

    private static async Task<bool> IsAskedTooOftenAsync(WriteSession session, TicketPage page, Actor actor, CancellationToken cancel)
    {
        if (actor.Identities.Any(who => who.Groups.Contains(Categories.Queues.LeadOf(page.Ticket.Queue)))) return false;
        var asked = await session.QueryAsync("SELECT count(*) FROM ticket_span WHERE ticket_key = @ticket AND state = @state", row => row.GetInt64(0), cancel, ("ticket", page.Ticket.Key), ("state", TicketState.WaitingForUser));
        return asked[0] >= MostQuestions;
    }

    private static Task<int> HaveAsync(WriteSession session, TicketPage page, Actor actor, CancellationToken cancel) =>
        session.ExecuteAsync("UPDATE ticket SET assignee = coalesce(assignee, @user) WHERE key = @key", cancel, ("user", actor.UserName), ("key", page.Ticket.Key));

    private Task<Outcome> WorkAsync(string number, int? revision, Actor actor, Func<WriteSession, TicketPage, CancellationToken, Task<Outcome>> work, CancellationToken cancel) => ActAsync(number, actor, revision, (session, page, token) =>
        page.View != TicketView.Agent ? Task.FromResult<Outcome>(NotYours)
        : page.Ticket.State is not (TicketState.Assigned or TicketState.InProgress) ? Task.FromResult<Outcome>(NotNow)
        : work(session, page, token), cancel);

    /// <summary>Runs one act on a ticket that the actor may see, as it was read; its clocks and the desk's rules follow. A message changes no field: who is about to act on what he saw is not stopped by it.</summary>
    internal async Task<Outcome> ActAsync(string number, Actor actor, int? revision, Func<WriteSession, TicketPage, CancellationToken, Task<Outcome>> act, CancellationToken cancel, string happened = "changed", bool isMessage = false)
    {
        if (await tickets.PageAsync(number, actor, cancel) is not { } page) return Unknown;
        return await database.WriteAsync(async (session, token) =>
        {
            // What was read may have changed meanwhile: the row is taken with the revision that was read.
            var taken = await session.ExecuteAsync($"UPDATE ticket SET changed_at = @now, revision = revision + {(isMessage ? 0 : 1)} WHERE key = @key AND revision = @revision", token, ("now", session.Now), ("key", page.Ticket.Key), ("revision", revision ?? page.Revision));
            if (taken == 0) return new Problem("ticket.changed", 409, "Bilet bu arada değişti. Yazdığınız metin duruyor; son durumu görüp yeniden gönderin.", "The ticket has changed meanwhile. Your text is kept; look at the new state and send again.");
            if ((await _also(session, token)).Problem is { } problem) return problem;
            var done = await act(session, page, token);
            if (!done.Succeeded) return done;
            await AfterAsync(session, page, happened, token);
            return done;
        }, cancel);
    }

    /// <summary>What follows every act on a ticket, in its transaction: the desk's rules, the clocks, and the news for those who look at it.</summary>
    internal async Task AfterAsync(WriteSession session, TicketPage page, string happened, CancellationToken cancel)
    {
        await rules.RunAsync(session, page.Ticket.Key, happened, null, cancel);
        await clocks.FollowAsync(session, page.Ticket.Key, cancel);
        if (page.InstanceKey is { } instance) session.OnCommitted(() => live.Publish(new LiveUpdate(instance, instance)));
    }

    internal Task<Outcome> CompleteAsync(WriteSession session, TicketPage page, (string Name, FeelValue Value)[] variables, Actor actor, CancellationToken cancel) =>
        CompleteAsync(session, engine, page.InstanceKey, FeelContext.Of(variables), ActingFor(page, actor), cancel);

    // The ticket's process waits in exactly one task at a time. Who may act on a ticket is the desk's rule and was asked before: leads and the help desk
    // work on tickets that the model offers to a queue's own people.
    internal static async Task<Outcome> CompleteAsync(WriteSession session, ProcessEngine engine, long? instance, FeelContext answers, Actor actor, CancellationToken cancel)
    {
        var tasks = await session.QueryAsync($"SELECT key FROM user_task WHERE instance_key = @instance AND state = 0 AND element_id IN ({OwnTasks}) ORDER BY key", row => row.GetInt64(0), cancel, ("instance", instance ?? 0));
        return tasks.Count == 0 ? NotNow : await engine.CompleteTaskAsync(session, tasks[0], answers, actor with { IsAdministrator = true }, cancel);
    }

    // Himself, or in the place of whom he stands in for.
    private static Actor ActingFor(TicketPage page, Actor actor) => page.View != TicketView.Agent ? actor
        : actor.As(who => TicketAccess.ViewOf(who with { Principals = [] }, page.Ticket.Requester, page.Ticket.Queue, page.Ticket.Assignee, isConfidential: false) == TicketView.Agent) ?? actor;

    private static FeelValue Text(string text) => FeelValue.Of(text);
}
