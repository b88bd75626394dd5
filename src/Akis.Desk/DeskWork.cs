using Akis.Desk.Assignment;
using Akis.Desk.Bulk;
using Akis.Desk.Checklists;
using Akis.Desk.Compose;
using Akis.Desk.Fields;
using Akis.Desk.Later;
using Akis.Desk.Links;
using Akis.Desk.Merging;
using Akis.Desk.Tickets;
using Akis.Desk.TimeSpent;
using Akis.Desk.Watching;
using Akis.Desk.Worklist;
using Akis.People.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Akis.Desk;

/// <summary>Registers what agents work with.</summary>
internal static class DeskWork
{
    public static IServiceCollection AddDeskWork(this IServiceCollection services)
    {
        services.TryAddSingleton(s => new PersonQueries(s.GetRequiredService<Akis.Engine.Database.AkisDatabase>(), s.GetRequiredService<Akis.Engine.EngineSettings>().Clock));
        return services
            .AddSingleton<TicketWork>().AddSingleton<TicketEvents>().AddSingleton<DeskCounts>()
            .AddSingleton<AssignTicket>().AddSingleton<QueueSettings>().AddSingleton<EditTicket>()
            .AddSingleton<Drafts>().AddSingleton<HeldReplies>().AddSingleton<TextModules>().AddSingleton<Macros>()
            .AddSingleton<Notifications>().AddSingleton<Watchers>()
            .AddSingleton<TicketLinks>().AddSingleton<MergeTickets>().AddSingleton<SplitTicket>().AddSingleton<Checklist>().AddSingleton<TimeEntries>()
            .AddSingleton<SnoozeTicket>().AddSingleton<RecurringTickets>().AddSingleton<BulkActions>().AddSingleton<DeskClock>();
    }
}
