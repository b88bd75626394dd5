using Akis.Feel.Evaluation;
using Akis.Feel.Syntax;

namespace Akis.Feel;

/// <summary>A FEEL expression (DMN 1.5 chapter 10), parsed once and evaluated any number of times from any thread. Nothing here throws.</summary>
public sealed class FeelExpression
{
    private readonly Node? _root;

    private FeelExpression(string text, Node? root, IReadOnlySet<string> names, IReadOnlyList<FeelDiagnostic> errors) => (Text, _root, Names, Errors) = (text, root, names, errors);

    /// <summary>The source.</summary>
    public string Text { get; }

    /// <summary>Names of variables that it reads from its scope.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>Syntax errors; empty where the expression is valid.</summary>
    public IReadOnlyList<FeelDiagnostic> Errors { get; }

    /// <summary>Whether it can be evaluated.</summary>
    public bool IsValid => _root is not null;

    /// <summary>Parses an expression.</summary>
    /// <param name="text">The source, without the <c>=</c> of BPMN attributes.</param>
    /// <param name="knownNames">Names with spaces or special characters that the scope will have.</param>
    public static FeelExpression Parse(string text, IEnumerable<string>? knownNames = null) => Parse(text, knownNames, parser => parser.Expression());

    /// <summary>Parses unary tests: what stands in an input cell of a decision table.</summary>
    public static FeelExpression ParseUnaryTests(string text, IEnumerable<string>? knownNames = null) => Parse(text, knownNames, parser => parser.UnaryTests());

    /// <summary>Evaluates against these variables.</summary>
    public FeelResult Evaluate(IFeelScope variables, FeelEnvironment environment) => Run(new Evaluator(variables, environment));

    /// <summary>Evaluates unary tests against the value of an input.</summary>
    public FeelResult EvaluateUnaryTests(FeelValue input, IFeelScope variables, FeelEnvironment environment) =>
        Run(new Evaluator(variables, environment) { Local = new LocalScope("?", input, null) });

    private static FeelExpression Parse(string text, IEnumerable<string>? knownNames, Func<Parser, Node> rule)
    {
        var parser = new Parser(text, knownNames);
        try
        {
            var root = rule(parser);
            parser.ExpectEnd();
            return new(text, root, parser.FreeNames, []);
        }
        catch (SyntaxError error)
        {
            return new(text, null, new HashSet<string>(), [error.Diagnostic]);
        }
    }

    private FeelResult Run(Evaluator evaluator)
    {
        if (_root is null) return new(default, Errors);
        try
        {
            var value = _root.Evaluate(evaluator);
            return new(value, evaluator.Diagnostics);
        }
        catch (LimitReached limit)
        {
            return new(default, [.. evaluator.Diagnostics, limit.Diagnostic]);
        }
        catch (Exception range) when (range is OverflowException or ArgumentOutOfRangeException)
        {
            return new(default, [.. evaluator.Diagnostics, new("feel.arithmetic-range", "Sonuç hesaplanabilir sınırların dışında.", "The result is out of range.", 0)]);
        }
    }
}
