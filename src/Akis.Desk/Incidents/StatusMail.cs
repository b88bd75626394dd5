using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using Akis.Engine.Database;

namespace Akis.Desk.Incidents;

/// <summary>Lays a mail into the outbox, in the transaction of what it tells. The automation's outbox in the program, a list in tests.</summary>
public interface IDeskOutbox
{
    /// <summary>Address of the program in links, without a slash at the end.</summary>
    string PublicUrl { get; }

    /// <summary>A plain-text mail; the same id again lays down nothing. <paramref name="unsubscribe"/> is the link that ends such mails, null for what is no subscription.</summary>
    Task AddAsync(WriteSession session, string id, string recipient, string subject, string body, string? unsubscribe, CancellationToken cancel);
}

/// <summary>
/// Mail about the services for who wants it. An address is written to only after its owner has confirmed it; every mail carries a link that ends it. Links hold a
/// random token, the database its hash.
/// </summary>
public sealed class StatusMail(AkisDatabase database, IDeskOutbox outbox)
{
    private const int MostAskedInAnHour = 200;
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromHours(1);

    /// <summary>Sends the link that confirms an address. The answer is the same for known and unknown ones.</summary>
    public Task<Outcome> AskAsync(string address, string language, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
    {
        if (address.Length > 200 || !MailAddress.TryCreate(address.Trim(), out var parsed)) return new Problem("status.address", 422, "Geçerli bir e-posta adresi yazın.", "Write a valid mail address.");
        var (clean, secret) = (parsed.Address.ToLowerInvariant(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        var asked = await session.QueryAsync("SELECT count(*) FROM status_subscriber WHERE asked_at > @since", row => row.GetInt64(0), token, ("since", session.Now - AskAgainAfter));
        if (asked[0] >= MostAskedInAnHour) return new Problem("status.busy", 429, "Şu anda çok istek var; bir saat sonra yeniden deneyin.", "Too many requests just now; try again in an hour.");

        // Who has confirmed already, or was asked a moment ago, gets no second mail: the form is no means to flood a stranger.
        var added = await session.ExecuteAsync("""
            INSERT INTO status_subscriber (key, address, language, token, asked_at) VALUES (@key, @address, @language, @token, @now)
            ON CONFLICT (address) DO UPDATE SET token = @token, asked_at = @now, language = @language WHERE status_subscriber.confirmed_at IS NULL AND status_subscriber.asked_at < @since
            """, token, ("key", session.NextKey()), ("address", clean), ("language", language), ("token", Hash(secret)), ("now", session.Now), ("since", session.Now - AskAgainAfter));
        if (added == 0) return Outcome.Done;
        var link = $"{outbox.PublicUrl}/durum/abonelik/{secret}";
        await outbox.AddAsync(session, $"status-ask-{session.NextKey()}", clean,
            language == "en" ? "Confirm: mail about our services" : "Onaylayın: servis durumu duyuruları",
            language == "en" ? $"Somebody, probably you, asked for mail about the state of our services. Confirm with this link:\n{link}\n\nIf it was not you, do nothing." : $"Servis durumu duyurularını bu adrese istediniz. Onaylamak için bağlantıyı açın:\n{link}\n\nSiz istemediyseniz bir şey yapmanıza gerek yok.", null, token);
        return Outcome.Done;
    }, cancel);

    /// <summary>Confirms the address of a link; false where the link is unknown.</summary>
    public Task<bool> ConfirmAsync(string secret, CancellationToken cancel = default) => database.WriteAsync(async (session, token) =>
        await session.ExecuteAsync("UPDATE status_subscriber SET confirmed_at = coalesce(confirmed_at, @now) WHERE token = @token", token, ("now", session.Now), ("token", Hash(secret))) == 1, cancel);

    // Each mail needs the reader's own link, of which only a hash is kept: a link is made out of the subscriber's key and that hash, which nobody outside knows.
    internal async Task TellAsync(WriteSession session, Service service, string tr, string en, CancellationToken cancel)
    {
        var to = await session.QueryAsync("SELECT key, address, language, token FROM status_subscriber WHERE confirmed_at IS NOT NULL ORDER BY key LIMIT 10000",
            row => (Key: row.GetInt64(0), Address: row.GetString(1), Language: row.GetString(2), Token: row.GetString(3)), cancel);
        var id = session.NextKey();
        foreach (var (key, address, language, hash) in to)
        {
            var (isEnglish, link) = (language == "en", $"{outbox.PublicUrl}/durum/ayril/{key}-{Seal(key, hash)}");
            var text = isEnglish && en.Length > 0 ? en : tr;
            await outbox.AddAsync(session, $"status-{id}-{key}", address, $"{(isEnglish ? "Services" : "Duyuru")}: {service.Name(language)}",
                isEnglish ? $"{text}\n\nNow and later: {outbox.PublicUrl}/durum\n\nNo more of these: {link}" : $"{text}\n\nSon durum: {outbox.PublicUrl}/durum\n\nBu duyuruları artık istemiyorsanız: {link}", link, cancel);
        }
    }

    /// <summary>Ends the mail by the link that every mail carries; nothing is kept of the address.</summary>
    public Task<bool> EndByMailAsync(string link, CancellationToken cancel = default) => database.WriteAsync(async (session, token) =>
    {
        if (link.Split('-', 2) is not [var number, var seal] || !long.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var key)) return false;
        var known = await session.QueryAsync("SELECT token FROM status_subscriber WHERE key = @key", row => row.GetString(0), token, ("key", key));
        if (known.Count == 0 || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Seal(key, known[0])), Encoding.ASCII.GetBytes(seal))) return false;
        await session.ExecuteAsync("DELETE FROM status_subscriber WHERE key = @key", token, ("key", key));
        return true;
    }, cancel);

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string Seal(long key, string hash) => Hash($"status:{key}:{hash}")[..40];
}
