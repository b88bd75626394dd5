using System.Runtime.CompilerServices;

namespace Akis.Feel.Evaluation;

/// <summary>Room for the arguments of nearly every call, without allocation.</summary>
[InlineArray(4)]
internal struct FourValues
{
    private FeelValue _first;
}

#pragma warning disable CA1032, CA1064 // it never leaves FeelExpression.Evaluate
internal sealed class LimitReached(FeelDiagnostic diagnostic) : Exception
#pragma warning restore CA1032, CA1064
{
    public FeelDiagnostic Diagnostic { get; } = diagnostic;
}

/// <summary>
/// The state of one evaluation: the host's variables, the slots of names bound inside the expression, diagnostics, and how much work
/// is still allowed. Each function call has its own frame of slots, one above the other.
/// </summary>
internal sealed class Evaluator : IFeelCall
{
    [ThreadStatic]
    private static Evaluator? ofThread;

    private FeelValue[] _slots = new FeelValue[32];
    private int _base;
    private int _top;
    private int _peak;
    private List<FeelDiagnostic>? _diagnostics;
    private int _steps;
    private int _depth;
    private bool _isBusy;

    public IFeelScope Variables { get; private set; } = FeelContext.Empty;

    public FeelEnvironment Environment { get; private set; } = FeelEnvironment.Default;

    /// <summary>Where in the source the running call stands.</summary>
    public int Site { get; set; }

    public IReadOnlyList<FeelDiagnostic> Diagnostics => _diagnostics ?? (IReadOnlyList<FeelDiagnostic>)[];

    /// <summary>The evaluator of this thread; a new one within another evaluation, as for a knowledge model that a decision calls.</summary>
    public static Evaluator Rent()
    {
        var evaluator = ofThread ??= new Evaluator();
        if (evaluator._isBusy) return new Evaluator();
        evaluator._isBusy = true;
        return evaluator;
    }

    /// <summary>Ready for the next evaluation of this thread; keeps nothing of the last.</summary>
    public void Return()
    {
        if (_slots.Length > 64) _slots = new FeelValue[32];
        else if (_peak > 0) Array.Clear(_slots, 0, _peak);
        (Variables, _diagnostics, _isBusy) = (FeelContext.Empty, null, false);
    }

    public void Begin(IFeelScope variables, FeelEnvironment environment, int frameSize)
    {
        (Variables, _steps, _depth, _base, _diagnostics, Site) = (variables, 0, 0, 0, null, 0);
        if (!ReferenceEquals(Environment, environment)) Environment = environment;
        if (frameSize > _slots.Length) Grow(frameSize);
        _top = _peak = frameSize;
    }

    public ref FeelValue Slot(int index) => ref _slots[_base + index];

    /// <summary>A new frame above the running one; gives what <see cref="LeaveFrame"/> wants back.</summary>
    public int EnterFrame(int size)
    {
        if (++_depth > Environment.DepthLimit || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw Limit("feel.limit.depth", Environment.DepthLimit);
        var outer = _base;
        _base = _top;
        _top += size;
        if (_top > _slots.Length) Grow(_top);
        _peak = Math.Max(_peak, _top);
        return outer;
    }

    public void LeaveFrame(int outer)
    {
        _depth--;
        (_top, _base) = (_base, outer);
    }

    public IFeelScope SwitchVariables(IFeelScope variables)
    {
        var former = Variables;
        Variables = variables;
        return former;
    }

    /// <summary>FEEL's way to fail: null, and the reason on record.</summary>
    public FeelValue Fail(string code, int position, params object[] values)
    {
        if ((_diagnostics ??= []).Count < 50) _diagnostics.Add(new(code, position, values));
        return default;
    }

    public void Report(FeelDiagnostic diagnostic)
    {
        if ((_diagnostics ??= []).Count < 50) _diagnostics.Add(diagnostic);
    }

    /// <summary>Runs code whose failures nobody needs to hear of.</summary>
    public FeelValue Quietly(Code code, out bool failed)
    {
        var outer = _diagnostics;
        _diagnostics = null;
        var value = code.Run(this);
        failed = _diagnostics is { Count: > 0 };
        _diagnostics = outer;
        return value;
    }

    /// <summary>Runs unary tests on an input; that they cannot be decided is an answer, not a failure.</summary>
    public FeelValue Quietly(FeelExpression tests, in FeelValue input)
    {
        var outer = _diagnostics;
        _diagnostics = null;
        Slot(0) = input;
        var value = tests.RunIn(this);
        _diagnostics = outer;
        return value;
    }

    public void Step()
    {
        if (++_steps > Environment.StepLimit) throw Limit("feel.limit.steps", Environment.StepLimit);
    }

    public void Steps(int count)
    {
        _steps += count;
        if (_steps > Environment.StepLimit) throw Limit("feel.limit.steps", Environment.StepLimit);
    }

    /// <summary>A list that an evaluation makes, if it is not too long.</summary>
    public FeelValue List(FeelValue[] items) => items.Length <= Environment.ListLimit ? FeelValue.Of(FeelList.Owning(items)) : throw Limit("feel.limit.list", Environment.ListLimit);

    /// <summary>Before a list grows to so many elements.</summary>
    public void CheckListSize(long count)
    {
        if (count > Environment.ListLimit) throw Limit("feel.limit.list", Environment.ListLimit);
    }

    /// <summary>A text that an evaluation makes, if it is not too long.</summary>
    public FeelValue Text(string text)
    {
        CheckTextLength(text.Length);
        return FeelValue.Of(text);
    }

    public void CheckTextLength(long length)
    {
        if (length > Environment.StringLimit) throw Limit("feel.limit.string", Environment.StringLimit);
    }

    public LimitReached Limit(string code, object limit) => new(new(code, Site, limit));

    private void Grow(int size) => Array.Resize(ref _slots, Math.Max(size, _slots.Length * 2));
}
