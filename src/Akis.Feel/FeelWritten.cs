using Akis.Feel.Syntax;

namespace Akis.Feel;

/// <summary>A context as it is written in an expression: of each entry the constants that its value may be.</summary>
/// <param name="Entries">The constants by entry; an entry that is computed has none.</param>
public sealed record WrittenContext(IReadOnlyDictionary<string, IReadOnlyList<FeelValue>> Entries);

/// <summary>What can be said of an expression's value by reading it, before anything is evaluated; for checks of models.</summary>
public static class FeelWritten
{
    /// <summary>The contexts that may be the expression's value: one <c>{…}</c>, or those in the branches of an <c>if</c>. Branches that are no written context are left out.</summary>
    public static IEnumerable<WrittenContext> Contexts(FeelExpression expression) => Outcomes(expression.Tree).OfType<ContextTree>()
        .Select(context => new WrittenContext(context.Entries.GroupBy(entry => entry.Key).ToDictionary(same => same.Key, same => (IReadOnlyList<FeelValue>)[.. Constants(same.Last().Value)])));

    /// <summary>Whether its text says that the value may be null: <c>null</c>, a branch that is, or <c>get or else(x, null)</c>.</summary>
    public static bool SaysNull(FeelExpression expression) => Outcomes(expression.Tree).Any(tree => IsNull(tree) || tree is CallTree { Function: NameTree { Name: "get or else" }, Arguments: [_, var otherwise] } && IsNull(otherwise));

    /// <summary>The entries of a variable that the expression reads by a path: <c>ad</c> of <c>record.ad</c>.</summary>
    public static IEnumerable<string> EntriesRead(FeelExpression expression, string variable) =>
        Everything(expression.Tree).OfType<PathTree>().Where(path => path.Target is NameTree target && target.Name == variable).Select(path => path.Name).Distinct();

    private static bool IsNull(Tree tree) => tree is LiteralTree { Value.IsNull: true };

    private static IEnumerable<FeelValue> Constants(Tree tree) => Outcomes(tree).OfType<LiteralTree>().Select(literal => literal.Value);

    private static IEnumerable<Tree> Outcomes(Tree? tree) => tree switch
    {
        null => [],
        IfTree choice => [.. Outcomes(choice.Then), .. Outcomes(choice.Else)],
        _ => [tree],
    };

    private static IEnumerable<Tree> Everything(Tree? tree) => tree is null ? [] : tree.Children.SelectMany(Everything).Prepend(tree);
}
