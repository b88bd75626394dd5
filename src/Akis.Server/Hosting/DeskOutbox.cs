using Akis.Automation;
using Akis.Automation.Notify;
using Akis.Desk.Incidents;
using Akis.Engine.Database;

namespace Akis.Server.Hosting;

/// <summary>The desk's mail goes the way of all mail: through the automation's outbox.</summary>
internal sealed class DeskOutbox(AutomationSettings settings) : IDeskOutbox
{
    public string PublicUrl => settings.PublicUrl;

    public Task AddAsync(WriteSession session, string id, string recipient, string subject, string body, string? unsubscribe, CancellationToken cancel) =>
        Outbox.AddAsync(session, id, recipient, subject, body, cancel, unsubscribe: unsubscribe);
}
