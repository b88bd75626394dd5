using Microsoft.Extensions.DependencyInjection;

namespace Akis.Desk.Incidents;

/// <summary>Registers major incidents and the status page's data; who composes the program gives an <see cref="IDeskOutbox"/>.</summary>
internal static class IncidentServices
{
    public static IServiceCollection AddDeskIncidents(this IServiceCollection services) => services
        .AddSingleton<IncidentQueries>()
        .AddSingleton<IncidentCommands>()
        .AddSingleton<IncidentWatch>()
        .AddSingleton<StatusMail>();
}
