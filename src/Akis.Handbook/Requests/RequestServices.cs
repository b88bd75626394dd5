using Akis.Engine.Database;
using Akis.Engine.History;
using Akis.Handbook.Documents;
using Akis.Handbook.Files;
using Akis.Handbook.Forms;
using Akis.Handbook.Retention;
using Akis.Handbook.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Handbook.Requests;

/// <summary>Registers requests and tasks.</summary>
public static class RequestServices
{
    /// <summary>The tables of requests.</summary>
    public static MigrationSet Migrations { get; } = new("handbook", typeof(RequestServices).Assembly);

    /// <summary>Adds what pages and APIs need to start, follow and work on requests.</summary>
    public static IServiceCollection AddAkisRequests(this IServiceCollection services) => services
        .AddSingleton<IHistoryListener, RequestRetention>()
        .AddSingleton<RequestAccess>()
        .AddSingleton<RequestQueries>()
        .AddSingleton<StartRequest>()
        .AddSingleton<CancelRequest>()
        .AddSingleton<FormFiles>()
        .AddSingleton<DocumentStore>()
        .AddSingleton<Kpis.KpiReports>()
        .AddSingleton<FormLists>()
        .AddSingleton<IFormList, PersonFormList>()
        .AddSingleton<TaskQueries>()
        .AddSingleton<TaskCommands>();
}
