using System.Globalization;
using Akis.Desk.Categories;
using Akis.Desk.Events;
using Akis.Desk.Incidents;
using Akis.Desk.Rules;
using Akis.Desk.Sla;
using Akis.Desk.Tickets.Processes;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Files;
using Akis.Handbook.Requests;

namespace Akis.Desk.Tickets;

/// <summary>A ticket that was opened.</summary>
public sealed record OpenedTicket(long Key, string Number);

/// <summary>Opens a ticket and starts its process (SEK 08-04-27) in one transaction.</summary>
public sealed class OpenTicket(AkisDatabase database, StartRequest start, DeskRules rules)
{
    /// <summary>The handbook's code of the process that every ticket is.</summary>
    public const string ProcessCode = "SEK 08-04-27";

    /// <summary>The process that every ticket is.</summary>
    public const string ProcessId = "sek-08-04-27-kullanici-destegi";

    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");

    /// <summary>Opens a checked ticket. The same <paramref name="commandId"/> again gets the first ticket.</summary>
    public Task<Outcome<OpenedTicket>> RunAsync(NewTicket ticket, IReadOnlyList<StoredFile> files, Requester requester, Actor actor, string source, string? commandId, CancellationToken cancel = default) => database.WriteAsync(
        (session, token) => commandId is null
            ? OpenAsync(session, ticket, files, requester, actor, source, token)
            : session.OnceAsync($"ticket:{actor.UserName}:{commandId}", () => OpenAsync(session, ticket, files, requester, actor, source, token), token), cancel);

    /// <summary>Opens a checked ticket within the caller's transaction.</summary>
    internal async Task<Outcome<OpenedTicket>> OpenAsync(WriteSession session, NewTicket ticket, IReadOnlyList<StoredFile> files, Requester requester, Actor actor, string source, CancellationToken token)
    {
        var category = CategoryTree.Default.Find(ticket.Category);
        if (category is null || TicketRules.Check(ticket).Count > 0) return new Problem("ticket.invalid", 422, "Bilet bu hâliyle açılamaz; alanları düzeltin.", "The ticket cannot be opened like this; correct its fields.");
        var (key, number) = (session.NextKey(), await NextNumberAsync(session, session.Now, token));
        var (impact, urgency) = (ticket.Impact ?? category.Impact, ticket.Urgency ?? category.Urgency);
        var boost = category.IsSuspicion ? "suspicion" : ticket.Details?.Get("classInSession").IsTrue == true ? "classInSession" : null;
        session.Write("""
            INSERT INTO ticket (key, number, subject, category, queue, impact, urgency, priority, state, confidential, requester, requester_name, requester_unit, type, source, opened_by, details, boost, revision, opened_at, changed_at)
            VALUES (@key, @number, @subject, @category, @queue, @impact, @urgency, 'P4', 'New', @confidential, @requester, @name, @unit, @type, @source, @by, @details, @boost, 1, @now, @now)
            """, ("key", key), ("number", number), ("subject", ticket.Subject.Trim()), ("category", category.Code), ("queue", category.Queue), ("impact", impact), ("urgency", urgency),
            ("confidential", category.IsConfidential), ("requester", requester.UserName), ("name", requester.Name), ("unit", requester.Unit), ("type", ticket.Type ?? category.Type), ("source", source),
            ("by", requester.UserName == actor.UserName ? null : actor.UserName), ("details", ticket.Details is null ? null : FeelJson.ToJson(ticket.Details)), ("boost", boost), ("now", session.Now));
        SlaRecord.Enter(session, key, TicketState.New, null);
        DeskEvents.Add(session, DeskEventKind.Opened, key, null, null, actor.UserName);
        var message = await TicketMessages.AddAsync(session, key, MessageKind.Message, actor.UserName, ticket.Body.Trim(), token);
        await Attachments.LinkAsync(session, key, message, files, actor, token);
        var variables = FeelContext.Of(
            ("subject", FeelValue.Of(ticket.Subject.Trim())), ("category", FeelValue.Of(category.Code)), ("queue", FeelValue.Of(category.Queue)), ("queueGroup", FeelValue.Of(Queues.Of(category.Queue).Role)),
            ("impact", FeelValue.Of(impact)), ("urgency", FeelValue.Of(urgency)), ("unsure", FeelValue.Of(category.IsUnsure)), ("leadGroup", FeelValue.Of(Queues.LeadOf(category.Queue))), ("type", FeelValue.Of(ticket.Type ?? category.Type)),
            ("suspicion", FeelValue.Of(category.IsSuspicion)), ("classInSession", FeelValue.Of(boost == "classInSession")), ("registrationWeek", FeelValue.Of(false)),
            ("action", FeelValue.Of(ticket.Bound is null ? null : "process")), (TicketDepth.Variable, FeelValue.Of(ticket.Depth)));
        var started = await start.RunAsync(session, ProcessCode, ProcessId, variables, requester, actor, source, number, cancel: token);
        if (started.Problem is { } problem) return problem;
        if (ticket.Bound is { } bound)
        {
            // Domain §8.7: the ticket and the process of its category begin together or not at all.
            var linked = await LinkedProcesses.StartAsync(session, start, number, bound, ticket.Depth, requester, actor, token);
            if (linked.Problem is { } refused) return refused;
        }

        await IncidentChildren.AdoptAsync(session, key, category.Code, token);
        await rules.RunAsync(session, key, "opened", null, token);
        return new OpenedTicket(key, number);
    }

    /// <summary>The next number of the year in which a ticket was opened.</summary>
    internal static async Task<string> NextNumberAsync(WriteSession session, DateTimeOffset opened, CancellationToken cancel)
    {
        var year = TimeZoneInfo.ConvertTime(opened, Istanbul).Year;
        var last = await session.QueryAsync("INSERT INTO ticket_number (year, last) VALUES (@year, 1) ON CONFLICT (year) DO UPDATE SET last = ticket_number.last + 1 RETURNING last", row => row.GetInt32(0), cancel, ("year", year));
        return string.Create(CultureInfo.InvariantCulture, $"{year}-{last[0]:000000}");
    }
}
