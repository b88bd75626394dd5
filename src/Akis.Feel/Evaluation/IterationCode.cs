using Akis.Feel.Temporal;

namespace Akis.Feel.Evaluation;

/// <summary>One <c>name in source</c> (or <c>name in from..to</c>) of an iteration.</summary>
internal sealed record Iterator(int Slot, Code Source, Code? To, int Position)
{
    /// <summary>What it runs over; null where that is no list and no range, which is reported.</summary>
    public IEnumerable<FeelValue>? Values(Evaluator e)
    {
        var first = Source.Run(e);
        if (To is not null)
        {
            var last = To.Run(e);
            return Between(first, last) ?? Failed(e, first, last);
        }

        return Items(first) ?? Failed(e, first, default);
    }

    /// <summary>What a value is run over: its elements, the whole numbers or days of a range, or itself; null where there is nothing to run over.</summary>
    public static IEnumerable<FeelValue>? Items(FeelValue value) =>
        value.AsList() is { } list ? list : value.AsRange() is { } range ? Between(range) : value.IsNull ? null : [value];

    public FeelValue Failed(Evaluator e, FeelValue source) => e.Fail("feel.iteration", Position, source);

    private IEnumerable<FeelValue>? Failed(Evaluator e, FeelValue first, FeelValue last)
    {
        e.Fail(To is null ? "feel.iteration" : "feel.iteration-ends", Position, first, last);
        return null;
    }

    // A range value runs upwards over the whole numbers or days that it holds.
    private static IEnumerable<FeelValue>? Between(FeelRange range) => Between(range.From, range.To)?.Where(value => range.Contains(value) == true);

    private static IEnumerable<FeelValue>? Between(FeelValue from, FeelValue to)
    {
        if (from.Kind == FeelKind.Number && to.Kind == FeelKind.Number && from.AsInteger() is { } low && to.AsInteger() is { } high) return Count(low, high);
        return from.Kind == FeelKind.Date && to.Kind == FeelKind.Date ? Days(from.Day.Day, to.Day.Day) : null;
    }

    private static IEnumerable<FeelValue> Count(long low, long high)
    {
        var step = low <= high ? 1 : -1;
        for (var i = low; ; i += step)
        {
            yield return FeelValue.Of(i);
            if (i == high) yield break;
        }
    }

    private static IEnumerable<FeelValue> Days(long first, long last)
    {
        var step = first <= last ? 1 : -1;
        for (var day = first; ; day += step)
        {
            yield return FeelValue.Of(new FeelDate(day));
            if (day == last) yield break;
        }
    }
}

/// <summary>The list of what the body gives for each combination; the body may read the results so far as <c>partial</c>.</summary>
internal sealed class ForCode(Iterator[] iterators, Code body, int? partialSlot) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        if (iterators is [var only] && partialSlot is null && only.To is null && only.Source.Run(e) is var source)
        {
            if (source.AsList() is { } list) return Over(list, only.Slot, e);
            if (source.Kind != FeelKind.Range) return source.IsNull ? only.Failed(e, source) : Over(FeelList.Owning([source]), only.Slot, e);
        }

        var results = new List<FeelValue>();
        return Run(e, 0, results) ? e.List([.. results]) : default;
    }

    // The ordinary loop: one name over one list.
    private FeelValue Over(FeelList list, int slot, Evaluator e)
    {
        var results = new FeelValue[list.Count];
        for (var i = 0; i < results.Length; i++)
        {
            e.Step();
            e.Slot(slot) = list[i];
            results[i] = body.Run(e);
        }

        return e.List(results);
    }

    private bool Run(Evaluator e, int depth, List<FeelValue> results)
    {
        if (depth == iterators.Length)
        {
            e.Step();
            e.CheckListSize(results.Count);
            if (partialSlot is { } partial)
            {
                e.Steps(results.Count / 64); // what is copied is work too
                e.Slot(partial) = FeelValue.Of(FeelList.Owning(results.ToArray()));
            }

            results.Add(body.Run(e));
            return true;
        }

        if (iterators[depth].Values(e) is not { } values) return false;
        foreach (var value in values)
        {
            e.Step();
            e.Slot(iterators[depth].Slot) = value;
            if (!Run(e, depth + 1, results)) return false;
        }

        return true;
    }
}

/// <summary><c>some</c> is the disjunction of its conditions, <c>every</c> their conjunction, in three-valued logic.</summary>
internal sealed class QuantifiedCode(bool some, Iterator[] iterators, Code condition, int position) : Code
{
    public override FeelValue Run(Evaluator e)
    {
        var undecided = false;
        return (iterators is [{ To: null } only] ? Over(e, only, ref undecided) : Run(e, 0, ref undecided)) switch
        {
            null => default,
            true => FeelValue.Of(some),
            false => undecided ? default : FeelValue.Of(!some),
        };
    }

    // The ordinary question: one name over one list.
    private bool? Over(Evaluator e, Iterator iterator, ref bool undecided)
    {
        var source = iterator.Source.Run(e);
        if (source.AsList() is { } list)
        {
            foreach (var value in list.Span)
            {
                e.Slot(iterator.Slot) = value;
                if (Run(e, 1, ref undecided) is not false and var decided) return decided;
            }

            return false;
        }

        if (Iterator.Items(source) is { } values) return Over(e, values, 0, ref undecided);
        iterator.Failed(e, source);
        return null;
    }

    // True as soon as one combination satisfies (some) or breaks (every) the condition; null where a source is no list.
    private bool? Run(Evaluator e, int depth, ref bool undecided)
    {
        if (depth == iterators.Length)
        {
            e.Step();
            var verdict = condition.Run(e);
            if (verdict.Kind != FeelKind.Boolean)
            {
                if (!undecided) e.Fail("feel.not-boolean", position, verdict);
                undecided = true;
            }

            return some ? verdict.IsTrue : verdict.IsFalse;
        }

        return iterators[depth].Values(e) is { } values ? Over(e, values, depth, ref undecided) : null;
    }

    private bool? Over(Evaluator e, IEnumerable<FeelValue> values, int depth, ref bool undecided)
    {
        foreach (var value in values)
        {
            e.Step();
            e.Slot(iterators[depth].Slot) = value;
            if (Run(e, depth + 1, ref undecided) is not false and var decided) return decided;
        }

        return false;
    }
}
