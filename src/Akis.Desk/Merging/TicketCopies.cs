using Akis.Engine.Database;

namespace Akis.Desk.Merging;

/// <summary>Copies messages with their files from one ticket to another; authors and instants stay.</summary>
internal static class TicketCopies
{
    /// <param name="session">The transaction.</param>
    /// <param name="from">From which ticket.</param>
    /// <param name="to">To which.</param>
    /// <param name="only">The messages; null for all.</param>
    /// <param name="mergeKey">By which the copies are found when a merge is undone.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task CopyAsync(WriteSession session, long from, long to, IReadOnlyCollection<long>? only, long? mergeKey, CancellationToken cancel)
    {
        var messages = await session.QueryAsync("SELECT key FROM ticket_message WHERE ticket_key = @from AND kind IN (0, 1) ORDER BY at, key", row => row.GetInt64(0), cancel, ("from", from));
        foreach (var message in messages.Where(key => only?.Contains(key) ?? true))
        {
            var copy = session.NextKey();
            await session.ExecuteAsync("INSERT INTO ticket_message (key, ticket_key, kind, author, body, at, merge_key) SELECT @copy, @to, kind, author, body, at, CAST(@merge AS bigint) FROM ticket_message WHERE key = @key", cancel,
                ("copy", copy), ("to", to), ("merge", mergeKey), ("key", message));
            var files = await session.QueryAsync("SELECT key FROM ticket_attachment WHERE message_key = @key ORDER BY key", row => row.GetInt64(0), cancel, ("key", message));
            foreach (var file in files)
            {
                await session.ExecuteAsync("""
                    INSERT INTO ticket_attachment (key, ticket_key, message_key, name, media_type, size, sha256, author, at, merge_key)
                    SELECT @copy, @to, @message, name, media_type, size, sha256, author, at, CAST(@merge AS bigint) FROM ticket_attachment WHERE key = @key
                    """, cancel, ("copy", session.NextKey()), ("to", to), ("message", copy), ("merge", mergeKey), ("key", file));
            }
        }

        Search.SearchIndex.Touch(session, to);
    }
}
