using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Incidents;

/// <summary>A major incident to declare.</summary>
/// <param name="Number">The ticket that it is declared from.</param>
/// <param name="Service">The service's code.</param>
/// <param name="Severity"><c>down</c> or <c>degraded</c>.</param>
/// <param name="TitleTr">What the public reads, in Turkish.</param>
/// <param name="TitleEn">The same in English; may be empty.</param>
/// <param name="Answer">The answer that similar tickets get at once.</param>
public sealed record NewIncident(string Number, string Service, string Severity, string TitleTr, string TitleEn, string Answer);

/// <summary>Leads major incidents (domain §8.9): declared, told about every thirty minutes, solved for all tickets at once.</summary>
public sealed class IncidentCommands(AkisDatabase database, TicketQueries tickets, TicketCommands commands, IncidentQueries incidents, StatusMail mail)
{
    private const int MostChildren = 2_000;
    private static readonly Problem NotYours = new("incident.not-yours", 403, "Büyük olayları yardım masası ve grup sorumluları yönetir.", "Major incidents are led by the help desk and the leads.");
    private static readonly Problem Unknown = new("incident.unknown", 404, "Böyle bir büyük olay yok.", "There is no such major incident.");
    private static readonly Problem Over = new("incident.over", 409, "Bu olay kapanmış.", "This incident is over.");

    /// <summary>Declares an incident; who declares it is its manager. Gives its key.</summary>
    public async Task<Outcome<long>> DeclareAsync(NewIncident incident, Actor actor, CancellationToken cancel = default)
    {
        if (!IncidentRules.MayLead(actor)) return NotYours;
        if (Services.Find(incident.Service) is not { } service || incident.Severity is not ("down" or "degraded")) return new Problem("incident.service", 422, "Servisi ve etkiyi listeden seçin.", "Choose service and severity from the lists.");
        if (incident.TitleTr.Trim().Length is < 5 or > 150 || incident.TitleEn.Length > 150) return new Problem("incident.title", 422, "Duyuru başlığı 5–150 karakter olmalı.", "The title takes 5 to 150 characters.");
        if (incident.Answer.Trim().Length is < 20 or > 5_000) return new Problem("incident.answer", 422, "Benzer biletlere gidecek yanıtı yazın (20–5000 karakter).", "Write the answer for similar tickets (20 to 5,000 characters).");
        if (await tickets.PageAsync(incident.Number.Trim().TrimStart('#'), actor, cancel) is not { View: TicketView.Agent } page) return new Problem("ticket.unknown", 404, "Böyle bir bilet yok.", "There is no such ticket.");
        var declared = await database.WriteAsync<Outcome<long>>(async (session, token) =>
        {
            session.Lock($"incident:{service.Code}");
            var live = await session.QueryAsync("SELECT 1 FROM major_incident WHERE (service = @service AND ended_at IS NULL) OR ticket_key = @ticket", row => row.GetInt32(0), token, ("service", service.Code), ("ticket", page.Ticket.Key));
            if (live.Count > 0) return new Problem("incident.twice", 409, "Bu servis ya da bilet için zaten bir büyük olay var.", "There is a major incident for this service or ticket already.");
            var key = session.NextKey();
            await session.ExecuteAsync("""
                INSERT INTO major_incident (key, ticket_key, service, severity, title_tr, title_en, answer, state, manager, opened_at, next_update_at)
                VALUES (@key, @ticket, @service, @severity, @tr, @en, @answer, 0, @manager, @now, @next)
                """, token, ("key", key), ("ticket", page.Ticket.Key), ("service", service.Code), ("severity", incident.Severity), ("tr", incident.TitleTr.Trim()), ("en", incident.TitleEn.Trim()), ("answer", incident.Answer.Trim()),
                ("manager", actor.UserName), ("now", session.Now), ("next", session.Now + IncidentRules.UpdateEvery));
            await AddUpdateAsync(session, key, IncidentState.Investigated, incident.TitleTr.Trim(), incident.TitleEn.Trim(), actor, token);
            await mail.TellAsync(session, service, incident.TitleTr.Trim(), incident.TitleEn.Trim(), token);

            // What has come in by the same rule before anybody declared it belongs to it, too.
            var similar = await session.QueryAsync($"SELECT key, category FROM ticket WHERE opened_at > @since AND closed_at IS NULL AND NOT confidential AND key <> @ticket LIMIT {MostChildren}",
                row => (Key: row.GetInt64(0), Category: row.GetString(1)), token, ("since", session.Now - IncidentRules.ShortTime), ("ticket", page.Ticket.Key));
            foreach (var (child, category) in similar) await IncidentChildren.AdoptAsync(session, child, category, token);
            return key;
        }, cancel);
        incidents.Forget();
        return declared;
    }

    /// <summary>Tells the public how far it is; the next update is due in thirty minutes.</summary>
    public async Task<Outcome> UpdateAsync(long key, IncidentState state, string tr, string en, Actor actor, CancellationToken cancel = default)
    {
        if (!IncidentRules.MayLead(actor)) return NotYours;
        if (state == IncidentState.Over) return await SolveAsync(key, tr, en, actor, cancel);
        if (Check(tr, en) is { } wrong) return wrong;
        var done = await database.WriteAsync<Outcome>(async (session, token) =>
        {
            var live = await session.QueryAsync("UPDATE major_incident SET state = @state, next_update_at = @next, reminded_at = NULL WHERE key = @key AND ended_at IS NULL RETURNING service", row => row.GetString(0), token,
                ("state", state), ("next", session.Now + IncidentRules.UpdateEvery), ("key", key));
            if (live.Count == 0) return Over;
            await AddUpdateAsync(session, key, state, tr.Trim(), en.Trim(), actor, token);
            return Outcome.Done;
        }, cancel);
        incidents.Forget();
        return done;
    }

    /// <summary>Over: the public and the subscribers are told, and every ticket of it gets the text and is solved. A ticket that cannot be solved now still gets the text.</summary>
    private async Task<Outcome> SolveAsync(long key, string tr, string en, Actor actor, CancellationToken cancel)
    {
        if (Check(tr, en) is { } wrong) return wrong;
        if (await incidents.FindAsync(key, cancel) is not { } incident) return Unknown;
        var done = await database.WriteAsync<Outcome>(async (session, token) =>
        {
            if (await session.ExecuteAsync("UPDATE major_incident SET state = 3, next_update_at = NULL, ended_at = @now WHERE key = @key AND ended_at IS NULL", token, ("now", session.Now), ("key", key)) == 0) return Over;
            await AddUpdateAsync(session, key, IncidentState.Over, tr.Trim(), en.Trim(), actor, token);
            if (Services.Find(incident.Service) is { } service) await mail.TellAsync(session, service, tr.Trim(), en.Trim(), token);
            return Outcome.Done;
        }, cancel);
        incidents.Forget();
        if (!done.Succeeded) return done;
        var numbers = await database.ReadAsync((connection, token) => connection.QueryAsync(
            $"SELECT number FROM ticket WHERE closed_at IS NULL AND (key = @ticket OR key IN (SELECT ticket_key FROM incident_child WHERE incident_key = @key)) ORDER BY key LIMIT {MostChildren}", row => row.GetString(0), token, ("ticket", incident.TicketKey), ("key", key)), cancel);
        foreach (var number in numbers)
        {
            if (!(await commands.ResolveAsync(number, "fixed", tr.Trim(), null, actor, cancel)).Succeeded) await commands.ReplyAsync(number, tr.Trim(), [], actor, cancel);
        }

        return Outcome.Done;
    }

    /// <summary>A ticket is none of the incident's after all.</summary>
    public Task<Outcome> ReleaseAsync(long ticketKey, Actor actor, CancellationToken cancel = default) => IncidentRules.MayLead(actor)
        ? database.WriteAsync(async (session, token) => await session.ExecuteAsync("DELETE FROM incident_child WHERE ticket_key = @ticket", token, ("ticket", ticketKey)) == 1 ? Outcome.Done : Unknown, cancel)
        : Task.FromResult<Outcome>(NotYours);

    /// <summary>Announces work; subscribers are told.</summary>
    public Task<Outcome> PlanAsync(string serviceCode, string tr, string en, DateTimeOffset from, DateTimeOffset until, string? reference, Actor actor, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
    {
        if (!IncidentRules.MayLead(actor)) return NotYours;
        if (Services.Find(serviceCode) is not { } service) return new Problem("work.service", 422, "Servisi listeden seçin.", "Choose the service from the list.");
        if (Announcements.Check(tr, from, until, session.Now) is { } wrong) return wrong;
        await Announcements.AddAsync(session, service, new(reference?.Trim() ?? "", tr, from, until, actor.UserName), en, token);
        await mail.TellAsync(session, service, tr.Trim(), en.Trim(), token);
        return Outcome.Done;
    }, cancel);

    /// <summary>The work does not take place.</summary>
    public Task<Outcome> CancelWorkAsync(long key, Actor actor, CancellationToken cancel = default) => IncidentRules.MayLead(actor)
        ? database.WriteAsync(async (session, token) => await session.ExecuteAsync("UPDATE planned_work SET cancelled_at = @now WHERE key = @key AND cancelled_at IS NULL", token, ("now", session.Now), ("key", key)) == 1 ? Outcome.Done : Unknown, cancel)
        : Task.FromResult<Outcome>(NotYours);

    private static Problem? Check(string tr, string en) => tr.Trim().Length is < 20 or > 5_000 || en.Length > 5_000 ? new Problem("incident.text", 422, "En az 20 karakterlik bir açıklama yazın.", "Write at least 20 characters.") : null;

    private static Task AddUpdateAsync(WriteSession session, long key, IncidentState state, string tr, string en, Actor actor, CancellationToken cancel) => session.ExecuteAsync(
        "INSERT INTO incident_update (key, incident_key, state, text_tr, text_en, author, at) VALUES (@key, @incident, @state, @tr, @en, @author, @now)", cancel,
        ("key", session.NextKey()), ("incident", key), ("state", state), ("tr", tr), ("en", en), ("author", actor.UserName), ("now", session.Now));
}
