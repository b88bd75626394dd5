using Akis.Desk.Categories;
using Akis.Desk.Mail.Intake;
using Akis.Desk.Mail.Reading;
using Akis.Desk.Search;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Requests;

namespace Akis.Desk.Import;

/// <summary>
/// Tickets of another desk, with what was written on them. What is over is kept as it was, without a process; what is open is opened here, so that its road goes on by SEK 08-04-27 and its
/// clocks begin now. Nobody is told: they know.
/// </summary>
public sealed class ImportTickets(OpenTicket open)
{
    private const string DefaultCategory = "DIG-99";

    internal async Task<RowResult> TakeAsync(WriteSession session, string source, string id, FeelContext row, IEnumerable<FeelContext> messages, IReadOnlyList<PreparedFile> files, Actor actor, CancellationToken cancel)
    {
        if (ImportedRow.Text(row, "subject")?.Trim() is not { Length: > 0 } subject) return RowResult.Of(new("import.subject", 422, "Konusu yok.", "It has no subject."));
        if (ImportedRow.Text(row, "requester")?.Trim() is not { Length: > 0 } asked) return RowResult.Of(new("import.requester", 422, "Talep edenin kullanıcı adı ya da e-postası yok.", "The requester's user name or mail address is missing."));
        var state = ImportedRow.Text(row, "state");
        if (state is not ("open" or "closed" or "cancelled")) return RowResult.Of(new("import.state", 422, $"Durumu anlaşılamadı: “{state}”. Eşleme open, closed ya da cancelled vermeli.", $"Its state is not understood: “{state}”. The mapping must give open, closed or cancelled."));
        var code = ImportedRow.Text(row, "category") ?? DefaultCategory;
        if (CategoryTree.Default.Find(code) is not { } category) return RowResult.Of(new("import.category", 422, $"“{code}” diye bir konu başlığı kodu yok.", $"There is no category “{code}”."));

        var requester = await RequesterAsync(session, asked, ImportedRow.Text(row, "requesterName"), cancel);
        var conversation = messages.Select(Entry).OfType<Said>().OrderBy(entry => entry.At ?? DateTimeOffset.MinValue).ToList();
        if (Body(row, "html", "text") is { Length: > 0 } first) conversation.Insert(0, new(null, requester.UserName, first, MessageKind.Message, ImportedRow.Instant(row, "opened")));
        var opened = ImportedRow.Instant(row, "opened") ?? conversation.FirstOrDefault(entry => entry.At is not null)?.At ?? session.Now;
        var label = $"{source} #{ImportedRow.Text(row, "label") ?? id}";

        var made = state == "open"
            ? await OpenAsync(session, category, Fitting(subject, label), conversation.FirstOrDefault()?.Body ?? "", label, requester, actor, cancel)
            : await KeepAsync(session, row, category, Fitting(subject, label), requester, opened, state == "closed" ? TicketState.Closed : TicketState.Cancelled, cancel);
        if (made.Problem is { } problem) return RowResult.Of(problem);
        var key = made.Value.Key;
        var written = new Dictionary<string, (long Key, bool IsNote)>();
        foreach (var (entry, i) in conversation.Select((entry, i) => (entry, i)))
        {
            var message = state == "open" && i == 0 ? await FirstAsync(session, key, cancel) : await WriteAsync(session, key, entry.Kind, await NameAsync(session, entry.Author, cancel), entry.Body, entry.At ?? opened, cancel);
            if (entry.Id is { } named) written.TryAdd(named, (message, entry.Kind == MessageKind.Note));
        }

        await AttachAsync(session, key, files, written, opened, actor, cancel);
        await WriteAsync(session, key, MessageKind.Note, actor.UserName, $"Aktarıldı: {label}", session.Now, cancel); // found by the old number
        await session.ExecuteAsync("UPDATE ticket SET opened_at = @opened, assignee = coalesce(@assignee, assignee) WHERE key = @key", cancel, ("opened", opened), ("assignee", await AgentAsync(session, category.Queue, ImportedRow.Text(row, "assignee"), cancel)), ("key", key));
        await session.ExecuteAsync("DELETE FROM desk_event WHERE ticket_key = @key", cancel, ("key", key));
        await session.ExecuteAsync("DELETE FROM desk_notification WHERE ticket_key = @key", cancel, ("key", key));
        SearchIndex.Touch(session, key);
        return RowResult.Made(made.Value.Number);
    }

    private Task<Outcome<OpenedTicket>> OpenAsync(WriteSession session, Category category, string subject, string body, string label, Requester requester, Actor actor, CancellationToken cancel) =>
        open.OpenAsync(session, new(category.Code, subject, body.Trim().Length < 20 ? $"{body}\n\n(Önceki sistemden aktarıldı: {label})".Trim() : body, null, null), [], requester, actor, "Aktarım", cancel);

    private static async Task<Outcome<OpenedTicket>> KeepAsync(WriteSession session, FeelContext row, Category category, string subject, Requester requester, DateTimeOffset opened, string state, CancellationToken cancel)
    {
        var (key, number) = (session.NextKey(), await OpenTicket.NextNumberAsync(session, opened, cancel));
        var closed = ImportedRow.Instant(row, "closed") is { } ended && ended >= opened ? ended : opened;
        await session.ExecuteAsync("""
            INSERT INTO ticket (key, number, subject, category, queue, impact, urgency, priority, state, confidential, requester, requester_name, requester_unit, type, source, resolution, revision, opened_at, changed_at, closed_at)
            VALUES (@key, @number, @subject, @category, @queue, @impact, @urgency, @priority, @state, @confidential, @requester, @name, @unit, @type, 'Aktarım', @resolution, 1, @opened, @closed, @closed)
            """, cancel, ("key", key), ("number", number), ("subject", subject), ("category", category.Code), ("queue", category.Queue), ("impact", category.Impact), ("urgency", category.Urgency),
            ("priority", ImportedRow.Text(row, "priority") is { } priority and ("P1" or "P2" or "P3" or "P4") ? priority : "P3"), ("state", state), ("confidential", category.IsConfidential), ("requester", requester.UserName),
            ("name", requester.Name), ("unit", requester.Unit), ("type", category.Type), ("resolution", ImportedRow.Text(row, "resolution")), ("opened", opened), ("closed", closed));
        return new OpenedTicket(key, number);
    }

    private static async Task<long> WriteAsync(WriteSession session, long ticket, MessageKind kind, string author, string body, DateTimeOffset at, CancellationToken cancel)
    {
        var key = session.NextKey();
        await session.ExecuteAsync("INSERT INTO ticket_message (key, ticket_key, kind, author, body, at) VALUES (@key, @ticket, @kind, @author, @body, @at)", cancel, ("key", key), ("ticket", ticket), ("kind", kind), ("author", author), ("body", body), ("at", at));
        return key;
    }

    private static async Task<long> FirstAsync(WriteSession session, long ticket, CancellationToken cancel) =>
        (await session.QueryAsync("SELECT min(key) FROM ticket_message WHERE ticket_key = @ticket", row => row.GetInt64(0), cancel, ("ticket", ticket)))[0];

    // A file whose message is not known hangs on an entry of its own: an internal one on a note, so that its requester never gets it.
    private static async Task AttachAsync(WriteSession session, long ticket, IReadOnlyList<PreparedFile> files, Dictionary<string, (long Key, bool IsNote)> written, DateTimeOffset at, Actor actor, CancellationToken cancel)
    {
        foreach (var group in files.GroupBy(file => (Message: file.Message is { } id && written.TryGetValue(id, out var known) && (known.IsNote || !file.IsInternal) ? known.Key : 0, file.IsInternal)))
        {
            var message = group.Key.Message != 0 ? group.Key.Message
                : await WriteAsync(session, ticket, group.Key.IsInternal ? MessageKind.Note : MessageKind.Message, actor.UserName, $"Aktarılan ekler: {string.Join(", ", group.Select(file => file.File.Name))}", at, cancel);
            await Attachments.LinkAsync(session, ticket, message, group.Select(file => file.File), actor, cancel);
        }
    }

    private static Said? Entry(FeelContext message) => Body(message, "html", "text") is { Length: > 0 } body
        ? new(ImportedRow.Text(message, "id"), ImportedRow.Text(message, "author") ?? "?", body, message.Get("internal").AsBoolean() == true ? MessageKind.Note : MessageKind.Message, ImportedRow.Instant(message, "at"))
        : null;

    private static string Body(FeelContext row, string html, string text)
    {
        var body = ImportedRow.Text(row, html) is { } marked ? HtmlText.Of(marked, TicketRules.LongestBody) : ImportedRow.Text(row, text) ?? "";
        return body.Length > TicketRules.LongestBody ? body[..TicketRules.LongestBody] : body;
    }

    private static string Fitting(string subject, string label) => subject.Length < 5 ? $"{subject} ({label})" : subject.Length > 150 ? $"{subject[..149]}…" : subject;

    // Somebody who has no account here is a guest under their address, as by mail.
    private static async Task<Requester> RequesterAsync(WriteSession session, string asked, string? name, CancellationToken cancel)
    {
        var address = Address(asked);
        var known = await session.QueryAsync("SELECT p.user_name, p.display_name, u.name_tr, p.status, p.email FROM person p JOIN unit u ON u.code = p.unit_code WHERE p.user_name = @user OR lower(p.email) = @email ORDER BY p.user_name LIMIT 1",
            row => new Requester(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), null), cancel, ("user", asked), ("email", address));
        return known.Count > 0 ? known[0] : MailSenders.Guest(address, name ?? asked.Split('<')[0].Trim(' ', '"')).Requester;
    }

    private static async Task<string> NameAsync(WriteSession session, string author, CancellationToken cancel)
    {
        var known = await session.QueryAsync("SELECT user_name FROM person WHERE user_name = @user OR lower(email) = @email OR display_name = @user ORDER BY user_name LIMIT 1", row => row.GetString(0), cancel, ("user", author), ("email", Address(author)));
        return known.Count > 0 ? known[0] : author.Contains('@', StringComparison.Ordinal) ? MailSenders.GuestName(Address(author)) : author;
    }

    private static async Task<string?> AgentAsync(WriteSession session, string queue, string? name, CancellationToken cancel)
    {
        if (name is null) return null;
        var found = Queues.Of(queue);
        var known = await session.QueryAsync("""
            SELECT p.user_name FROM person p JOIN person_role r ON r.user_name = p.user_name
            WHERE p.active AND (p.user_name = @user OR lower(p.email) = @email OR p.display_name = @user) AND r.role IN (@role, @lead, @desk) LIMIT 1
            """, row => row.GetString(0), cancel, ("user", name), ("email", Address(name)), ("role", found.Role), ("lead", found.Lead), ("desk", Queues.HelpDesk));
        return known.Count > 0 ? known[0] : null;
    }

    // "Ayşe Demir <ayse@…>" or the bare address.
    private static string Address(string text) => (text.LastIndexOf('<') is var open and >= 0 && text.EndsWith('>') ? text[(open + 1)..^1] : text).Trim().ToLowerInvariant();

    private sealed record Said(string? Id, string Author, string Body, MessageKind Kind, DateTimeOffset? At);
}
