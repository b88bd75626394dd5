using Akis.Feel;
using Akis.Feel.Syntax;

namespace Akis.Dmn.Checks;

/// <summary>
/// Unary tests made of constants only: <c>-</c>, literals, comparisons, ranges, lists, <c>not(…)</c>, and conditions that compare <c>?</c> with such.
/// Between its constants such a test does not change its mind, so that asking the evaluator once in each gap between them says everything about it.
/// </summary>
/// <param name="Constants">All constants in it, without null.</param>
/// <param name="IsOrdered">Whether any is used as a bound.</param>
/// <param name="IsListOfValues">Whether it is nothing but constants with commas between.</param>
internal sealed record SimpleTests(FeelExpression Expression, IReadOnlyList<FeelValue> Constants, bool IsOrdered, bool IsListOfValues)
{
    private static readonly HashSet<string> Constructors = ["date", "time", "date and time", "duration"];

    /// <summary>Whether a value passes; the evaluator says so, nobody else.</summary>
    public bool Accepts(FeelValue value) => Expression.EvaluateUnaryTests(value, FeelContext.Empty, FeelEnvironment.Default).Value.IsTrue;

    /// <summary>Reads unary tests; null where they are no simple ones.</summary>
    public static SimpleTests? Read(string text)
    {
        var expression = FeelExpression.ParseUnaryTests(text);
        if (expression.Tree is not TestsTree tests) return null;
        var values = tests.Tests.Select(ConstantsOf).ToList();
        return values.Contains(null) ? null : new(
            expression, [.. values.OfType<IEnumerable<FeelValue>>().SelectMany(constants => constants).Where(constant => !constant.IsNull)],
            tests.Tests.Any(HasBound), tests is { Negated: false, Tests.Count: > 0 } && tests.Tests.All(test => test is ExpressionTestTree plain && ConstantOf(plain.Expression) is not null));
    }

    /// <summary>The value of a literal or of a temporal constructor with literals; null where the text is anything else.</summary>
    public static FeelValue? Constant(string text) => FeelExpression.Parse(text).Tree is { } tree ? ConstantOf(tree) : null;

    private static bool HasBound(Tree test) => test switch
    {
        CompareTestTree { Relation: not (Relation.Equal or Relation.NotEqual) } or CompareTree { Relation: not (Relation.Equal or Relation.NotEqual) } or BetweenTree or RangeTree or OneEndTree => true,
        _ => test.Children.Any(HasBound),
    };

    private static IReadOnlyList<FeelValue>? ConstantsOf(Tree test) => test switch
    {
        CompareTestTree compare => All([compare.Value]),
        ExpressionTestTree { Expression: var condition } when condition.Mentions("?") => OfCondition(condition),
        ExpressionTestTree { Expression: RangeTree range } => All([range.From, range.To]),
        ExpressionTestTree { Expression: OneEndTree range } => All([range.End]),
        ExpressionTestTree { Expression: ListTree list } => All(list.Items),
        ExpressionTestTree plain => All([plain.Expression]),
        _ => null,
    };

    private static IReadOnlyList<FeelValue>? OfCondition(Tree condition) => condition switch
    {
        NameTree => [FeelValue.True], // the input itself is the condition
        OperatorTree { Operator: Operator.And or Operator.Or } both => Joined([OfCondition(both.Left), OfCondition(both.Right)]),
        CallTree { Function: NameTree { Name: "not" }, Arguments: [var negated], Names: null } => OfCondition(negated),
        CompareTree { Left: NameTree { Name: "?" } } compare => All([compare.Right]),
        CompareTree { Right: NameTree { Name: "?" } } compare => All([compare.Left]),
        BetweenTree { Value: NameTree { Name: "?" } } between => All([between.Low, between.High]),
        InTree { Value: NameTree { Name: "?" }, Tests: TestsTree inner } => Joined([.. inner.Tests.Select(ConstantsOf)]),
        _ => null,
    };

    private static IReadOnlyList<FeelValue>? Joined(IReadOnlyList<IReadOnlyList<FeelValue>?> parts) =>
        parts.Contains(null) ? null : [.. parts.OfType<IReadOnlyList<FeelValue>>().SelectMany(constants => constants)];

    private static IReadOnlyList<FeelValue>? All(IReadOnlyList<Tree> trees)
    {
        var values = trees.Select(ConstantOf).ToList();
        return values.Contains(null) ? null : [.. values.OfType<FeelValue>()];
    }

    // What is written as a date but is none has no value to cut at.
    private static FeelValue? ConstantOf(Tree tree)
    {
        if (!IsConstant(tree)) return null;
        var result = FeelExpression.Parse(Printer.Print(tree)).Evaluate(FeelContext.Empty, FeelEnvironment.Default);
        return result.Diagnostics.Count > 0 ? null : result.Value;
    }

    private static bool IsConstant(Tree tree) => tree switch
    {
        LiteralTree or AtLiteralTree => true,
        NegateTree { Operand: LiteralTree } => true,
        CallTree { Function: NameTree function, Names: null } call => Constructors.Contains(function.Name) && call.Arguments.All(IsConstant),
        _ => false,
    };
}
