using System.Globalization;
using System.Text;
using Akis.Feel.Evaluation;

namespace Akis.Feel.Syntax;

/// <summary>
/// Recursive descent over the characters, since a FEEL name may contain spaces and operators: a name is the longest one that is
/// known here (built-in functions, names the host gave, names bound around this place), otherwise a plain identifier.
/// </summary>
internal sealed partial class Parser
{
    private const int DepthLimit = 200;

    private static readonly HashSet<string> Keywords =
        ["if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "between", "instance", "of", "function", "true", "false", "null"];

    private readonly string _text;
    private readonly HashSet<string> _known;
    private readonly List<string> _bound = [];
    private readonly int _longest;
    private int _at;
    private int _depth;

    public Parser(string text, IEnumerable<string>? knownNames)
    {
        _text = text;
        _known = new HashSet<string>(Builtins.NamesWithSpaces);
        foreach (var name in knownNames ?? []) if (!IsPlain(name)) _known.Add(name);
        _longest = _known.Count == 0 ? 0 : _known.Max(name => name.Length);
    }

    public HashSet<string> FreeNames { get; } = [];

    public void ExpectEnd()
    {
        Blank();
        if (_at < _text.Length) throw Error("bir işleç ya da ifadenin sonu", "an operator or the end");
    }

    /// <summary>Unary tests (DMN 1.5 grammar rule 13 to 17): <c>-</c>, <c>not(…)</c>, or tests of which one must hold.</summary>
    public Node UnaryTests()
    {
        Blank();
        if (_text.AsSpan(_at).Trim() is "-" or "")
        {
            _at = _text.Length;
            return new LiteralNode(FeelValue.True);
        }

        var start = _at;
        if (Word("not") && Sign("("))
        {
            var tests = TestList();
            Expect(")");
            Blank();
            if (_at == _text.Length) return new NotNode(tests);
            _at = start;
        }
        else
        {
            _at = start;
        }

        return TestList();
    }

    public Node Expression()
    {
        if (++_depth > DepthLimit) throw new SyntaxError(new("feel.depth", "İfade çok derin iç içe.", "The expression is nested too deeply.", _at));
        var node = Or();
        _depth--;
        return node;
    }

    private Node TestList()
    {
        var tests = new List<Node> { Test() };
        while (Sign(",")) tests.Add(Test());
        return tests.Count == 1 ? tests[0] : new AnyNode([.. tests]);
    }

    private Node Test()
    {
        Blank();
        if (Comparison() is { } relation) return new CompareNode(relation, new NameNode("?"), Additive());
        var expression = Expression();
        return new TestNode(expression, expression.Mentions("?"));
    }

    private Node Or()
    {
        var left = And();
        while (Word("or")) left = new OrNode(left, And());
        return left;
    }

    private Node And()
    {
        var left = Relational();
        while (Word("and")) left = new AndNode(left, Relational());
        return left;
    }

    private Node Relational()
    {
        var left = Additive();
        while (true)
        {
            if (Comparison() is { } relation)
            {
                left = new CompareNode(relation, left, Additive());
            }
            else if (Word("between"))
            {
                var low = Additive();
                if (!Word("and")) throw Error("and", "and");
                left = new BetweenNode(left, low, Additive());
            }
            else if (Word("instance"))
            {
                if (!Word("of")) throw Error("of", "of");
                left = new InstanceOfNode(left, TypeName());
            }
            else if (Word("in"))
            {
                left = new InNode(left, InTests());
            }
            else
            {
                return left;
            }
        }
    }

    private Node InTests()
    {
        var start = _at;
        if (Sign("("))
        {
            // `in (…)` may list tests; a parenthesised range such as (1..5) is read as the range it is.
            try
            {
                var tests = TestList();
                if (Sign(")")) return tests;
            }
            catch (SyntaxError)
            {
                // Not a list of tests: read again as an expression.
            }

            _at = start;
        }

        if (Comparison() is { } relation) return new CompareNode(relation, new NameNode("?"), Additive());
        var expression = Additive();
        return new TestNode(expression, false);
    }

    private Node Additive()
    {
        var left = Multiplicative();
        while (true)
        {
            if (Sign("+")) left = new ArithmeticNode('+', left, Multiplicative());
            else if (Sign("-")) left = new ArithmeticNode('-', left, Multiplicative());
            else return left;
        }
    }

    private Node Multiplicative()
    {
        var left = Exponent();
        while (true)
        {
            if (Peek("**")) return left;
            if (Sign("*")) left = new ArithmeticNode('*', left, Exponent());
            else if (Sign("/")) left = new ArithmeticNode('/', left, Exponent());
            else return left;
        }
    }

    // DMN TCK 0075: left-associative, and a minus sign binds tighter.
    private Node Exponent()
    {
        var left = Unary();
        while (Sign("**")) left = new ArithmeticNode('^', left, Unary());
        return left;
    }

    private Node Unary()
    {
        if (!Sign("-")) return Postfix();
        if (++_depth > DepthLimit) throw Error("bir değer", "a value");
        var operand = Unary();
        _depth--;
        return new NegateNode(operand);
    }

    private Node Postfix()
    {
        var node = Primary();
        while (true)
        {
            if (!Peek("..") && Sign("."))
            {
                Blank();
                node = new PathNode(node, Name());
            }
            else if (Sign("["))
            {
                var filter = Bound(["item"], Expression);
                Expect("]");
                node = new FilterNode(node, filter);
            }
            else if (Sign("("))
            {
                node = Arguments(node);
            }
            else
            {
                return node;
            }
        }
    }

    private CallNode Arguments(Node function)
    {
        var arguments = new List<Node>();
        List<string>? names = null;
        if (!Sign(")"))
        {
            do
            {
                var start = _at;
                Blank();
                if (ParameterName() is { } name && Sign(":"))
                {
                    (names ??= []).Add(name);
                }
                else
                {
                    _at = start;
                }

                arguments.Add(Expression());
            }
            while (Sign(","));
            Expect(")");
        }

        if (names is not null && names.Count != arguments.Count) throw Error("her değer için bir ad", "a name for every argument");
        return new CallNode(function, [.. arguments], names?.ToArray());
    }

    // A parameter's name may have spaces: everything up to the colon that is made of words.
    private string? ParameterName()
    {
        var end = _at;
        while (end < _text.Length && (IsNamePart(_text[end]) || _text[end] == ' ')) end++;
        if (end == _at || end >= _text.Length || _text[end] != ':') return null;
        var name = Normal(_text[_at..end]);
        _at = end;
        return name;
    }

    private T Bound<T>(IReadOnlyCollection<string> names, Func<T> rule)
    {
        _bound.AddRange(names);
        var result = rule();
        _bound.RemoveRange(_bound.Count - names.Count, names.Count);
        return result;
    }

    private static bool IsPlain(string name) => name.Length > 0 && IsNameStart(name[0]) && name.All(IsNamePart);

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or '?' || char.IsSurrogate(c);

    private static bool IsNamePart(char c) => IsNameStart(c) || char.IsDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static string Normal(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name.Trim())
        {
            if (!char.IsWhiteSpace(c)) text.Append(c);
            else if (text[^1] != ' ') text.Append(' ');
        }

        return text.ToString();
    }

    private SyntaxError Error(string tr, string en)
    {
        var found = _at < _text.Length ? $"'{_text[_at]}'" : null;
        var (line, column) = (_text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n') + 1, _at - _text.LastIndexOf('\n', Math.Max(0, Math.Min(_at, _text.Length) - 1)));
        return new(new(
            "feel.syntax",
            $"Satır {line}, sütun {column}: {tr} bekleniyordu, {found ?? "ifade bitti"}.",
            $"Line {line}, column {column}: expected {en}, {(found is null ? "but the expression ends" : "found " + found)}.",
            _at));
    }
}
