using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Files;

namespace Akis.Registry.Records;

/// <summary>What people do with records by hand. Each is one transaction, and asks who may.</summary>
public sealed class RecordCommands(AkisDatabase database)
{
    private static readonly Problem NotYours = new("record.not-yours", 403, "Bu kayıtları yalnız sorumluları değiştirebilir.", "Only those who keep these records may change them.");

    /// <summary>Makes a record, or changes the fields given of one.</summary>
    public Task<Saved> SaveAsync(RecordType type, long? key, IReadOnlyDictionary<string, string?> given, int? revision, Actor actor, CancellationToken cancel = default) =>
        !RecordAccess.MayWrite(actor, type) ? Task.FromResult(new Saved(0, [], RecordAccess.MayRead(actor, type) ? NotYours : RecordStore.Unknown))
        : database.WriteAsync((session, token) => key is { } known ? RecordStore.ChangeAsync(session, known, given, revision, new(actor), token) : RecordStore.AddAsync(session, type, given, new(actor), token), cancel);

    /// <summary>Takes a CSV file in, or only says what it would do.</summary>
    public async Task<ImportReport> ImportAsync(RecordType type, string content, bool dryRun, Actor actor, CancellationToken cancel = default)
    {
        if (!RecordAccess.MayWrite(actor, type)) return ImportReport.Refused(NotYours.Tr, NotYours.En);
        var report = ImportReport.Refused("", "");
        await database.WriteAsync(async (session, token) =>
        {
            report = await RecordCsv.ImportAsync(session, type, content, new(actor), token);
            return dryRun || !report.Succeeded ? new Outcome(new Problem("record.import", 422, "", "")) : Outcome.Done; // a trial is rolled back like a failure
        }, cancel);
        return report;
    }

    /// <summary>Adds a file to a record.</summary>
    public async Task<Outcome> AttachAsync(Record record, StoredFile file, Actor actor, CancellationToken cancel = default)
    {
        if (!RecordAccess.MayWrite(actor, record.Type)) return NotYours;
        return await database.WriteAsync(async (session, token) =>
        {
            await session.ExecuteAsync("INSERT INTO record_file (key, record_key, name, media_type, size, sha256, author, at) VALUES (@key, @record, @name, @media, @size, @sha, @author, @at)", token,
                ("key", session.NextKey()), ("record", record.Key), ("name", file.Name), ("media", file.MediaType), ("size", file.Size), ("sha", file.Sha256), ("author", actor.UserName), ("at", session.Now));
            return Outcome.Done;
        }, cancel);
    }
}
