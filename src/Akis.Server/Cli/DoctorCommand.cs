using System.CommandLine;
using Akis.Engine.Database;
using Akis.Handbook.Calendars;
using Akis.Handbook.Catalogue;
using Akis.Server.Hosting;

namespace Akis.Server.Cli;

/// <summary><c>akis doctor</c>: checks configuration, content, database, mail, clock and disk, a line each.</summary>
internal static class DoctorCommand
{
    private const long LeastDisk = 1L << 30;

    public static Command Create()
    {
        var (data, db) = (SharedOptions.Data(), SharedOptions.Db());
        var command = new Command("doctor", "Checks configuration, content, database, mail, clock and disk") { data, db };
        command.SetAction(async (parsed, cancel) =>
        {
            var options = AkisOptions.Read(parsed.GetValue(data), parsed.GetValue(db), null, false);
            var sound = true;
            sound &= Check("content", () => $"{CatalogueReader.Read(options.Processes).Processes.Count()} processes, {CalendarReader.Read(options.Processes).Count} calendars");
            sound &= await CheckAsync("database", async () =>
            {
                await using var database = AkisDatabase.Open(options.Data, options.Database, options.Clock);
                var written = await database.WriteAsync(async (session, token) => (await session.QueryAsync("SELECT 1", row => row.GetInt32(0), token)).Count, cancel);
                return written == 1 ? $"{database.Kind} answers" : throw new InvalidOperationException("no answer");
            });
            sound &= Check("mail", () => Environment.GetEnvironmentVariable("AKIS_SMTP") is { Length: > 0 } smtp ? $"SMTP server {new Uri(smtp).Host}" : $"no SMTP server set: mails go to {Path.Combine(options.Data, "mail")}");
            sound &= Check("clock", () => DateTimeOffset.UtcNow.Year >= 2026 ? $"{TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.UtcNow, "Europe/Istanbul"):O}" : throw new InvalidOperationException("the clock stands before this program was written"));
            sound &= Check("disk", () => new DriveInfo(options.Data).AvailableFreeSpace is var free && free >= LeastDisk ? $"{free >> 30} GiB free" : throw new InvalidOperationException("less than 1 GiB free"));
            return sound ? 0 : 1;
        });
        return command;
    }

    private static bool Check(string name, Func<string> check) => CheckAsync(name, () => Task.FromResult(check())).GetAwaiter().GetResult();

    private static async Task<bool> CheckAsync(string name, Func<Task<string>> check)
    {
        try
        {
            Console.WriteLine($"ok    {name}: {await check()}");
            return true;
        }
#pragma warning disable CA1031 // a doctor reports whatever is wrong and goes on
        catch (Exception wrong)
#pragma warning restore CA1031
        {
            Console.WriteLine($"WRONG {name}: {wrong.Message}");
            return false;
        }
    }
}
