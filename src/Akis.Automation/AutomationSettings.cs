using System.Net;

namespace Akis.Automation;

/// <summary>How connectors reach the world.</summary>
/// <param name="DataFolder">Where mail is laid down as files while no mail server is set.</param>
/// <param name="SmtpUrl"><c>smtp://user:password@host:25</c> (TLS where the server offers it), <c>smtp+starttls://…</c> or <c>smtps://…</c>; null for files.</param>
/// <param name="MailFrom">Sender of mail.</param>
/// <param name="PublicUrl">Address of the program in links, without a slash at the end.</param>
/// <param name="VpnFailure">For demonstrations: the message with which the simulated VPN gateway refuses everything; null lets it work.</param>
public sealed record AutomationSettings(string DataFolder, string? SmtpUrl, string MailFrom, string PublicUrl, string? VpnFailure)
{
    /// <summary>For demonstrations: operations that simulated devices refuse, as <c>network.os.install</c> or <c>network.os.install@omurga-1</c>.</summary>
    public IReadOnlySet<string> SimulatorFailures { get; init; } = new HashSet<string>();

    /// <summary>PEM file of the authority that signed the mail server's certificate, where it is not a public one.</summary>
    public string? MailAuthority { get; init; }

    /// <summary>Networks of the house that webhooks may call; none unless the operator says so.</summary>
    public IReadOnlyList<IPNetwork> WebhookNetworks { get; init; } = [];

    /// <summary>Reads <c>AKIS_SMTP</c>, <c>AKIS_MAIL_FROM</c>, <c>AKIS_MAIL_AUTHORITY</c>, <c>AKIS_WEBHOOK_NETWORKS</c> (<c>10.1.0.0/16,…</c>), <c>AKIS_PUBLIC_URL</c>, <c>AKIS_VPN_SIMULATOR_FAILURE</c> and <c>AKIS_SIMULATOR_FAILURE</c>.</summary>
    public static AutomationSettings FromEnvironment(string dataFolder, string address) => new(
        dataFolder,
        Environment.GetEnvironmentVariable("AKIS_SMTP"),
        Environment.GetEnvironmentVariable("AKIS_MAIL_FROM") ?? "akis@demouni.example",
        (Environment.GetEnvironmentVariable("AKIS_PUBLIC_URL") ?? address.Split(';')[0]).TrimEnd('/'),
        Environment.GetEnvironmentVariable("AKIS_VPN_SIMULATOR_FAILURE"))
    {
        SimulatorFailures = (Environment.GetEnvironmentVariable("AKIS_SIMULATOR_FAILURE") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
        MailAuthority = Environment.GetEnvironmentVariable("AKIS_MAIL_AUTHORITY"),
        WebhookNetworks = [.. (Environment.GetEnvironmentVariable("AKIS_WEBHOOK_NETWORKS") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(network => IPNetwork.Parse(network))],
    };
}
