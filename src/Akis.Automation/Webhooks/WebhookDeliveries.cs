using System.Globalization;
using System.Text.Json;
using Akis.Desk.Events;
using Akis.Engine.Database;

namespace Akis.Automation.Webhooks;

/// <summary>Lays down deliveries in the transaction that takes the event away.</summary>
internal sealed class WebhookDeliveries(AutomationSettings settings)
{
    public async Task AddAsync(WriteSession session, DeskEvent happened, CancellationToken cancel)
    {
        if (!Webhook.Kinds.Contains(happened.Kind)) return;
        var hooks = await session.QueryAsync("SELECT key, events FROM webhook WHERE active ORDER BY key", row => (Key: row.GetInt64(0), Events: row.GetString(1)), cancel);
        var interested = hooks.Where(hook => hook.Events.Split(',').Contains(happened.Kind)).ToList();
        if (interested.Count == 0 || await BodyAsync(session, happened, cancel) is not { } body) return;
        foreach (var hook in interested)
        {
            await session.ExecuteAsync("""
                INSERT INTO webhook_delivery (key, webhook_key, event_key, kind, body, state, tries, due_at, fence, created_at) VALUES (@key, @hook, @event, @kind, @body, 0, 0, @now, 0, @now) ON CONFLICT DO NOTHING
                """, cancel, ("key", session.NextKey()), ("hook", hook.Key), ("event", happened.Key), ("kind", happened.Kind), ("body", body), ("now", session.Now));
        }
    }

    // Of a confidential ticket only its number and state leave the house.
    private async Task<string?> BodyAsync(WriteSession session, DeskEvent happened, CancellationToken cancel)
    {
        var rows = await session.QueryAsync("SELECT number, subject, queue, category, priority, state, confidential FROM ticket WHERE key = @key",
            row => (Number: row.GetString(0), Subject: row.GetString(1), Queue: row.GetString(2), Category: row.GetString(3), Priority: row.GetString(4), State: row.GetString(5), IsConfidential: row.GetBoolean(6)), cancel, ("key", happened.TicketKey));
        if (rows.Count == 0) return null;
        var ticket = rows[0];
        var texts = happened.MessageKey is { } message && !ticket.IsConfidential ? await session.QueryAsync("SELECT body FROM ticket_message WHERE key = @key", row => row.GetString(0), cancel, ("key", message)) : [];
        return JsonSerializer.Serialize(new
        {
            id = happened.Key.ToString(CultureInfo.InvariantCulture),
            @event = happened.Kind,
            at = happened.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            actor = happened.Actor,
            ticket = new
            {
                number = ticket.Number, subject = ticket.IsConfidential ? null : ticket.Subject, queue = ticket.Queue, category = ticket.IsConfidential ? null : ticket.Category, priority = ticket.Priority, state = ticket.State,
                confidential = ticket.IsConfidential, url = $"{settings.PublicUrl}/tickets/{ticket.Number}",
            },
            message = texts.Count == 0 ? null : new { text = texts[0] },
        }, JsonSerializerOptions.Web);
    }
}
