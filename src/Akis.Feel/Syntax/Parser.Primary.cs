using System.Globalization;
using System.Text;
using Akis.Feel.Numbers;

namespace Akis.Feel.Syntax;

/// <summary>Literals, names, lists, contexts, ranges and the expressions that begin with a keyword.</summary>
internal sealed partial class Parser
{
    private Tree Primary()
    {
        Blank();
        if (_at >= _text.Length) throw Error("expected.value");
        var start = _at;
        var c = _text[_at];
        if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]))) return Number();
        switch (c)
        {
            case '"': return new LiteralTree(FeelValue.Of(QuotedText())) { Position = start };
            case '@':
                _at++;
                if (_at >= _text.Length || _text[_at] != '"') throw Error("expected.quote");
                return new AtLiteralTree(QuotedText()) { Position = start };
            case '{': return Context();
            case '[' or '(' or ']': return Bracketed();
            case '`': return new NameTree(TryName() ?? "") { Position = start };
        }

        if (!Names.IsStart(c)) throw Error("expected.value");
        // A known name may begin with a keyword, as `if any`; without one the keyword stands.
        var end = _at;
        while (end < _text.Length && Names.IsPart(_text[end])) end++;
        if (LongestKnown(end) is { } known) return new NameTree(known) { Position = start };
        return Keyword(_text[_at..end], end) ?? new NameTree(TryName() ?? throw Error("expected.value")) { Position = start };
    }

    private Tree? Keyword(string word, int end)
    {
        var start = _at;
        switch (word)
        {
            case "true": return Literal(FeelValue.True, end);
            case "false": return Literal(FeelValue.False, end);
            case "null": return Literal(default, end);
            case "if": _at = end; return If(start);
            case "for": _at = end; return For(start);
            case "some" or "every": _at = end; return Quantified(word == "some", start);
            case "function": _at = end; return Function(start);
            default: return null;
        }
    }

    private LiteralTree Literal(FeelValue value, int end)
    {
        var start = _at;
        _at = end;
        return new(value) { Position = start };
    }

    private LiteralTree Number()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        if (_at + 1 < _text.Length && _text[_at] == '.' && char.IsAsciiDigit(_text[_at + 1]))
        {
            _at++;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        }

        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            var mark = _at++;
            if (_at < _text.Length && _text[_at] is '+' or '-') _at++;
            if (_at < _text.Length && char.IsAsciiDigit(_text[_at])) while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
            else _at = mark;
        }

        return FeelNumber.TryParse(_text.AsSpan(start, _at - start), out var number) ? new LiteralTree(FeelValue.Of(number)) { Position = start } : throw Error("expected.smaller-number");
    }

    private string QuotedText()
    {
        var start = _at;
        var text = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c == '"')
            {
                _at++;
                return text.ToString();
            }

            if (c != '\\' || _at + 1 >= _text.Length)
            {
                text.Append(c);
                continue;
            }

            c = _text[++_at];
            switch (c)
            {
                case 'n': text.Append('\n'); break;
                case 't': text.Append('\t'); break;
                case 'r': text.Append('\r'); break;
                case 'u' when Hex(4) is { } unit: text.Append((char)unit); break; // half of a surrogate pair may stand alone here: its other half follows
                case 'U' when Hex(6) is { } code and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF): text.Append(char.ConvertFromUtf32(code)); break;
                case '"' or '\\' or '\'': text.Append(c); break;
                default: text.Append('\\').Append(c); break;
            }
        }

        _at = start;
        throw Error("expected.closing-quote");
    }

    private int? Hex(int digits)
    {
        if (_at + digits >= _text.Length || !int.TryParse(_text.AsSpan(_at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) return null;
        _at += digits;
        return code;
    }

    private ContextTree Context()
    {
        var start = _at;
        Expect("{");
        var entries = new List<EntryTree>();
        var before = _bound.Count;
        if (!Sign("}"))
        {
            do
            {
                Blank();
                var key = _at < _text.Length && _text[_at] == '"' ? QuotedText() : DefinedName(":,}");
                Expect(":");
                entries.Add(new(key, Expression()));
                _bound.Add(key);
                LearnEntry(key);
            }
            while (Sign(","));
            Expect("}");
        }

        _bound.RemoveRange(before, _bound.Count - before);
        return new ContextTree(new(entries)) { Position = start };
    }

    // An entry's name stays readable behind a dot or in a filter after its context: {"a b": 1}.a b
    private void LearnEntry(string key)
    {
        if (Names.IsPlain(key) || !Names.IsName(key)) return;
        Know(key);
        _entryNames.Add(key);
    }

    // [a, b] list · [a..b] (a..b] ]a..b[ ranges · (a) group · (<5) range with one end
    private Tree Bracketed()
    {
        var start = _at;
        var open = _text[_at++];
        if (open == '[' && Sign("]")) return new ListTree(new([])) { Position = start };
        if (open == '(' && Comparison() is { } relation)
        {
            var end = Additive();
            Expect(")");
            return new OneEndTree(relation, end) { Position = start };
        }

        var first = Expression();
        if (Sign(".."))
        {
            var last = EndOfRange();
            Blank();
            if (_at >= _text.Length || _text[_at] is not (']' or '[' or ')')) throw Error("']'");
            var close = _text[_at++];
            return new RangeTree(open == '[', first, last, close == ']') { Position = start };
        }

        if (open == ']') throw Error("'..'");
        if (open == '(')
        {
            Expect(")");
            return first;
        }

        var items = new List<Tree> { first };
        while (Sign(",")) items.Add(Expression());
        Expect("]");
        return new ListTree(new(items)) { Position = start };
    }

    // `[1..5[`: the bracket that closes the range looks like the beginning of a filter.
    private Tree EndOfRange()
    {
        var outer = _inRangeEnd;
        _inRangeEnd = true;
        var end = Expression();
        _inRangeEnd = outer;
        return end;
    }

    private IfTree If(int start)
    {
        var condition = Expression();
        ExpectWord("then");
        var then = Expression();
        ExpectWord("else");
        return new IfTree(condition, then, Expression()) { Position = start };
    }

    private ForTree For(int start)
    {
        var iterators = Iterators();
        ExpectWord("return");
        var body = Bound(["partial"], Expression);
        Release(iterators.Count);
        return new ForTree(iterators, body) { Position = start };
    }

    private QuantifiedTree Quantified(bool some, int start)
    {
        var iterators = Iterators();
        ExpectWord("satisfies");
        var condition = Expression();
        Release(iterators.Count);
        return new QuantifiedTree(some, iterators, condition) { Position = start };
    }

    private void Release(int count) => _bound.RemoveRange(_bound.Count - count, count);

    private Trees<IteratorTree> Iterators()
    {
        var iterators = new List<IteratorTree>();
        do
        {
            var name = IteratorName();
            ExpectWord("in");
            var source = Expression();
            iterators.Add(new(name, source, Sign("..") ? Expression() : null));
            _bound.Add(name);
        }
        while (Sign(","));
        return new(iterators);
    }

    // Words up to the first `in`.
    private string IteratorName()
    {
        Blank();
        if (_at < _text.Length && _text[_at] == '`') return TryName() ?? "";
        var end = _at;
        while (end < _text.Length && !(end > _at && Names.IsBlank(_text[end - 1]) && _text.AsSpan(end).StartsWith("in", StringComparison.Ordinal) && end + 2 < _text.Length && !Names.IsPart(_text[end + 2]))) end++;
        var name = Names.Normal(_text.AsSpan(_at, end - _at));
        if (!Names.IsName(name)) throw Error("expected.name");
        _at = end;
        Know(name);
        return name;
    }

    private FunctionTree Function(int start)
    {
        Expect("(");
        var parameters = new List<ParameterTree>();
        if (!Sign(")"))
        {
            do parameters.Add(new(DefinedName(":,)"), Sign(":") ? Type() : null));
            while (Sign(","));
            Expect(")");
        }

        var external = Word("external");
        var body = external ? Expression() : Bound([.. parameters.Select(parameter => parameter.Name)], Expression);
        return new FunctionTree(new(parameters), body, external) { Position = start };
    }
}
