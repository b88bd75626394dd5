using System.Globalization;
using System.Text;

namespace Akis.Handbook.Catalogue;

/// <summary>Makes texts comparable without regard to Turkish letters and case: ı, I, i and İ are one letter, as are ş and s. The page's own search folds alike.</summary>
public static class Folding
{
    /// <summary>The folded text.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            folded.Append(c is 'ı' or 'I' or 'İ' ? 'i' : char.ToLowerInvariant(c));
        }

        return folded.ToString();
    }

    /// <summary>Whether every word of the query is in the text.</summary>
    public static bool Matches(string text, string query)
    {
        var folded = Fold(text);
        return Fold(query).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(word => folded.Contains(word, StringComparison.Ordinal));
    }
}
