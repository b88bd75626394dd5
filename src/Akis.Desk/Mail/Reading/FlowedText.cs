using System.Text;

namespace Akis.Desk.Mail.Reading;

/// <summary>Joins what format=flowed has broken into lines (RFC 3676).</summary>
internal static class FlowedText
{
    /// <summary>The text with its paragraphs on one line each.</summary>
    /// <param name="text">As it came.</param>
    /// <param name="deleteSpace">DelSp=yes: the space at the end of a broken line is no part of the text.</param>
    public static string Unwrap(string text, bool deleteSpace)
    {
        var result = new StringBuilder(text.Length);
        var open = -1; // depth of quoting of the paragraph that goes on; -1 for none
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var depth = 0;
            while (depth < line.Length && line[depth] == '>') depth++;
            var content = line[depth..];
            if (content.StartsWith(' ')) content = content[1..]; // §4.4 space-stuffing
            var isSignature = content == "-- "; // §4.3: never flows
            if (open != depth || isSignature)
            {
                if (result.Length > 0) result.Append('\n');
                if (depth > 0) result.Append('>', depth).Append(' ');
            }

            var flows = content.EndsWith(' ') && !isSignature;
            result.Append(flows && deleteSpace ? content.AsSpan(0, content.Length - 1) : content);
            open = flows ? depth : -1;
        }

        return result.ToString();
    }
}
