using System.Text;
using Akis.Handbook.Files;
using MimeKit;
using MimeKit.Tnef;

namespace Akis.Desk.Mail.Reading;

/// <summary>What is in a message: its text, its HTML made harmless, its files.</summary>
internal sealed record MailBody(string Text, string? Html, IReadOnlyList<MailFile> Files)
{
    /// <summary>Reads it; null when there are too many files.</summary>
    public static MailBody? Read(MimeMessage message, MailLimits limits)
    {
        var reading = new Collector(limits);
        if (message.Body is { } body) reading.Take(body);
        return reading.IsTooMuch ? null : reading.Result();
    }

    private sealed class Collector(MailLimits limits)
    {
        private const int LargestTnef = 10 * 1024 * 1024;

        private readonly StringBuilder _plain = new();
        private readonly StringBuilder _html = new();
        private readonly List<MailFile> _files = [];

        public bool IsTooMuch => _files.Count > limits.MostFiles;

        public void Take(MimeEntity entity)
        {
            if (IsTooMuch) return;
            switch (entity)
            {
                case MultipartAlternative alternatives:
                    TakeAlternatives(alternatives);
                    break;
                case Multipart multipart:
                    foreach (var part in multipart) Take(part);
                    break;
                case MessageDeliveryStatus or MessageDispositionNotification:
                    break; // read by BounceReport and MailNatures
                case MessagePart { Message: { } inner }:
                    Keep(Bytes(inner.WriteTo), "ileti.eml", "message/rfc822", null);
                    break;
                case TextPart text when IsBody(text):
                    if (text.IsHtml) Add(_html, MailCharsets.Decode(text), limits.MostHtml + 1);
                    else Add(_plain, Plain(text), limits.MostText + 1);
                    break;
                case MimePart part:
                    TakeFile(part);
                    break;
            }
        }

        public MailBody Result()
        {
            var html = _html.ToString();
            var text = _plain.Length > 0 && !string.IsNullOrWhiteSpace(_plain.ToString()) ? _plain.ToString() : HtmlText.Of(html, limits.MostText);
            return new(Clean(text), MailHtml.Sanitise(html, limits.MostHtml), _files);
        }

        // One message in several shapes: every shape is looked at, but text in the same shape is not told twice.
        private void TakeAlternatives(MultipartAlternative alternatives)
        {
            foreach (var part in alternatives) Take(part);
        }

        private static bool IsBody(TextPart text) => !text.IsAttachment && string.IsNullOrEmpty(text.FileName) && (text.IsPlain || text.IsHtml || text.IsFlowed || text.ContentType.MediaSubtype is "enriched" or "markdown");

        private static string Plain(TextPart part)
        {
            var text = MailCharsets.Decode(part);
            var isFlowed = string.Equals(part.ContentType.Parameters["format"], "flowed", StringComparison.OrdinalIgnoreCase);
            return isFlowed ? FlowedText.Unwrap(text, string.Equals(part.ContentType.Parameters["delsp"], "yes", StringComparison.OrdinalIgnoreCase)) : text;
        }

        private static void Add(StringBuilder all, string text, int most)
        {
            if (all.Length > 0) all.Append('\n');
            all.Append(text, 0, Math.Min(text.Length, Math.Max(0, most - all.Length)));
        }

        private void TakeFile(MimePart part)
        {
            if (part.Content is null || part.ContentType.IsMimeType("application", "pgp-signature") || part.ContentType.IsMimeType("application", "pkcs7-signature") || part.ContentType.IsMimeType("application", "x-pkcs7-signature")) return;
            var content = Bytes(part.Content.DecodeTo);
            var isTnef = part is TnefPart || string.Equals(part.FileName, "winmail.dat", StringComparison.OrdinalIgnoreCase);
            if (isTnef && content.Length <= LargestTnef && TakeTnef(content)) return;
            Keep(content, part.FileName ?? $"ek-{_files.Count + 1}{Extension(part.ContentType)}", part.ContentType.MimeType, part.ContentId);
        }

        // Outlook's own envelope: its text and files are taken out. A damaged one is kept as the file that it is.
        private bool TakeTnef(byte[] content)
        {
            try
            {
                using var tnef = new TnefPart { Content = new MimeContent(new MemoryStream(content)) };
                using var message = tnef.ConvertToMessage();
                if (message.Body is not { } body || MimeShape.Refuse(message, limits) is not null) return false;
                var inside = new Collector(limits);
                inside.Take(body);
                if (inside.IsTooMuch || (inside._files.Count == 0 && inside._plain.Length == 0 && inside._html.Length == 0)) return false;
                _files.AddRange(inside._files);
                if (_plain.Length == 0) Add(_plain, inside._plain.ToString(), limits.MostText + 1);
                if (_html.Length == 0) Add(_html, inside._html.ToString(), limits.MostHtml + 1);
                return true;
            }
#pragma warning disable CA1031 // the decoder of a proprietary format throws whatever its input makes it throw
            catch (Exception)
#pragma warning restore CA1031
            {
                return false;
            }
        }

        private void Keep(byte[] content, string name, string mediaType, string? contentId)
        {
            if (content.Length == 0) return;
            var safe = FileName(name);
            // A dangerous file is kept for the record in a name that nothing runs.
            if (FileStore.Refuse("files", safe, content.Length) is { Code: "file.executable" }) safe += ".engellendi";
            _files.Add(new(safe, mediaType, string.IsNullOrEmpty(contentId) ? null : contentId.Trim('<', '>'), content));
        }

        private static string FileName(string name)
        {
            var last = name.Replace('\\', '/').Split('/')[^1];
            var clean = new string([.. last.Where(letter => !char.IsControl(letter) && char.GetUnicodeCategory(letter) != System.Globalization.UnicodeCategory.Format && !"\"<>|:*?".Contains(letter, StringComparison.Ordinal)).Take(150)]).Trim();
            return clean.Length == 0 || clean.Trim('.').Length == 0 ? "ek" : clean;
        }

        private static string Extension(ContentType type) => type.MimeType switch
        {
            "image/png" => ".png",
            "image/jpeg" => ".jpg",
            "image/gif" => ".gif",
            "application/pdf" => ".pdf",
            "text/calendar" => ".ics",
            _ => "",
        };

        private static byte[] Bytes(Action<Stream, CancellationToken> write)
        {
            using var bytes = new MemoryStream();
            write(bytes, default);
            return bytes.ToArray();
        }

        // Databases take no NUL, readers no other control characters; lone halves of surrogate pairs are not text.
        private string Clean(string text)
        {
            var clean = new StringBuilder(Math.Min(text.Length, limits.MostText));
            foreach (var rune in text.EnumerateRunes())
            {
                if (clean.Length >= limits.MostText) break;
                if (rune.Value is '\n' or '\t' || !Rune.IsControl(rune)) clean.Append(rune);
            }

            return clean.ToString();
        }
    }
}
