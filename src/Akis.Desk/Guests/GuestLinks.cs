using System.Security.Cryptography;
using System.Text;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Guests;

/// <summary>A link of a ticket, without its secret.</summary>
public sealed record GuestLink(long Key, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? UsedAt);

/// <summary>
/// Links by which somebody without an account follows one ticket in its requester's place: random, for one ticket, for ninety days, revocable at any moment. The database keeps
/// hashes. Confidential tickets get none.
/// </summary>
public sealed class GuestLinks(AkisDatabase database, TicketQueries tickets, TimeProvider clock)
{
    private const int MostOfTicket = 10;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
    private static readonly Problem Unknown = new("ticket.unknown", 404, "Böyle bir bilet yok.", "There is no such ticket.");

    /// <summary>Makes a link; gives its secret, which is never shown again.</summary>
    public async Task<Outcome<string>> CreateAsync(string number, Actor actor, CancellationToken cancel = default)
    {
        if (await tickets.PageAsync(number, actor, cancel) is not { View: TicketView.Agent or TicketView.Requester } page) return Unknown;
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return await database.WriteAsync<Outcome<string>>(async (session, token) =>
        {
            var secretTicket = await session.QueryAsync("SELECT confidential FROM ticket WHERE key = @key", row => row.GetBoolean(0), token, ("key", page.Ticket.Key));
            if (secretTicket is not [false]) return new Problem("guest.confidential", 422, "Gizli biletler için bağlantı verilmez.", "Confidential tickets get no link.");
            var live = await session.QueryAsync("SELECT count(*) FROM guest_link WHERE ticket_key = @key AND revoked_at IS NULL AND expires_at > @now", row => row.GetInt64(0), token, ("key", page.Ticket.Key), ("now", session.Now));
            if (live[0] >= MostOfTicket) return new Problem("guest.many", 422, "Bu bilet için çok bağlantı var; önce birini iptal edin.", "This ticket has many links; revoke one first.");
            await session.ExecuteAsync("INSERT INTO guest_link (key, ticket_key, token, created_by, created_at, expires_at) VALUES (@key, @ticket, @token, @user, @now, @expires)", token,
                ("key", session.NextKey()), ("ticket", page.Ticket.Key), ("token", Hash(secret)), ("user", actor.UserName), ("now", session.Now), ("expires", session.Now + Lifetime));
            return secret;
        }, cancel);
    }

    /// <summary>The links of a ticket that the actor may see, newest first.</summary>
    public async Task<IReadOnlyList<GuestLink>> OfAsync(string number, Actor actor, CancellationToken cancel = default)
    {
        if (await tickets.PageAsync(number, actor, cancel) is not { View: TicketView.Agent or TicketView.Requester } page) return [];
        return await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT key, created_by, created_at, expires_at, revoked_at, used_at FROM guest_link WHERE ticket_key = @ticket ORDER BY key DESC LIMIT 50",
            row => new GuestLink(row.GetInt64(0), row.GetString(1), row.Instant(2)!.Value, row.Instant(3)!.Value, row.Instant(4), row.Instant(5)), token, ("ticket", page.Ticket.Key)), cancel); // never null
    }

    /// <summary>The link leads nowhere from now on.</summary>
    public async Task<Outcome> RevokeAsync(string number, long key, Actor actor, CancellationToken cancel = default)
    {
        if (await tickets.PageAsync(number, actor, cancel) is not { View: TicketView.Agent or TicketView.Requester } page) return Unknown;
        return await database.WriteAsync(async (session, token) =>
            await session.ExecuteAsync("UPDATE guest_link SET revoked_at = @now WHERE key = @key AND ticket_key = @ticket AND revoked_at IS NULL", token, ("now", session.Now), ("key", key), ("ticket", page.Ticket.Key)) == 1 ? Outcome.Done : Unknown, cancel);
    }

    /// <summary>The ticket's number and in whose place the holder of the secret acts; null where it is unknown, over or revoked.</summary>
    public async Task<(string Number, Actor Guest)?> OpenAsync(string secret, CancellationToken cancel = default)
    {
        if (secret.Length != 64) return null;
        var (hash, now) = (Hash(secret), clock.GetUtcNow());
        var found = await database.ReadAsync((connection, token) => connection.QueryAsync(
            "SELECT t.number, t.requester FROM guest_link g JOIN ticket t ON t.key = g.ticket_key WHERE g.token = @token AND g.revoked_at IS NULL AND g.expires_at > @now AND NOT t.confidential",
            row => (row.GetString(0), new Actor(row.GetString(1), new HashSet<string>())), token, ("token", hash), ("now", now)), cancel);
        if (found.Count == 0) return null;
        await database.WriteAsync((session, token) => session.ExecuteAsync("UPDATE guest_link SET used_at = @now WHERE token = @token AND (used_at IS NULL OR used_at < @before)", token, ("now", now), ("token", hash), ("before", now - TimeSpan.FromHours(1))), cancel);
        return found[0];
    }

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));
}
