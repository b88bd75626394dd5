namespace Akis.Feel.Evaluation;

/// <summary>Calls what an expression gives.</summary>
internal sealed class CallCode(Code function, Code[] arguments, string[]? names, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var value = function.Run(e);
        return value.AsFunction() is { } callee ? Call(callee, arguments, names, position, e) : e.Fail("feel.not-a-function", position, value);
    }

    public static FeelValue Call(FeelFunction callee, Code[] arguments, string[]? names, int position, Evaluator e)
    {
        var room = new FourValues();
        var values = arguments.Length <= 4 ? ((Span<FeelValue>)room)[..arguments.Length] : new FeelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++) values[i] = arguments[i].Run(e);
        e.Step();
        e.Site = position;
        return callee.Call(values, names, e);
    }
}

/// <summary>Calls a built-in function by its name, unless the host has a function of that name.</summary>
internal sealed class BuiltInCallCode(string name, FeelFunction builtIn, bool mayBeVariable, Code[] arguments, string[]? names, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var callee = mayBeVariable && e.Variables.TryGet(name, out var value) && value.AsFunction() is { } own ? own : builtIn;
        return CallCode.Call(callee, arguments, names, position, e);
    }
}

/// <summary>A value that may well be missing: nobody needs to hear of it.</summary>
internal sealed class QuietCode(Code value) : Code
{
    public override FeelValue Run(Evaluator e) => e.Quietly(value, out _);
}

/// <summary><c>is defined(x)</c>: whether the name, or the entry at the end of the path, is there; it may be null.</summary>
internal sealed class IsDefinedCode(Code value) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        e.Quietly(value, out var failed);
        return FeelValue.Of(!failed);
    }
}

/// <summary>Makes a closure: the values of outer names that its body reads are copied when it is made.</summary>
internal sealed class FunctionCode(FeelParameter[] parameters, FeelType? gives, Code body, int frameSize, (int Outer, int Inner)[] captures) : Code
{
    private readonly Signature _template = new(parameters, static (_, _) => default) { Gives = gives };

    public override FeelValue Run(Evaluator e)
    {
        var captured = new FeelValue[captures.Length];
        for (var i = 0; i < captured.Length; i++) captured[i] = e.Slot(captures[i].Outer);
        // The closure may be called after its evaluation, from another one: it keeps the variables that it was written among.
        var variables = e.Variables;
        return FeelValue.Of(new FeelFunction("", _template with { Run = (arguments, caller) => Call(arguments, captured, variables, caller) }));
    }

    private FeelValue Call(ReadOnlySpan<FeelValue> arguments, FeelValue[] captured, IFeelScope variables, Evaluator e)
    {
        var outer = e.EnterFrame(frameSize);
        var callersVariables = e.SwitchVariables(variables);
        for (var i = 0; i < arguments.Length; i++) e.Slot(i) = arguments[i];
        for (var i = 0; i < captured.Length; i++) e.Slot(captures[i].Inner) = captured[i];
        var result = body.Run(e);
        e.SwitchVariables(callersVariables);
        e.LeaveFrame(outer);
        return result;
    }
}

/// <summary>A function that is written elsewhere, in Java: those that are known are answered here, nothing else is.</summary>
internal sealed class ExternalFunctionCode(FeelParameter[] parameters, Code mapping, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var java = mapping.Run(e).AsContext()?.Get("java").AsContext();
        var (type, method) = (java?.Get("class").AsString() ?? "", java?.Get("method signature").AsString() ?? "");
        return Functions.JavaFunctions.Find(type, method, parameters) is { } function ? FeelValue.Of(function) : FeelValue.Of(Functions.JavaFunctions.Refusing(type, method, parameters, position));
    }
}
