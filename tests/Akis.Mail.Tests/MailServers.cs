using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akis.Tests;
using MimeKit;

namespace Akis.Mail.Tests;

/// <summary>
/// Real mail servers from Debian's packages, private in a temporary folder and on loopback: Exim takes mail by SMTP into maildirs, Dovecot shows them by IMAP. Both speak STARTTLS with a
/// certificate made here. Exim writes Authentication-Results for the university's own domain, as a border server would. They need root, to run as the user "mail".
/// </summary>
public sealed class MailServers : IAsyncLifetime
{
    /// <summary>Made anew for each run.</summary>
    public static string Password { get; } = RandomNumberGenerator.GetHexString(24);

    private static readonly string[] Users = ["yardim", "ogrenci", "akademik", "uzman.ag", "konuk"];

    private readonly string _folder = Directory.CreateTempSubdirectory("akis-mailservers-").FullName;
    private Process? _dovecot;
    private Process? _exim;

    public int ImapPort { get; } = FreePort.Next();

    public int SmtpPort { get; } = FreePort.Next();

    /// <summary>The servers' certificate, which is its own authority.</summary>
    public string Authority => Path.Combine(_folder, "cert.pem");

    public async ValueTask InitializeAsync()
    {
        Run("chmod", "755", _folder);
        foreach (var name in new[] { "mail", "spool", "log", "run" }) Directory.CreateDirectory(Path.Combine(_folder, name));
        WriteCertificate();
        File.WriteAllText(Path.Combine(_folder, "users"), string.Concat(Users.Select(user => $"{user}: {user}\n")));
        File.WriteAllText(Path.Combine(_folder, "secret"), Password + "\n");
        File.WriteAllText(Path.Combine(_folder, "dovecot.conf"), DovecotConfiguration);
        File.WriteAllText(Path.Combine(_folder, "exim.conf"), EximConfiguration);
        Run("chown", "-R", "mail:mail", Path.Combine(_folder, "mail"), Path.Combine(_folder, "spool"), Path.Combine(_folder, "log"), Path.Combine(_folder, "run"));
        await StartImapAsync();
        _exim = Start("/usr/sbin/exim4", "-C", Path.Combine(_folder, "exim.conf"), "-bdf", "-q1m");
        await ListensAsync(SmtpPort);
    }

    /// <summary>File with the password of every mailbox.</summary>
    public string SecretFile => Path.Combine(_folder, "secret");

    public async Task StartImapAsync()
    {
        _dovecot = Start("/usr/sbin/dovecot", "-F", "-c", Path.Combine(_folder, "dovecot.conf"));
        await ListensAsync(ImapPort);
    }

    public async Task StopImapAsync()
    {
        if (_dovecot is not { } running) return;
        // The master ends its children only when it is asked to.
        Run("kill", running.Id.ToString(CultureInfo.InvariantCulture));
        await running.WaitForExitAsync();
        running.Dispose();
        _dovecot = null;
    }

    /// <summary>Everything that was delivered to somebody, oldest first.</summary>
    public IReadOnlyList<MimeMessage> Delivered(string user)
    {
        var folder = Path.Combine(_folder, "mail", user, "new");
        return !Directory.Exists(folder) ? [] : [.. new DirectoryInfo(folder).GetFiles().OrderBy(file => file.LastWriteTimeUtc).Select(file => MimeMessage.Load(file.FullName))];
    }

    /// <summary>What the servers wrote down, for a test that waits in vain.</summary>
    public string Log() => string.Join('\n', Directory.GetFiles(Path.Combine(_folder, "log")).Select(File.ReadAllText));

    public async ValueTask DisposeAsync()
    {
        await StopImapAsync();
        if (_exim is { } exim)
        {
            exim.Kill(entireProcessTree: true);
            await exim.WaitForExitAsync();
            exim.Dispose();
        }

        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A delivery that outlived its daemon may still be writing: the folder is left to the system.
        }
    }

    private string DovecotConfiguration => $$"""
        base_dir = {{_folder}}/run
        state_dir = {{_folder}}/run
        log_path = {{_folder}}/log/dovecot
        protocols = imap
        listen = 127.0.0.1
        ssl = required
        ssl_cert = <{{_folder}}/cert.pem
        ssl_key = <{{_folder}}/key.pem
        mail_location = maildir:{{_folder}}/mail/%n
        first_valid_uid = 1
        namespace inbox {
          inbox = yes
          separator = /
        }
        passdb {
          driver = static
          args = password={{Password}}
        }
        userdb {
          driver = static
          args = uid=mail gid=mail home={{_folder}}/mail/%n
        }
        service imap-login {
          inet_listener imap {
            port = {{ImapPort}}
          }
          inet_listener imaps {
            port = 0
          }
        }
        """;

    private string EximConfiguration => $$$"""
        spool_directory = {{{_folder}}}/spool
        log_file_path = {{{_folder}}}/log/exim-%s
        pid_file_path = {{{_folder}}}/run/exim.pid
        primary_hostname = mx.demouni.example
        daemon_smtp_ports = {{{SmtpPort}}}
        local_interfaces = 127.0.0.1
        tls_certificate = {{{_folder}}}/cert.pem
        tls_privatekey = {{{_folder}}}/key.pem
        tls_advertise_hosts = *
        keep_environment =
        acl_smtp_rcpt = recipient
        acl_smtp_data = content
        exim_user = mail
        exim_group = mail
        deliver_drop_privilege = true
        never_users =
        begin acl
        recipient:
          deny local_parts = reddedilen
            message = 550 5.1.1 User unknown
          accept domains = demouni.example
          deny message = relay not permitted
        content:
          warn condition = ${if match{$h_from:}{@demouni.example}}
            add_header = :at_start:Authentication-Results: mx.demouni.example; dmarc=pass header.from=demouni.example
          accept
        begin routers
        known:
          driver = accept
          domains = demouni.example
          local_parts = lsearch;{{{_folder}}}/users
          local_part_suffix = +*
          local_part_suffix_optional
          transport = maildir
        begin transports
        maildir:
          driver = appendfile
          maildir_format
          directory = {{{_folder}}}/mail/$local_part_data
          create_directory
          delivery_date_add
          envelope_to_add
          return_path_add
          mode = 0600
        begin retry
        * * F,1h,1m
        """;

    private void WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(Authority, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        Run("chown", "mail:mail", Path.Combine(_folder, "key.pem"));
    }

    private static async Task ListensAsync(int port)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (patience.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(50); // not listening yet
            }
        }
    }

    private static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/" }) ?? throw new InvalidOperationException(program);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)) ?? throw new InvalidOperationException(program);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
    }
}
