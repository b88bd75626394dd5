using System.Globalization;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Registry.VpnAccounts;

namespace Akis.Automation.Vpn;

/// <summary>What a VPN job reads from its variables: vpnAccount, vpnOwner (else requester), vpnProfile, vpnStartsAt, vpnEndsAt, vpnSessions, vpnOfficeHoursOnly.</summary>
internal sealed class VpnInput(FeelContext variables, ActivatedJob job)
{
    private static readonly TimeZoneInfo Zone = FeelEnvironment.Default.Zone;

    public ActivatedJob Job => job;

    public string? AccountName { get; } = variables.Get("vpnAccount").AsString();

    public string Owner { get; } = variables.Get("vpnOwner").AsString() ?? variables.Get("requester").AsString() ?? "";

    public string Profile { get; } = variables.Get("vpnProfile").AsString() ?? "";

    public int Sessions { get; } = (int)(variables.Get("vpnSessions").AsDecimal() ?? 1);

    public bool OfficeHoursOnly { get; } = variables.Get("vpnOfficeHoursOnly").IsTrue;

    public DateTimeOffset? StartsAt { get; } = Instant(variables.Get("vpnStartsAt"), endOfDay: false);

    /// <summary>A day means its end: an account that ends on Friday works on Friday.</summary>
    public DateTimeOffset? EndsAt { get; } = Instant(variables.Get("vpnEndsAt"), endOfDay: true);

    /// <summary>What is missing or wrong, or null.</summary>
    public string? Problem => Owner.Length == 0 ? "requester (or vpnOwner) is missing"
        : job.Type == "vpn.account.create" && !VpnAccountRules.Profiles.Contains(Profile) ? $"vpnProfile '{Profile}' is none of {string.Join(", ", VpnAccountRules.Profiles)}"
        : job.Type != "vpn.account.create" && AccountName is null ? "vpnAccount is missing"
        : null;

    private static DateTimeOffset? Instant(FeelValue value, bool endOfDay)
    {
        if ((value.AsDate() ?? (DateOnly.TryParseExact(value.AsString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var written) ? written : null)) is { } day)
        {
            var local = (endOfDay ? day.AddDays(1) : day).ToDateTime(TimeOnly.MinValue);
            return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
        }

        if (value.AsInstant(Zone) is { } instant) return instant.ToUniversalTime();
        return DateTimeOffset.TryParse(value.AsString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) ? parsed.ToUniversalTime() : null;
    }
}
