using Akis.Feel.Evaluation;

namespace Akis.Feel;

/// <summary>A parameter of a function: its name, the type that arguments are coerced to, whether it may be left out.</summary>
public sealed record FeelParameter(string Name, FeelType Type, bool IsOptional = false)
{
    /// <summary>Whether null is taken as if the argument were left out.</summary>
    internal bool TakesNull { get; init; }
}

/// <summary>What a function of a host gets besides its arguments.</summary>
public interface IFeelCall
{
    /// <summary>Clock, zone and limits of the evaluation.</summary>
    FeelEnvironment Environment { get; }

    /// <summary>Says why the result is null.</summary>
    void Report(FeelDiagnostic diagnostic);
}

/// <summary>A function value: a built-in with one signature or several, a closure, or a function of the host.</summary>
public sealed class FeelFunction
{
    private readonly string _name;
    private readonly Signature[] _signatures;

    internal FeelFunction(string name, params Signature[] signatures) => (_name, _signatures) = (name, signatures);

    internal delegate FeelValue Body(ReadOnlySpan<FeelValue> arguments, Evaluator evaluator);

    /// <summary>A function that the host computes.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="parameters">Its parameters in order; arguments are coerced to their types, a call with others is null.</param>
    /// <param name="result">The type that the result is coerced to.</param>
    /// <param name="body">Computes the result; what went wrong is reported to the call.</param>
    public static FeelFunction Of(string name, IReadOnlyList<FeelParameter> parameters, FeelType result, Func<IReadOnlyList<FeelValue>, IFeelCall, FeelValue> body) =>
        new(name, new Signature([.. parameters], (arguments, evaluator) => body(arguments.ToArray(), evaluator)) { Result = result });

    /// <summary>Calls the function.</summary>
    /// <param name="arguments">As many as it has parameters.</param>
    /// <param name="call">The evaluation that calls.</param>
    public FeelValue Invoke(IReadOnlyList<FeelValue> arguments, IFeelCall call) =>
        call is Evaluator evaluator ? Call([.. arguments], null, evaluator) : Detached(call, own => Call([.. arguments], null, own));

    /// <inheritdoc />
    public override string ToString() => _name.Length > 0 ? _name : $"function({string.Join(", ", _signatures[0].Parameters.Select(parameter => parameter.Name))})";

    /// <summary>Its parameters; of several signatures those of the first.</summary>
    public IReadOnlyList<FeelParameter> Parameters => _signatures[0].Parameters;

    /// <summary>The type of its results where it is known without a call, of several signatures the one that all agree on.</summary>
    internal FeelType? Gives => _signatures.All(signature => Equals(signature.Gives, _signatures[0].Gives)) ? _signatures[0].Gives : null;

    /// <summary>The same function, with what is known of its results.</summary>
    internal FeelFunction Giving(FeelType? type) => new(_name, [.. _signatures.Select(signature => signature with { Gives = type })]);

    /// <summary>Calls the function by names of its parameters; those that are not named are null.</summary>
    public FeelValue Invoke(IReadOnlyDictionary<string, FeelValue> arguments, IFeelCall call)
    {
        if (_signatures is [{ IsUser: true } only])
        {
            if (arguments.Keys.All(name => only.Parameters.Any(parameter => parameter.Name == name))) return Invoke([.. only.Parameters.Select(parameter => arguments.GetValueOrDefault(parameter.Name))], call);
            call.Report(new("feel.argument-names", 0, ToString(), string.Join(", ", arguments.Keys)));
            return default;
        }

        return Detached(call, evaluator => Call([.. arguments.Values], [.. arguments.Keys], evaluator));
    }

    /// <summary>Calls with arguments in order, or by name.</summary>
    internal FeelValue Call(ReadOnlySpan<FeelValue> arguments, string[]? names, Evaluator e)
    {
        foreach (var signature in _signatures)
        {
            if (names is null)
            {
                if (signature.Takes(arguments.Length)) return signature.Call(_name, arguments, null, e);
            }
            else if (signature.Order(arguments, names, out var given) is { } ordered)
            {
                return signature.Call(_name, ordered, given, e);
            }
        }

        return names is null
            ? e.Fail("feel.argument-count", e.Site, this, string.Join(" / ", _signatures.Select(signature => signature.CountText)), arguments.Length)
            : e.Fail("feel.argument-names", e.Site, this, string.Join(", ", names));
    }

    /// <summary>Whether it can be used as the type says: as many parameters, of types that take what is promised.</summary>
    internal bool Fits(FeelType.FunctionType type) => _signatures.Any(signature =>
        signature.Takes(type.Parameters.Count)
        && type.Parameters.Select((wanted, i) => signature.ParameterAt(i).Type switch
        {
            FeelType.AnyType => true,
            FeelType.UnionType union => union.Types.Any(wanted.ConformsTo),
            var taken => wanted.ConformsTo(taken),
        }).All(fits => fits)
        && (type.Result is FeelType.AnyType || signature.Gives is not { } gives || gives.ConformsTo(type.Result)));

    private static FeelValue Detached(IFeelCall call, Func<Evaluator, FeelValue> run)
    {
        var evaluator = new Evaluator();
        evaluator.Begin(FeelContext.Empty, call.Environment, 0);
        try
        {
            var value = run(evaluator);
            foreach (var diagnostic in evaluator.Diagnostics) call.Report(diagnostic);
            return value;
        }
        catch (LimitReached limit)
        {
            call.Report(limit.Diagnostic);
            return default;
        }
    }
}

/// <summary>One way to call a function.</summary>
/// <param name="Parameters">In order.</param>
/// <param name="Run">Gets exactly as many values as there are parameters, absent ones null; with a variadic last parameter its list.</param>
internal sealed record Signature(FeelParameter[] Parameters, FeelFunction.Body Run)
{
    private readonly int _required = Parameters.Count(parameter => !parameter.IsOptional);

    /// <summary>The last parameter takes any number of values, as a list.</summary>
    public bool IsVariadic { get; init; }

    /// <summary>A variadic parameter whose only value is a list takes that list's elements: <c>min([1, 2])</c> is <c>min(1, 2)</c>.</summary>
    public bool Spreads { get; init; }

    /// <summary>Optional arguments may be null but not left out.</summary>
    public bool IsAllGiven { get; init; }

    /// <summary>The result's type where it is declared: results are coerced to it.</summary>
    public FeelType? Result { get; init; }

    /// <summary>The type of what it gives as far as that is known without a call: declared, or inferred from the body; null where it depends on what is unknown.</summary>
    public FeelType? Gives { get => Result is null or FeelType.AnyType ? field : Result; init; }

    public string CountText => IsVariadic ? $"{_required}+" : _required == Parameters.Length ? $"{_required}" : $"{_required}–{Parameters.Length}";

    public FeelParameter ParameterAt(int index) => Parameters[Math.Min(index, Parameters.Length - 1)];

    public bool Takes(int count) => count >= (IsAllGiven ? Parameters.Length : _required) && (IsVariadic || count <= Parameters.Length);

    public FeelValue[]? Order(ReadOnlySpan<FeelValue> arguments, string[] names, out bool[] given)
    {
        var ordered = new FeelValue[Parameters.Length];
        given = new bool[Parameters.Length];
        for (var i = 0; i < names.Length; i++)
        {
            var position = Array.FindIndex(Parameters, parameter => parameter.Name == names[i]);
            if (position < 0 || given[position]) return null;
            (ordered[position], given[position]) = (arguments[i], true);
        }

        for (var i = 0; i < given.Length; i++) if (!given[i] && !Parameters[i].IsOptional) return null;
        return ordered;
    }

    public FeelValue Call(string name, ReadOnlySpan<FeelValue> arguments, bool[]? given, Evaluator e)
    {
        var values = new FourValues();
        var taken = Parameters.Length <= 4 ? ((Span<FeelValue>)values)[..Parameters.Length] : new FeelValue[Parameters.Length];
        for (var i = 0; i < taken.Length; i++)
        {
            var value = IsVariadic && given is null && i == taken.Length - 1 ? Rest(arguments[Math.Min(i, arguments.Length)..])
                : i < arguments.Length ? arguments[i]
                : default;
            if (!Take(Parameters[i], given is null ? i < arguments.Length : given[i], ref value)) return e.Fail("feel.argument", e.Site, name.Length == 0 ? "function" : name, Parameters[i].Name, Parameters[i].Type.ToString(), value);
            taken[i] = value;
        }

        var result = Run(taken, e);
        if (Result is null or FeelType.AnyType) return result;
        return Result.Coerce(result) is { } coerced ? coerced : e.Fail("feel.result", e.Site, name, Result.ToString(), result);
    }

    private FeelValue Rest(ReadOnlySpan<FeelValue> arguments) =>
        Spreads && arguments.Length == 1 && arguments[0].Kind is FeelKind.List or FeelKind.Null ? arguments[0] : FeelValue.Of(FeelList.Owning(arguments.ToArray()));

    private bool Take(FeelParameter parameter, bool isGiven, ref FeelValue value)
    {
        if (parameter.Type is FeelType.AnyType) return true;
        if (value.IsNull) return IsUser || parameter.TakesNull || (parameter.IsOptional && !isGiven);
        if (parameter.Type is FeelType.KindType { Kind: var kind } && value.Kind == kind) return true;
        if (parameter.Type.Coerce(value) is not { } coerced) return false;
        value = coerced;
        return true;
    }

    /// <summary>Whether it is no built-in: its typed parameters take null.</summary>
    public bool IsUser { get; init; } = true;
}
