using Akis.Desk.Mail.Mailboxes;
using Akis.Desk.Mail.Reading;
using Akis.Desk.Tickets;

namespace Akis.Desk.Mail.Intake;

/// <summary>Makes a message fit for a ticket: people write mail shorter and longer than forms allow.</summary>
internal static class MailText
{
    private const string Cut = "\n\n[… İletinin devamı ham iletidedir. / The rest is in the raw message.]";
    private const string Nothing = "(Metin yok; ekler ve ham ileti duruyor. / No text; see the attachments and the raw message.)";

    public static NewTicket Ticket(ReadMail mail, Mailbox box)
    {
        var subject = mail.Subject.Length >= 5 ? mail.Subject : $"E-posta iletisi: {(mail.Subject.Length == 0 ? "(konusuz)" : mail.Subject)}";
        var body = Body(mail.Text);
        return new(box.Category, subject.Length <= 150 ? subject : subject[..149] + "…", body.Length >= 20 ? body : $"E-posta ile gelen ileti:\n\n{body}", null, null);
    }

    public static string Body(string text) => string.IsNullOrWhiteSpace(text) ? Nothing : text.Length <= TicketRules.LongestBody ? text : text[..(TicketRules.LongestBody - Cut.Length)] + Cut;
}
