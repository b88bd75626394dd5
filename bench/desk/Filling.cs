using System.Diagnostics;
using System.Globalization;
using Akis.Desk.Categories;
using Akis.Desk.Search.Text;
using Akis.Engine.Database;
using Npgsql;

namespace Akis.Bench.Desk;

/// <summary>Writes many tickets quickly: rows as the program writes them, spread over the year, two in a hundred of them open.</summary>
internal static class Filling
{
    private const int AtOnce = 2_000;
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero); // of the keys
    private static readonly string[] Agents = ["masa", "uzman.ag", "sorumlu.ag", "uzman.sistem", "sorumlu.sistem", "gelistirici", "koordinator", "atolye"];
    private static readonly string[] OpenStates = ["Assigned", "InProgress", "InProgress", "WaitingForUser", "Resolved"];

    private sealed record Row(long Key, string Number, string Subject, Category Category, string Priority, string State, string Requester, string? Assignee, long Opened, long? Closed, IReadOnlyList<(int Kind, string Author, string Body)> Messages);

    public static async Task RunAsync(string data, string? postgres, int tickets, string knowledge)
    {
        await using var database = AkisDatabase.Open(data, postgres, TimeProvider.System);
        var (sentences, started) = (new Sentences(knowledge, 1), Stopwatch.StartNew());
        var span = DateTimeOffset.UtcNow.AddHours(-1) - Epoch;
        foreach (var chunk in Enumerable.Range(1, tickets).Select(i => One(i, tickets, span, sentences)).Chunk(AtOnce))
        {
            if (postgres is null) await SqliteAsync(database, chunk);
            else await PostgreSqlAsync(database, chunk);
            Console.Error.Write($"\r{chunk[^1].Number} {started.Elapsed.TotalSeconds:0} s");
        }

        await database.WriteAsync(async (session, token) =>
        {
            await session.ExecuteAsync("INSERT INTO ticket_number (year, last) VALUES (2026, @last) ON CONFLICT (year) DO UPDATE SET last = @last", token, ("last", tickets));
            return Outcome.Done;
        });
        await database.ReadAsync(async (connection, token) =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = postgres is null ? "PRAGMA wal_checkpoint(TRUNCATE)" : "VACUUM ANALYZE";
            command.CommandTimeout = 1800;
            return await command.ExecuteNonQueryAsync(token);
        });
        Console.Error.WriteLine($"\n{tickets} tickets in {started.Elapsed.TotalSeconds:0} s");
    }

    private static Row One(int i, int of, TimeSpan span, Sentences text)
    {
        var at = span * ((double)i / of);
        var category = text.Any(CategoryTree.Default.All);
        var isOpen = text.Next(100) < 2;
        var requester = $"u{text.Next(45_000):00000}";
        var agent = text.Any(Agents);
        var opened = (Epoch + at).ToUnixTimeMilliseconds();
        var messages = new List<(int, string, string)> { (0, requester, text.Text(20 + text.Next(50))) };
        for (var n = text.Next(5); n > 0; n--) messages.Add((text.Next(4) == 0 ? 1 : 0, text.Next(2) == 0 ? requester : agent, text.Text(10 + text.Next(40))));
        return new((long)at.TotalMilliseconds << 20, $"2026-{i.ToString("000000", CultureInfo.InvariantCulture)}", text.Text(4 + text.Next(5)), category, text.Next(100) switch { 0 => "P1", < 10 => "P2", < 50 => "P3", _ => "P4" },
            isOpen ? text.Any(OpenStates) : "Closed", requester, isOpen && text.Next(4) == 0 ? null : agent, opened, isOpen ? null : opened + 86_400_000, messages);
    }

    private static Task SqliteAsync(AkisDatabase database, Row[] rows) => database.WriteAsync(async (session, token) =>
    {
        foreach (var row in rows)
        {
            await session.ExecuteAsync($"INSERT INTO ticket ({TicketColumns}) VALUES (@key, @number, @subject, @category, @queue, 'person', 'medium', @priority, @state, @secret, @requester, @name, @assignee, 1, @opened, @opened, @closed)", token,
                ("key", row.Key), ("number", row.Number), ("subject", row.Subject), ("category", row.Category.Code), ("queue", row.Category.Queue), ("priority", row.Priority), ("state", row.State), ("secret", row.Category.IsConfidential),
                ("requester", row.Requester), ("name", $"Kişi {row.Requester}"), ("assignee", row.Assignee), ("opened", row.Opened), ("closed", row.Closed));
            for (var n = 0; n < row.Messages.Count; n++)
            {
                await session.ExecuteAsync("INSERT INTO ticket_message (key, ticket_key, kind, author, body, at) VALUES (@key, @ticket, @kind, @author, @body, @at)", token,
                    ("key", row.Key + n + 1), ("ticket", row.Key), ("kind", row.Messages[n].Kind), ("author", row.Messages[n].Author), ("body", row.Messages[n].Body), ("at", row.Opened + n));
            }

            var text = Index(row);
            await session.ExecuteAsync("INSERT INTO ticket_search (rowid, subject, open, internal) VALUES (@key, @subject, @open, @internal)", token,
                ("key", row.Key), ("subject", IndexText.ForSqlite(text.Subject)), ("open", IndexText.ForSqlite(text.Open)), ("internal", IndexText.ForSqlite(text.Internal)));
        }

        return Outcome.Done;
    });

    private static Task<int> PostgreSqlAsync(AkisDatabase database, Row[] rows) => database.ReadAsync(async (connection, token) =>
    {
        var postgres = (NpgsqlConnection)connection;
        await CopyAsync(postgres, $"ticket ({TicketColumns})", rows.Select(row => string.Join('\t', row.Key, row.Number, Safe(row.Subject), row.Category.Code, row.Category.Queue, "person", "medium", row.Priority, row.State,
            row.Category.IsConfidential ? "t" : "f", row.Requester, $"Kişi {row.Requester}", row.Assignee ?? "\\N", 1, row.Opened, row.Opened, row.Closed?.ToString(CultureInfo.InvariantCulture) ?? "\\N")), token);
        await CopyAsync(postgres, "ticket_message (key, ticket_key, kind, author, body, at)", rows.SelectMany(row => row.Messages.Select((message, n) => string.Join('\t', row.Key + n + 1, row.Key, message.Kind, message.Author, Safe(message.Body), row.Opened + n))), token);
        await CopyAsync(postgres, "ticket_search (key, stems)", rows.Select(row => string.Join('\t', row.Key, Index(row).ForPostgreSql())), token);
        return rows.Length;
    });

    private const string TicketColumns = "key, number, subject, category, queue, impact, urgency, priority, state, confidential, requester, requester_name, assignee, revision, opened_at, changed_at, closed_at";

    private static IndexText Index(Row row) => new($"{row.Subject}\nKişi {row.Requester}", string.Join('\n', row.Messages.Where(message => message.Kind == 0).Select(message => message.Body)), string.Join('\n', row.Messages.Where(message => message.Kind == 1).Select(message => message.Body)));

    private static string Safe(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace('\t', ' ').Replace('\n', ' ');

    private static async Task CopyAsync(NpgsqlConnection connection, string target, IEnumerable<string> lines, CancellationToken cancel)
    {
        await using var writer = await connection.BeginTextImportAsync($"COPY {target} FROM STDIN", cancel);
        foreach (var line in lines) await writer.WriteAsync(line + "\n");
    }
}
