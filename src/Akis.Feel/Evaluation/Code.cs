using Akis.Feel.Syntax;

namespace Akis.Feel.Evaluation;

/// <summary>A syntax tree made ready to run: names are slots or reads of the host's scope, what is constant is computed.</summary>
internal abstract class Code
{
    public abstract FeelValue Run(Evaluator e);
}

internal sealed class ConstantCode(FeelValue value) : Code
{
    public FeelValue Value => value;

    public override FeelValue Run(Evaluator e) => value;
}

/// <summary>A literal that is no value: why is said each time.</summary>
internal sealed class FailingCode(string code, int position, params object[] values) : Code
{
    public override FeelValue Run(Evaluator e) => e.Fail(code, position, values);
}

/// <summary>A name that the expression itself binds.</summary>
internal sealed class SlotCode(int slot) : Code
{
    public override FeelValue Run(Evaluator e) => e.Slot(slot);
}

/// <summary>A variable of the host, or else a built-in function as a value.</summary>
internal sealed class VariableCode(string name, FeelFunction? builtIn, int position) : Code
{
    // Where the last context had it: the next one is mostly of the same shape. Threads may overwrite each other's memory, it is only a guess.
    private int _lastAt;

    public override FeelValue Run(Evaluator e) =>
        (e.Variables is FeelContext context ? context.TryGet(name, ref _lastAt, out var value) : e.Variables.TryGet(name, out value)) ? value
        : builtIn is not null ? FeelValue.Of(builtIn)
        : e.Environment.Functions.TryGetValue(name, out var function) ? FeelValue.Of(function)
        : e.Fail("feel.unknown-name", position, name);
}

/// <summary>A name inside a filter: an entry of the element that is looked at, otherwise what the name means outside.</summary>
internal sealed class EntryCode(int[] items, string name, Code outside) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        foreach (var item in items)
        {
            if (e.Slot(item).AsContext() is { } context && context.TryGet(name, out var entry)) return entry;
        }

        return outside.Run(e);
    }
}

internal sealed class ListCode(Code[] items) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var values = new FeelValue[items.Length];
        for (var i = 0; i < items.Length; i++) values[i] = items[i].Run(e);
        return FeelValue.Of(FeelList.Owning(values));
    }
}

/// <summary>A context; each entry has a slot, so that later ones see it.</summary>
internal sealed class ContextCode(string[] keys, Code[] values, int firstSlot) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var results = new FeelValue[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            results[i] = values[i].Run(e);
            e.Slot(firstSlot + i) = results[i];
        }

        return FeelValue.Of(FeelContext.Owning(keys, results));
    }
}

internal sealed class RangeCode(bool fromIncluded, Code from, Code to, bool toIncluded, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var (first, last) = (from.Run(e), to.Run(e));
        if (first.IsNull && last.IsNull) return e.Fail("feel.range", position, first, last);
        if (!first.IsNull && !last.IsNull && FeelOrder.Compare(first, last) is not <= 0) return e.Fail("feel.range", position, first, last);
        return FeelValue.Of(new FeelRange(first, fromIncluded, last, toIncluded));
    }
}

internal sealed class OneEndCode(Relation relation, Code end, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var value = end.Run(e);
        if (value.Kind is FeelKind.Null or FeelKind.Boolean or FeelKind.List or FeelKind.Context or FeelKind.Function) return e.Fail("feel.range", position, value, value);
        return FeelValue.Of(relation switch
        {
            Relation.Less or Relation.AtMost => new FeelRange(default, false, value, relation == Relation.AtMost) { HasOneEnd = true },
            Relation.Greater or Relation.AtLeast => new FeelRange(value, relation == Relation.AtLeast, default, false) { HasOneEnd = true },
            _ => new FeelRange(value, true, value, true) { HasOneEnd = true },
        });
    }
}

internal sealed class IfCode(Code condition, Code then, Code otherwise) : Code
{
    public override FeelValue Run(Evaluator e) => condition.Run(e).IsTrue ? then.Run(e) : otherwise.Run(e);
}

internal sealed class InstanceOfCode(Code value, FeelType type) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var known = value.Run(e);
        return FeelValue.Of(known.IsNull ? ReferenceEquals(type, FeelType.Null) : type.Accepts(known));
    }
}
