using Akis.Desk.Mail.Intake;
using Akis.Desk.Mail.Mailboxes;
using Akis.Desk.Mail.Threading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akis.Desk.Mail;

/// <summary>Registers what the desk does with mail that comes in.</summary>
public static class MailServices
{
    /// <summary>Adds it; the mailboxes are watched where <paramref name="background"/> is true.</summary>
    public static IServiceCollection AddAkisMail(this IServiceCollection services, Mailboxes.Mailboxes mailboxes, bool background)
    {
        services.AddSingleton(mailboxes).AddSingleton<TicketSeals>().AddSingleton<MailSenders>().AddSingleton<MailIntake>().AddSingleton<MailQuarantine>().AddSingleton<SenderProofs>().AddSingleton<TicketMails>()
            .AddSingleton<MailboxPlaces>().AddSingleton<MailboxWatch>();
        if (background && mailboxes.All.Count > 0) services.AddSingleton<IHostedService>(s => s.GetRequiredService<MailboxWatch>());
        return services;
    }
}
