using System.Globalization;
using System.Text;

namespace Akis.Feel.Syntax;

/// <summary>What a FEEL name is made of (DMN 1.5 grammar rules 26 to 30).</summary>
internal static class Names
{
    public static readonly HashSet<string> Keywords =
        ["if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "between", "instance", "of", "function", "true", "false", "null", "external"];

    public static bool IsStart(char c) => char.IsLetter(c) || c is '_' or '?' || char.IsSurrogate(c) || c is '\u200C' or '\u200D' or (>= '\u2070' and <= '\u218F');

    public static bool IsPart(char c) => IsStart(c) || char.IsDigit(c) || c is '\u00B7' or '\u203F' or '\u2040'
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Whether it is one identifier, so that no context is needed to read it.</summary>
    public static bool IsPlain(string name) => name.Length > 0 && IsStart(name[0]) && name.All(IsPart);

    /// <summary>Whether it may be written where a name is known: identifiers parted by blanks and the signs <c>. / - ' + *</c>.</summary>
    public static bool IsName(string name) => name.Length > 0 && IsStart(name[0]) && name.All(c => IsPart(c) || c is ' ' or '.' or '/' or '-' or '’' or '\'' or '+' or '*');

    /// <summary>The name with single blanks: <c>a  b</c> and <c>a b</c> are one.</summary>
    public static string Normal(ReadOnlySpan<char> name)
    {
        name = name.Trim();
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (!IsBlank(c)) text.Append(c);
            else if (text[^1] != ' ') text.Append(' ');
        }

        return text.ToString();
    }

    public static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is '\uFEFF' or '\u180E' or '\u200B';
}
