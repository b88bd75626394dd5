using Akis.Feel.Compilation;
using Akis.Feel.Evaluation;
using Akis.Feel.Syntax;

namespace Akis.Feel;

/// <summary>What an expression may refer to.</summary>
/// <param name="Names">Names that the scope will have; those with spaces or special characters can only be read where they are known.</param>
/// <param name="Types">Types by name, besides the built-in ones; null for unknown names.</param>
public sealed record FeelNames(IReadOnlyCollection<string> Names, Func<string, FeelType?> Types)
{
    /// <summary>No names and no types of the host's.</summary>
    public static FeelNames None { get; } = new([], _ => null);
}

/// <summary>A FEEL expression (DMN 1.5 chapter 10), parsed once and evaluated any number of times from any thread. Nothing here throws.</summary>
public sealed class FeelExpression
{
    private readonly Code? _code;
    private readonly int _frameSize;

    private FeelExpression(string text, Tree? tree, Code? code, int frameSize, IReadOnlySet<string> names, IReadOnlySet<string> entryNames, IReadOnlyList<FeelDiagnostic> errors) =>
        (Text, Tree, _code, _frameSize, Names, EntryNames, Errors) = (text, tree, code, frameSize, names, entryNames, errors);

    /// <summary>The source.</summary>
    public string Text { get; }

    /// <summary>Names of variables that it reads from its scope.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>Those of <see cref="Names"/> that stand in filters alone, where an entry of the filtered items may be meant: <c>price</c> in <c>offers[price &lt; 10]</c>.</summary>
    public IReadOnlySet<string> EntryNames { get; }

    /// <summary>Syntax errors; empty where the expression is valid.</summary>
    public IReadOnlyList<FeelDiagnostic> Errors { get; }

    /// <summary>Whether it can be evaluated.</summary>
    public bool IsValid => _code is not null;

    internal Tree? Tree { get; }

    /// <summary>Parses an expression.</summary>
    /// <param name="text">The source, without the <c>=</c> of BPMN attributes.</param>
    /// <param name="knownNames">Names with spaces or special characters that the scope will have.</param>
    public static FeelExpression Parse(string text, IEnumerable<string>? knownNames = null) => Parse(text, Known(knownNames));

    /// <summary>Parses an expression.</summary>
    public static FeelExpression Parse(string text, FeelNames names) => Parse(text, names, parser => parser.WholeExpression(), (compiler, tree) => compiler.Compile(tree));

    /// <summary>Parses unary tests: what stands in an input cell of a decision table.</summary>
    public static FeelExpression ParseUnaryTests(string text, IEnumerable<string>? knownNames = null) => ParseUnaryTests(text, Known(knownNames));

    /// <summary>Parses unary tests: what stands in an input cell of a decision table.</summary>
    public static FeelExpression ParseUnaryTests(string text, FeelNames names) => Parse(text, names, parser => parser.WholeUnaryTests(), (compiler, tree) => compiler.CompileTests(tree));

    /// <summary>Parses a type such as <c>list&lt;number&gt;</c>; null where it is none.</summary>
    public static FeelType? ParseType(string text, FeelNames names)
    {
        try
        {
            // A name may be the host's as it stands, whatever it is made of.
            return names.Types(text.Trim()) ?? Compiler.Resolve(new Parser(text, null).WholeType(), names.Types);
        }
        catch (SyntaxError)
        {
            return null;
        }
    }

    /// <summary>Evaluates against these variables.</summary>
    public FeelResult Evaluate(IFeelScope variables, FeelEnvironment environment) => Run(variables, environment, null);

    /// <summary>Evaluates unary tests against the value of an input.</summary>
    public FeelResult EvaluateUnaryTests(FeelValue input, IFeelScope variables, FeelEnvironment environment) => Run(variables, environment, input);

    /// <summary>The type of its value as the body of a function with these parameters; null where that is not known before it runs.</summary>
    internal FeelType? Gives(IEnumerable<FeelParameter> parameters, Func<string, FeelType?> types) => Tree is null ? null : Compiler.Gives(Tree, parameters, types);

    /// <summary>How many slots an evaluation needs that others prepare.</summary>
    internal int FrameSize => _frameSize;

    /// <summary>Whether it is the test that everything passes: <c>-</c>.</summary>
    internal bool IsAlwaysTrue => Tree is TestsTree { Negated: false, Tests.Count: 0 };

    /// <summary>Runs in an evaluation that is prepared already, as one of the many cells of a table.</summary>
    internal FeelValue RunIn(Evaluator evaluator)
    {
        if (_code is not null) return _code.Run(evaluator);
        foreach (var error in Errors) evaluator.Report(error);
        return default;
    }

    private static FeelNames Known(IEnumerable<string>? names) => names is null ? FeelNames.None : FeelNames.None with { Names = [.. names] };

    private static FeelExpression Parse<T>(string text, FeelNames names, Func<Parser, T> rule, Func<Compiler, T, Code> compile)
        where T : Tree
    {
        try
        {
            var tree = rule(new Parser(text, names.Names));
            var compiler = new Compiler(names.Names.Count == 0 ? NoNames : new HashSet<string>(names.Names), names.Types);
            var code = compile(compiler, tree);
            return new(text, tree, code, compiler.FrameSize, compiler.FreeNames, compiler.EntryNames, []);
        }
        catch (SyntaxError error)
        {
            return new(text, null, null, 0, NoNames, NoNames, [error.Diagnostic]);
        }
    }

    private static readonly HashSet<string> NoNames = [];

    private FeelResult Run(IFeelScope variables, FeelEnvironment environment, FeelValue? input)
    {
        if (_code is null) return new(default, Errors);
        if (_code is ConstantCode constant) return new(constant.Value, []);
        var evaluator = Evaluator.Rent();
        evaluator.Begin(variables, environment, _frameSize);
        if (input is { } tested) evaluator.Slot(0) = tested;
        try
        {
            return new(_code.Run(evaluator), evaluator.Diagnostics);
        }
        catch (LimitReached limit)
        {
            return new(default, [.. evaluator.Diagnostics, limit.Diagnostic]);
        }
        finally
        {
            evaluator.Return();
        }
    }
}
