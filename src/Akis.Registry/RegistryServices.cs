using Akis.Engine.Database;
using Akis.Handbook.Forms;
using Akis.Registry.Demo;
using Akis.Registry.Records;
using Akis.Registry.VpnAccounts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Registry;

/// <summary>Registers the records that processes touch.</summary>
public static class RegistryServices
{
    /// <summary>The module's migrations.</summary>
    public static MigrationSet Migrations { get; } = new("registry", typeof(RegistryServices).Assembly);

    /// <summary>Adds the registry.</summary>
    public static IServiceCollection AddAkisRegistry(this IServiceCollection services)
    {
        foreach (var function in RecordAnswers.Functions) services.AddSingleton(function);
        return services.AddSingleton<VpnAccountStore>().AddSingleton<VpnAccountQueries>().AddSingleton<RecordQueries>().AddSingleton<RecordCommands>().AddSingleton<RecordViews>().AddSingleton<IFormList, RecordFormList>().AddSingleton<Parameters.Parameters>().AddSingleton<DemoRecords>();
    }

    /// <summary>Maps its API.</summary>
    public static void MapAkisRegistry(this IEndpointRouteBuilder endpoints) 
    {
        VpnAccountApi.Map(endpoints);
        RecordApi.Map(endpoints);
    }
}
