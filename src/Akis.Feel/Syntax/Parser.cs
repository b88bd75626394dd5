using Akis.Feel.Functions;

namespace Akis.Feel.Syntax;

/// <summary>
/// Recursive descent over the characters, since a FEEL name may contain spaces and operators: a name is the longest one that is
/// known here (built-in functions, names the host gave, names bound around this place), otherwise a plain identifier.
/// </summary>
internal sealed partial class Parser
{
    private const int DepthLimit = 200;

    // A chain such as 1 + 1 + … is as deep a tree as it is long.
    private const int TreeDepthLimit = 2000;

    private readonly string _text;
    private readonly HashSet<string> _known;
    private readonly List<string> _bound = [];
    private readonly HashSet<string> _entryNames = [];
    private readonly HashSet<string> _firstWords = [];
    private int _longest;
    private bool _inRangeEnd;
    private int _at;
    private int _depth;

    public Parser(string text, IEnumerable<string>? knownNames)
    {
        _text = text;
        _known = BuiltIns.NamesWithSpaces;
        _longest = BuiltIns.LongestName;
        foreach (var given in knownNames ?? [])
        {
            if (Names.IsPlain(given)) continue;
            if (ReferenceEquals(_known, BuiltIns.NamesWithSpaces)) _known = [.. _known];
            var name = Names.Normal(given);
            _known.Add(name);
            Know(name);
        }
    }

    public Tree WholeExpression()
    {
        var tree = Expression();
        ExpectEnd();
        return tree;
    }

    /// <summary>Unary tests (DMN 1.5 grammar rules 13 to 17): <c>-</c>, <c>not(…)</c>, or tests of which one must hold.</summary>
    public TestsTree WholeUnaryTests()
    {
        Blank();
        if (_text.AsSpan(_at).Trim() is "-" or "") return new(false, new([]));
        var start = _at;
        if (Word("not") && Sign("("))
        {
            // not(…) over the whole cell negates its tests; as a part of an expression it is the function.
            try
            {
                var tests = Tests();
                Expect(")");
                Blank();
                if (_at == _text.Length) return new(true, tests);
            }
            catch (SyntaxError)
            {
                _depth = 0;
            }
        }

        _at = start;
        var all = new TestsTree(false, Tests()) { Position = start };
        ExpectEnd();
        return all;
    }

    private void ExpectEnd()
    {
        Blank();
        if (_at < _text.Length) throw Error("expected.operator");
    }

    private Tree Expression()
    {
        Guard();
        var tree = Or();
        _depth--;
        return tree;
    }

    private Tree Chained(Tree tree) => tree.Depth <= TreeDepthLimit ? tree : throw new SyntaxError(new("feel.limit.depth", _at));

    private Trees<Tree> Tests()
    {
        var tests = new List<Tree> { Test() };
        while (Sign(",")) tests.Add(Test());
        return new(tests);
    }

    private Tree Test()
    {
        Blank();
        var start = _at;
        if (Comparison() is { } relation) return new CompareTestTree(relation, Additive()) { Position = start };
        return new ExpressionTestTree(Expression()) { Position = start };
    }

    private Tree Or()
    {
        var left = And();
        while (true)
        {
            Blank();
            var start = _at;
            if (!Word("or")) return left;
            left = Chained(new OperatorTree(Operator.Or, left, And()) { Position = start });
        }
    }

    private Tree And()
    {
        var left = Relational();
        while (true)
        {
            Blank();
            var start = _at;
            if (!Word("and")) return left;
            left = Chained(new OperatorTree(Operator.And, left, Relational()) { Position = start });
        }
    }

    private Tree Relational()
    {
        var left = Additive();
        while (true)
        {
            Blank();
            var start = _at;
            if (Comparison() is { } relation)
            {
                left = Chained(new CompareTree(relation, left, Additive()) { Position = start });
            }
            else if (Word("between"))
            {
                var low = Additive();
                ExpectWord("and");
                left = Chained(new BetweenTree(left, low, Additive()) { Position = start });
            }
            else if (Word("instance"))
            {
                ExpectWord("of");
                left = Chained(new InstanceOfTree(left, Type()) { Position = start });
            }
            else if (Word("in"))
            {
                left = Chained(new InTree(left, InTests()) { Position = start });
            }
            else
            {
                return left;
            }
        }
    }

    // `in` takes one test, or several in parentheses; a parenthesised range such as (1..5) is read as the range it is.
    private TestsTree InTests()
    {
        Blank();
        var (start, depth) = (_at, _depth);
        if (Sign("("))
        {
            try
            {
                var tests = Tests();
                if (Sign(")")) return new(false, tests) { Position = start };
            }
            catch (SyntaxError)
            {
                _depth = depth;
            }

            _at = start;
        }

        Tree test = Comparison() is { } relation ? new CompareTestTree(relation, Additive()) { Position = start } : new ExpressionTestTree(Additive()) { Position = start };
        return new(false, new([test])) { Position = start };
    }

    private Tree Additive()
    {
        var left = Multiplicative();
        while (true)
        {
            Blank();
            var start = _at;
            if (Sign("+")) left = Chained(new OperatorTree(Operator.Add, left, Multiplicative()) { Position = start });
            else if (Sign("-")) left = Chained(new OperatorTree(Operator.Subtract, left, Multiplicative()) { Position = start });
            else return left;
        }
    }

    private Tree Multiplicative()
    {
        var left = Exponent();
        while (true)
        {
            Blank();
            var start = _at;
            if (Peek("**")) return left;
            if (Sign("*")) left = Chained(new OperatorTree(Operator.Multiply, left, Exponent()) { Position = start });
            else if (Sign("/")) left = Chained(new OperatorTree(Operator.Divide, left, Exponent()) { Position = start });
            else return left;
        }
    }

    // DMN TCK 0075: left-associative, and a minus sign binds tighter.
    private Tree Exponent()
    {
        var left = Unary();
        while (true)
        {
            Blank();
            var start = _at;
            if (!Sign("**")) return left;
            left = Chained(new OperatorTree(Operator.Power, left, Unary()) { Position = start });
        }
    }

    private Tree Unary()
    {
        Blank();
        var start = _at;
        if (!Sign("-")) return Postfix();
        Guard();
        var operand = Unary();
        _depth--;
        return new NegateTree(operand) { Position = start };
    }

    private Tree Postfix()
    {
        var tree = Primary();
        while (true)
        {
            Blank();
            var start = _at;
            if (!Here("..") && Sign("."))
            {
                Blank();
                tree = Chained(new PathTree(tree, TryName() ?? Keyword() ?? throw Error("expected.name")) { Position = start });
            }
            else if (Here("["))
            {
                if (Filter() is not { } filter) return tree;
                tree = Chained(new FilterTree(tree, filter) { Position = start });
            }
            else if (Sign("("))
            {
                tree = Chained(Arguments(tree, start));
            }
            else
            {
                return tree;
            }
        }
    }

    private Tree? Filter()
    {
        var (start, depth, bound, mayClose) = (_at, _depth, _bound.Count, _inRangeEnd);
        _inRangeEnd = false;
        _at++;
        try
        {
            var filter = Bound(["item"], Expression);
            Expect("]");
            return filter;
        }
        catch (SyntaxError) when (mayClose)
        {
            (_at, _depth) = (start, depth);
            _bound.RemoveRange(bound, _bound.Count - bound);
            return null;
        }
        finally
        {
            _inRangeEnd = mayClose;
        }
    }

    private CallTree Arguments(Tree function, int position)
    {
        var arguments = new List<Tree>();
        List<string>? names = null;
        if (!Sign(")"))
        {
            do
            {
                if (ParameterName() is { } name) (names ??= []).Add(name);
                arguments.Add(Expression());
            }
            while (Sign(","));
            Expect(")");
        }

        if (names is not null && names.Count != arguments.Count) throw Error("expected.argument-name");
        return new CallTree(function, new(arguments), names is null ? null : new(names)) { Position = position };
    }

    // A parameter's name may have spaces and signs: everything up to the colon that is made of them.
    private string? ParameterName()
    {
        Blank();
        var end = _at;
        if (end >= _text.Length || !Names.IsStart(_text[end])) return null;
        while (end < _text.Length && (Names.IsPart(_text[end]) || _text[end] is ' ' or '-' or '/' or '\'' or '+' or '*')) end++;
        if (end >= _text.Length || _text[end] != ':') return null;
        var name = Names.Normal(_text.AsSpan(_at, end - _at));
        _at = end + 1;
        return name;
    }

    private T Bound<T>(IReadOnlyCollection<string> names, Func<T> rule)
    {
        _bound.AddRange(names);
        var result = rule();
        _bound.RemoveRange(_bound.Count - names.Count, names.Count);
        return result;
    }
}
