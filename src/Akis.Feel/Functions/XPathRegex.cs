using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Akis.Feel.Functions;

/// <summary>
/// A regular expression in the syntax of XPath and XQuery Functions 3.1 §5.6.1 (DMN 1.5 §10.3.4.3), translated to .NET's; what only
/// .NET understands is refused.
/// </summary>
internal sealed class XPathRegex
{
    private const int CacheSize = 500;

    private static readonly ConcurrentDictionary<(string, string, TimeSpan), XPathRegex?> Cache = new();

    private XPathRegex(Regex regex, int groups) => (Regex, Groups, MatchesEmpty) = (regex, groups, regex.IsMatch(""));

    public Regex Regex { get; }

    /// <summary>Whether the empty text is one of those that it matches.</summary>
    public bool MatchesEmpty { get; }

    private int Groups { get; }

    /// <summary>The expression, or null where pattern or flags are none.</summary>
    public static XPathRegex? Of(string pattern, string flags, TimeSpan limit)
    {
        if (Cache.Count > CacheSize) Cache.Clear();
        return Cache.GetOrAdd((pattern, flags, limit), static key => Translate(key.Item1, key.Item2, key.Item3));
    }

    /// <summary>The text that replaces a match, in .NET's syntax; null where it is none: <c>$1</c> is a group, <c>\$</c> and <c>\\</c> the sign itself.</summary>
    public string? Replacement(string text)
    {
        if (_literal) return text.Replace("$", "$$", StringComparison.Ordinal);
        var result = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                if (++at >= text.Length || text[at] is not ('\\' or '$')) return null;
                result.Append(text[at] == '$' ? "$$" : "\\");
            }
            else if (text[at] == '$')
            {
                if (at + 1 >= text.Length || !char.IsAsciiDigit(text[at + 1])) return null;
                // As many digits as name a group; the rest are text.
                var number = text[++at] - '0';
                while (at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) && (number * 10) + text[at + 1] - '0' <= Groups) number = (number * 10) + text[++at] - '0';
                if (number <= Groups) result.Append(CultureInfo.InvariantCulture, $"${{{number}}}");
            }
            else
            {
                result.Append(text[at]);
            }
        }

        return result.ToString();
    }

    private bool _literal;

    private static XPathRegex? Translate(string pattern, string flags, TimeSpan limit)
    {
        if (flags.Any(flag => flag is not ('s' or 'm' or 'i' or 'x' or 'q'))) return null;
        var options = RegexOptions.CultureInvariant | (flags.Contains('i', StringComparison.Ordinal) ? RegexOptions.IgnoreCase : 0);
        var isLiteral = flags.Contains('q', StringComparison.Ordinal);
        if (!isLiteral && flags.Contains('m', StringComparison.Ordinal)) options |= RegexOptions.Multiline;
        try
        {
            if (isLiteral) return new(new Regex(Regex.Escape(pattern), options, limit), 0) { _literal = true };
            var translator = new Translator(flags.Contains('x', StringComparison.Ordinal) ? WithoutBlanks(pattern) : pattern, flags.Contains('s', StringComparison.Ordinal), flags.Contains('m', StringComparison.Ordinal));
            return translator.Run() is { } own ? new(new Regex(own, options, limit), translator.Groups) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Flag x: blanks go, except within character classes.
    private static string WithoutBlanks(string pattern)
    {
        var (result, depth) = (new StringBuilder(), 0);
        for (var at = 0; at < pattern.Length; at++)
        {
            var c = pattern[at];
            if (depth == 0 && c is ' ' or '\t' or '\n' or '\r') continue;
            if (c == '[') depth++;
            if (c == ']' && depth > 0) depth--;
            result.Append(c);
            if (c != '\\') continue;
            // The blank between a backslash and what it escapes goes too.
            do at++;
            while (depth == 0 && at < pattern.Length && pattern[at] is ' ' or '\t' or '\n' or '\r');
            if (at < pattern.Length) result.Append(pattern[at]);
        }

        return result.ToString();
    }

    private sealed class Translator(string pattern, bool dotIsAll, bool multiline)
    {
        private const string NameStart = @"_:A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD";
        private const string NamePart = NameStart + @"\-.0-9\u00B7\u0300-\u036F\u203F-\u2040";
        private const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";

        private readonly StringBuilder _result = new();
        private readonly Stack<bool> _open = new();
        private int _at;
        private int _closed;

        public int Groups { get; private set; }

        /// <summary>The pattern in .NET's syntax, or null where it is none of XPath's.</summary>
        public string? Run()
        {
            while (_at < pattern.Length)
            {
                var c = pattern[_at];
                var known = c switch
                {
                    '\\' => Escape(),
                    '[' => Class(),
                    '(' => Open(),
                    ')' => Close(),
                    '{' => Quantity(),
                    '}' or ']' => false,
                    '|' => Put("|", 1),
                    '.' => Put(dotIsAll ? $@"(?:{Pair}|[\s\S])" : $@"(?:{Pair}|[^\n\r])", 1),
                    '^' => Put(multiline ? "^" : @"\A", 1),
                    '$' => Put(multiline ? @"(?=\n|\z)" : @"\z", 1),
                    '*' or '+' or '?' => Repeat(),
                    _ => Put(char.IsHighSurrogate(c) && _at + 1 < pattern.Length ? $"(?:{pattern[_at]}{pattern[_at + 1]})" : Regex.Escape(c.ToString()), char.IsHighSurrogate(c) && _at + 1 < pattern.Length ? 2 : 1),
                };
                if (!known) return null;
            }

            return _open.Count == 0 ? _result.ToString() : null;
        }

        private bool Put(string text, int consumed)
        {
            _result.Append(text);
            _at += consumed;
            return true;
        }

        private bool Repeat()
        {
            if (_at == 0 || pattern[_at - 1] is '(' or '|' && !IsEscaped(_at - 1)) return false;
            var lazy = _at + 1 < pattern.Length && pattern[_at + 1] == '?';
            if (_at + (lazy ? 2 : 1) is var next && next < pattern.Length && pattern[next] is '*' or '+' or '?') return false; // no possessive, no doubled quantifier
            return Put(pattern.Substring(_at, lazy ? 2 : 1), lazy ? 2 : 1);
        }

        private bool IsEscaped(int at)
        {
            var slashes = 0;
            while (at - slashes > 0 && pattern[at - slashes - 1] == '\\') slashes++;
            return slashes % 2 == 1;
        }

        private bool Quantity()
        {
            var close = pattern.IndexOf('}', _at);
            if (close < 0 || _at == 0) return false;
            var bounds = pattern[(_at + 1)..close].Split(',');
            if (bounds.Length > 2 || bounds[0].Length == 0 || !bounds[0].All(char.IsAsciiDigit) || (bounds.Length == 2 && !bounds[1].All(char.IsAsciiDigit))) return false;
            return Put(pattern[_at..(close + 1)], close + 1 - _at);
        }

        private bool Open()
        {
            if (_at + 1 < pattern.Length && pattern[_at + 1] == '?')
            {
                _open.Push(false);
                return _at + 2 < pattern.Length && pattern[_at + 2] == ':' && Put("(?:", 3);
            }

            _open.Push(true);
            Groups++;
            return Put("(", 1);
        }

        private bool Close()
        {
            if (!_open.TryPop(out var captures)) return false;
            if (captures) _closed++;
            return Put(")", 1);
        }

        private bool Escape()
        {
            if (_at + 1 >= pattern.Length) return false;
            var c = pattern[_at + 1];
            if (!char.IsAsciiDigit(c)) return Shared(inClass: false);
            // A back-reference names a group that is closed; as many digits as do.
            var (number, length) = (c - '0', 2);
            while (_at + length < pattern.Length && char.IsAsciiDigit(pattern[_at + length]) && (number * 10) + pattern[_at + length] - '0' <= _closed) number = (number * 10) + pattern[_at + length++] - '0';
            return number >= 1 && number <= _closed && Put($"(?:\\{number})", length);
        }

        // Escapes that mean the same inside and outside of a class.
        private bool Shared(bool inClass)
        {
            var c = pattern[_at + 1];
            switch (c)
            {
                case 'n' or 'r' or 't' or '\\' or '|' or '.' or '-' or '^' or '?' or '*' or '+' or '{' or '}' or '(' or ')' or '[' or ']' or '$':
                    return Put(c is '-' && !inClass ? "-" : "\\" + c, 2);
                case 's': return Put(inClass ? @" \t\n\r" : @"[ \t\n\r]", 2);
                case 'S' when !inClass: return Put(@"[^ \t\n\r]", 2);
                case 'S': return Put(@"\S", 2);
                case 'd' or 'D': return Put("\\" + c, 2);
                case 'w' when !inClass: return Put(@"[^\p{P}\p{Z}\p{C}]", 2);
                case 'W' when !inClass: return Put(@"[\p{P}\p{Z}\p{C}]", 2);
                case 'w': return Put(@"\p{L}\p{M}\p{N}\p{S}", 2);
                case 'W': return Put(@"\p{P}\p{Z}\p{C}", 2);
                case 'i' or 'c': return Put(inClass ? c == 'i' ? NameStart : NamePart : $"[{(c == 'i' ? NameStart : NamePart)}]", 2);
                case 'I' or 'C' when !inClass: return Put($"[^{(c == 'I' ? NameStart : NamePart)}]", 2);
                case 'p' or 'P':
                    var close = pattern.IndexOf('}', _at);
                    if (_at + 2 >= pattern.Length || pattern[_at + 2] != '{' || close < 0) return false;
                    var name = pattern[(_at + 3)..close];
                    return name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') && Put($"\\{c}{{{name}}}", close + 1 - _at);
                default: return false;
            }
        }

        // [abc], [^a-z], [a-z-[aeiou]]
        private bool Class()
        {
            var start = _result.Length;
            var negated = _at + 1 < pattern.Length && pattern[_at + 1] == '^';
            Put(negated ? "[^" : "[", negated ? 2 : 1);
            var pairs = new List<string>();
            var first = true;
            while (_at < pattern.Length)
            {
                var c = pattern[_at];
                if (c == ']')
                {
                    if (first && pairs.Count == 0) return false;
                    Put("]", 1);
                    WithPairs(start, negated, pairs);
                    return true;
                }

                if (c == '[') return false;
                if (c == '-' && !first && _at + 1 < pattern.Length && pattern[_at + 1] == '[')
                {
                    Put("-", 1);
                    if (!Class()) return false;
                    continue;
                }

                if (c == '\\')
                {
                    if (_at + 1 >= pattern.Length || !Shared(inClass: true)) return false;
                }
                else if (char.IsHighSurrogate(c) && _at + 1 < pattern.Length)
                {
                    pairs.Add(pattern.Substring(_at, 2));
                    _at += 2;
                }
                else
                {
                    Put(c is '^' or '\\' ? "\\" + c : c.ToString(), 1);
                }

                first = false;
            }

            return false;
        }

        // .NET's classes hold units of UTF-16: characters beyond them are alternatives to the class.
        private void WithPairs(int start, bool negated, List<string> pairs)
        {
            if (pairs.Count == 0 && !negated) return;
            var inner = _result.ToString(start, _result.Length - start);
            if (inner.Contains("-[", StringComparison.Ordinal)) return;
            _result.Length = start;
            if (!negated) _result.Append("(?:").Append(inner == "[]" ? "" : inner + "|").AppendJoin('|', pairs).Append(')');
            else _result.Append("(?:").Append(pairs.Count > 0 ? $"(?!{string.Join('|', pairs)})" : "").Append(Pair).Append('|').Append(inner == "[^]" ? @"[\s\S]" : inner).Append(')');
        }
    }
}
