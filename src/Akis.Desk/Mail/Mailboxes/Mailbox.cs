using System.Text.Json;
using System.Text.Json.Serialization;
using Akis.Desk.Categories;

namespace Akis.Desk.Mail.Mailboxes;

/// <summary>How a connection to a mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>TLS after STARTTLS; without it there is no connection.</summary>
    StartTls,

    /// <summary>None; for servers on the same machine.</summary>
    None,
}

/// <summary>A mailbox whose messages become tickets.</summary>
/// <param name="Name">What it is called in the program.</param>
/// <param name="Address">Its address; answers go to it with a tag: <c>yardim+…@…</c> must be delivered to it too.</param>
/// <param name="Category">Category of its tickets; the category's queue works on them.</param>
public sealed record Mailbox(string Name, string Address, string Category)
{
    /// <summary>IMAP server; null where messages are piped in (<c>akis mail take</c>).</summary>
    public string? Host { get; init; }

    /// <summary>Its port.</summary>
    public int Port { get; init; } = 993;

    /// <summary>Sign-in name.</summary>
    public string User { get; init; } = "";

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; init; } = MailSecurity.Tls;

    /// <summary>Environment variable with the password.</summary>
    public string? SecretVariable { get; init; }

    /// <summary>File with the password.</summary>
    public string? SecretFile { get; init; }

    /// <summary>Folder that is read.</summary>
    public string Folder { get; init; } = "INBOX";

    /// <summary>Folder into which read messages are moved; null only marks them as seen.</summary>
    public string? DoneFolder { get; init; }

    /// <summary>The authserv-id under which our own mail server writes Authentication-Results; null when it writes none.</summary>
    public string? TrustedServer { get; init; }

    /// <summary>Takes senders at their word whose address nothing proves; only for servers that take mail from signed-in people alone.</summary>
    public bool AcceptUnproven { get; init; }

    /// <summary>How often it is asked where the server cannot tell of new messages, and at least otherwise.</summary>
    public int PollSeconds { get; init; } = 300;

    /// <summary>PEM file of the authority that signed the server's certificate, where it is not a public one.</summary>
    public string? AuthorityFile { get; init; }
}

/// <summary>The mailboxes of this installation.</summary>
public sealed class Mailboxes(IReadOnlyList<Mailbox> all)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Every mailbox.</summary>
    public IReadOnlyList<Mailbox> All { get; } = all;

    /// <summary>Reads <c>mailboxes.json</c> of the data folder, or the file that <c>AKIS_MAILBOXES</c> names. A wrong setting stops the start and says what to mend.</summary>
    public static Mailboxes Read(string dataFolder)
    {
        var file = Environment.GetEnvironmentVariable("AKIS_MAILBOXES") ?? Path.Combine(dataFolder, "mailboxes.json");
        if (!File.Exists(file)) return new([]);
        var all = JsonSerializer.Deserialize<Mailbox[]>(File.ReadAllText(file), Json) ?? [];
        foreach (var box in all)
        {
            if (CategoryTree.Default.Find(box.Category) is null) throw new InvalidOperationException($"{file}: mailbox '{box.Name}': there is no category '{box.Category}'.");
            if (!box.Address.Contains('@', StringComparison.Ordinal)) throw new InvalidOperationException($"{file}: mailbox '{box.Name}': '{box.Address}' is no mail address.");
            if (box.Host is not null && box.SecretFile is null == box.SecretVariable is null) throw new InvalidOperationException($"{file}: mailbox '{box.Name}' needs secretFile or secretVariable.");
        }

        if (all.Select(box => box.Name).Distinct().Count() < all.Length) throw new InvalidOperationException($"{file}: two mailboxes have the same name.");
        return new(all);
    }

    /// <summary>The one that messages are from which belong to none; null where there is none.</summary>
    public Mailbox? First => All.Count == 0 ? null : All[0];

    /// <summary>The mailbox of a name, or null.</summary>
    public Mailbox? Find(string name) => All.FirstOrDefault(box => box.Name == name);

    /// <summary>Whether an address is a mailbox of ours, with or without a tag.</summary>
    public bool IsOurs(string address) => All.Any(box => Untagged(address).Equals(box.Address, StringComparison.OrdinalIgnoreCase));

    private static string Untagged(string address)
    {
        var (plus, at) = (address.IndexOf('+', StringComparison.Ordinal), address.LastIndexOf('@'));
        return plus > 0 && plus < at ? address[..plus] + address[at..] : address;
    }
}
