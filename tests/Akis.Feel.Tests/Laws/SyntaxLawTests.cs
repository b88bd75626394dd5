using Akis.Feel.Syntax;
using CsCheck;

namespace Akis.Feel.Tests.Laws;

/// <summary>What is printed is read again as the same.</summary>
public sealed class SyntaxLawTests
{
    [Fact]
    public void Printing_and_parsing_an_expression_is_the_identity() => RandomTrees.Of(3).Sample(tree =>
    {
        var text = Printer.Print(tree);
        var parsed = FeelExpression.Parse(text);
        return parsed.Tree is { } read && read.Equals(tree) ? true : throw new InvalidOperationException($"{text}\n{(parsed.Tree is null ? parsed.Errors[0].En : Printer.Print(parsed.Tree))}");
    }, iter: 3000);

    [Fact]
    public void Printing_and_parsing_unary_tests_is_the_identity() => RandomTrees.Tests.Sample(tests =>
    {
        var text = Printer.Print(tests);
        var parsed = FeelExpression.ParseUnaryTests(text);
        return parsed.Tree is { } read && read.Equals(tests) ? true : throw new InvalidOperationException($"{text}\n{(parsed.Tree is null ? parsed.Errors[0].En : Printer.Print(parsed.Tree))}");
    }, iter: 2000);

    [Fact]
    public void Evaluating_a_random_expression_gives_a_value_or_a_reason() => RandomTrees.Of(4).Sample(tree =>
    {
        var result = FeelExpression.Parse(Printer.Print(tree)).Evaluate(FeelContext.Of(("x", FeelValue.Of(3L)), ("y1", FeelValue.Of("a")), ("tutar", FeelValue.Of(FeelList.Of(FeelValue.Of(1L), FeelValue.Null)))), Small);
        foreach (var diagnostic in result.Diagnostics)
        {
            diagnostic.Tr.ShouldNotBeEmpty();
            diagnostic.En.ShouldNotContain("{0}");
        }
    }, iter: 3000);

    [Fact]
    public void A_valid_expression_with_a_letter_changed_never_throws() => Gen.Select(RandomTrees.Of(3), Gen.Int[0, 1000], Pick.From("(", ")", "[", "\"", " in ", "..", "`", "\\", "\u0000", "😀", "9")).Sample((tree, at, piece) =>
    {
        var text = Printer.Print(tree);
        FeelExpression.Parse(text.Insert(at % (text.Length + 1), piece)).Evaluate(FeelContext.Empty, Small);
        FeelExpression.ParseUnaryTests(text.Remove(at % text.Length, 1)).EvaluateUnaryTests(FeelValue.Of(1L), FeelContext.Empty, Small);
    }, iter: 3000);

    private static FeelEnvironment Small { get; } = new() { StepLimit = 5_000, ListLimit = 1_000, StringLimit = 10_000, RegexLimit = TimeSpan.FromMilliseconds(50) };
}
