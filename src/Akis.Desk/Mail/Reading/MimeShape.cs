using Akis.Desk.Mail.Intake;
using MimeKit;

namespace Akis.Desk.Mail.Reading;

/// <summary>Refuses messages that are made to be unpacked for ever.</summary>
internal static class MimeShape
{
    public static string? Refuse(MimeMessage message, MailLimits limits)
    {
        if (message.Body is null) return QuarantineReason.Unreadable;
        var parts = 0;
        var open = new Stack<(MimeEntity Entity, int Depth)>([(message.Body, 1)]);
        while (open.TryPop(out var next))
        {
            if (next.Depth > limits.MostDepth) return QuarantineReason.TooDeep;
            if (++parts > limits.MostParts) return QuarantineReason.TooManyParts;
            if (next.Entity is Multipart multipart)
            {
                foreach (var part in multipart) open.Push((part, next.Depth + 1));
            }
            else if (next.Entity is MessagePart { Message.Body: { } inner })
            {
                open.Push((inner, next.Depth + 1));
            }
        }

        return null;
    }
}
