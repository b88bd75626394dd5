using Akis.Feel;
using Akis.Feel.Evaluation;
using Akis.Feel.Functions;

namespace Akis.Dmn.Evaluation;

/// <summary>Evaluates the boxed expressions of one element.</summary>
internal sealed class LogicRun(Run run, DrgElement owner)
{
    public FeelValue Evaluate(DecisionLogic logic, IFeelScope scope)
    {
        var value = logic switch
        {
            LiteralLogic literal => Evaluate(literal.Expression, scope),
            TableLogic table => new TableRun(run, owner).Evaluate(table, scope),
            ContextLogic context => Context(context, scope),
            ListLogic list => FeelValue.Of(FeelList.Of(list.Items.Select(item => Evaluate(item, scope)))),
            RelationLogic relation => FeelValue.Of(FeelList.Of(relation.Rows.Select(row => Row(relation, row, scope)))),
            FunctionLogic function => Function(function, scope),
            JavaFunctionLogic java => Java(java, scope),
            InvocationLogic invocation => Invocation(invocation, scope),
            ConditionalLogic conditional => Conditional(conditional, scope),
            FilterLogic filter => Filter(filter, scope),
            ForLogic iteration => For(iteration, scope),
            QuantifiedLogic quantified => Quantified(quantified, scope),
            UnsupportedLogic missing => run.Fail(missing.Code, owner.Name),
            _ => throw new ArgumentOutOfRangeException(nameof(logic)),
        };
        return run.Coerced(logic.Type, value, owner.Name);
    }

    private FeelValue Evaluate(FeelExpression expression, IFeelScope scope)
    {
        var result = expression.Evaluate(scope, run.Environment);
        run.Report(result.Diagnostics);
        return result.Value;
    }

    // A function among the entries may call itself and those after it: the entries are looked up when it runs.
    private FeelValue Context(ContextLogic context, IFeelScope scope)
    {
        var entries = new Entries(scope);
        foreach (var entry in context.Entries)
        {
            var value = run.Coerced(entry.Type, Evaluate(entry.Logic, entries), entry.Name ?? owner.Name);
            if (entry.Name is null) return value;
            entries.Values = entries.Values.With(entry.Name, value);
        }

        return FeelValue.Of(entries.Values);
    }

    private FeelValue Row(RelationLogic relation, IReadOnlyList<DecisionLogic> row, IFeelScope scope) =>
        FeelValue.Of(FeelContext.Of(relation.Columns.Zip(row).Select(cell => (cell.First.Name, run.Coerced(cell.First.Type, Evaluate(cell.Second, scope), cell.First.Name)))));

    private FeelValue Function(FunctionLogic function, IFeelScope scope) => FeelValue.Of(FeelFunction.Of(
        owner.Name, function.Parameters, FeelType.Any, (arguments, _) => run.Called(() =>
            Evaluate(function.Body, new Inner(FeelContext.Of(function.Parameters.Select((parameter, i) => (parameter.Name, arguments[i]))), scope))))
        .Giving(function.Gives));

    private FeelValue Java(JavaFunctionLogic java, IFeelScope scope)
    {
        var mapping = Evaluate(java.Mapping, scope).AsContext();
        var (type, method) = (mapping?.Get("class").AsString() ?? "", mapping?.Get("method signature").AsString() ?? "");
        return FeelValue.Of(JavaFunctions.Find(type, method, java.Parameters) ?? JavaFunctions.Refusing(type, method, java.Parameters, 0));
    }

    private FeelValue Invocation(InvocationLogic invocation, IFeelScope scope)
    {
        var called = Evaluate(invocation.Function, scope);
        if (called.AsFunction() is not { } function) return run.Fail("dmn.not-a-function", FeelText.Short(called));
        var arguments = new Dictionary<string, FeelValue>();
        foreach (var (name, logic) in invocation.Bindings) arguments[name] = Evaluate(logic, scope);
        return function.Invoke(arguments, new Run.Call(run));
    }

    private FeelValue Conditional(ConditionalLogic conditional, IFeelScope scope)
    {
        var condition = Evaluate(conditional.If, scope);
        if (condition.Kind is not (FeelKind.Boolean or FeelKind.Null)) return run.Fail("dmn.not-boolean", FeelText.Short(condition));
        return Evaluate(condition.IsTrue ? conditional.Then : conditional.Else, scope);
    }

    private FeelValue Filter(FilterLogic filter, IFeelScope scope)
    {
        var source = Evaluate(filter.In, scope);
        if (source.IsNull) return run.Fail("dmn.not-a-list", FeelText.Short(source));
        var kept = new List<FeelValue>();
        foreach (var item in source.AsList() ?? FeelList.Of(source))
        {
            var entries = (item.AsContext() ?? FeelContext.Empty) is var own && own.ContainsKey("item") ? own : own.With("item", item);
            var verdict = Evaluate(filter.Match, new Inner(entries, scope));
            if (verdict.Kind != FeelKind.Boolean) return run.Fail("dmn.not-boolean", FeelText.Short(verdict));
            if (verdict.IsTrue) kept.Add(item);
        }

        return FeelValue.Of(FeelList.Of(kept));
    }

    private FeelValue For(ForLogic iteration, IFeelScope scope)
    {
        if (Items(iteration.In, scope) is not { } items) return default;
        var results = new List<FeelValue>();
        foreach (var item in items)
        {
            if (results.Count >= run.Environment.ListLimit) return run.Fail("dmn.limit.steps");
            results.Add(Evaluate(iteration.Return, new Partial(results, new Inner(FeelContext.Of((iteration.Variable, item)), scope))));
        }

        return FeelValue.Of(FeelList.Of(results));
    }

    private FeelValue Quantified(QuantifiedLogic quantified, IFeelScope scope)
    {
        if (Items(quantified.In, scope) is not { } items) return default;
        var found = !quantified.Some;
        foreach (var item in items)
        {
            var verdict = Evaluate(quantified.Satisfies, new Inner(FeelContext.Of((quantified.Variable, item)), scope));
            if (verdict.Kind != FeelKind.Boolean) return run.Fail("dmn.not-boolean", FeelText.Short(verdict));
            found = quantified.Some ? found || verdict.IsTrue : found && verdict.IsTrue;
        }

        return FeelValue.Of(found);
    }

    private IEnumerable<FeelValue>? Items(DecisionLogic source, IFeelScope scope)
    {
        var value = Evaluate(source, scope);
        if (Iterator.Items(value) is { } items) return items;
        run.Fail("dmn.not-a-list", FeelText.Short(value));
        return null;
    }

    /// <summary>Names of an inner expression before those around it.</summary>
    private sealed class Inner(FeelContext values, IFeelScope outer) : IFeelScope
    {
        public bool TryGet(string name, out FeelValue value) => values.TryGet(name, out value) || outer.TryGet(name, out value);
    }

    private sealed class Entries(IFeelScope outer) : IFeelScope
    {
        public FeelContext Values { get; set; } = FeelContext.Empty;

        public bool TryGet(string name, out FeelValue value) => Values.TryGet(name, out value) || outer.TryGet(name, out value);
    }

    private sealed class Partial(List<FeelValue> results, IFeelScope outer) : IFeelScope
    {
        public bool TryGet(string name, out FeelValue value)
        {
            if (name != "partial") return outer.TryGet(name, out value);
            value = FeelValue.Of(FeelList.Of(results));
            return true;
        }
    }
}
