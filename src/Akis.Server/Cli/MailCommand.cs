using System.CommandLine;
using Akis.Desk.Mail.Intake;
using Akis.Desk.Mail.Mailboxes;

namespace Akis.Server.Cli;

/// <summary><c>akis mail take FILE…</c>: takes raw messages in as if they had come to a mailbox; for mail servers that pipe, and for messages saved elsewhere.</summary>
internal static class MailCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "raw messages (.eml); - reads one from standard input", Arity = ArgumentArity.OneOrMore };
        var mailbox = new Option<string>("--mailbox") { Description = "name of the mailbox in mailboxes.json", Required = true };
        var (data, db) = (SharedOptions.Data(), SharedOptions.Db());
        var take = new Command("take", "Takes raw messages in and prints what became of each") { files, mailbox, data, db };
        take.SetAction((parsed, cancel) => CommandHost.RunAsync(parsed.GetValue(data), parsed.GetValue(db), async services =>
        {
            if (services.GetRequiredService<Mailboxes>().Find(parsed.GetValue(mailbox)!) is not { } box) // required
            {
                await Console.Error.WriteLineAsync($"There is no mailbox '{parsed.GetValue(mailbox)}' in mailboxes.json.");
                return 1;
            }

            foreach (var file in parsed.GetValue(files)!) // at least one
            {
                var taken = await services.GetRequiredService<MailIntake>().TakeAsync(box, await ReadAsync(file, cancel), cancel: cancel);
                Console.WriteLine($"{file}: {taken.State} {taken.Number ?? taken.Reason}{(taken.IsNew ? "" : " (taken before)")}");
            }

            return 0;
        }));
        return new Command("mail", "Mail") { take };
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancel)
    {
        if (file != "-") return await File.ReadAllBytesAsync(file, cancel);
        await using var input = Console.OpenStandardInput();
        using var raw = new MemoryStream();
        await input.CopyToAsync(raw, cancel);
        return raw.ToArray();
    }
}
