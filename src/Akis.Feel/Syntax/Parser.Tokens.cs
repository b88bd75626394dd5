using System.Runtime.CompilerServices;
using Akis.Feel.Functions;

namespace Akis.Feel.Syntax;

/// <summary>Blanks, comments, signs, words and names.</summary>
internal sealed partial class Parser
{
    private void Blank()
    {
        while (_at < _text.Length)
        {
            if (Names.IsBlank(_text[_at])) _at++;
            else if (_text[_at] != '/') return;
            else if (Here("//")) SkipTo("\n");
            else if (Here("/*")) SkipTo("*/");
            else return;
        }
    }

    private void SkipTo(string end)
    {
        var found = _text.IndexOf(end, _at + 2, StringComparison.Ordinal);
        _at = found < 0 ? _text.Length : found + end.Length;
    }

    private bool Here(string sign) => _text.AsSpan(_at).StartsWith(sign, StringComparison.Ordinal);

    private bool Peek(string sign)
    {
        Blank();
        return Here(sign);
    }

    private bool Sign(string sign)
    {
        if (!Peek(sign)) return false;
        _at += sign.Length;
        return true;
    }

    private void Expect(string sign)
    {
        if (!Sign(sign)) throw Error($"'{sign}'");
    }

    private bool Word(string word)
    {
        if (!Peek(word) || (_at + word.Length < _text.Length && Names.IsPart(_text[_at + word.Length]))) return false;
        _at += word.Length;
        return true;
    }

    private void ExpectWord(string word)
    {
        if (!Word(word)) throw Error($"'{word}'");
    }

    private Relation? Comparison()
    {
        Blank();
        if (Sign("<=")) return Relation.AtMost;
        if (Sign(">=")) return Relation.AtLeast;
        if (Sign("!=")) return Relation.NotEqual;
        if (Sign("<")) return Relation.Less;
        if (Sign(">")) return Relation.Greater;
        return Sign("=") ? Relation.Equal : null;
    }

    /// <summary>A name in back-ticks as it stands, otherwise the longest name that is known here, otherwise one identifier; null where none begins.</summary>
    private string? TryName()
    {
        if (_at >= _text.Length) return null;
        if (_text[_at] == '`')
        {
            var close = _text.IndexOf('`', _at + 1);
            if (close < 0) throw Error("'`'");
            var quoted = _text[(_at + 1)..close];
            _at = close + 1;
            return quoted;
        }

        if (!Names.IsStart(_text[_at])) return null;
        var end = _at;
        while (end < _text.Length && Names.IsPart(_text[end])) end++;
        if (LongestKnown(end) is { } known) return known;
        var plain = _text[_at..end];
        if (Names.Keywords.Contains(plain)) return null;
        _at = end;
        return plain;
    }

    // Behind a dot a keyword is the name of an entry: {"if": 1}.if
    private string? Keyword()
    {
        var start = _at;
        while (_at < _text.Length && Names.IsPart(_text[_at])) _at++;
        return Names.Keywords.Contains(_text[start.._at]) ? _text[start.._at] : null;
    }

    // A known name may go on after the identifier with blanks or signs; it must not end within a longer identifier.
    private string? LongestKnown(int end)
    {
        if (end >= _text.Length || _longest <= end - _at || !MayGoOn(_text.AsSpan(_at, end - _at))) return null;
        var limit = Math.Min(_text.Length, _at + _longest + 16);
        for (var candidate = limit; candidate > end; candidate--)
        {
            if (Names.IsBlank(_text[candidate - 1]) || (candidate < _text.Length && Names.IsPart(_text[candidate]) && Names.IsPart(_text[candidate - 1]))) continue;
            var name = Names.Normal(_text.AsSpan(_at, candidate - _at));
            if (!_known.Contains(name) && !_bound.Contains(name) && !_entryNames.Contains(name)) continue;
            _at = candidate;
            return name;
        }

        return null;
    }

    // Whether any known name with blanks or signs begins with this identifier; most do not, and need no search.
    private bool MayGoOn(ReadOnlySpan<char> word) => BuiltIns.FirstWords.Contains(word) || (_firstWords.Count > 0 && _firstWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word));

    /// <summary>A name that is being defined: identifiers and blanks up to a sign that ends it.</summary>
    private string DefinedName(string stops)
    {
        Blank();
        if (_at < _text.Length && _text[_at] == '`') return TryName() ?? throw Error("expected.name");
        var end = _at;
        while (end < _text.Length && !stops.Contains(_text[end], StringComparison.Ordinal)) end++;
        var name = Names.Normal(_text.AsSpan(_at, end - _at));
        if (!Names.IsName(name)) throw Error("expected.name");
        _at = end;
        Know(name);
        return name;
    }

    private void Know(string name)
    {
        if (Names.IsPlain(name)) return;
        _longest = Math.Max(_longest, name.Length);
        var end = 0;
        while (end < name.Length && Names.IsPart(name[end])) end++;
        _firstWords.Add(name[..end]);
    }

    private void Guard()
    {
        if (++_depth > DepthLimit || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new SyntaxError(new("feel.limit.depth", _at));
    }

    private SyntaxError Error(string expected)
    {
        var at = Math.Min(_at, _text.Length);
        var line = _text.AsSpan(0, at).Count('\n') + 1;
        var column = at == 0 ? 1 : at - _text.LastIndexOf('\n', at - 1);
        object found = at < _text.Length ? $"'{(char.IsHighSurrogate(_text[at]) && at + 1 < _text.Length ? _text[at..(at + 2)] : _text[at])}'" : new FeelWord("found.end");
        return new(new("feel.syntax", at, line, column, expected.StartsWith("expected.", StringComparison.Ordinal) ? new FeelWord(expected) : expected, found));
    }
}
