using Akis.Engine.Database;

namespace Akis.Registry.VpnAccounts;

/// <summary>Where a VPN account is in its life (domain §11, VpnHesabı).</summary>
public enum VpnAccountState
{
    /// <summary>Başvuru: asked for, not made yet.</summary>
    Requested,

    /// <summary>Etkin: can be used.</summary>
    Active,

    /// <summary>Askıda: blocked for a while.</summary>
    Suspended,

    /// <summary>Süresi doldu: its time is over, it may still be renewed.</summary>
    Expired,

    /// <summary>Kapalı: ended for good.</summary>
    Closed,
}

/// <summary>A VPN account.</summary>
/// <param name="Key">Key of the record.</param>
/// <param name="AccountName">Name on the VPN gateway.</param>
/// <param name="Owner">User name of whom it belongs to.</param>
/// <param name="Profile">Öğrenci, Akademik, İdari, BT, Firma or Misafir.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="ConcurrentSessions">How many connections at once: 1 or 2.</param>
/// <param name="StartsAt">From when it may be used.</param>
/// <param name="EndsAt">Until when.</param>
/// <param name="ArchivedAt">When it was put away; null before.</param>
/// <param name="OfficeHoursOnly">Whether it works only in office hours.</param>
/// <param name="InstanceKey">The process that it came from.</param>
/// <param name="ProcessCode">That process's number for people.</param>
public sealed record VpnAccount(
    long Key, string AccountName, string Owner, string Profile, VpnAccountState State, int ConcurrentSessions, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset? ArchivedAt,
    bool OfficeHoursOnly, long InstanceKey, string? ProcessCode);

/// <summary>The life of a VPN account: which state may follow which.</summary>
public static class VpnAccountRules
{
    /// <summary>The profiles of domain §11.</summary>
    public static IReadOnlyList<string> Profiles { get; } = ["Öğrenci", "Akademik", "İdari", "BT", "Firma", "Misafir"];

    /// <summary>Whether an account may go from one state to another.</summary>
    public static bool MayFollow(VpnAccountState from, VpnAccountState to) => (from, to) switch
    {
        (VpnAccountState.Requested, VpnAccountState.Active or VpnAccountState.Closed) => true,
        (VpnAccountState.Active, VpnAccountState.Suspended or VpnAccountState.Expired or VpnAccountState.Closed) => true,
        (VpnAccountState.Suspended, VpnAccountState.Active or VpnAccountState.Expired or VpnAccountState.Closed) => true,
        (VpnAccountState.Expired, VpnAccountState.Active or VpnAccountState.Closed) => true,
        _ => false, // Closed is the end: who needs access again asks for a new account.
    };

    /// <summary>What is wrong with an account's data, or null.</summary>
    public static Problem? Check(string profile, int sessions, DateTimeOffset starts, DateTimeOffset ends)
    {
        if (!Profiles.Contains(profile)) return new("vpn.profile", 422, $"'{profile}' adında bir VPN profili yok.", $"There is no VPN profile '{profile}'.");
        if (sessions is < 1 or > 2) return new("vpn.sessions", 422, "Eşzamanlı oturum sayısı 1 ya da 2 olmalı.", "The number of concurrent sessions must be 1 or 2.");
        return ends <= starts ? new Problem("vpn.period", 422, "Bitiş başlangıçtan sonra olmalı.", "The end must be after the start.") : null;
    }
}
