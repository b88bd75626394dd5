using Akis.Automation.Notify;
using Akis.Desk.Mail.Intake;
using Akis.Desk.Mail.Mailboxes;
using Akis.Desk.Mail.Threading;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Automation.TicketMail;

/// <summary>Sends an unproven sender the link that proves the address, and nothing of what was written.</summary>
internal sealed class SenderProofMail(NotificationTemplates templates, TicketSeals seals, Mailboxes mailboxes, AutomationSettings settings, EngineSettings engine)
{
    public async Task WriteAsync(WriteSession session, string sender, CancellationToken cancel)
    {
        var space = sender.IndexOf(' ', StringComparison.Ordinal);
        var (address, name) = space < 0 ? (sender, sender) : (sender[..space], sender[(space + 1)..]);
        if (await SenderProofs.NewAsync(session, address, name, cancel) is not { } secret) return;
        var variables = FeelContext.Of(("baglanti", FeelValue.Of($"{settings.PublicUrl}/mail/proof/{secret}")));
        var text = templates.Fill("adres-dogrulama", variables, new FeelEnvironment { Clock = engine.Clock, Calendars = engine.Calendars }) ?? throw new InvalidOperationException("There is no template 'adres-dogrulama'.");
        var (subject, body) = MailWording.In(text, "both");
        var (key, from) = (session.NextKey(), mailboxes.First?.Address);
        var domain = (from ?? settings.MailFrom).Split('@')[^1];
        await Outbox.AddAsync(session, new(key, (await seals.GetAsync(cancel)).MessageId(null, key, domain), address, subject, body) { Html = MailWording.Html(body), Sender = from }, cancel);
    }
}
