using Akis.Desk.Decisions;
using Akis.Desk.Intake;
using Akis.Desk.Reports;
using Akis.Desk.Rules;
using Akis.Desk.Sla;
using Akis.Desk.Guests;
using Akis.Desk.Import;
using Akis.Desk.Incidents;
using Akis.Desk.Knowledge;
using Akis.Desk.Privacy;
using Akis.Desk.Search;
using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Alerts;
using Akis.Desk.Tickets.Closing;
using Akis.Desk.Tickets.Processes;
using Akis.Desk.Tickets.Revising;
using Akis.Desk.Tickets.Waiting;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Handbook.Calendars;
using Akis.Handbook.Files;
using Akis.Handbook.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Desk;

/// <summary>Registers the desk.</summary>
public static class DeskServices
{
    /// <summary>The desk's tables.</summary>
    public static MigrationSet Migrations { get; } = new("desk", typeof(DeskServices).Assembly);

    /// <summary>Adds tickets; their files go to the folder.</summary>
    public static IServiceCollection AddAkisDesk(this IServiceCollection services, string attachments) => services
        .AddSingleton(new FileStore(attachments))
        .AddSingleton<Attachments>()
        .AddSingleton<TicketQueries>()
        .AddSingleton<OpenTicket>()
        .AddSingleton<TicketCommands>()
        .AddSingleton<ReopenTicket>().AddSingleton<RateTicket>().AddSingleton<RedirectTicket>().AddSingleton<ReviseTicket>()
        .AddSingleton<SlaWake>().AddSingleton<SlaRecord>().AddSingleton<SlaQueries>().AddSingleton<SlaWatch>().AddSingleton<ICalendarFollower, SlaFollower>()
        .AddDeskSearch()
        .AddDeskKnowledge()
        .AddDeskIncidents()
        .AddDeskPrivacy()
        .AddSingleton<ImportTickets>().AddSingleton<Importer>()
        .AddSingleton<GuestLinks>().AddSingleton<ExpectedTimes>()
        .AddDeskWork()
        .AddSingleton<IRequestReaders>(s => s.GetRequiredService<TicketQueries>())
        .AddSingleton<DeskDecisions>().AddSingleton<ForecastTicket>().AddSingleton<ISuggestionSource, ArticleSuggestions>().AddSingleton<ISuggestionSource, IncidentSuggestions>().AddSingleton<ISuggestionSource, OpenTickets>()
        .AddSingleton<RuleVersions>().AddSingleton<DeskRules>().AddSingleton<RuleTrial>().AddSingleton<RuleSchedule>()
        .AddSingleton<DeskReports>()
        .AddSingleton<LinkedQueries>().AddSingleton<StartFromTicket>().AddSingleton<AlertIntake>()
        .AddSingleton<IJobHandler, OpenTicketJob>().AddSingleton<IJobHandler, CreateAnnouncement>().AddSingleton<IJobHandler, EndAnnouncement>()
        .AddSingleton<IProcessListener, LinkedProcesses>()
        .AddSingleton<IProcessListener, TicketProcess>();
}
