namespace Akis.Server.Hosting;

/// <summary>What each feature brings to the web server; one line a feature.</summary>
internal static class AkisModules
{
    public static void Add(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
    }
}
