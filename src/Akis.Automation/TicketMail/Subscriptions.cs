using Akis.Desk.Mail.Threading;
using Akis.Desk.Watching;

namespace Akis.Automation.TicketMail;

/// <summary>Mail that comes again and again and that its reader can end.</summary>
/// <param name="UserName">Whose.</param>
/// <param name="What">A kind of <see cref="MailPreference.Mutable"/>, <see cref="Digest"/>, or <see cref="Watched"/> and a ticket's number.</param>
public sealed record Subscription(string UserName, string What)
{
    /// <summary>The digest.</summary>
    public const string Digest = "ozet";

    /// <summary>Messages on a ticket that somebody follows: the number comes after it.</summary>
    public const string Watched = "izleme:";

    /// <summary>The number of the ticket that is followed; null where it is about something else.</summary>
    public string? Ticket => What.StartsWith(Watched, StringComparison.Ordinal) ? What[Watched.Length..] : null;
}

/// <summary>Ends subscriptions by the signed links that their mails carry (RFC 2369, one click: RFC 8058). Whoever holds the link can do that and nothing else.</summary>
public sealed class Subscriptions(MailPreferences preferences, Watchers watchers, TicketSeals seals)
{
    private const string Purpose = "unsubscribe";

    /// <summary>The link that ends it.</summary>
    internal static string Link(TicketSeal seal, string publicUrl, Subscription subscription) => $"{publicUrl}/posta/ayril/{seal.Sign(Purpose, $"{subscription.What} {subscription.UserName}")}";

    /// <summary>What the last part of a link ends; null where it is none of ours.</summary>
    public async Task<Subscription?> ReadAsync(string signed, CancellationToken cancel = default) =>
        (await seals.GetAsync(cancel)).Read(Purpose, signed)?.Split(' ', 2) is [var what, var user] ? new(user, what) : null;

    /// <summary>Ends it; once more changes nothing. False where the link is none of ours.</summary>
    public async Task<bool> EndAsync(string signed, CancellationToken cancel = default)
    {
        if (await ReadAsync(signed, cancel) is not { } ended) return false;
        if (ended.Ticket is { } number)
        {
            await watchers.LeaveAsync(number, ended.UserName, cancel);
            return true;
        }

        // Without digests what cannot be switched off comes by itself again.
        var wish = await preferences.OfAsync(ended.UserName, cancel);
        var changed = ended.What == Subscription.Digest ? wish with { Pace = "now", Muted = MailPreference.Mutable.ToHashSet() } : wish with { Muted = wish.Muted.Append(ended.What).ToHashSet() };
        return (await preferences.SaveAsync(ended.UserName, changed, cancel)).Succeeded;
    }
}
