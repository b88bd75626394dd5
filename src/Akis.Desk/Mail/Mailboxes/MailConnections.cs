using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit.Security;

namespace Akis.Desk.Mail.Mailboxes;

/// <summary>How connections to mail servers are made safe, for reading and for sending alike.</summary>
public static class MailConnections
{
    /// <summary>What MailKit calls it.</summary>
    public static SecureSocketOptions Options(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };

    /// <summary>Checks a server's certificate against an authority of one's own instead of the public ones; null for the usual check.</summary>
    /// <param name="authorityFile">PEM file of the authority; null for the public ones.</param>
    public static RemoteCertificateValidationCallback? Check(string? authorityFile)
    {
        if (authorityFile is null) return null;
        var authority = X509CertificateLoader.LoadCertificateFromFile(authorityFile);
        return (_, certificate, _, errors) =>
        {
            if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // an authority of one's own seldom publishes a list
            using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            return chain.Build(presented);
        };
    }

    /// <summary>The password of a mailbox, read when it is needed so that it can change while the program runs.</summary>
    internal static string Secret(Mailbox box) => box.SecretFile is { } file
        ? File.ReadAllText(file).TrimEnd('\r', '\n')
        : Environment.GetEnvironmentVariable(box.SecretVariable!) ?? throw new InvalidOperationException($"The environment variable {box.SecretVariable} of mailbox '{box.Name}' is not set."); // one of the two is set, Mailboxes.Read sees to it
}
