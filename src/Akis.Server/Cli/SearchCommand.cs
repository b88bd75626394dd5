using System.CommandLine;
using Akis.Desk.Search;

namespace Akis.Server.Cli;

/// <summary><c>akis search rebuild</c>: makes the index of tickets anew; also while the server runs.</summary>
internal static class SearchCommand
{
    public static Command Create()
    {
        var (data, db) = (SharedOptions.Data(), SharedOptions.Db());
        var rebuild = new Command("rebuild", "Makes the index of tickets anew, the newest first; the server may go on serving") { data, db };
        rebuild.SetAction((parsed, cancel) => CommandHost.RunAsync(parsed.GetValue(data), parsed.GetValue(db), async services =>
        {
            var tickets = await services.GetRequiredService<SearchIndex>().RebuildAsync(done => Console.Error.Write($"\r{done}"), cancel);
            await Console.Error.WriteLineAsync();
            Console.WriteLine($"{tickets} tickets indexed");
            return 0;
        }));
        return new Command("search", "Full-text search") { rebuild };
    }
}
