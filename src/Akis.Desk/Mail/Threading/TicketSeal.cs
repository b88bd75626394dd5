using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Akis.Engine.Database;

namespace Akis.Desk.Mail.Threading;

/// <summary>
/// Signs what our messages carry so that answers find their ticket: the address to answer to and the Message-ID. A number alone opens nothing; a signed address
/// proves that whoever writes to it received our message, and only for the address that we sent it to.
/// </summary>
public sealed partial class TicketSeal(byte[] key)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567"; // mail addresses lose their capitals on the road
    private const int MacLetters = 16; // 80 bits

    /// <summary>The mailbox's address for answers of <paramref name="writer"/>: <c>yardim+2026-000123.mac@…</c>.</summary>
    public string AddressFor(string mailbox, string number, string writer)
    {
        var at = mailbox.LastIndexOf('@');
        return $"{mailbox[..at]}+{number}.{Mac("address", number, writer.ToLowerInvariant())}{mailbox[at..]}";
    }

    /// <summary>The ticket that a signed address stands for when <paramref name="writer"/> writes to it, else null.</summary>
    public string? NumberOfAddress(string address, string writer)
    {
        var match = Address().Match(address);
        return match.Success && Same(match.Groups[2].Value, Mac("address", match.Groups[1].Value, writer.ToLowerInvariant())) ? match.Groups[1].Value : null;
    }

    /// <summary>A Message-ID without angle brackets for a message about a ticket; one about none has the number 0.</summary>
    public string MessageId(string? number, long messageKey, string domain) => string.Create(CultureInfo.InvariantCulture, $"{number ?? "0"}.{messageKey}.{Mac("id", number ?? "0", messageKey.ToString(CultureInfo.InvariantCulture))}@{domain}");

    /// <summary>Whether the id is ours.</summary>
    public bool IsOurs(string? messageId) => NumberOfId(messageId) is not null;

    /// <summary>The ticket of a Message-ID of ours, "0" for one about none, null for a foreign one.</summary>
    public string? NumberOfId(string? messageId)
    {
        if (messageId is null) return null;
        var match = Id().Match(messageId);
        return match.Success && Same(match.Groups[3].Value, Mac("id", match.Groups[1].Value, match.Groups[2].Value)) ? match.Groups[1].Value : null;
    }

    /// <summary>A text with its signature, for links; it can be read, and made by nobody else.</summary>
    public string Sign(string purpose, string text) => $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))}.{Mac(purpose, text)}";

    /// <summary>The text that was signed for a purpose, null for anything else.</summary>
    public string? Read(string purpose, string signed)
    {
        if (signed.Split('.') is not [var encoded, var mac] || !Base64Url.IsValid(encoded)) return null;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded));
        return Same(mac, Mac(purpose, text)) ? text : null;
    }

    /// <summary>The number in <c>[#2026-000123]</c>. It is a hint and no right.</summary>
    public static string? NumberInSubject(string subject) => Subject().Match(subject) is { Success: true } match ? match.Groups[1].Value : null;

    private static bool Same(string given, string expected) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given), Encoding.ASCII.GetBytes(expected));

    private string Mac(params string[] parts)
    {
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        var letters = new char[MacLetters];
        for (var i = 0; i < MacLetters; i++) letters[i] = Alphabet[((mac[i * 5 / 8] << 8 | mac[(i * 5 / 8) + 1]) >> (11 - (i * 5 % 8))) & 31];
        return new string(letters);
    }

    [GeneratedRegex(@"\+(\d{4}-\d{6,9})\.([a-z2-7]{16})@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"^(0|\d{4}-\d{6,9})\.(\d{1,19})\.([a-z2-7]{16})@", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex(@"\[#(\d{4}-\d{6,9})\]", RegexOptions.CultureInvariant)]
    private static partial Regex Subject();
}

/// <summary>Keeps the key of the seal in the database, so that every node and a restored backup know the same.</summary>
public sealed class TicketSeals(AkisDatabase database)
{
    private const string Name = "ticket-seal";

    private TicketSeal? _seal;

    /// <summary>The seal.</summary>
    public async Task<TicketSeal> GetAsync(CancellationToken cancel = default) => _seal ??= await ReadAsync(cancel) ?? await MakeAsync(cancel);

    private async Task<TicketSeal?> ReadAsync(CancellationToken cancel)
    {
        var rows = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT value FROM desk_secret WHERE name = @name", row => row.GetString(0), token, ("name", Name)), cancel);
        return rows.Count == 0 ? null : new(Convert.FromHexString(rows[0]));
    }

    private async Task<TicketSeal> MakeAsync(CancellationToken cancel)
    {
        // Two nodes may start at once: the first one's key counts.
        await database.WriteAsync((session, token) => session.ExecuteAsync("INSERT INTO desk_secret (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING", token,
            ("name", Name), ("value", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)))), cancel);
        return await ReadAsync(cancel) ?? throw new InvalidOperationException("The seal's key was written and is not there.");
    }
}
