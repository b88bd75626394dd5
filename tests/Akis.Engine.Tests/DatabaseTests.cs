using Akis.Engine.Database;

namespace Akis.Engine.Tests;

public sealed class SqliteDatabaseTests : DatabaseTests
{
    [Fact]
    public async Task The_log_does_not_grow_without_end_under_load_that_never_pauses()
    {
        await using var office = await Office.OpenAsync(null);
        await office.Database.WriteAsync((s, c) => s.ExecuteAsync("CREATE TABLE load (n integer PRIMARY KEY, data bytea)", c));
        var longest = 0L;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < 80; i++)
            {
                await office.Database.WriteAsync((s, c) => s.ExecuteAsync("INSERT INTO load (n, data) VALUES (@n, @data) ON CONFLICT (n) DO UPDATE SET data = excluded.data", c, ("n", (client * 5) + (i % 5)), ("data", Enumerable.Repeat((byte)i, 1 << 20).ToArray())));
                longest = Math.Max(longest, new FileInfo(Path.Combine(office.Folder, "akis.db-wal")).Length);
            }
        })));
        longest.ShouldBeLessThan(100 << 20); // 320 MB were written
    }

    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlDatabaseTests(PostgreSqlCluster cluster) : DatabaseTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>What every module relies on when it writes.</summary>
public abstract class DatabaseTests
{
    [Fact]
    public async Task Works_that_fail_are_undone_alone_and_those_beside_them_are_kept()
    {
        await using var office = await Office.OpenAsync(NewDatabase());
        await office.Database.WriteAsync(async (s, c) =>
        {
            await s.ExecuteAsync("CREATE TABLE note (n bigint PRIMARY KEY)", c);
            return Outcome.Done;
        });
        var committed = 0;
        var works = Enumerable.Range(0, 60).Select(n => Task.Run(() => office.Database.WriteAsync<Outcome>(async (s, c) =>
        {
            s.OnCommitted(() => Interlocked.Increment(ref committed));
            await s.ExecuteAsync("INSERT INTO note (n) VALUES (@n)", c, ("n", (long)n));
            return (n % 3) switch
            {
                0 => Outcome.Done,
                1 => new Problem("test", 422, "olmadı", "no"),
                _ => throw new InvalidOperationException("no"),
            };
        }))).ToList();
        await Task.WhenAny(Task.WhenAll(works));
        works.Count(work => work.IsFaulted).ShouldBe(20);
        committed.ShouldBe(20);
        var kept = await office.Database.ReadAsync((connection, c) => connection.QueryAsync("SELECT n FROM note ORDER BY n", row => row.GetInt64(0), c));
        kept.ShouldBe(Enumerable.Range(0, 20).Select(n => n * 3L));
    }

    [Fact]
    public async Task A_part_that_fails_is_undone_and_the_rest_is_kept()
    {
        await using var office = await Office.OpenAsync(NewDatabase());
        var called = new List<string>();
        await office.Database.WriteAsync(async (s, c) =>
        {
            await NoteAsync(s, "önce");
            (await s.TryAsync<Outcome>(async () =>
            {
                await NoteAsync(s, "parça");
                return new Problem("test", 422, "olmadı", "no");
            }, c)).Succeeded.ShouldBeFalse();
            (await s.TryAsync(async () =>
            {
                await NoteAsync(s, "iyi parça");
                return Outcome.Done;
            }, c)).Succeeded.ShouldBeTrue();
            return Outcome.Done;
        });
        string[] expected = ["iyi parça", "önce"];
        called.Order(StringComparer.Ordinal).ShouldBe(expected);
        (await office.Database.ReadAsync((connection, c) => connection.QueryAsync("SELECT id FROM remembered_command", row => row.GetString(0), c))).Order(StringComparer.Ordinal).ShouldBe(expected);

        Task NoteAsync(WriteSession s, string id)
        {
            s.OnCommitted(() => called.Add(id));
            return s.ExecuteAsync("INSERT INTO remembered_command (id, answer, at) VALUES (@id, '', 0)", default, ("id", id));
        }
    }

    [Fact]
    public async Task A_work_inside_another_is_refused_instead_of_waiting_for_itself()
    {
        await using var office = await Office.OpenAsync(NewDatabase());
        var nested = office.Database.WriteAsync((_, c) => office.Database.WriteAsync((_, _) => Task.FromResult(Outcome.Done), c));
        (await Should.ThrowAsync<InvalidOperationException>(nested)).Message.ShouldContain("session");
        await office.Database.WriteAsync((_, _) => Task.FromResult(Outcome.Done));
    }

    [Fact]
    public async Task A_cancelled_work_leaves_nothing_and_the_next_goes_on()
    {
        await using var office = await Office.OpenAsync(NewDatabase());
        using var cancel = new CancellationTokenSource();
        var work = office.Database.WriteAsync(async (s, c) =>
        {
            await s.ExecuteAsync("INSERT INTO remembered_command (id, answer, at) VALUES ('x', '', 0)", c);
            await cancel.CancelAsync();
            c.ThrowIfCancellationRequested();
            return Outcome.Done;
        }, cancel.Token);
        await Should.ThrowAsync<OperationCanceledException>(work);
        (await office.Database.WriteAsync((s, c) => s.ExecuteAsync("DELETE FROM remembered_command", c))).ShouldBe(0);
    }

    [Fact]
    public async Task Keys_are_unique_and_grow_over_threads_and_starts()
    {
        await using var office = await Office.OpenAsync(NewDatabase());
        var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 20_000).Select(_ => office.Database.Keys.Next()).ToList())));
        keys.ShouldAllBe(own => own.SequenceEqual(own.Order()));
        keys.SelectMany(own => own).Distinct().Count().ShouldBe(80_000);
        await Migrator.MigrateAsync(office.Database, [EngineServices.Migrations]);
        office.Database.Keys.Next().ShouldBeGreaterThan(keys.Max(own => own[^1]));
    }

    protected abstract string? NewDatabase();
}
