using System.Data.Common;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Files;

namespace Akis.Desk.Privacy;

/// <summary>
/// Everything that the program keeps about a person, to be handed to them (KVKK art. 11): a ZIP with JSON by subject, and the files that they gave. Notes that the desk keeps to
/// itself are not theirs, and neither is what others wrote in tickets of others.
/// </summary>
public sealed class PersonExport(AkisDatabase database, FileStore files)
{
    private const int Most = 100_000; // rows of one subject

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly (string Name, string Sql)[] Subjects =
    [
        ("kisi", "SELECT user_name, display_name, email, status, unit_code FROM person WHERE user_name = @user"),
        ("roller", "SELECT role FROM person_role WHERE user_name = @user"),
        ("vekaletler", "SELECT person, substitute, from_at, until_at, revoked_at FROM delegation WHERE person = @user OR substitute = @user"),
        ("biletler", "SELECT number, subject, category, queue, priority, state, requester_unit, question, resolution, opened_at, closed_at FROM ticket WHERE requester = @user"),
        ("iletiler", "SELECT t.number, m.author, m.body, m.at FROM ticket_message m JOIN ticket t ON t.key = m.ticket_key WHERE t.requester = @user AND m.kind <> 1"),
        ("yazdiklari", "SELECT t.number, m.body, m.at FROM ticket_message m JOIN ticket t ON t.key = m.ticket_key WHERE m.author = @user AND t.requester <> @user"),
        ("puanlar", "SELECT t.number, r.score, r.comment, r.at FROM ticket_rating r JOIN ticket t ON t.key = r.ticket_key WHERE r.author = @user"),
        ("surecler", "SELECT business_key, process_id, started_at, ended_at FROM process_instance WHERE started_by = @user"),
        ("okudugu-biletler", "SELECT t.number, r.at FROM ticket_read r JOIN ticket t ON t.key = r.ticket_key WHERE r.reader = @user"),
        ("biletlerini-okuyanlar", "SELECT t.number, r.reader, r.at FROM ticket_read r JOIN ticket t ON t.key = r.ticket_key WHERE t.requester = @user"),
        ("gorunumler", "SELECT name, query, role FROM saved_view WHERE owner = @user"),
    ];

    /// <summary>Writes the archive, and that it was made.</summary>
    public async Task WriteAsync(string userName, Actor actor, Stream to, CancellationToken cancel = default)
    {
        await database.WriteAsync((session, token) => Retention.DeedAsync(session, "export", userName, 1, actor, token), cancel);
        await using var archive = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, sql) in Subjects)
        {
            var rows = await database.ReadAsync((connection, token) => connection.QueryAsync($"{sql} LIMIT {Most}", Row, token, ("user", userName)), cancel);
            await using var entry = await archive.CreateEntry($"{name}.json").OpenAsync(cancel);
            await JsonSerializer.SerializeAsync(entry, rows, Readable, cancel);
        }

        var given = await database.ReadAsync((connection, token) => connection.QueryAsync(
            $"SELECT t.number, a.key, a.name, a.sha256 FROM ticket_attachment a JOIN ticket t ON t.key = a.ticket_key LEFT JOIN ticket_message m ON m.key = a.message_key WHERE t.requester = @user AND coalesce(m.kind, 0) <> 1 LIMIT {Most}",
            row => (Name: $"dosyalar/{row.GetString(0)}/{row.GetInt64(1)}-{row.GetString(2)}", Path: files.PathOf(row.GetString(3))), token, ("user", userName)), cancel);
        foreach (var (name, path) in given.Where(file => File.Exists(file.Path)))
        {
            await using var entry = await archive.CreateEntry(name).OpenAsync(cancel);
            await using var content = File.OpenRead(path);
            await content.CopyToAsync(entry, cancel);
        }
    }

    // Columns of instants end in “at” and are written as people read them.
    private static Dictionary<string, object?> Row(DbDataReader row) => Enumerable.Range(0, row.FieldCount).ToDictionary(row.GetName, i =>
        row.IsDBNull(i) ? null : row.GetName(i) is "at" || row.GetName(i).EndsWith("_at", StringComparison.Ordinal) ? row.Instant(i)?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) : row.GetValue(i));
}
