using System.CommandLine;
using Akis.Server.Hosting;

namespace Akis.Server.Cli;

/// <summary><c>akis serve</c>: the server.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var demo = new Option<bool>("--demo") { Description = "load the demo university and its accounts" };
        var clock = new Option<DateTimeOffset?>("--clock") { Description = "instant at which the demo's clock starts, as 2027-03-01T09:00:00+03:00; it runs on from there. Never on data that is in earnest: only with --demo" };
        var urls = new Option<string?>("--urls") { Description = "addresses to listen on (AKIS_URLS)" };
        var (data, db) = (SharedOptions.Data(), SharedOptions.Db());
        var command = new Command("serve", "Runs the server") { demo, clock, urls, data, db };
        command.Validators.Add(result =>
        {
            if (result.GetValue(clock) is not null && !result.GetValue(demo)) result.AddError("--clock is only for the demo: give --demo as well.");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            await AkisWeb.RunAsync(AkisOptions.Read(parsed.GetValue(data), parsed.GetValue(db), parsed.GetValue(urls), parsed.GetValue(demo), parsed.GetValue(clock)), cancel);
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
