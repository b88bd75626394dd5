namespace Akis.Desk.Search.Text;

/// <summary>
/// Brings the forms of a Turkish word together: bağlantısı, bağlantıda and bağlantılar have one stem. It works on folded words (see
/// <see cref="Words"/>), because people type "baglanti" as well, so vowel harmony cannot help; instead each suffix says what may stand
/// before it, and suffixes are taken off until none is left. A stem is a key, not a word: that the forms of one word share it counts,
/// that few other words do comes second.
/// </summary>
internal static class TurkishStemmer
{
    private const int ShortestStem = 3;
    private const string Vowels = "aeiou";
    private const string Voiceless = "fstkchp"; // ş folds to s; ç, voiceless, folds to c

    // What may stand before a suffix: V a vowel, C a consonant, H a voiceless consonant, D anything else than that, X anything.
    // The single letters s, n, m and y belong to endings (-si, -ni, -im, -yi) that cannot be told from a word's own last letter
    // (adres-i, parola-sı): to take them off words as well brings both together.
    private static readonly (char Before, string Suffix)[] Suffixes = [.. Ending(
        ('V', "yi yu ya ye yla yle ni nu na ne nin nun nda nde ndan nden si su m n miz muz niz nuz s y yor yip yup yamiyor yemiyor yacak yecek yarak yerek yabilir yebilir"),
        ('C', "i u a e in un im um imiz umuz iniz unuz la le iyor uyor iyoruz uyoruz acak ecek arak erek ip up abilir ebilir"),
        ('H', "ta te tan ten ti tu tim tum tik tuk tir tur taki teki"),
        ('D', "da de dan den di du dim dum dik duk dir dur daki deki"),
        ('X', "lar ler lari leri mak mek ma me miyor muyor amiyor emiyor mis mus mali meli"))];

    // Two letters are too few to be left over, except by these.
    private static readonly HashSet<string> ShortRoots = ["ag", "pc", "ip"];

    /// <summary>The stem of a folded word; words with digits are left alone.</summary>
    public static string Stem(string word)
    {
        if (word.Length < ShortestStem || word.Any(char.IsAsciiDigit)) return word;
        while (Shorter(word) is { } shorter) word = shorter;
        return word;
    }

    private static string? Shorter(string word)
    {
        foreach (var (before, suffix) in Suffixes)
        {
            var rest = word.Length - suffix.Length;
            if (rest < 2 || !word.EndsWith(suffix, StringComparison.Ordinal) || !Fits(before, word[rest - 1])) continue;
            if (rest >= ShortestStem ? word.AsSpan(0, rest).ContainsAny(Vowels) : ShortRoots.Contains(word[..rest])) return word[..rest];
        }

        // Softened before a vowel: hesab-ı is hesap, isteğ-i is istek.
        return word[^1] switch { 'b' => word[..^1] + 'p', 'd' => word[..^1] + 't', 'g' when word.Length > ShortestStem => word[..^1] + 'k', _ => null };
    }

    private static bool Fits(char rule, char before) => rule switch
    {
        'V' => Vowels.Contains(before),
        'C' => !Vowels.Contains(before),
        'H' => Voiceless.Contains(before),
        'D' => !Voiceless.Contains(before),
        _ => true,
    };

    private static IEnumerable<(char, string)> Ending(params (char Before, string Suffixes)[] classes) =>
        classes.SelectMany(kind => kind.Suffixes.Split(' ').Select(suffix => (kind.Before, suffix))).OrderByDescending(ending => ending.suffix.Length);
}
