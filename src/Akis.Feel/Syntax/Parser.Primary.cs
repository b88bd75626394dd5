using System.Globalization;
using System.Text;
using Akis.Feel.Evaluation;

namespace Akis.Feel.Syntax;

/// <summary>Literals, names, lists, contexts, ranges and the expressions that begin with a keyword.</summary>
internal sealed partial class Parser
{
    private Node Primary()
    {
        Blank();
        if (_at >= _text.Length) throw Error("bir değer", "a value");
        var c = _text[_at];
        if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]))) return Number();
        switch (c)
        {
            case '"': return new LiteralNode(FeelValue.Of(QuotedText()));
            case '@':
                _at++;
                if (_at >= _text.Length || _text[_at] != '"') throw Error("tırnak içinde bir tarih, saat ya da süre", "a quoted date, time or duration");
                return new LiteralNode(Temporal.Any(QuotedText()));
            case '{': return Context();
            case '[' or '(' or ']': return Bracketed();
        }

        if (Word("if")) return If();
        if (Word("for")) return For();
        if (Word("some")) return Quantified(some: true);
        if (Word("every")) return Quantified(some: false);
        if (Word("true")) return new LiteralNode(FeelValue.True);
        if (Word("false")) return new LiteralNode(FeelValue.False);
        if (Word("null")) return new LiteralNode(default);
        if (Word("function")) return Function();
        return new NameNode(Free(Name()));
    }

    private string Free(string name)
    {
        if (!_bound.Contains(name) && name != "?") FreeNames.Add(name);
        return name;
    }

    private LiteralNode Number()
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

        return decimal.TryParse(_text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new LiteralNode(FeelValue.Of(number))
            : throw Error("daha küçük bir sayı", "a smaller number");
    }

    private string QuotedText()
    {
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
                case 'u' or 'U' when Hex(c == 'u' ? 4 : 6) is { } code: text.Append(char.ConvertFromUtf32(code)); break;
                case '"' or '\\' or '\'': text.Append(c); break;
                default: text.Append('\\').Append(c); break;
            }
        }

        throw Error("kapanış tırnağı", "a closing quote");
    }

    private int? Hex(int digits)
    {
        if (_at + digits >= _text.Length || !int.TryParse(_text.AsSpan(_at + 1, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code)) return null;
        if (code is > 0x10FFFF or (>= 0xD800 and <= 0xDFFF)) return null;
        _at += digits;
        return code;
    }

    private ContextNode Context()
    {
        Expect("{");
        var entries = new List<(string, Node)>();
        var before = _bound.Count;
        if (!Sign("}"))
        {
            do
            {
                Blank();
                var key = _at < _text.Length && _text[_at] == '"' ? QuotedText() : Key();
                Expect(":");
                entries.Add((key, Expression()));
                _bound.Add(key);
            }
            while (Sign(","));
            Expect("}");
        }

        _bound.RemoveRange(before, _bound.Count - before);
        return new ContextNode([.. entries]);
    }

    private string Key()
    {
        var end = _at;
        while (end < _text.Length && _text[end] is not (':' or ',' or '}' or '\n')) end++;
        var key = Normal(_text[_at..end]);
        if (key.Length == 0) throw Error("bir ad", "a name");
        _at = end;
        return key;
    }

    // [a, b] list · [a..b] (a..b] ]a..b[ ranges · (a) group · (<5) range with one end
    private Node Bracketed()
    {
        var open = _text[_at++];
        if (open == '[' && Sign("]")) return new ListNode([]);
        if (open == '(' && Comparison() is { } relation)
        {
            var end = Additive();
            Expect(")");
            return new RangeNode(relation, end);
        }

        var first = Expression();
        if (Sign(".."))
        {
            var last = Expression();
            Blank();
            if (_at >= _text.Length || _text[_at] is not (']' or '[' or ')')) throw Error("']' ya da ')'", "']' or ')'");
            var close = _text[_at++];
            return new RangeNode(first, open == '[', last, close == ']');
        }

        if (open == ']') throw Error("'..'", "'..'");
        if (open == '(')
        {
            Expect(")");
            return first;
        }

        var items = new List<Node> { first };
        while (Sign(",")) items.Add(Expression());
        Expect("]");
        return new ListNode([.. items]);
    }

    private IfNode If()
    {
        var condition = Expression();
        if (!Word("then")) throw Error("then", "then");
        var then = Expression();
        if (!Word("else")) throw Error("else", "else");
        return new IfNode(condition, then, Expression());
    }

    private ForNode For()
    {
        var (iterators, before) = (Iterators(), _bound.Count);
        if (!Word("return")) throw Error("return", "return");
        _bound.Add("partial");
        var body = Expression();
        Release(iterators, before);
        return new ForNode(iterators, body);
    }

    private QuantifiedNode Quantified(bool some)
    {
        var (iterators, before) = (Iterators(), _bound.Count);
        if (!Word("satisfies")) throw Error("satisfies", "satisfies");
        var condition = Expression();
        Release(iterators, before);
        return new QuantifiedNode(some, iterators, condition);
    }

    private void Release(Iterator[] iterators, int before)
    {
        var first = before - iterators.Length;
        _bound.RemoveRange(first, _bound.Count - first);
    }

    private Iterator[] Iterators()
    {
        var iterators = new List<Iterator>();
        do
        {
            Blank();
            var start = _at;
            while (_at < _text.Length && IsNamePart(_text[_at])) _at++;
            var name = _text[start.._at];
            if (name.Length == 0 || !Word("in")) throw Error("ad in liste", "name in list");
            var source = Expression();
            iterators.Add(Sign("..") ? new Iterator(name, source, Expression()) : new Iterator(name, source, null));
            _bound.Add(name);
        }
        while (Sign(","));
        return [.. iterators];
    }

    private FunctionNode Function()
    {
        Expect("(");
        var parameters = new List<string>();
        if (!Sign(")"))
        {
            do
            {
                Blank();
                var start = _at;
                while (_at < _text.Length && (IsNamePart(_text[_at]) || _text[_at] == ' ')) _at++;
                parameters.Add(Normal(_text[start.._at]));
                if (Sign(":")) TypeName();
            }
            while (Sign(","));
            Expect(")");
        }

        return new FunctionNode([.. parameters], Bound(parameters, Expression));
    }

    private string TypeName()
    {
        Blank();
        var start = _at;
        while (_at < _text.Length && (IsNamePart(_text[_at]) || _text[_at] == ' '))
        {
            // The type ends before a word that continues the expression.
            if (_text[_at] == ' ' && Keywords.Any(word => _text.AsSpan(_at + 1).StartsWith(word + " ", StringComparison.Ordinal)) && !_text.AsSpan(_at + 1).StartsWith("and time", StringComparison.Ordinal)
                && !_text.AsSpan(_at + 1).StartsWith("and months", StringComparison.Ordinal)) break;
            _at++;
        }

        var name = Normal(_text[start.._at]);
        if (name is "list" or "range" && Sign("<"))
        {
            TypeName();
            Expect(">");
        }

        return name;
    }
}
