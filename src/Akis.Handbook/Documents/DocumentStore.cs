using System.Data.Common;
using System.Security.Cryptography;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Catalogue;
using Akis.Handbook.Files;
using Akis.Handbook.Requests;

namespace Akis.Handbook.Documents;

/// <summary>A document that is to be printed: its number and code are its own from now on, however often its job is tried.</summary>
public sealed record ReservedDocument(long Key, string Number, string Code, DateTimeOffset At);

/// <summary>A document of a request, as pages list it.</summary>
public sealed record IssuedDocument(long Key, string Number, string Code, Text Title, string? ProcessCode, DateTimeOffset At, string Sha256, long Size);

/// <summary>The documents of requests. Who may see a request may load them; whoever has a code may ask whether it is a document's.</summary>
public sealed class DocumentStore(AkisDatabase database, FileStore files, ProcessQueries processes, RequestAccess access)
{
    // Without letters and digits that are mistaken for each other when a code is typed from paper.
    private const string CodeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int CodeLength = 12;
    private const string Columns = "key, number, code, title_tr, title_en, process_code, issued_at, sha256, size, instance_key";

    /// <summary>Takes number and code for a job; the same job gets the same ones.</summary>
    /// <param name="idempotencyKey">The job's.</param>
    /// <param name="rootKey">The request.</param>
    /// <param name="processCode">Its number.</param>
    /// <param name="title">The document's title.</param>
    /// <param name="next">Gives the next number of the series.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<ReservedDocument> ReserveAsync(string idempotencyKey, long rootKey, string? processCode, Text title, Func<WriteSession, CancellationToken, Task<string>> next, CancellationToken cancel = default) =>
        (await database.WriteAsync<Outcome<ReservedDocument>>(async (session, token) =>
        {
            if (await FindReservedAsync(session, idempotencyKey, token) is { } before) return before;
            var document = new ReservedDocument(session.NextKey(), await next(session, token), RandomNumberGenerator.GetString(CodeLetters, CodeLength), session.Now);
            await session.ExecuteAsync(
                "INSERT INTO document (key, idempotency_key, instance_key, number, code, title_tr, title_en, process_code, reserved_at) VALUES (@key, @idempotency, @instance, @number, @code, @tr, @en, @process, @now)", token,
                ("key", document.Key), ("idempotency", idempotencyKey), ("instance", rootKey), ("number", document.Number), ("code", document.Code), ("tr", title.Tr), ("en", title.En), ("process", processCode), ("now", document.At));
            return document;
        }, cancel)).Value;

    /// <summary>The document exists from now on, with this content.</summary>
    public static async Task<Outcome> IssueAsync(WriteSession session, long key, StoredFile file, CancellationToken cancel = default)
    {
        await session.ExecuteAsync("UPDATE document SET issued_at = @now, sha256 = @hash, size = @size WHERE key = @key AND issued_at IS NULL", cancel, ("now", session.Now), ("hash", file.Sha256), ("size", file.Size), ("key", key));
        return Outcome.Done;
    }

    /// <summary>The documents of a request, oldest first. Whether the reader may see the request was asked before.</summary>
    public Task<List<IssuedDocument>> OfRequestAsync(long rootKey, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        $"SELECT {Columns} FROM document WHERE instance_key = @root AND issued_at IS NOT NULL ORDER BY key LIMIT 200", row => Read(row).Document, token, ("root", rootKey)), cancel);

    /// <summary>A document and where its file is, for who may see its request; null otherwise, as if it did not exist.</summary>
    public async Task<(IssuedDocument Document, string Path)?> FindAsync(long key, Actor actor, CancellationToken cancel = default)
    {
        var found = (await database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT {Columns} FROM document WHERE key = @key AND issued_at IS NOT NULL", Read, token, ("key", key)), cancel)).FirstOrDefault();
        return found.Document is not null && await processes.InstanceAsync(found.InstanceKey, cancel) is { } request && await access.MaySeeAsync(request, actor, cancel) ? (found.Document, files.PathOf(found.Document.Sha256)) : null;
    }

    /// <summary>The document with a code, for anybody; blanks, hyphens and small letters of a typed code do not matter. Null where there is none.</summary>
    public async Task<IssuedDocument?> VerifyAsync(string code, CancellationToken cancel = default)
    {
        var typed = code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
        return typed.Length != CodeLength ? null : (await database.ReadAsync((connection, token) => connection.QueryAsync($"SELECT {Columns} FROM document WHERE code = @code AND issued_at IS NOT NULL", row => Read(row).Document, token, ("code", typed)), cancel)).FirstOrDefault();
    }

    private static async Task<ReservedDocument?> FindReservedAsync(WriteSession session, string idempotencyKey, CancellationToken cancel) => (await session.QueryAsync(
        "SELECT key, number, code, reserved_at FROM document WHERE idempotency_key = @idempotency", row => new ReservedDocument(row.GetInt64(0), row.GetString(1), row.GetString(2), row.Instant(3)!.Value), cancel, ("idempotency", idempotencyKey))).FirstOrDefault(); // reserved_at is never null

    private static (IssuedDocument Document, long InstanceKey) Read(DbDataReader row) =>
        (new(row.GetInt64(0), row.GetString(1), row.GetString(2), new(row.GetString(3), row.GetString(4)), row.IsDBNull(5) ? null : row.GetString(5), row.Instant(6)!.Value, row.GetString(7), row.GetInt64(8)), row.GetInt64(9)); // asked for issued ones
}
