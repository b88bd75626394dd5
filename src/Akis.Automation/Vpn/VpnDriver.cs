using Akis.Automation.Connectors;
using Akis.Engine.Database;

namespace Akis.Automation.Vpn;

/// <summary>What the gateway is asked to open.</summary>
public sealed record VpnOrder(string IdempotencyKey, string Owner, string Profile, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Sessions);

/// <summary>A VPN gateway: a real one, or the simulator. Every operation may be repeated and then does nothing more.</summary>
public interface IVpnDriver
{
    /// <summary>real or simulator, for the log.</summary>
    string Mode { get; }

    /// <summary>Opens an account; the same idempotency key again gives the same account. Gives its name.</summary>
    /// <exception cref="ConnectorFailed">The gateway refused.</exception>
    Task<string> CreateAsync(VpnOrder order, CancellationToken cancel);

    /// <summary>Moves the end of an account.</summary>
    /// <exception cref="ConnectorFailed">The gateway refused.</exception>
    Task ExtendAsync(string accountName, DateTimeOffset endsAt, CancellationToken cancel);

    /// <summary>Closes an account and ends its sessions.</summary>
    /// <exception cref="ConnectorFailed">The gateway refused.</exception>
    Task CloseAsync(string accountName, CancellationToken cancel);

    /// <summary>Removes a closed account from the gateway's lists.</summary>
    /// <exception cref="ConnectorFailed">The gateway refused.</exception>
    Task ArchiveAsync(string accountName, CancellationToken cancel);
}

/// <summary>A gateway with a memory but without tunnels. It can be told to fail.</summary>
internal sealed class VpnSimulator(AkisDatabase database, AutomationSettings settings) : IVpnDriver
{
    public string Mode => "simulator";

    public async Task<string> CreateAsync(VpnOrder order, CancellationToken cancel)
    {
        Answer();
        return await database.WriteAsync(async (session, token) =>
        {
            var known = await session.QueryAsync("SELECT account_name FROM vpn_simulator_account WHERE idempotency_key = @key", row => row.GetString(0), token, ("key", order.IdempotencyKey));
            if (known.Count > 0) return known[0];
            var count = (await session.QueryAsync("SELECT count(*) FROM vpn_simulator_account WHERE owner = @owner", row => row.GetInt64(0), token, ("owner", order.Owner)))[0];
            var name = count == 0 ? $"vpn-{order.Owner}" : $"vpn-{order.Owner}-{count + 1}";
            await session.ExecuteAsync(
                "INSERT INTO vpn_simulator_account (account_name, idempotency_key, owner, profile, starts_at, ends_at, sessions, is_open, archived) VALUES (@name, @key, @owner, @profile, @starts, @ends, @sessions, @open, @archived)", token,
                ("name", name), ("key", order.IdempotencyKey), ("owner", order.Owner), ("profile", order.Profile), ("starts", order.StartsAt), ("ends", order.EndsAt), ("sessions", order.Sessions), ("open", true), ("archived", false));
            return name;
        }, cancel);
    }

    public Task ExtendAsync(string accountName, DateTimeOffset endsAt, CancellationToken cancel) => ChangeAsync("ends_at = @ends", accountName, cancel, ("ends", endsAt));

    public Task CloseAsync(string accountName, CancellationToken cancel) => ChangeAsync("is_open = @open", accountName, cancel, ("open", false));

    public Task ArchiveAsync(string accountName, CancellationToken cancel) => ChangeAsync("archived = @archived", accountName, cancel, ("archived", true));

    private async Task ChangeAsync(string change, string accountName, CancellationToken cancel, (string, object?) value)
    {
        Answer();
        var changed = await database.WriteAsync((session, token) => session.ExecuteAsync($"UPDATE vpn_simulator_account SET {change} WHERE account_name = @name", token, value, ("name", accountName)), cancel);
        if (changed == 0) throw new ConnectorFailed(2, $"no such account: {accountName}");
    }

    private void Answer()
    {
        if (settings.VpnFailure is { Length: > 0 } refusal) throw new ConnectorFailed(1, refusal);
    }
}
