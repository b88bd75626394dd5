using System.Data.Common;
using System.Globalization;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Requests;

namespace Akis.Handbook.Files;

/// <summary>A file of a request, as pages list it.</summary>
public sealed record RequestFile(long Key, string Name, string MediaType, long Size, string Author, DateTimeOffset At);

/// <summary>
/// Files given in forms. A file belongs to who sent it (or to the task it was sent for) until its form is done; then it belongs to the request, and who may see the
/// request may load it. In variables a file is a document reference, in the shape of Camunda 8's.
/// </summary>
public sealed class FormFiles(AkisDatabase database, FileStore store, ProcessQueries processes, RequestAccess access)
{
    private const string Marker = "camunda.document.type";
    private const string Columns = "key, name, media_type, size, author, at, sha256, instance_key, task_key";

    /// <summary>Keeps a file that belongs to nothing yet, and gives its reference.</summary>
    public async Task<FeelValue> StoreAsync(string name, string mediaType, Stream content, long? taskKey, Actor actor, CancellationToken cancel = default)
    {
        var file = await store.StoreAsync(name, mediaType, content, cancel);
        var key = await database.WriteAsync<Outcome<long>>(async (session, token) =>
        {
            var key = session.NextKey();
            await session.ExecuteAsync("INSERT INTO form_file (key, task_key, name, media_type, size, sha256, author, at) VALUES (@key, @task, @name, @type, @size, @hash, @author, @at)", token,
                ("key", key), ("task", taskKey), ("name", file.Name), ("type", file.MediaType), ("size", file.Size), ("hash", file.Sha256), ("author", actor.UserName), ("at", session.Now));
            return key;
        }, cancel);
        return Reference(key.Value, file);
    }

    /// <summary>References to files that were sent before and that this form may still have: the actor's own or the task's, of no request yet. Others are left out.</summary>
    public async Task<IReadOnlyList<FeelValue>> KeptAsync(IEnumerable<string?> ids, long? taskKey, Actor actor, CancellationToken cancel = default)
    {
        var references = new List<FeelValue>();
        foreach (var id in ids.Take(FileStore.MostFiles))
        {
            if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key) && await RowAsync(key, cancel) is { InstanceKey: null } row && (row.File.Author == actor.UserName || (taskKey is not null && row.TaskKey == taskKey)))
            {
                references.Add(Reference(key, new(row.File.Name, row.File.MediaType, row.File.Size, row.Sha256)));
            }
        }

        return references;
    }

    /// <summary>The files of a request, oldest first. Whether the reader may see the request was asked before.</summary>
    public Task<List<RequestFile>> OfRequestAsync(long rootKey, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        $"SELECT {Columns} FROM form_file WHERE instance_key = @root ORDER BY key", row => Read(row).File, token, ("root", rootKey)), cancel);

    /// <summary>A file for who may load it: of a request, who may see that; of none yet, who sent it or works on its task. Null otherwise, as if it did not exist.</summary>
    public async Task<(RequestFile File, string Path)?> FindAsync(long key, Actor actor, CancellationToken cancel = default)
    {
        if (await RowAsync(key, cancel) is not { } row) return null;
        var instance = row.InstanceKey ?? (row.TaskKey is { } task ? (await processes.TaskAsync(task, cancel))?.InstanceKey : null);
        var allowed = (row.InstanceKey is null && row.File.Author == actor.UserName) || (instance is { } seen && await processes.InstanceAsync(seen, cancel) is { } view && await access.MaySeeAsync(view, actor, cancel));
        return allowed ? (row.File, store.PathOf(row.Sha256)) : null;
    }

    /// <summary>A file for who was given a link to it by somebody who may load it; null where it has gone.</summary>
    public async Task<(RequestFile File, string Path)?> LinkedAsync(long key, CancellationToken cancel = default) => await RowAsync(key, cancel) is { } row ? (row.File, store.PathOf(row.Sha256)) : null;

    /// <summary>Forgets a file of the actor's own that belongs to nothing yet. Its content stays where others have the same.</summary>
    public async Task<Outcome> DeleteAsync(long key, Actor actor, CancellationToken cancel = default)
    {
        if (await FindAsync(key, actor, cancel) is not { } found) return new Problem("file.unknown", 404, "Böyle bir dosya yok ya da görme yetkiniz bulunmuyor.", "There is no such file, or you may not see it.");
        return await database.WriteAsync<Outcome>(async (session, token) =>
            await session.ExecuteAsync("DELETE FROM form_file WHERE key = @key AND instance_key IS NULL AND task_key IS NULL AND author = @author", token, ("key", key), ("author", actor.UserName)) == 1
                ? Outcome.Done
                : new Problem("file.in-use", 409, $"“{found.File.Name}” bir sürece ait; artık silinemez.", $"'{found.File.Name}' belongs to a process and can no longer be deleted."), cancel);
    }

    /// <summary>The keys of the files that data refers to.</summary>
    public static IEnumerable<long> In(FeelContext data) => data.Values.SelectMany(In);

    /// <summary>What a list of references shows: key and name of each; empty where a value holds none.</summary>
    public static IReadOnlyList<(string Id, string Name)> Named(FeelValue value) =>
        [.. (value.AsList() ?? FeelList.Empty).Select(one => one.AsContext()).OfType<FeelContext>().Where(one => one.ContainsKey(Marker)).Select(one => (one.Get("documentId").AsString() ?? "", one.Get("metadata").AsContext()?.Get("fileName").AsString() ?? ""))];

    /// <summary>The files belong to the request from now on; one that belongs to another already stays there.</summary>
    public static async Task LinkAsync(WriteSession session, long rootKey, FeelContext data, CancellationToken cancel = default)
    {
        foreach (var key in In(data).Distinct()) await session.ExecuteAsync("UPDATE form_file SET instance_key = @root WHERE key = @key AND instance_key IS NULL", cancel, ("root", rootKey), ("key", key));
    }

    private static IEnumerable<long> In(FeelValue value) =>
        value.AsContext() is { } context ? context.ContainsKey(Marker) && long.TryParse(context.Get("documentId").AsString(), NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? [key] : In(context)
        : value.AsList() is { } list ? list.SelectMany(In)
        : [];

    private static FeelValue Reference(long key, StoredFile file) => FeelValue.Of(FeelContext.Of(
        (Marker, FeelValue.Of("camunda")), ("storeId", FeelValue.Of("akis")), ("documentId", FeelValue.Of(key.ToString(CultureInfo.InvariantCulture))), ("contentHash", FeelValue.Of(file.Sha256)),
        ("metadata", FeelValue.Of(FeelContext.Of(("contentType", FeelValue.Of(file.MediaType)), ("fileName", FeelValue.Of(file.Name)), ("size", FeelValue.Of(file.Size)))))));

    private Task<Row?> RowAsync(long key, CancellationToken cancel) => database.ReadAsync(async (connection, token) => (await connection.QueryAsync($"SELECT {Columns} FROM form_file WHERE key = @key", Read, token, ("key", key))).FirstOrDefault(), cancel);

    private static Row Read(DbDataReader row) => new(
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.Instant(5)!.Value), row.GetString(6), row.IsDBNull(7) ? null : row.GetInt64(7), row.IsDBNull(8) ? null : row.GetInt64(8)); // at is never null

    private sealed record Row(RequestFile File, string Sha256, long? InstanceKey, long? TaskKey);
}
