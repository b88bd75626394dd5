using MimeKit;

namespace Akis.Desk.Mail.Reading;

/// <summary>What a delivery status notification (RFC 3464) says about a message of ours.</summary>
/// <param name="OriginalId">Message-ID of the message that it is about; null where the report does not tell.</param>
/// <param name="Recipient">Who did not get it, in lower case; null where the report does not tell.</param>
/// <param name="Action">failed, delayed, delivered, relayed or expanded.</param>
/// <param name="Status">Status code, <c>5.1.1</c>.</param>
/// <param name="Reason">The other server's words.</param>
public sealed record BounceReport(string? OriginalId, string? Recipient, string Action, string Status, string? Reason)
{
    private const int LongestReason = 500;

    /// <summary>Whether it will never arrive.</summary>
    public bool IsFinal => Action == "failed";

    internal static BounceReport? Read(MimeMessage message)
    {
        var parts = MimeParts.Of(message).ToList();
        if (parts.OfType<MessageDeliveryStatus>().FirstOrDefault() is not { } status) return null;
        HeaderList? recipient = null;
        try
        {
            // §2.1: the first group is about the message, each following one about a recipient; a failed one tells most.
            var groups = status.StatusGroups.Where(group => group.Contains("Action") || group.Contains("Final-Recipient")).ToList();
            recipient = groups.FirstOrDefault(group => Field(group, "Action") == "failed") ?? groups.FirstOrDefault();
        }
        catch (FormatException)
        {
            // A report that cannot be read is still a report.
        }

        var action = (recipient is null ? null : Field(recipient, "Action")) ?? "failed";
        return new(OriginalIdOf(parts), Typed(recipient, "Original-Recipient") ?? Typed(recipient, "Final-Recipient"), action, (recipient is null ? null : Field(recipient, "Status")) ?? "", Words(recipient));
    }

    private static string? Field(HeaderList group, string name) => group[name]?.Trim().ToLowerInvariant() is { Length: > 0 and < 300 } value ? value : null;

    // §2.3.1: "rfc822; address".
    private static string? Typed(HeaderList? group, string name) => group is null ? null : Field(group, name)?.Split(';', 2)[^1].Trim().Trim('<', '>') is { Length: > 0 } value ? value : null;

    private static string? Words(HeaderList? group)
    {
        if (group?["Diagnostic-Code"]?.Split(';', 2)[^1] is not { } words) return null;
        var line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? null : line[..Math.Min(line.Length, LongestReason)];
    }

    // The message that came back stands in the report whole, or only its headers.
    private static string? OriginalIdOf(List<MimeEntity> parts)
    {
        foreach (var part in parts)
        {
            if (part is MessagePart { Message.MessageId: { Length: > 0 } id }) return id;
        }

        return null;
    }
}

/// <summary>All parts of a message, its containers too; the messages inside it are not entered.</summary>
internal static class MimeParts
{
    public static IEnumerable<MimeEntity> Of(MimeMessage message)
    {
        var open = new Stack<MimeEntity>();
        if (message.Body is { } body) open.Push(body);
        while (open.TryPop(out var next))
        {
            yield return next;
            if (next is Multipart multipart)
            {
                foreach (var part in multipart.Reverse()) open.Push(part);
            }
        }
    }
}
