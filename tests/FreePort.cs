using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;

namespace Akis.Tests;

/// <summary>
/// A port that a server of the tests can listen on, again after it was killed. It lies below the range from which the system gives ports to outgoing connections (32768 on Linux):
/// one from that range can be taken by any connection while the server is down.
/// </summary>
internal static class FreePort
{
    public static int Next()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            if (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().All(listener => listener.Port != port)) return port;
        }
    }
}
