using Akis.Automation.Connectors;
using Akis.Automation.Devices;
using Akis.Automation.Documents;
using Akis.Automation.Notify;
using Akis.Automation.Records;
using Akis.Automation.TicketMail;
using Akis.Automation.Vpn;
using Akis.Automation.Webhooks;
using Akis.Desk.Privacy;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Handbook.Catalogue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akis.Automation;

/// <summary>Registers connectors: what service tasks can really do.</summary>
public static class AutomationServices
{
    /// <summary>The module's migrations.</summary>
    public static MigrationSet Migrations { get; } = new("automation", typeof(AutomationServices).Assembly);

    /// <summary>Adds the connectors and, where <paramref name="background"/> is true, the delivery of mail.</summary>
    public static IServiceCollection AddAkisAutomation(this IServiceCollection services, AutomationSettings settings, string processes, bool background = true)
    {
        services.AddSingleton(settings).AddSingleton<RunLog>().AddSingleton(_ => NotificationTemplates.Read(processes));
        services.AddSingleton<IVpnDriver, VpnSimulator>();
        services.AddSingleton<IJobHandler, CreateVpnAccount>().AddSingleton<IJobHandler, ExtendVpnAccount>().AddSingleton<IJobHandler, CloseVpnAccount>().AddSingleton<IJobHandler, ArchiveVpnAccount>();
        services.AddSingleton<IDeviceDriver, DeviceSimulator>();
        foreach (var operation in DeviceOperation.All) services.AddSingleton<IJobHandler>(s => new DeviceJob(operation, s.GetRequiredService<IDeviceDriver>(), s.GetRequiredService<RunLog>()));
        services.AddSingleton<IJobHandler, NotifyJob>();
        services.AddSingleton<IJobHandler, SaveRecord>().AddSingleton<IJobHandler, FindRecords>().AddSingleton<IJobHandler, NumberRecord>().AddSingleton<IJobHandler, ReadParameter>();
        services.AddSingleton(_ => DocumentTemplates.Read(processes)).AddSingleton(s => new DocumentPage(CatalogueReader.Read(processes), s.GetRequiredService<AutomationSettings>().PublicUrl)).AddSingleton<IJobHandler, CreateDocument>();
        services.AddSingleton<MailDelivery>();
        services.AddRetained(OutgoingRetention.Rows);
        services.AddSingleton<TicketMailWriter>().AddSingleton<SenderProofMail>().AddSingleton<MailPreferences>().AddSingleton<Subscriptions>().AddSingleton<Digests>().AddSingleton<OutboxQueries>().AddSingleton<EventTeller>();
        services.AddSingleton<WebhookCommands>().AddSingleton<WebhookDeliveries>().AddSingleton<WebhookClient>().AddSingleton<WebhookSender>();
        if (!background) return services;
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<MailDelivery>());
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<EventTeller>());
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<WebhookSender>());
        return services;
    }
}
