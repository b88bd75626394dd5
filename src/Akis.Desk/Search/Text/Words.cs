using System.Globalization;
using System.Text;

namespace Akis.Desk.Search.Text;

/// <summary>A word of a text as the index knows it, and where it stands.</summary>
/// <param name="Stem">What is compared.</param>
/// <param name="Folded">The word without case and marks.</param>
/// <param name="Start">First character in the text.</param>
/// <param name="Length">Characters in the text.</param>
/// <param name="IsCommon">A word such as "ve" that says nothing and is not looked up.</param>
internal readonly record struct Word(string Stem, string Folded, int Start, int Length, bool IsCommon);

/// <summary>Splits texts into words. The same words go into both databases, so both find the same.</summary>
internal static class Words
{
    private const int LongestWord = 40;

    private static readonly HashSet<string> Common =
        ["ve", "ile", "bir", "bu", "su", "o", "icin", "da", "de", "mi", "mu", "ki", "ama", "gibi", "cok", "daha", "olarak", "the", "an", "of", "to", "and", "is", "are", "in", "on", "for", "it", "my"];

    private static readonly char[] Folded = [.. Enumerable.Range(0, 0x250).Select(c => FoldSlowly((char)c))];

    /// <summary>The words of a text in their order.</summary>
    public static IEnumerable<Word> Of(string text)
    {
        var word = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsLetterOrDigit(text[i])) continue;
            var start = i;
            word.Clear();
            while (i < text.Length && Continues(text, i, word.Length))
            {
                if (Fold(text[i]) is var c and not '\0' && word.Length < LongestWord) word.Append(c);
                i++;
            }

            var length = i - start;

            // What follows an apostrophe in Turkish is a suffix: VPN'e, Moodle'ın.
            if (i + 1 < text.Length && text[i] is '\'' or '’' && char.IsLetter(text[i + 1])) while (i + 1 < text.Length && char.IsLetter(text[i + 1])) i++;
            var folded = word.ToString();
            if (folded.Length > 0) yield return new(TurkishStemmer.Stem(folded), folded, start, length, Common.Contains(folded));
        }
    }

    // e-posta and wi-fi are one word, as are eposta and wifi.
    private static bool Continues(string text, int i, int length) =>
        char.IsLetterOrDigit(text[i]) || CharUnicodeInfo.GetUnicodeCategory(text[i]) == UnicodeCategory.NonSpacingMark
        || (text[i] == '-' && length is 1 or 2 && char.IsLetter(text[i - 1]) && i + 1 < text.Length && char.IsLetter(text[i + 1]));

    private static char Fold(char c) => c < Folded.Length ? Folded[c] : FoldSlowly(c);

    // As Folding does for whole texts, but a letter at a time, so that places in the text stay known; '\0' leaves the letter out.
    private static char FoldSlowly(char c)
    {
        if (c is 'ı' or 'I' or 'İ') return 'i';
        if (char.IsSurrogate(c)) return c;
        var letter = c.ToString().Normalize(NormalizationForm.FormD)[0];
        return char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '\0';
    }
}
