namespace Akis.Server.Pages.Tickets.Mail;

/// <summary>The texts of pages about mail and webhooks; see MailTexts.resx.</summary>
internal sealed class MailTexts;
