using Akis.Automation;
using Akis.Desk;
using Akis.Desk.Incidents;
using Akis.Desk.Mail;
using Akis.Desk.Mail.Mailboxes;
using Akis.Desk.Mail.Threading;
using Akis.Desk.Privacy;
using Akis.Desk.Rules;
using Akis.Desk.Search;
using Akis.Desk.Sla;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Repair;
using Akis.Engine.Search;
using Akis.Handbook.Calendars;
using Akis.Handbook.Catalogue;
using Akis.Handbook.Content;
using Akis.Handbook.Requests;
using Akis.Handbook.Retention;
using Akis.People;
using Akis.People.Accounts;
using Akis.Registry;

namespace Akis.Server.Hosting;

/// <summary>The composition root: which modules there are, and what happens before the first request.</summary>
internal static class AkisServices
{
    public static IServiceCollection AddAkis(this IServiceCollection services, AkisOptions options, bool background)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Clock);
        services.AddSingleton(_ => AkisDatabase.Open(options.Data, options.Database, options.Clock));
        services.AddSingleton(new EngineSettings(options.Clock) { Calendars = CalendarReader.Read(options.Processes) });
        services.AddSingleton(CatalogueReader.Read(options.Processes));
        services.AddSingleton<IOwnStart, OwnStart>();
        services.AddAkisEngine(background);
        services.AddSingleton(s => new CalendarWatch(s.GetRequiredService<AkisDatabase>(), s.GetRequiredService<ProcessEngine>(), s.GetRequiredService<EngineSettings>(), options.Processes, s.GetRequiredService<ILogger<CalendarWatch>>()));
        if (background) services.AddSingleton<IHostedService>(s => s.GetRequiredService<CalendarWatch>());
        services.AddSingleton(s => new CalendarLeaves(s.GetRequiredService<AkisDatabase>(), s.GetRequiredService<ProcessEngine>(), s.GetRequiredService<EngineSettings>(), s.GetServices<ICalendarFollower>(), options.Processes));
        services.AddAkisPeople();
        services.AddAkisRegistry();
        services.AddAkisDesk(Path.Combine(options.Data, "attachments"));
        services.AddSingleton<IDeskOutbox, DeskOutbox>();
        services.AddSingleton<IDependentServices, DependentServices>();
        services.AddSingleton<IRetentionPeriods, RetentionPeriods>();
        if (background)
        {
            services.AddSingleton<IHostedService>(s => s.GetRequiredService<RoleWatch>());
            services.AddSingleton<IHostedService>(s => s.GetRequiredService<SlaWatch>());
            services.AddSingleton<IHostedService>(s => s.GetRequiredService<DeskClock>());
            services.AddSingleton<IHostedService>(s => s.GetRequiredService<RuleSchedule>());
            services.AddSingleton<IHostedService>(s => s.GetRequiredService<IncidentWatch>());
            services.AddSingleton<IHostedService>(s => s.GetRequiredService<RetentionWatch>());
        }

        services.AddAkisMail(Mailboxes.Read(options.Data), background);
        services.AddAkisAutomation(AutomationSettings.FromEnvironment(options.Data, options.Urls), options.Processes, background);
        return services;
    }

    /// <summary>Brings the schema forward and deploys the content.</summary>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancel = default)
    {
        var database = services.GetRequiredService<AkisDatabase>();
        await Migrator.MigrateAsync(database, Migrations, cancel);
        await services.GetRequiredService<ProcessSearches>().PrepareAsync(cancel);
        await services.GetRequiredService<CalendarWatch>().ReadAsync(cancel);
        var deployed = await ContentDeployer.DeployAsync(database, services.GetRequiredService<ProcessEngine>(), services.GetRequiredService<AkisOptions>().Processes, cancel);
        if (deployed.Problem is { } problem) throw new InvalidOperationException(problem.En);
        await services.GetRequiredService<SearchIndex>().CatchUpAsync(cancel);
        await services.GetRequiredService<TicketSeals>().GetAsync(cancel); // made now: within a ticket's transaction it could not be
        var kept = await RequestRetention.ApplyAsync(database, services.GetRequiredService<ProcessRepair>(), services.GetRequiredService<ProcessCatalogue>(), cancel);
        if (kept.Problem is { } wrong) throw new InvalidOperationException(wrong.En);
    }

    private static IEnumerable<MigrationSet> Migrations => [EngineServices.Migrations, PeopleServices.Migrations, RequestServices.Migrations, RegistryServices.Migrations, AutomationServices.Migrations, DeskServices.Migrations];
}
