using Akis.Feel.Numbers;
using Akis.Feel.Syntax;
using CsCheck;

namespace Akis.Feel.Tests.Laws;

/// <summary>Syntax trees of any shape that the grammar allows.</summary>
internal static class RandomTrees
{
    private static readonly Gen<string> Names = Pick.From("x", "y1", "tutar", "öncelik", "talep sahibi", "a-b", "if any", "_z", "şğü");

    private static readonly Gen<Tree> Leaves = Gen.OneOf<Tree>(
        Gen.Decimal[0, 1_000_000].Select(number => (Tree)new LiteralTree(FeelValue.Of(number))),
        Gen.Long[0, long.MaxValue].Select(number => (Tree)new LiteralTree(FeelValue.Of(FeelNumber.Of(number)))),
        Pick.From(FeelValue.Null, FeelValue.True, FeelValue.False).Select(value => (Tree)new LiteralTree(value)),
        Gen.String[Pick.From('a', 'ş', '"', '\\', '\n', ' ', '\t', '€', '/'), 0, 6].Select(text => (Tree)new LiteralTree(FeelValue.Of(text))),
        Pick.From("2026-11-24", "PT5H", "09:00:00", "nothing", "-P1Y").Select(text => (Tree)new AtLiteralTree(text)),
        Names.Select(name => (Tree)new NameTree(name)));

    private static readonly Gen<TypeTree> Types = Gen.OneOf<TypeTree>(
        Pick.From("number", "string", "date and time", "years and months duration", "Any", "tKişi").Select(name => (TypeTree)new NamedTypeTree(name)),
        Gen.Const<TypeTree>(new ListTypeTree(new NamedTypeTree("number"))),
        Gen.Const<TypeTree>(new RangeTypeTree(new NamedTypeTree("date"))),
        Gen.Const<TypeTree>(new ContextTypeTree(new([("ad", new NamedTypeTree("string")), ("yaş", new ListTypeTree(new NamedTypeTree("number")))]))),
        Gen.Const<TypeTree>(new FunctionTypeTree(new([new NamedTypeTree("number")]), new NamedTypeTree("string"))));

    public static Gen<Tree> Of(int depth)
    {
        if (depth == 0) return Leaves;
        var inner = Of(depth - 1);
        var several = inner.Array[0, 3].Select(items => new Trees<Tree>(items));
        var iterators = Gen.Select(Pick.From("i", "k", "satır no"), inner, inner, Gen.Bool).Select((name, source, to, isRange) => new IteratorTree(name, source, isRange ? to : null)).Array[1, 2].Select(items => new Trees<IteratorTree>(items));
        var tests = Gen.OneOf<Tree>(
            Gen.Select(Gen.Enum<Relation>(), inner).Select((relation, value) => (Tree)new CompareTestTree(relation, value)),
            inner.Select(value => (Tree)new ExpressionTestTree(value)));
        return Gen.OneOf<Tree>(
            Leaves,
            several.Select(items => (Tree)new ListTree(items)),
            Gen.Select(Pick.From("a", "b c", "d+e", "1x").Array[0, 3], inner).Select((keys, value) => (Tree)new ContextTree(new([.. keys.Select(key => new EntryTree(key, value))]))),
            Gen.Select(Gen.Bool, inner, inner, Gen.Bool).Select((from, low, high, to) => (Tree)new RangeTree(from, low, high, to)),
            Gen.Select(Gen.Enum<Relation>(), inner).Select((relation, end) => (Tree)new OneEndTree(relation, end)),
            Gen.Select(inner, Names).Select((target, name) => (Tree)new PathTree(target, name)),
            Gen.Select(inner, inner).Select((target, filter) => (Tree)new FilterTree(target, filter)),
            Gen.Select(inner, several).Select((function, arguments) => (Tree)new CallTree(function, arguments, null)),
            Gen.Select(inner, inner).Select((function, argument) => (Tree)new CallTree(function, new([argument]), new(["start position"]))),
            inner.Select(operand => (Tree)new NegateTree(operand)),
            Gen.Select(Gen.Enum<Operator>(), inner, inner).Select((sign, left, right) => (Tree)new OperatorTree(sign, left, right)),
            Gen.Select(Gen.Enum<Relation>(), inner, inner).Select((relation, left, right) => (Tree)new CompareTree(relation, left, right)),
            Gen.Select(inner, inner, inner).Select((value, low, high) => (Tree)new BetweenTree(value, low, high)),
            Gen.Select(inner, tests.Array[1, 3]).Select((value, items) => (Tree)new InTree(value, new TestsTree(false, new(items)))),
            Gen.Select(inner, Types).Select((value, type) => (Tree)new InstanceOfTree(value, type)),
            Gen.Select(inner, inner, inner).Select((condition, then, otherwise) => (Tree)new IfTree(condition, then, otherwise)),
            Gen.Select(iterators, inner).Select((names, body) => (Tree)new ForTree(names, body)),
            Gen.Select(Gen.Bool, iterators, inner).Select((some, names, condition) => (Tree)new QuantifiedTree(some, names, condition)),
            Gen.Select(Types, inner).Select((type, body) => (Tree)new FunctionTree(new([new ParameterTree("p", type), new ParameterTree("ikinci sayı", null)]), body, false)));
    }

    public static Gen<TestsTree> Tests { get; } = Gen.Select(
        Gen.Bool,
        Gen.OneOf<Tree>(
            Gen.Select(Gen.Enum<Relation>(), Of(1)).Select((relation, value) => (Tree)new CompareTestTree(relation, value)),
            Of(2).Select(value => (Tree)new ExpressionTestTree(value))).Array[1, 3]).Select((negated, tests) => new TestsTree(negated, new(tests)));
}
