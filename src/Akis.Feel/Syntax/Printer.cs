namespace Akis.Feel.Syntax;

/// <summary>Writes a syntax tree as FEEL that parses to the same tree.</summary>
internal static class Printer
{
    public static string Print(Tree tree) => Text(tree);

    public static string Sign(Operator sign) => sign switch
    {
        Operator.Or => "or",
        Operator.And => "and",
        Operator.Add => "+",
        Operator.Subtract => "-",
        Operator.Multiply => "*",
        Operator.Divide => "/",
        _ => "**",
    };

    public static string Sign(Relation relation) => relation switch
    {
        Relation.Equal => "=",
        Relation.NotEqual => "!=",
        Relation.Less => "<",
        Relation.AtMost => "<=",
        Relation.Greater => ">",
        _ => ">=",
    };

    public static string Print(TypeTree type) => type switch
    {
        NamedTypeTree named => named.Name,
        ListTypeTree list => $"list<{Print(list.Item)}>",
        RangeTypeTree range => $"range<{Print(range.End)}>",
        ContextTypeTree context => $"context<{string.Join(", ", context.Entries.Select(entry => $"{entry.Name}: {Print(entry.Type)}"))}>",
        FunctionTypeTree function => $"function<{string.Join(", ", function.Parameters.Select(Print))}> -> {Print(function.Result)}",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static string Text(Tree tree) => tree switch
    {
        LiteralTree literal => literal.Value.ToString(),
        AtLiteralTree at => "@" + FeelText.Quote(at.Text),
        NameTree name => Name(name.Name),
        ListTree list => $"[{All(list.Items)}]",
        ContextTree context => "{" + string.Join(", ", context.Entries.Select(entry => $"{FeelText.Quote(entry.Key)}: {Text(entry.Value)}")) + "}",
        RangeTree range => $"{(range.FromIncluded ? '[' : '(')}{Text(range.From)} .. {Inner(range.To)}{(range.ToIncluded ? ']' : ')')}",
        OneEndTree end => $"({Sign(end.Relation)} {Inner(end.End)})",
        PathTree path => $"{Inner(path.Target)}.{Name(path.Name)}",
        FilterTree filter => $"{Inner(filter.Target)}[{Text(filter.Filter)}]",
        CallTree call => $"{Inner(call.Function)}({string.Join(", ", call.Arguments.Select((argument, i) => (call.Names is { } names ? names[i] + ": " : "") + Text(argument)))})",
        NegateTree negate => $"-{Inner(negate.Operand)}",
        OperatorTree sign => $"{Inner(sign.Left)} {Sign(sign.Operator)} {Inner(sign.Right)}",
        CompareTree compare => $"{Inner(compare.Left)} {Sign(compare.Relation)} {Inner(compare.Right)}",
        BetweenTree between => $"{Inner(between.Value)} between {Inner(between.Low)} and {Inner(between.High)}",
        InTree inside => $"{Inner(inside.Value)} in ({Text(inside.Tests)})",
        InstanceOfTree instance => $"{Inner(instance.Value)} instance of {Print(instance.Type)}",
        IfTree choice => $"if {Text(choice.Condition)} then {Text(choice.Then)} else {Text(choice.Else)}",
        ForTree iteration => $"for {Iterators(iteration.Iterators)} return {Text(iteration.Body)}",
        QuantifiedTree quantified => $"{(quantified.Some ? "some" : "every")} {Iterators(quantified.Iterators)} satisfies {Text(quantified.Condition)}",
        FunctionTree function => $"function({string.Join(", ", function.Parameters.Select(parameter => parameter.Name + (parameter.Type is { } type ? ": " + Print(type) : "")))}) {(function.IsExternal ? "external " : "")}{Text(function.Body)}",
        CompareTestTree test => $"{Sign(test.Relation)} {Inner(test.Value)}",
        ExpressionTestTree test => Text(test.Expression),
        TestsTree tests => tests.Tests.Count == 0 ? "-" : tests.Negated ? $"not({All(tests.Tests)})" : All(tests.Tests),
        _ => throw new ArgumentOutOfRangeException(nameof(tree)),
    };

    // Parentheses wherever a reader could doubt; they leave no trace in the tree.
    private static string Inner(Tree tree) => tree is LiteralTree or AtLiteralTree or NameTree or ListTree or ContextTree or RangeTree or OneEndTree or PathTree or FilterTree or CallTree ? Text(tree) : $"({Text(tree)})";

    private static string All(Trees<Tree> trees) => string.Join(", ", trees.Select(Text));

    private static string Iterators(Trees<IteratorTree> iterators) =>
        string.Join(", ", iterators.Select(iterator => $"{Name(iterator.Name)} in {(iterator.To is null ? Text(iterator.Source) : Inner(iterator.Source) + " .. " + Inner(iterator.To))}"));

    private static string Name(string name) => Names.IsPlain(name) && !Names.Keywords.Contains(name) ? name : $"`{name}`";
}
