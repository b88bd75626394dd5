using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Desk.Import;

/// <summary>
/// Takes the rows of another desk's export in. Each row is taken or refused for itself; one that came in before is passed over, so an import that broke off is simply begun again.
/// A trial runs the same code and is rolled back.
/// </summary>
public sealed class Importer(AkisDatabase database, ImportTickets tickets, Attachments attachments)
{
    private const int AtOnce = 100;

    private static readonly Problem Trial = new("import.trial", 422, "", "");

    /// <summary>Takes rows in.</summary>
    /// <param name="source">Whose export it is.</param>
    /// <param name="kind">Users, tickets or articles.</param>
    /// <param name="rows">The rows of the file.</param>
    /// <param name="messages">For tickets: the rows of the file of messages; else none.</param>
    /// <param name="isTrial">Only says what would happen.</param>
    /// <param name="actor">Who imports.</param>
    /// <param name="progress">Is told how many rows were read.</param>
    /// <param name="files">For tickets: the files of the export; null without them.</param>
    /// <param name="cancel">Stops it after the rows at hand.</param>
    public async Task<ImportReport> RunAsync(ImportSource source, ImportKind kind, IReadOnlyList<FeelContext> rows, IReadOnlyList<FeelContext> messages, bool isTrial, Actor actor, Action<int>? progress = null, ImportFolder? files = null, CancellationToken cancel = default)
    {
        var said = messages.Select(row => source.Map(ImportKind.Messages, row)).Where(message => message.Get("skip").AsBoolean() != true).ToList();
        var conversations = said.ToLookup(message => ImportedRow.Text(message, "ticket") ?? "");
        var named = files is null ? null : NamedFile.Of(source, said, files);
        var (made, known, taken, refused, refusedFiles, seen) = (0, 0, 0, new List<RefusedRow>(), new List<RefusedFile>(), new HashSet<string>());
        for (var from = 0; from < rows.Count; from += AtOnce)
        {
            var results = new List<(RowResult Result, string Id)>();
            var brought = named is null || files is null ? [] : await FilesAsync(source, kind, rows.Skip(from).Take(AtOnce), named, files.Folder, isTrial, refusedFiles, cancel);
            await database.WriteAsync(async (session, token) =>
            {
                results.Clear(); // a transaction that met another one is run again
                foreach (var row in rows.Skip(from).Take(AtOnce))
                {
                    var mapped = source.Map(kind, row);
                    var id = ImportedRow.Text(mapped, "id");
                    results.Add((id is null ? RowResult.Of(ImportedRow.NoId) : seen.Contains(id) || await ImportedRow.IsKnownAsync(session, source.Name, kind, id, token) ? RowResult.Known
                        : await session.TryAsync(() => TakeAsync(session, source.Name, kind, id, mapped, conversations[id], brought.GetValueOrDefault(id, []), actor, token), token), id ?? ""));
                }

                return isTrial ? new Outcome(Trial) : Outcome.Done;
            }, cancel);
            for (var i = 0; i < results.Count; i++)
            {
                seen.Add(results[i].Id);
                if (results[i].Result.Problem is { } problem) refused.Add(new(from + i + 1, results[i].Id, problem));
                else if (results[i].Result.IsNew) (made, taken) = (made + 1, taken + brought.GetValueOrDefault(results[i].Id, []).Count);
                else known++;
            }

            progress?.Invoke(from + results.Count);
        }

        foreach (var lost in named?.Where(ticket => !seen.Contains(ticket.Key)) ?? []) refusedFiles.AddRange(lost.Select(file => new RefusedFile(lost.Key, file.Name, new("import.file.ticket", 422, "Bu numarada bir bilet dosyada yok.", "The file of tickets has no ticket of this number."))));
        return new(made, known, refused) { Files = taken, RefusedFiles = refusedFiles };
    }

    // Files are judged and kept before the transaction, so that it stays short; those of tickets that came in before are left alone.
    private async Task<Dictionary<string, List<PreparedFile>>> FilesAsync(ImportSource source, ImportKind kind, IEnumerable<FeelContext> rows, ILookup<string, NamedFile> named, string folder, bool isTrial, List<RefusedFile> refused, CancellationToken cancel)
    {
        var prepared = new Dictionary<string, List<PreparedFile>>();
        foreach (var id in rows.Select(row => ImportedRow.Text(source.Map(kind, row), "id")).OfType<string>().Where(named.Contains))
        {
            var isKnown = (await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT 1 FROM imported WHERE source = @source AND kind = @kind AND id = @id", row => row.GetInt32(0), token, ("source", source.Name), ("kind", kind), ("id", id)), cancel)).Count > 0;
            if (!isKnown && !prepared.ContainsKey(id)) prepared[id] = await ImportFiles.PrepareAsync(id, named[id], folder, attachments, isTrial, refused, cancel);
        }

        return prepared;
    }

    private async Task<RowResult> TakeAsync(WriteSession session, string source, ImportKind kind, string id, FeelContext row, IEnumerable<FeelContext> conversation, IReadOnlyList<PreparedFile> files, Actor actor, CancellationToken cancel)
    {
        var taken = kind switch
        {
            ImportKind.Users => await ImportUsers.TakeAsync(session, row, cancel),
            ImportKind.Tickets => await tickets.TakeAsync(session, source, id, row, conversation, files, actor, cancel),
            ImportKind.Articles => await ImportArticles.TakeAsync(session, id, row, actor, cancel),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        if (taken.Problem is null && taken.IsNew) await ImportedRow.RememberAsync(session, source, kind, id, taken.Target, cancel);
        return taken;
    }
}
