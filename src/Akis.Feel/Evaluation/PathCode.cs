using Akis.Feel.Numbers;

namespace Akis.Feel.Evaluation;

internal sealed class PathCode(Code target, string name, int position) : Code
{
    private int _lastAt;

    public override FeelValue Run(Evaluator e) => Get(e, target.Run(e));

    private FeelValue Get(Evaluator e, in FeelValue value)
    {
        if (value.AsContext() is { } context) return context.TryGet(name, ref _lastAt, out var entry) ? entry : e.Fail("feel.no-entry", position, name, value);
        if (value.AsList() is { } list)
        {
            e.Steps(list.Count);
            var items = new FeelValue[list.Count];
            for (var i = 0; i < items.Length; i++) items[i] = Get(e, list[i]);
            return FeelValue.Of(FeelList.Owning(items));
        }

        return Properties.Get(value, name) is { } property ? property : e.Fail(value.IsNull ? "feel.path-of-null" : "feel.no-property", position, name, value);
    }
}

/// <summary>Elements by position or by condition; a scalar counts as the list of itself, null as the empty list (DMN 1.5 §10.3.2.5).</summary>
internal sealed class FilterCode(Code target, Code filter, int itemSlot, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var value = target.Run(e);
        if (filter is ConstantCode constant && constant.Value.Kind == FeelKind.Number) return At(value, constant.Value.Number, e);
        if (value.AsList() is { } list) return list.Count == 0 ? OfNothing(e) : Where(list, value, e);
        return value.IsNull ? OfNothing(e) : Where(FeelList.Owning([value]), value, e);
    }

    private FeelValue Where(FeelList list, in FeelValue whole, Evaluator e)
    {
        var (kept, count) = (new FeelValue[list.Count], 0);
        foreach (var item in list.Span)
        {
            e.Step();
            e.Slot(itemSlot) = item;
            var verdict = filter.Run(e);
            if (verdict.Kind == FeelKind.Number) return At(whole, verdict.Number, e);
            if (verdict.IsTrue) kept[count++] = item;
        }

        return FeelValue.Of(FeelList.Owning(count == kept.Length ? kept : kept[..count]));
    }

    // There is no element to ask the filter with; whether it is a position decides between null and no elements.
    private FeelValue OfNothing(Evaluator e)
    {
        e.Slot(itemSlot) = default;
        return e.Quietly(filter, out _).Kind == FeelKind.Number ? e.Fail("feel.position", position, FeelValue.Of(FeelList.Empty), 0) : FeelValue.Of(FeelList.Empty);
    }

    private FeelValue At(in FeelValue whole, in FeelNumber wanted, Evaluator e)
    {
        var list = whole.AsList();
        var count = list?.Count ?? (whole.IsNull ? 0 : 1);
        var at = wanted.AsInteger() ?? wanted.Floor().AsInteger() ?? 0;
        var index = at > 0 ? at - 1 : count + at;
        if (at == 0 || index < 0 || index >= count) return e.Fail("feel.position", position, FeelValue.Of(wanted), count);
        return list is null ? whole : list[(int)index];
    }
}
