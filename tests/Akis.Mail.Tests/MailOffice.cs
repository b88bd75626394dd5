using Akis.Automation;
using Akis.Automation.Notify;
using Akis.Automation.TicketMail;
using Akis.Automation.Webhooks;
using Akis.Engine.Database;
using Akis.Registry;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Akis.Mail.Tests;

/// <summary>The desk with its mail that goes out, into files unless a server is named.</summary>
public class MailOffice : MailWorld
{
    protected virtual AutomationSettings Settings => new(Folder, null, Help, "https://akis.demouni.example", null);

    protected override IEnumerable<MigrationSet> Migrations => [.. base.Migrations, RegistryServices.Migrations, AutomationServices.Migrations];

    /// <summary>Tells everything that waits and sends it; gives how many messages left.</summary>
    public async Task<int> SendAllAsync()
    {
        await Get<EventTeller>().TellAsync(CancellationToken.None);
        return await Get<MailDelivery>().DeliverDueAsync(CancellationToken.None);
    }

    /// <summary>What lies in the folder of sent mail, oldest first, to somebody.</summary>
    public IReadOnlyList<MimeMessage> SentTo(string address)
    {
        var folder = new DirectoryInfo(Path.Combine(Folder, "mail"));
        return !folder.Exists ? [] : [.. folder.GetFiles("*.eml").OrderBy(file => long.Parse(Path.GetFileNameWithoutExtension(file.Name), System.Globalization.CultureInfo.InvariantCulture)).Select(file => MimeMessage.Load(file.FullName)).Where(mail => mail.To.Mailboxes.Any(to => to.Address == address))];
    }

    protected override void Add(IServiceCollection services)
    {
        base.Add(services);
        services.AddAkisRegistry();
        services.AddAkisAutomation(Settings, Processes, background: false);
    }
}

/// <summary>Texts of a message that a test may ask for without asking whether they are there.</summary>
internal static class MessageTexts
{
    public static string Words(this MimeMessage message) => message.TextBody ?? "";

    public static string Title(this MimeMessage message) => message.Subject ?? "";
}
