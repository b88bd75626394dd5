using Akis.Handbook.Requests;
using Akis.Server.Hosting;

namespace Akis.Server.Cli;

/// <summary>Runs a command on the modules without the web server and without background work.</summary>
internal static class CommandHost
{
    public static async Task<int> RunAsync(string? data, string? db, Func<IServiceProvider, Task<int>> work)
    {
        var services = new ServiceCollection().AddLogging().AddAkis(AkisOptions.Read(data, db, null, demo: false), background: false).AddAkisRequests();
        await using var provider = services.BuildServiceProvider();
        await AkisServices.PrepareAsync(provider);
        return await work(provider);
    }
}
