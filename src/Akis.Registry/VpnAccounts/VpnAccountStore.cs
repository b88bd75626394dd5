using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Akis.Engine.Database;

namespace Akis.Registry.VpnAccounts;

/// <summary>What a new account is made with.</summary>
public sealed record NewVpnAccount(string AccountName, string Owner, string Profile, int ConcurrentSessions, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool OfficeHoursOnly, long InstanceKey, string? ProcessCode);

/// <summary>Changes VPN accounts within the caller's session: with the job that made the change, or not at all.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Callers are given it as a service.")]
public sealed class VpnAccountStore
{
    internal const string Columns = "key, account_name, owner, profile, state, concurrent_sessions, starts_at, ends_at, archived_at, office_hours_only, instance_key, process_code";

    /// <summary>Records an account that now exists. The same account again changes nothing, so a repeated job does no harm.</summary>
    public async Task<Outcome> AddAsync(WriteSession session, NewVpnAccount account, CancellationToken cancel = default)
    {
        if (VpnAccountRules.Check(account.Profile, account.ConcurrentSessions, account.StartsAt, account.EndsAt) is { } problem) return problem;
        await session.ExecuteAsync(
            """
            INSERT INTO vpn_account (key, account_name, owner, profile, state, concurrent_sessions, starts_at, ends_at, office_hours_only, instance_key, process_code, revision)
            VALUES (@key, @name, @owner, @profile, @state, @sessions, @starts, @ends, @office, @instance, @code, 1) ON CONFLICT (account_name) DO NOTHING
            """, cancel,
            ("key", session.NextKey()), ("name", account.AccountName), ("owner", account.Owner), ("profile", account.Profile), ("state", VpnAccountState.Active), ("sessions", account.ConcurrentSessions),
            ("starts", account.StartsAt), ("ends", account.EndsAt), ("office", account.OfficeHoursOnly), ("instance", account.InstanceKey), ("code", account.ProcessCode));
        return Outcome.Done;
    }

    /// <summary>Moves an account to another state; being there already is no error.</summary>
    public async Task<Outcome> MoveAsync(WriteSession session, string accountName, VpnAccountState to, CancellationToken cancel = default)
    {
        if (await FindAsync(session, accountName, cancel) is not { } account) return Unknown(accountName);
        if (account.State == to) return Outcome.Done;
        if (!VpnAccountRules.MayFollow(account.State, to)) return new Problem("vpn.state", 409, "VPN hesabı bu durumdan istenen duruma geçemez.", $"A VPN account cannot go from {account.State} to {to}.");
        await session.ExecuteAsync("UPDATE vpn_account SET state = @state, revision = revision + 1 WHERE key = @key", cancel, ("state", to), ("key", account.Key));
        return Outcome.Done;
    }

    /// <summary>Gives an account more time; one whose time was over is active again.</summary>
    public async Task<Outcome> ExtendAsync(WriteSession session, string accountName, DateTimeOffset endsAt, CancellationToken cancel = default)
    {
        if (await FindAsync(session, accountName, cancel) is not { } account) return Unknown(accountName);
        if (account.State == VpnAccountState.Closed) return new Problem("vpn.closed", 409, "Kapalı bir VPN hesabının süresi uzatılamaz; yeni başvuru gerekir.", "A closed VPN account cannot be extended; a new request is needed.");
        if (VpnAccountRules.Check(account.Profile, account.ConcurrentSessions, account.StartsAt, endsAt) is { } problem) return problem;
        var state = account.State == VpnAccountState.Expired ? VpnAccountState.Active : account.State;
        await session.ExecuteAsync("UPDATE vpn_account SET ends_at = @ends, state = @state, revision = revision + 1 WHERE key = @key", cancel, ("ends", endsAt), ("state", state), ("key", account.Key));
        return Outcome.Done;
    }

    /// <summary>Puts a closed account away.</summary>
    public async Task<Outcome> ArchiveAsync(WriteSession session, string accountName, CancellationToken cancel = default)
    {
        if (await FindAsync(session, accountName, cancel) is not { } account) return Unknown(accountName);
        if (account.State != VpnAccountState.Closed) return new Problem("vpn.not-closed", 409, "Yalnız kapalı bir VPN hesabı arşivlenebilir.", "Only a closed VPN account can be archived.");
        await session.ExecuteAsync("UPDATE vpn_account SET archived_at = coalesce(archived_at, @now), revision = revision + 1 WHERE key = @key", cancel, ("now", session.Now), ("key", account.Key));
        return Outcome.Done;
    }

    /// <summary>The newest account that a process has made, or null.</summary>
    public async Task<VpnAccount?> OfInstanceAsync(WriteSession session, long instanceKey, CancellationToken cancel = default) =>
        (await session.QueryAsync($"SELECT {Columns} FROM vpn_account WHERE instance_key = @instance ORDER BY key DESC LIMIT 1", Read, cancel, ("instance", instanceKey))).FirstOrDefault();

    internal static VpnAccount Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), (VpnAccountState)row.GetInt32(4), row.GetInt32(5), row.Instant(6)!.Value, row.Instant(7)!.Value, row.Instant(8), // both are never null
        Convert.ToBoolean(row.GetValue(9), CultureInfo.InvariantCulture), row.GetInt64(10), row.Text(11));

    private static async Task<VpnAccount?> FindAsync(WriteSession session, string accountName, CancellationToken cancel) =>
        (await session.QueryAsync($"SELECT {Columns} FROM vpn_account WHERE account_name = @name", Read, cancel, ("name", accountName))).FirstOrDefault();

    private static Problem Unknown(string accountName) => new("vpn.unknown", 404, $"'{accountName}' adında bir VPN hesabı yok.", $"There is no VPN account '{accountName}'.");
}
