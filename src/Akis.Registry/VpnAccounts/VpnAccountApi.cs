using System.Globalization;
using Akis.People.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Akis.Registry.VpnAccounts;

/// <summary>A VPN account in the API.</summary>
/// <param name="AccountName">Name on the VPN gateway.</param>
/// <param name="Owner">User name.</param>
/// <param name="Profile">Öğrenci, Akademik, İdari, BT, Firma or Misafir.</param>
/// <param name="State">Requested, Active, Suspended, Expired or Closed.</param>
/// <param name="ConcurrentSessions">Connections at once.</param>
/// <param name="StartsAt">From when.</param>
/// <param name="EndsAt">Until when.</param>
/// <param name="OfficeHoursOnly">Only in office hours.</param>
/// <param name="ProcessCode">Number of the process that it came from.</param>
public sealed record VpnAccountItem(string AccountName, string Owner, string Profile, string State, int ConcurrentSessions, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool OfficeHoursOnly, string? ProcessCode);

/// <summary>A page of VPN accounts; <paramref name="Next"/> is the cursor of the page after, null on the last.</summary>
public sealed record VpnAccountPage(IReadOnlyList<VpnAccountItem> Items, string? Next);

/// <summary><c>GET /api/vpn-accounts</c>.</summary>
internal static class VpnAccountApi
{
    private const int LongestPage = 100;

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/vpn-accounts", ListAsync)
        .RequireAuthorization().WithTags("Registry").Produces<VpnAccountPage>().ProducesProblem(401)
        .WithSummary("VPN accounts, newest first: one's own; the network group, security, the head of department and the auditor see all unless own=true");

    private static async Task<VpnAccountPage> ListAsync(CurrentUser user, VpnAccountQueries queries, bool? own, string? page, int? limit, CancellationToken cancel)
    {
        var person = await user.GetAsync();
        var most = Math.Clamp(limit ?? 20, 1, LongestPage);
        var before = long.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : long.MaxValue;
        var accounts = await queries.ListAsync(person.Actor, own == true, before, most + 1, cancel);
        var items = accounts.Take(most).Select(a => new VpnAccountItem(a.AccountName, a.Owner, a.Profile, a.State.ToString(), a.ConcurrentSessions, a.StartsAt, a.EndsAt, a.OfficeHoursOnly, a.ProcessCode)).ToList();
        return new(items, accounts.Count > most ? accounts[most - 1].Key.ToString(CultureInfo.InvariantCulture) : null);
    }
}
