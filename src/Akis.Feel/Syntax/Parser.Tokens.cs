using Akis.Feel.Evaluation;

namespace Akis.Feel.Syntax;

/// <summary>Blanks, comments, signs, words and names.</summary>
internal sealed partial class Parser
{
    private void Blank()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\uFEFF') _at++;
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
        if (!Sign(sign)) throw Error($"'{sign}'", $"'{sign}'");
    }

    private bool Word(string word)
    {
        if (!Peek(word) || (_at + word.Length < _text.Length && IsNamePart(_text[_at + word.Length]))) return false;
        _at += word.Length;
        return true;
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

    /// <summary>The longest name that is known here, otherwise one identifier; a name in back-ticks is taken as it stands.</summary>
    private string Name()
    {
        if (_at < _text.Length && _text[_at] == '`')
        {
            var close = _text.IndexOf('`', _at + 1);
            if (close < 0) throw Error("kapanış '`'", "a closing '`'");
            var quoted = _text[(_at + 1)..close];
            _at = close + 1;
            return quoted;
        }

        if (_at >= _text.Length || !IsNameStart(_text[_at])) throw Error("bir değer", "a value");
        var end = _at;
        while (end < _text.Length && IsNamePart(_text[end])) end++;
        var plain = _text[_at..end];

        if (_longest > plain.Length || _bound.Any(name => name.Length > plain.Length))
        {
            var limit = Math.Min(_text.Length, _at + Math.Max(_longest, _bound.Count == 0 ? 0 : _bound.Max(name => name.Length)) + 16);
            for (var candidate = limit; candidate > end; candidate--)
            {
                if (candidate < _text.Length && IsNamePart(_text[candidate]) && IsNamePart(_text[candidate - 1])) continue;
                var name = Normal(_text[_at..candidate]);
                if (!_known.Contains(name) && !_bound.Contains(name)) continue;
                _at = candidate;
                return name;
            }
        }

        if (Keywords.Contains(plain)) throw Error("bir değer", "a value");
        _at = end;
        return plain;
    }
}
