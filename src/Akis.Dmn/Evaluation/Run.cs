using System.Runtime.CompilerServices;
using Akis.Feel;

namespace Akis.Dmn.Evaluation;

/// <summary>
/// One evaluation of a model: values of decisions are computed when they are first read, and once. A decision service runs in a run of
/// its own, which sees nothing but its inputs.
/// </summary>
internal sealed class Run
{
    private const int MostDiagnostics = 100;

    private readonly IFeelScope _inputs;
    private readonly Dictionary<DrgElement, FeelValue> _values = [];
    private int _depth;
    private int _calls;

    private Run(IFeelScope inputs, FeelEnvironment environment, Run? outer)
    {
        (_inputs, Environment) = (inputs, environment);
        (Diagnostics, Trace) = outer is null ? ([], []) : (outer.Diagnostics, outer.Trace);
        _depth = outer?._depth ?? 0;
    }

    public FeelEnvironment Environment { get; }

    public List<FeelDiagnostic> Diagnostics { get; }

    public List<DecisionTrace> Trace { get; }

    public static DecisionResult Evaluate(DmnModel model, string idOrName, IFeelScope inputs, FeelEnvironment environment)
    {
        var run = new Run(inputs, environment, null);
        var named = Named(model, idOrName);
        var value = named switch
        {
            Decision decision => run.ValueOf(decision),
            DecisionService service => run.Decide(service, input => run.Given(input, inputs)),
            BusinessKnowledgeModel knowledge => run.Apply(knowledge, inputs),
            _ => run.Fail("dmn.unknown-decision", idOrName),
        };
        return new(value, run.Diagnostics, run.Trace) { OutputName = named is Decision { Logic: TableLogic { Outputs: [{ Name.Length: > 0 } only] } } ? only.Name : null };
    }

    /// <summary>Null, with the reason on record.</summary>
    public FeelValue Fail(string code, params object[] values)
    {
        if (Diagnostics.Count < MostDiagnostics) Diagnostics.Add(DmnTexts.Diagnostic(code, values));
        return default;
    }

    /// <summary>What an expression said; of a loop that fails at every turn the first reasons are enough.</summary>
    public void Report(IReadOnlyList<FeelDiagnostic> diagnostics)
    {
        for (var i = 0; i < diagnostics.Count && Diagnostics.Count < MostDiagnostics; i++) Diagnostics.Add(diagnostics[i]);
    }

    /// <summary>The value as a declared type takes it, or null with the reason.</summary>
    public FeelValue Coerced(FeelType? type, FeelValue value, string what) =>
        type is null ? value : type.Coerce(value) is { } coerced ? coerced : Fail("dmn.type", what, type.ToString(), FeelText.Short(value));

    public FeelValue ValueOf(DrgElement element)
    {
        if (_values.TryGetValue(element, out var known)) return known;
        return _values[element] = element switch
        {
            InputData input => Given(input, _inputs),
            Decision decision => Decide(decision),
            BusinessKnowledgeModel knowledge => FunctionOf(knowledge),
            DecisionService service => FunctionOf(service),
            _ => default,
        };
    }

    /// <summary>A variable of the host that is no element of the model.</summary>
    public bool TryGetInput(string name, out FeelValue value) => _inputs.TryGet(name, out value);

    /// <summary>Runs the body of a function, unless functions call each other without end.</summary>
    public FeelValue Called(Func<FeelValue> body)
    {
        if (_depth >= Environment.DepthLimit || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) return Fail("dmn.limit.depth");
        if (++_calls > Environment.StepLimit) return Fail("dmn.limit.steps");
        _depth++;
        try
        {
            return body();
        }
        finally
        {
            _depth--;
        }
    }

    private static DrgElement? Named(DmnModel model, string idOrName) =>
        model.Find(idOrName) ?? model.Elements.FirstOrDefault(element => element is not InputData && element.Id == idOrName) ?? model.Elements.FirstOrDefault(element => element is not InputData && element.Name == idOrName);

    private FeelValue Decide(Decision decision)
    {
        var logic = new LogicRun(this, decision);
        var value = Coerced(decision.Type, logic.Evaluate(decision.Logic, new ElementScope(this, decision)), decision.Name);
        if (decision.Logic is not TableLogic) Trace.Add(new(decision.Id, [], [], value));
        return value;
    }

    private FeelValue Given(DrgElement input, IFeelScope from)
    {
        if (!from.TryGet(input.Variable, out var value) && !from.TryGet(input.Name, out value)) return Fail("dmn.missing-input", input.Name);
        return Coerced(input.Type, value, input.Name);
    }

    private FeelValue FunctionOf(BusinessKnowledgeModel knowledge)
    {
        if (knowledge.Function is null) return Fail("dmn.no-logic", knowledge.Name);
        var value = new LogicRun(this, knowledge).Evaluate(knowledge.Function, new ElementScope(this, knowledge));
        if (value.AsFunction() is not { } function || knowledge.Result is not { } result) return value;
        return FeelValue.Of(FeelFunction.Of(knowledge.Name, function.Parameters, result, (arguments, call) => function.Invoke(arguments, call)));
    }

    private FeelValue FunctionOf(DecisionService service) => FeelValue.Of(FeelFunction.Of(
        service.Name,
        [.. service.Inputs.Select(input => new FeelParameter(input.Variable, input.Type ?? FeelType.Any))],
        service.Result ?? FeelType.Any,
        (arguments, _) => Called(() => Decide(service, input => arguments[service.Inputs.Index().First(entry => ReferenceEquals(entry.Item, input)).Index]))));

    private FeelValue Decide(DecisionService service, Func<DrgElement, FeelValue> given)
    {
        var inner = new Run(FeelContext.Empty, Environment, this);
        foreach (var input in service.Inputs) inner._values[input] = given(input);
        var value = service.Outputs is [var only]
            ? inner.ValueOf(only)
            : FeelValue.Of(FeelContext.Of(service.Outputs.Select(output => (output.Variable, inner.ValueOf(output)))));
        return Coerced(service.Result, value, service.Name);
    }

    private FeelValue Apply(BusinessKnowledgeModel knowledge, IFeelScope inputs)
    {
        if (ValueOf(knowledge).AsFunction() is not { } function) return default;
        var arguments = function.Parameters.Select(parameter => inputs.TryGet(parameter.Name, out var value) ? value : Fail("dmn.missing-input", parameter.Name)).ToList();
        return function.Invoke(arguments, new Call(this));
    }

    /// <summary>What a function of FEEL gets when this run calls it.</summary>
    public sealed class Call(Run run) : IFeelCall
    {
        public FeelEnvironment Environment => run.Environment;

        public void Report(FeelDiagnostic diagnostic) => run.Report([diagnostic]);
    }

    /// <summary>What the logic of an element may read: what it requires, and the variables of the host.</summary>
    private sealed class ElementScope(Run run, DrgElement element) : IFeelScope
    {
        public bool TryGet(string name, out FeelValue value)
        {
            if (element.Scope.TryGetValue(name, out var required))
            {
                value = required is [var only] && (only.Variable == name || ReferenceEquals(only.Model, element.Model))
                    ? run.ValueOf(only)
                    : FeelValue.Of(FeelContext.Of(required.Select(imported => (imported.Variable, run.ValueOf(imported)))));
                return true;
            }

            return run.TryGetInput(name, out value);
        }
    }
}
