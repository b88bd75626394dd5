namespace Akis.Feel.Evaluation;

/// <summary>A node of the syntax tree that evaluates itself.</summary>
internal abstract class Node
{
    public abstract FeelValue Evaluate(Evaluator e);

    /// <summary>Whether the name occurs in this tree.</summary>
    public virtual bool Mentions(string name) => Children.Any(child => child.Mentions(name));

    protected virtual IEnumerable<Node> Children => [];
}

internal sealed class LiteralNode(FeelValue value) : Node
{
    public override FeelValue Evaluate(Evaluator e) => value;
}

internal sealed class NameNode(string name) : Node
{
    public string Name => name;

    public override FeelValue Evaluate(Evaluator e)
    {
        if (e.TryGet(name, out var value)) return value;
        if (Builtins.Find(name) is { } function) return FeelValue.Of(function);
        return e.Fail("feel.unknown-name", $"'{name}' adında bir değişken yok.", $"There is no variable named '{name}'.");
    }

    public override bool Mentions(string other) => name == other;
}

internal sealed class ListNode(Node[] items) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        var values = new FeelValue[items.Length];
        for (var i = 0; i < items.Length; i++) values[i] = items[i].Evaluate(e);
        return FeelValue.Of(FeelList.Of(values));
    }

    protected override IEnumerable<Node> Children => items;
}

internal sealed class ContextNode((string Key, Node Value)[] entries) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        var outer = e.Local;
        var values = new List<(string, FeelValue)>(entries.Length);
        foreach (var (key, node) in entries)
        {
            if (values.Exists(entry => entry.Item1 == key))
            {
                e.Local = outer;
                return e.Fail("feel.duplicate-key", $"'{key}' anahtarı iki kez geçiyor.", $"The key '{key}' occurs twice.");
            }

            var value = node.Evaluate(e);
            values.Add((key, value));
            e.Local = new LocalScope(key, value, e.Local); // later entries see earlier ones
        }

        e.Local = outer;
        return FeelValue.Of(FeelContext.Of(values));
    }

    protected override IEnumerable<Node> Children => entries.Select(entry => entry.Value);
}

internal sealed class RangeNode : Node
{
    private readonly Node? _from, _to;
    private readonly bool _fromIncluded, _toIncluded;

    public RangeNode(Node from, bool fromIncluded, Node to, bool toIncluded) => (_from, _fromIncluded, _to, _toIncluded) = (from, fromIncluded, to, toIncluded);

    public RangeNode(Relation relation, Node end)
    {
        if (relation is Relation.Less or Relation.AtMost or Relation.Equal) (_to, _toIncluded) = (end, relation != Relation.Less);
        if (relation is Relation.Greater or Relation.AtLeast or Relation.Equal) (_from, _fromIncluded) = (end, relation != Relation.Greater);
    }

    public override FeelValue Evaluate(Evaluator e)
    {
        var (from, to) = (_from?.Evaluate(e) ?? default, _to?.Evaluate(e) ?? default);
        if (!from.IsNull && !to.IsNull && FeelOrder.Compare(from, to) is not <= 0)
            return e.Fail("feel.range", "Aralığın başı sonundan küçük ve aynı türden olmalı.", "A range must start before it ends, with ends of one kind.");
        return FeelValue.Of(new FeelRange(from, _fromIncluded, to, _toIncluded));
    }

    protected override IEnumerable<Node> Children => new[] { _from, _to }.OfType<Node>();
}

internal sealed class PathNode(Node target, string name) : Node
{
    public override FeelValue Evaluate(Evaluator e) => Get(e, target.Evaluate(e));

    protected override IEnumerable<Node> Children => [target];

    private FeelValue Get(Evaluator e, FeelValue value)
    {
        if (value.AsContext() is { } context)
            return context.TryGet(name, out var entry) ? entry : e.Fail("feel.no-entry", $"'{name}' adında bir girdi yok.", $"There is no entry named '{name}'.");
        if (value.AsList() is { } list) return FeelValue.Of(FeelList.Of(list.Select(item => Get(e, item))));
        return Properties.Get(value, name) is { } property ? property
            : e.Fail("feel.no-property", $"Bu değerin '{name}' özelliği yok.", $"This value has no property '{name}'.");
    }
}

internal sealed class FilterNode(Node target, Node filter) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        var value = target.Evaluate(e);
        // A scalar counts as the list of itself; null as the empty list (DMN 1.5 §10.3.2.5).
        var list = value.AsList() ?? (value.IsNull ? FeelList.Empty : FeelList.Of(value));
        if (filter is LiteralNode or NegateNode && filter.Evaluate(e).AsDecimal() is { } fixedPosition) return At(list, fixedPosition);

        var kept = new List<FeelValue>();
        var outer = e.Local;
        foreach (var item in list)
        {
            e.Step();
            e.Local = outer;
            if (item.AsContext() is { } entries) foreach (var (name, entry) in entries) e.Local = new LocalScope(name, entry, e.Local);
            if (item.AsContext()?.ContainsKey("item") != true) e.Local = new LocalScope("item", item, e.Local);
            var verdict = filter.Evaluate(e);
            if (verdict.AsDecimal() is { } position)
            {
                e.Local = outer;
                return At(list, position);
            }

            if (verdict.IsTrue) kept.Add(item);
        }

        e.Local = outer;
        return FeelValue.Of(FeelList.Of(kept));
    }

    protected override IEnumerable<Node> Children => [target, filter];

    private static FeelValue At(FeelList list, decimal position)
    {
        var index = position > 0 ? position - 1 : list.Count + position;
        return position != 0 && index >= 0 && index < list.Count ? list[(int)index] : default;
    }
}

internal sealed class IfNode(Node condition, Node then, Node otherwise) : Node
{
    public override FeelValue Evaluate(Evaluator e) => condition.Evaluate(e).IsTrue ? then.Evaluate(e) : otherwise.Evaluate(e);

    protected override IEnumerable<Node> Children => [condition, then, otherwise];
}

/// <summary>One <c>name in source</c> (or <c>name in from..to</c>) of an iteration.</summary>
internal sealed record Iterator(string Name, Node Source, Node? To)
{
    public IEnumerable<FeelValue>? Values(Evaluator e)
    {
        var first = Source.Evaluate(e);
        if (To is not null) return Between(first, To.Evaluate(e));
        if (first.AsRange() is { FromIncluded: true, ToIncluded: true } range) return Between(range.From, range.To);
        return first.AsList() ?? (first.IsNull ? null : FeelList.Of(first));
    }

    private static IEnumerable<FeelValue>? Between(FeelValue from, FeelValue to)
    {
        if (from.AsDecimal() is { } low && to.AsDecimal() is { } high) return Count(low, high);
        return from.AsDate() is { } first && to.AsDate() is { } last ? Days(first, last) : null;
    }

    private static IEnumerable<FeelValue> Count(decimal low, decimal high)
    {
        var step = low <= high ? 1 : -1;
        for (var i = low; step > 0 ? i <= high : i >= high; i += step) yield return FeelValue.Of(i);
    }

    private static IEnumerable<FeelValue> Days(DateOnly first, DateOnly last)
    {
        var step = first <= last ? 1 : -1;
        for (var day = first; step > 0 ? day <= last : day >= last; day = day.AddDays(step)) yield return FeelValue.Of(day);
    }
}

internal sealed class ForNode(Iterator[] iterators, Node body) : Node
{
    // The list so far is copied for each turn: only where the body asks for it.
    private readonly bool _usesPartial = body.Mentions("partial");

    public override FeelValue Evaluate(Evaluator e)
    {
        var results = new List<FeelValue>();
        var outer = e.Local;
        var complete = Run(e, 0, results);
        e.Local = outer;
        return complete ? FeelValue.Of(FeelList.Of(results)) : e.Fail("feel.iteration", "Yineleme bir liste ya da aralık ister.", "An iteration needs a list or a range.");
    }

    protected override IEnumerable<Node> Children => [.. iterators.Select(iterator => iterator.Source), body];

    private bool Run(Evaluator e, int depth, List<FeelValue> results)
    {
        if (depth == iterators.Length)
        {
            e.Step();
            results.Add(_usesPartial ? e.With("partial", FeelValue.Of(FeelList.Of(results)), body) : body.Evaluate(e));
            return true;
        }

        if (iterators[depth].Values(e) is not { } values) return false;
        var outer = e.Local;
        foreach (var value in values)
        {
            e.Step();
            e.Local = new LocalScope(iterators[depth].Name, value, outer);
            if (!Run(e, depth + 1, results)) return false;
        }

        e.Local = outer;
        return true;
    }
}

internal sealed class QuantifiedNode(bool some, Iterator[] iterators, Node condition) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        var outer = e.Local;
        var decided = Run(e, 0);
        e.Local = outer;
        return decided is { } found ? FeelValue.Of(some ? found : !found) : e.Fail("feel.iteration", "Niceleme bir liste ister.", "A quantifier needs a list.");
    }

    protected override IEnumerable<Node> Children => [.. iterators.Select(iterator => iterator.Source), condition];

    // True as soon as one combination satisfies (some) or breaks (every) the condition; null where a source is no list.
    private bool? Run(Evaluator e, int depth)
    {
        if (depth == iterators.Length)
        {
            e.Step();
            return condition.Evaluate(e).IsTrue == some;
        }

        if (iterators[depth].Values(e) is not { } values) return null;
        var outer = e.Local;
        foreach (var value in values)
        {
            e.Local = new LocalScope(iterators[depth].Name, value, outer);
            if (Run(e, depth + 1) is not false and var decided) return decided;
        }

        e.Local = outer;
        return false;
    }
}

internal sealed class FunctionNode(string[] parameters, Node body) : Node
{
    public override FeelValue Evaluate(Evaluator e) => FeelValue.Of(new FeelFunction(parameters, new Closure(parameters, body, e.Local).Call));

    protected override IEnumerable<Node> Children => [body];

    private sealed class Closure(string[] parameters, Node body, LocalScope? captured)
    {
        public FeelValue Call(FeelValue[] arguments, Evaluator e)
        {
            var outer = e.Local;
            e.Local = captured;
            for (var i = 0; i < parameters.Length; i++) e.Local = new LocalScope(parameters[i], arguments[i], e.Local);
            var result = body.Evaluate(e);
            e.Local = outer;
            return result;
        }
    }
}

internal sealed class CallNode(Node function, Node[] arguments, string[]? names) : Node
{
    public override FeelValue Evaluate(Evaluator e)
    {
        if (function.Evaluate(e).AsFunction() is not { } callee) return e.Fail("feel.not-a-function", "Çağrılan şey bir işlev değil.", "What is called is no function.");
        var values = new FeelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++) values[i] = arguments[i].Evaluate(e);
        e.Step();
        e.Enter();
        var outer = e.Local;
        try
        {
            return callee.Invoke(values, names, e);
        }
        catch (Exception range) when (range is OverflowException or ArgumentOutOfRangeException or DivideByZeroException)
        {
            // A built-in met a number that its arithmetic cannot hold: FEEL's answer is null.
            e.Local = outer;
            return e.Fail("feel.arithmetic-range", "Sonuç hesaplanabilir sınırların dışında.", "The result is out of range.");
        }
        finally
        {
            e.Leave();
        }
    }

    protected override IEnumerable<Node> Children => [function, .. arguments];
}
