using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Files;

namespace Akis.Desk.Tickets;

/// <summary>Files of tickets.</summary>
public sealed class Attachments(FileStore store, AkisDatabase database)
{
    /// <summary>How many files may be sent at once.</summary>
    public const int MostFiles = FileStore.MostFiles;

    /// <summary>What is wrong with a file before it is read; null when nothing is.</summary>
    public static FieldError? Refuse(string name, long size) => FileStore.Refuse("files", name, size) is { } wrong ? new(wrong.Path, wrong.Tr, wrong.En) : null;

    /// <summary>Streams a file to disk under its hash.</summary>
    public Task<StoredFile> StoreAsync(string name, string mediaType, Stream content, CancellationToken cancel = default) => store.StoreAsync(name, mediaType, content, cancel);

    /// <summary>A file of a ticket for who may see the ticket, or null.</summary>
    public async Task<(StoredFile File, string Path)?> FindAsync(long ticketKey, long key, CancellationToken cancel = default)
    {
        var rows = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT name, media_type, size, sha256 FROM ticket_attachment WHERE key = @key AND ticket_key = @ticket",
            row => new StoredFile(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3)), token, ("key", key), ("ticket", ticketKey)), cancel);
        return rows.Count == 0 ? null : (rows[0], store.PathOf(rows[0].Sha256));
    }

    internal static async Task LinkAsync(WriteSession session, long ticketKey, long messageKey, IEnumerable<StoredFile> files, Actor actor, CancellationToken cancel)
    {
        foreach (var file in files)
        {
            await session.ExecuteAsync("INSERT INTO ticket_attachment (key, ticket_key, message_key, name, media_type, size, sha256, author, at) VALUES (@key, @ticket, @message, @name, @type, @size, @hash, @author, @at)", cancel,
                ("key", session.NextKey()), ("ticket", ticketKey), ("message", messageKey), ("name", file.Name), ("type", file.MediaType), ("size", file.Size), ("hash", file.Sha256), ("author", actor.UserName), ("at", session.Now));
        }

        Search.SearchIndex.Touch(session, ticketKey);
    }
}
