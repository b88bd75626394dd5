using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Registry.VpnAccounts;

/// <summary>Reads VPN accounts: everybody his own, the network group and the auditor all.</summary>
public sealed class VpnAccountQueries(AkisDatabase database)
{
    /// <summary>The roles that see everybody's accounts.</summary>
    private static readonly string[] ReadersOfAll = ["uzman-ag", "sorumlu-ag", "guvenlik", "baskan", "kalite"];

    /// <summary>Accounts that the actor may see, newest first, before the given key.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="ownOnly">Only the actor's own.</param>
    /// <param name="before">Key of the last account of the page before; <see cref="long.MaxValue"/> for the first page.</param>
    /// <param name="most">Length of a page.</param>
    /// <param name="cancel">Stops the work.</param>
    public Task<List<VpnAccount>> ListAsync(Actor actor, bool ownOnly, long before, int most, CancellationToken cancel = default)
    {
        var all = !ownOnly && actor.IsIn(ReadersOfAll);
        (string, object?)[] parameters = [("before", before), ("most", most), .. all ? Array.Empty<(string, object?)>() : [("owner", actor.UserName)]];
        return database.ReadAsync((connection, token) => connection.QueryAsync(
            $"SELECT {VpnAccountStore.Columns} FROM vpn_account WHERE key < @before{(all ? "" : " AND owner = @owner")} ORDER BY key DESC LIMIT @most", VpnAccountStore.Read, token, parameters), cancel);
    }

    /// <summary>Accounts that a process has made, oldest first. Who may see the process is for the caller to check.</summary>
    public Task<List<VpnAccount>> OfInstanceAsync(long instanceKey, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        $"SELECT {VpnAccountStore.Columns} FROM vpn_account WHERE instance_key = @instance ORDER BY key", VpnAccountStore.Read, token, ("instance", instanceKey)), cancel);
}
