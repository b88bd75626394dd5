using System.Reflection;
using System.Text.RegularExpressions;

namespace Akis.Engine.Database;

/// <summary>A module's migrations: the embedded scripts <c>Migrations/NNNN_name.sql</c> of its assembly.</summary>
public sealed record MigrationSet(string Module, Assembly Assembly);

/// <summary>
/// Brings the schema forward. One script serves both databases: what stands in <c>/*pgsql … */</c> or <c>/*sqlite … */</c> runs on that one only.
/// </summary>
public static partial class Migrator
{
    /// <summary>Runs what has not run yet, in order, each script in one transaction; then takes a key partition for this start.</summary>
    public static async Task MigrateAsync(AkisDatabase database, IEnumerable<MigrationSet> sets, CancellationToken cancel = default)
    {
        await database.WriteAsync(async (session, token) =>
        {
            session.Lock("migration"); // nodes may start together
            await session.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_migration (module text NOT NULL, name text NOT NULL, applied_at bigint NOT NULL, PRIMARY KEY (module, name))", token);
            await session.ExecuteAsync("CREATE TABLE IF NOT EXISTS key_partition (id integer PRIMARY KEY, last bigint NOT NULL)", token);
            await session.ExecuteAsync("INSERT INTO key_partition (id, last) VALUES (1, 0) ON CONFLICT (id) DO NOTHING", token);
            return Outcome.Done;
        }, cancel);

        foreach (var set in sets)
        {
            foreach (var (name, script) in Scripts(set))
            {
                await database.WriteAsync(async (session, token) =>
                {
                    session.Lock("migration");
                    var known = await session.QueryAsync("SELECT 1 FROM schema_migration WHERE module = @module AND name = @name", row => row.GetInt32(0), token, ("module", set.Module), ("name", name));
                    if (known.Count > 0) return Outcome.Done;
                    foreach (var statement in Statements(script, database.Kind)) await session.ExecuteAsync(statement, token);
                    await session.ExecuteAsync("INSERT INTO schema_migration (module, name, applied_at) VALUES (@module, @name, @at)", token, ("module", set.Module), ("name", name), ("at", session.Now));
                    return Outcome.Done;
                }, cancel);
            }
        }

        var partition = await database.WriteAsync(async (session, token) =>
            (await session.QueryAsync("UPDATE key_partition SET last = last + 1 WHERE id = 1 RETURNING last", row => row.GetInt64(0), token))[0], cancel);
        database.Keys.UsePartition(partition);
    }

    private static IEnumerable<(string Name, string Script)> Scripts(MigrationSet set)
    {
        foreach (var resource in set.Assembly.GetManifestResourceNames().Where(name => name.Contains(".Migrations.", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(set.Assembly.GetManifestResourceStream(resource)!); // its name came from the assembly
            yield return (resource[(resource.IndexOf(".Migrations.", StringComparison.Ordinal) + 12)..^4], reader.ReadToEnd());
        }
    }

    private static IEnumerable<string> Statements(string script, DatabaseKind kind)
    {
        var text = OnlyFor().Replace(script, match => (match.Groups[1].Value == "pgsql") == (kind == DatabaseKind.PostgreSql) ? match.Groups[2].Value : "");
        return LineComment().Replace(text, "").Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(statement => statement.TrimEnd(';'));
    }

    [GeneratedRegex(@"/\*(pgsql|sqlite)\s(.*?)\*/", RegexOptions.Singleline)]
    private static partial Regex OnlyFor();

    [GeneratedRegex(@"^\s*--.*$", RegexOptions.Multiline)]
    private static partial Regex LineComment();
}
