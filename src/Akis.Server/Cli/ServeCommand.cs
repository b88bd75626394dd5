using System.CommandLine;
using Akis.Server.Hosting;

namespace Akis.Server.Cli;

/// <summary><c>akis serve</c>: the server.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var demo = new Option<bool>("--demo") { Description = "load the demo university and its accounts" };
        var urls = new Option<string?>("--urls") { Description = "addresses to listen on (AKIS_URLS)" };
        var (data, db) = (SharedOptions.Data(), SharedOptions.Db());
        var command = new Command("serve", "Runs the server") { demo, urls, data, db };
        command.SetAction(async (parsed, cancel) =>
        {
            await AkisWeb.RunAsync(AkisOptions.Read(parsed.GetValue(data), parsed.GetValue(db), parsed.GetValue(urls), parsed.GetValue(demo)), cancel);
            return 0;
        });
        return command;
    }
}

/// <summary>Options that several commands take.</summary>
internal static class SharedOptions
{
    public static Option<string?> Data() => new("--data") { Description = "data folder (AKIS_DATA); ./data" };

    public static Option<string?> Db() => new("--db") { Description = "PostgreSQL connection string (AKIS_DB); SQLite in the data folder otherwise" };
}
