using System.Security.Cryptography;
using System.Text;
using Akis.Engine.Database;
using Akis.People.Accounts;

namespace Akis.Desk.Mail.Intake;

/// <summary>
/// A sender whose address nothing proves is sent a link, and nothing else, not even their own words (domain §8.10): forged mail must not make the desk write to strangers.
/// </summary>
public sealed class SenderProofs(AkisDatabase database, MailQuarantine quarantine, PersonQueries persons, TimeProvider clock)
{
    private const int MostInAnHour = 100;
    private static readonly TimeSpan BetweenLinks = TimeSpan.FromHours(24);
    private static readonly TimeSpan ValidFor = TimeSpan.FromDays(3);

    /// <summary>A new link's secret for an address; null where it was sent one lately or too many are sent.</summary>
    public static async Task<string?> NewAsync(WriteSession session, string address, string name, CancellationToken cancel)
    {
        var lately = await session.QueryAsync("SELECT count(*) FROM sender_proof WHERE address = @address AND sent_at > @since AND used_at IS NULL", row => row.GetInt64(0), cancel, ("address", address), ("since", session.Now - BetweenLinks));
        var inHour = await session.QueryAsync("SELECT count(*) FROM sender_proof WHERE sent_at > @since", row => row.GetInt64(0), cancel, ("since", session.Now.AddHours(-1)));
        if (lately[0] > 0 || inHour[0] >= MostInAnHour) return null;
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await session.ExecuteAsync("INSERT INTO sender_proof (hash, address, name, sent_at, expires_at) VALUES (@hash, @address, @name, @now, @until)", cancel,
            ("hash", Hash(secret)), ("address", address), ("name", name), ("now", session.Now), ("until", session.Now + ValidFor));
        return secret;
    }

    /// <summary>The address that an unused link proves; null where the link is unknown, used or too old.</summary>
    public Task<string?> AddressOfAsync(string secret, CancellationToken cancel = default) => database.ReadAsync(async (connection, token) => (await connection.QueryAsync(
        "SELECT address FROM sender_proof WHERE hash = @hash AND used_at IS NULL AND expires_at > @now", row => row.GetString(0), token, ("hash", Hash(secret)), ("now", clock.GetUtcNow()))).FirstOrDefault(), cancel);

    /// <summary>Uses a link: its sender's held messages are let in; gives their tickets.</summary>
    public async Task<Outcome<IReadOnlyList<string>>> UseAsync(string secret, CancellationToken cancel = default)
    {
        var used = await database.WriteAsync<Outcome<(string Address, string Name)>>(async (session, token) =>
        {
            var rows = await session.QueryAsync("UPDATE sender_proof SET used_at = @now WHERE hash = @hash AND used_at IS NULL AND expires_at > @now RETURNING address, name", row => (row.GetString(0), row.GetString(1)), token,
                ("now", session.Now), ("hash", Hash(secret)));
            return rows.Count == 0 ? new Problem("proof.over", 410, "Bu bağlantının süresi dolmuş ya da bağlantı kullanılmış. Yardıma hâlâ ihtiyacınız varsa yeni bir ileti gönderin.", "This link has expired or was used. If you still need help, send a new message.") : rows[0];
        }, cancel);
        if (used.Problem is { } problem) return problem;
        var (address, name) = used.Value;
        if (await persons.FindByAddressAsync(address, cancel) is null)
        {
            await database.WriteAsync((session, token) => session.ExecuteAsync("INSERT INTO mail_guest (address, name, proven_at) VALUES (@address, @name, @now) ON CONFLICT (address) DO NOTHING", token, ("address", address), ("name", name), ("now", session.Now)), cancel);
        }

        var held = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT key FROM incoming_mail WHERE state = 0 AND reason = @reason AND from_address = @address ORDER BY key LIMIT 20", row => row.GetInt64(0), token,
            ("reason", QuarantineReason.Unverified), ("address", address)), cancel);
        var numbers = new List<string>();
        foreach (var key in held)
        {
            if ((await quarantine.ReleaseAsync(key, MailSenders.GuestName(address), cancel)) is { Problem: null } released) numbers.Add(released.Value);
        }

        return numbers.Distinct().ToArray();
    }

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
