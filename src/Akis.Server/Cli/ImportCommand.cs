using System.CommandLine;
using Akis.Desk.Import;
using Akis.Engine;

namespace Akis.Server.Cli;

/// <summary><c>akis import SOURCE KIND FILE</c>: users, tickets and articles of another desk; <c>--dry-run</c> only says what would happen.</summary>
internal static class ImportCommand
{
    // An import writes articles, so it acts as the help desk does.
    private static readonly Actor Operator = new("aktarim", new HashSet<string> { "masa" });

    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "csv, rt, osticket or zammad" };
        source.AcceptOnlyFromAmong([.. ImportSource.All.Keys]);
        var kind = new Argument<string>("kind") { Description = "users, tickets or articles" };
        kind.AcceptOnlyFromAmong("users", "tickets", "articles");
        var file = new Argument<FileInfo>("file") { Description = "CSV or JSON" };
        file.AcceptExistingOnly();
        var messages = new Option<FileInfo>("--messages") { Description = "for tickets: the file of what was written on them" };
        messages.AcceptExistingOnly();
        var files = new Option<DirectoryInfo>("--files") { Description = "for tickets: the folder of their attachments" };
        files.AcceptExistingOnly();
        var attachments = new Option<FileInfo>("--attachments") { Description = "for tickets: the file that names their attachments, unless the messages do" };
        attachments.AcceptExistingOnly();
        var map = new Option<FileInfo>("--map") { Description = "YAML that changes how fields are read" };
        map.AcceptExistingOnly();
        var dryRun = new Option<bool>("--dry-run") { Description = "says what would happen and keeps nothing" };
        var (data, db) = (SharedOptions.Data(), SharedOptions.Db());
        var import = new Command("import", "Takes users, tickets and articles of another desk in") { source, kind, file, messages, files, attachments, map, dryRun, data, db };
        import.SetAction((parsed, cancel) => CommandHost.RunAsync(parsed.GetValue(data), parsed.GetValue(db), async services =>
        {
            var from = ImportSource.All[parsed.GetValue(source)!]; // only known ones are accepted
            try
            {
                if (parsed.GetValue(map) is { } changes) from = from.With(await File.ReadAllTextAsync(changes.FullName, cancel));
            }
            catch (InvalidDataException wrong)
            {
                await Console.Error.WriteLineAsync(wrong.Message);
                return 1;
            }

            var rows = ImportFile.Read(await File.ReadAllTextAsync(parsed.GetValue(file)!.FullName, cancel)); // required
            var said = parsed.GetValue(messages) is { } second ? ImportFile.Read(await File.ReadAllTextAsync(second.FullName, cancel)) : new List<Akis.Feel.FeelContext>();
            var named = parsed.GetValue(attachments) is { } third ? ImportFile.Read(await File.ReadAllTextAsync(third.FullName, cancel)) : new List<Akis.Feel.FeelContext>();
            if (parsed.GetValue(attachments) is not null && parsed.GetValue(files) is null)
            {
                await Console.Error.WriteLineAsync("--attachments needs --files: the folder that they lie in.");
                return 1;
            }

            if ((rows.Problem ?? said.Problem ?? named.Problem) is { } unreadable)
            {
                await Console.Error.WriteLineAsync(unreadable.En);
                return 1;
            }

            var report = await services.GetRequiredService<Importer>().RunAsync(from, Enum.Parse<ImportKind>(parsed.GetValue(kind)!, ignoreCase: true), rows.Value, said.Value, parsed.GetValue(dryRun), Operator, done => Console.Error.Write($"\r{done}/{rows.Value.Count}"),
                parsed.GetValue(files) is { } folder ? new ImportFolder(folder.FullName, named.Value) : null, cancel);
            await Console.Error.WriteLineAsync();
            foreach (var refused in report.Refused) Console.WriteLine($"row {refused.Row} ({refused.Id}): {refused.Problem.En}");
            foreach (var refused in report.RefusedFiles) Console.WriteLine($"file of {refused.Ticket} ({refused.Name}): {refused.Problem.En}");
            Console.WriteLine($"{(parsed.GetValue(dryRun) ? "would be made" : "made")}: {report.Made}, known: {report.Known}, refused: {report.Refused.Count}, files: {report.Files}, files refused: {report.RefusedFiles.Count}");
            return report.Refused.Count + report.RefusedFiles.Count == 0 ? 0 : 2;
        }));
        return import;
    }
}
