using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Rules;

/// <summary>A saved edition of the rules.</summary>
public sealed record RuleVersion(int Number, string Author, DateTimeOffset At, string Note);

/// <summary>Keeps the desk's rules as versions; the newest counts. Who may change them is asked by the page.</summary>
public sealed class RuleVersions(AkisDatabase database)
{
    private (int Version, RuleSet Set)? _newest;

    /// <summary>Who may change rules.</summary>
    public static bool MayEdit(Actor actor) => actor.IsIn(["yonetici", "baskan"]);

    /// <summary>What is wrong with a table: the number of the rule (from 1; 0 for the whole) and why.</summary>
    public static IReadOnlyList<(int Rule, Problem Problem)> Check(RuleTable table)
    {
        if (table.Rules.Count > RuleTable.MostRules) return [(0, new("rules.many", 422, $"En çok {RuleTable.MostRules} kural olabilir.", $"There can be {RuleTable.MostRules} rules at most."))];
        var wrong = table.Rules.SelectMany((rule, i) => new[]
        {
            rule.Name.Trim().Length is 0 or > 100 ? new Problem("rule.name", 422, "Kurala bir ad verin.", "Give the rule a name.") : null,
            RuleActions.Check(rule.Action, rule.Value),
        }.OfType<Problem>().Select(problem => (i + 1, problem))).ToList();
        if (wrong.Count > 0) return wrong;

        // Each rule by itself, so that what is wrong is said beside it.
        return [.. table.Rules.SelectMany((rule, i) => RuleSet.Compile(new([rule]), 0).Findings.Take(1).Select(finding => (i + 1, new Problem(finding.Code, 422, finding.Tr, finding.En))))];
    }

    /// <summary>Saves a checked table as the newest version, unless somebody else has saved one since <paramref name="basedOn"/>.</summary>
    public Task<Outcome<int>> SaveAsync(RuleTable table, int basedOn, string note, Actor actor, CancellationToken cancel = default) => database.WriteAsync<Outcome<int>>(async (session, token) =>
    {
        if (!MayEdit(actor)) return new Problem("rules.not-yours", 403, "Kuralları değiştirme yetkiniz yok.", "You may not change the rules.");
        if (Check(table) is [var wrong, ..]) return wrong.Problem;
        session.Lock("desk-rules");
        var newest = (await session.QueryAsync("SELECT coalesce(max(version), 0) FROM desk_rules", row => row.GetInt32(0), token))[0];
        if (newest != basedOn) return new Problem("rules.changed", 409, $"Kurallar bu arada değişti (sürüm {newest}). Yazdıklarınız duruyor; yeni sürüme bakıp yeniden kaydedin.", $"The rules have changed meanwhile (version {newest}). What you wrote is kept; look at the new version and save again.");
        await session.ExecuteAsync("INSERT INTO desk_rules (version, xml, author, at, note) VALUES (@version, @xml, @author, @now, @note)", token,
            ("version", newest + 1), ("xml", RuleTableXml.Write(table)), ("author", actor.UserName), ("now", session.Now), ("note", note.Trim()));
        return newest + 1;
    }, cancel);

    /// <summary>The versions, newest first.</summary>
    public Task<List<RuleVersion>> ListAsync(int most, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT version, author, at, note FROM desk_rules ORDER BY version DESC LIMIT @most", row => new RuleVersion(row.GetInt32(0), row.GetString(1), row.Instant(2)!.Value, row.GetString(3)), token, ("most", most)), cancel); // at is never null

    /// <summary>The rules of a version; those of the newest for null; none where there is none.</summary>
    public async Task<(int Version, RuleTable Table)> ReadAsync(int? version, CancellationToken cancel = default)
    {
        var rows = await database.ReadAsync((connection, token) => connection.QueryAsync(
            version is null ? "SELECT version, xml FROM desk_rules ORDER BY version DESC LIMIT 1" : "SELECT version, xml FROM desk_rules WHERE version = @version", row => (row.GetInt32(0), row.GetString(1)), token, version is { } number ? [("version", number)] : []), cancel);
        return rows.Count == 0 ? (0, RuleTable.Empty) : (rows[0].Item1, RuleTableXml.Read(rows[0].Item2));
    }

    /// <summary>The newest version, ready to be asked; null where there is none.</summary>
    internal async Task<RuleSet?> NewestAsync(WriteSession session, CancellationToken cancel)
    {
        var version = (await session.QueryAsync("SELECT coalesce(max(version), 0) FROM desk_rules", row => row.GetInt32(0), cancel))[0];
        if (version == 0) return null;
        if (_newest is { } known && known.Version == version) return known.Set;
        var xml = await session.QueryAsync("SELECT xml FROM desk_rules WHERE version = @version", row => row.GetString(0), cancel, ("version", version));
        if (RuleSet.Compile(RuleTableXml.Read(xml[0]), version).Set is not { } set) return null; // it was checked when it was saved
        _newest = (version, set);
        return set;
    }
}
