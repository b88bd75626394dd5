using System.Globalization;
using System.Text.RegularExpressions;
using Akis.Desk.Fields;
using Akis.Desk.Search.Text;

namespace Akis.Desk.Search.Language;

/// <summary>
/// Reads queries: <c>durum:açık grup:ağ öncelik:P1,P2 atanan:ben tarih:&gt;2026-01-01 -yazıcı "vpn bağlantısı" edur*</c>. Whatever can be understood
/// is; each word that cannot gets an error of its own that says where it stands and what would do.
/// </summary>
public static partial class QueryParser
{
    /// <summary>The longest query.</summary>
    public const int Longest = 500;

    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");

    /// <summary>Reads a query; <paramref name="now"/> says what today is.</summary>
    public static (SearchQuery Query, IReadOnlyList<QueryError> Errors) Parse(string? text, DateTimeOffset now)
    {
        text ??= "";
        if (text.Length > Longest) return (new([], [], null), [new(Longest, text.Length - Longest, "Sorgu çok uzun (en çok 500 karakter).", "The query is too long (500 characters at most).")]);
        if (Number().Match(text) is { Success: true } number && int.TryParse(number.Groups["n"].ValueSpan, CultureInfo.InvariantCulture, out var running))
        {
            var word = new List<SearchTerm>();
            ReadTerm(text, excluded: false, word); // an error code is a number, too
            return (new(word, [], new(number.Groups["y"] is { Success: true } year ? int.Parse(year.ValueSpan, CultureInfo.InvariantCulture) : null, running)), []);
        }

        var (terms, filters, errors) = (new List<SearchTerm>(), new List<SearchFilter>(), new List<QueryError>());
        foreach (Match part in Part().Matches(text))
        {
            var excluded = part.Groups["not"].Success;
            if (part.Groups["field"] is { Success: true } name && !part.Groups["value"].Value.StartsWith("//", StringComparison.Ordinal)) ReadFilter(name, part.Groups["value"], excluded, now, filters, errors);
            else if (part.Groups["open"].Success) errors.Add(new(part.Index, part.Length, "Tırnak kapanmamış: sonuna \" koyun.", "The quotation is not closed: end it with \"."));
            else ReadTerm(part.Groups["phrase"].Success ? part.Groups["phrase"].Value : part.Value.TrimStart('-'), excluded, terms);
        }

        return (new(terms, filters, null), errors);
    }

    private static void ReadTerm(string text, bool excluded, List<SearchTerm> terms)
    {
        var words = Words.Of(text).Where(word => !word.IsCommon).ToList();
        if (words.Count == 0) return;
        if (!text.EndsWith('*'))
        {
            terms.Add(new([.. words.Select(word => word.Stem)], false, excluded));
            return;
        }

        // The index keeps stems. A beginning that is longer than its own stem finds what begins with the stem.
        var last = words[^1];
        var beginning = last.Folded.StartsWith(last.Stem, StringComparison.Ordinal) ? last.Stem : last.Folded;
        terms.Add(new([.. words.SkipLast(1).Select(word => word.Stem), beginning], true, excluded));
    }

    private static void ReadFilter(Group name, Group value, bool excluded, DateTimeOffset now, List<SearchFilter> filters, List<QueryError> errors)
    {
        if (SearchWords.FieldOf(name.Value) is not { } field)
        {
            var near = SearchWords.Near(name.Value, SearchWords.Fields.SelectMany(known => new[] { known.Tr, known.En }));
            var known = string.Join(", ", SearchWords.Fields.DistinctBy(known => known.Field).Select(known => known.Tr));
            var knownEn = string.Join(", ", SearchWords.Fields.DistinctBy(known => known.Field).Select(known => known.En));
            errors.Add(near is null
                ? new(name.Index, name.Length, $"“{name.Value}” diye bir koşul yok. Kullanabilecekleriniz: {known}.", $"There is no condition “{name.Value}”. You can use: {knownEn}.")
                : new(name.Index, name.Length, $"“{name.Value}” diye bir koşul yok; “{near}:” mi demek istediniz?", $"There is no condition “{name.Value}”; did you mean “{near}:”?"));
            return;
        }

        var text = value.Value.Trim('"');
        if (text.Length == 0)
        {
            errors.Add(new(name.Index, name.Length + 1, $"“{name.Value}:” koşulunun değeri eksik.", $"“{name.Value}:” has no value."));
        }
        else if (field is SearchField.Opened or SearchField.Changed)
        {
            if (Days(text, now) is var (from, until)) filters.Add(new(field, [], from, until, excluded));
            else errors.Add(new(value.Index, value.Length, $"“{text}” bir tarih değil. Şöyle yazın: 2026-01-31, >2026-01-31, 2026-01-01..2026-01-31, bugün, 7g.", $"“{text}” is no date. Write 2026-01-31, >2026-01-31, 2026-01-01..2026-01-31, today, 7d."));
        }
        else
        {
            ReadValues(field, text, value, excluded, filters, errors);
        }
    }

    private static void ReadValues(SearchField field, string text, Group value, bool excluded, List<SearchFilter> filters, List<QueryError> errors)
    {
        var codes = new List<string>();
        foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var code = SearchWords.CodeOf(field, word) ?? field switch
            {
                SearchField.Assignee or SearchField.Requester => word.ToLowerInvariant(),
                SearchField.Label when Labels.Normal(word) is { Length: > 0 } label => label,
                _ => null,
            };
            if (code is not null)
            {
                codes.Add(code);
                continue;
            }

            var (tr, en) = (string.Join(", ", SearchWords.ValuesOf(field).Take(12).Select(known => known.Tr)), string.Join(", ", SearchWords.ValuesOf(field).Take(12).Select(known => known.En)));
            var near = SearchWords.Near(word, SearchWords.ValuesOf(field).SelectMany(known => new[] { known.Tr, known.En }));
            var start = value.Index + value.Value.IndexOf(word, StringComparison.Ordinal);
            errors.Add(near is null
                ? new(start, word.Length, $"“{word}” burada geçerli değil. Kullanabilecekleriniz: {tr}.", $"“{word}” is not valid here. You can use: {en}.")
                : new(start, word.Length, $"“{word}” burada geçerli değil; “{near}” mi demek istediniz?", $"“{word}” is not valid here; did you mean “{near}”?"));
        }

        if (codes.Count > 0) filters.Add(new(field, codes, null, null, excluded));
    }

    // A day, the days from or up to one, the days between two, or the last so many days.
    private static (DateTimeOffset? From, DateTimeOffset? Until)? Days(string text, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Istanbul).DateTime);
        if (Last().Match(text) is { Success: true } last && int.TryParse(last.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var days) && days <= 36_500) return (Start(today.AddDays(1 - days)), null);
        if (text.Split("..") is [var first, var second] && Day(first, today) is { } one && Day(second, today) is { } other) return (Start(one), Start(other.AddDays(1)));
        var limit = Limit().Match(text);
        if (Day(limit.Groups[2].Value, today) is not { } day) return null;
        return limit.Groups[1].Value switch
        {
            ">" => (Start(day.AddDays(1)), null),
            ">=" => (Start(day), null),
            "<" => (null, Start(day)),
            "<=" => (null, Start(day.AddDays(1))),
            _ => (Start(day), Start(day.AddDays(1))),
        };
    }

    private static DateOnly? Day(string text, DateOnly today) =>
        SearchWords.CodeOf(SearchField.Opened, text) is { } ago ? today.AddDays(-int.Parse(ago, CultureInfo.InvariantCulture))
        : DateOnly.TryParseExact(text, ["yyyy-MM-dd", "d.M.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1990 and < 2200 ? day : null;

    private static DateTimeOffset Start(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new(local, Istanbul.GetUtcOffset(local));
    }

    [GeneratedRegex(@"^\s*#?(?:(?<y>20\d\d)-(?<n>\d{6,})|(?<n>\d{1,6}))\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<not>-)?(?:(?<field>\p{L}+):(?<value>""[^""]*""|[^\s""]*)|""(?<phrase>[^""]*)""|(?<open>"".*$)|(?<word>[^\s""]+))", RegexOptions.NonBacktracking)]
    private static partial Regex Part();

    [GeneratedRegex(@"^(\d{1,5})[gGdD]$", RegexOptions.NonBacktracking)]
    private static partial Regex Last();

    [GeneratedRegex(@"^(>=|<=|>|<|)(.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Limit();
}
