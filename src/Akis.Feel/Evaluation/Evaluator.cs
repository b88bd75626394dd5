namespace Akis.Feel.Evaluation;

/// <summary>A variable bound inside the expression; the chain ends at the host's scope.</summary>
internal sealed record LocalScope(string Name, FeelValue Value, LocalScope? Outer);

#pragma warning disable CA1032, CA1064 // it never leaves FeelExpression.Evaluate
internal sealed class LimitReached(FeelDiagnostic diagnostic) : Exception
#pragma warning restore CA1032, CA1064
{
    public FeelDiagnostic Diagnostic { get; } = diagnostic;
}

/// <summary>The state of one evaluation: variables, diagnostics, and how much work is still allowed.</summary>
internal sealed class Evaluator(IFeelScope variables, FeelEnvironment environment)
{
    private const int DepthLimit = 400;

    private List<FeelDiagnostic>? _diagnostics;
    private int _steps;
    private int _depth;

    public FeelEnvironment Environment { get; } = environment;

    public LocalScope? Local { get; set; }

    public IReadOnlyList<FeelDiagnostic> Diagnostics => _diagnostics ?? (IReadOnlyList<FeelDiagnostic>)[];

    public bool TryGet(string name, out FeelValue value)
    {
        for (var scope = Local; scope is not null; scope = scope.Outer)
        {
            if (scope.Name == name)
            {
                value = scope.Value;
                return true;
            }
        }

        return variables.TryGet(name, out value);
    }

    /// <summary>Evaluates with one variable more.</summary>
    public FeelValue With(string name, FeelValue value, Node node)
    {
        var outer = Local;
        Local = new LocalScope(name, value, outer);
        var result = node.Evaluate(this);
        Local = outer;
        return result;
    }

    /// <summary>FEEL's way to fail: null, and the reason on record.</summary>
    public FeelValue Fail(string code, string tr, string en)
    {
        if ((_diagnostics ??= []).Count < 20) _diagnostics.Add(new(code, tr, en, 0));
        return default;
    }

    public void Step()
    {
        if (++_steps > Environment.StepLimit)
            throw new LimitReached(new("feel.steps", "İfade çok uzun sürdü ve durduruldu.", "The expression took too many steps and was stopped.", 0));
    }

    public void Enter()
    {
        if (++_depth > DepthLimit)
            throw new LimitReached(new("feel.depth", "İşlev çağrıları çok derin iç içe.", "Function calls are nested too deeply.", 0));
    }

    public void Leave() => _depth--;
}
