using Akis.Feel.Evaluation;

namespace Akis.Feel.Functions;

/// <summary>Functions over lists (DMN 1.5 table 70). Where a list is asked for, a single value counts as the list of itself.</summary>
internal static class ListFunctions
{
    public static IEnumerable<BuiltIn> All { get; } =
    [
        BuiltIn.Of("list contains", "list: list, element -> boolean", (v, e) => FeelValue.Of(IndexOf(List(v), v[1], 0) >= 0)),
        BuiltIn.Of("count", "list: list -> number", (v, _) => FeelValue.Of(List(v).Count)),
        BuiltIn.Of("all", "list[…] -> boolean", (v, e) => Fold(List(v), decisive: false, e)),
        BuiltIn.Of("any", "list[…] -> boolean", (v, e) => Fold(List(v), decisive: true, e)),
        BuiltIn.Of("sublist", "list: list, start position: number, length: number? -> list", Sublist),
        BuiltIn.Of("append", "list: list, item… -> list", (v, e) => e.List([.. List(v), .. v[1].AsList()!])), // the rest always comes as a list
        BuiltIn.Of("concatenate", "list… -> list", (v, e) => Joined(v, "concatenate", e) is { } all ? e.List([.. all]) : default),
        BuiltIn.Of("union", "list… -> list", (v, e) => Joined(v, "union", e) is { } all ? e.List([.. Distinct(all, e)]) : default),
        BuiltIn.Of("insert before", "list: list, position: number, newItem -> list", (v, e) => Position(v[0], v[1]) is { } at ? e.List([.. List(v).Take(at), v[2], .. List(v).Skip(at)]) : NoPosition(v, e)),
        BuiltIn.Of("remove", "list: list, position: number -> list", (v, e) => Position(v[0], v[1]) is { } at ? e.List([.. List(v).Take(at), .. List(v).Skip(at + 1)]) : NoPosition(v, e)),
        BuiltIn.Of("list replace", "list: list, position, newItem -> list", Replace),
        BuiltIn.Of("list replace", "list: list, match, newItem -> list", Replace),
        BuiltIn.Of("reverse", "list: list -> list", (v, e) => e.List([.. List(v).Reverse()])),
        BuiltIn.Of("index of", "list: list, match -> list<number>", IndexesOf),
        BuiltIn.Of("distinct values", "list: list -> list", (v, e) => e.List([.. Distinct(List(v), e)])),
        BuiltIn.Of("duplicate values", "list: list -> list", (v, e) => e.List([.. List(v).GroupBy(item => item).Where(group => group.Count() > 1).Select(group => group.Key)])),
        BuiltIn.Of("flatten", "list: list -> list", (v, e) => e.List([.. Flattened(List(v), [], e)])),
        BuiltIn.Of("sort", "list: list, precedes: function? -> list", Sort),
        BuiltIn.Of("partition", "list: list, size: number -> list", (v, e) => v[1].AsInteger() is { } size and >= 1 and <= int.MaxValue
            ? e.List([.. List(v).Chunk((int)size).Select(chunk => FeelValue.Of(FeelList.Owning(chunk)))])
            : e.Fail("feel.position", e.Site, v[1], List(v).Count)),
        BuiltIn.Of("is empty", "list: list -> boolean", (v, _) => FeelValue.Of(List(v).Count == 0)),
    ];

    private static FeelList List(ReadOnlySpan<FeelValue> v) => v[0].AsList()!; // every function here checks that its first argument is a list

    private static int IndexOf(FeelList list, FeelValue wanted, int from)
    {
        for (var i = from; i < list.Count; i++) if (FeelOrder.AreEqual(list[i], wanted) == true) return i;
        return -1;
    }

    // Conjunction or disjunction in three-valued logic; a list of anything but booleans and null has none.
    private static FeelValue Fold(FeelList list, bool decisive, Evaluator e)
    {
        var undecided = false;
        FeelValue? wrong = null;
        foreach (var item in list)
        {
            if (item.AsBoolean() == decisive) return item;
            undecided |= item.IsNull;
            if (item.Kind is not (FeelKind.Boolean or FeelKind.Null)) wrong ??= item;
        }

        return wrong is { } value ? e.Fail("feel.not-boolean", e.Site, value) : undecided ? default : FeelValue.Of(!decisive);
    }

    private static FeelValue Sublist(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        if (Position(v[0], v[1]) is not { } at) return NoPosition(v, e);
        var rest = List(v).Count - at;
        var length = v[2].IsNull ? rest : v[2].AsInteger() ?? -1;
        return length < 0 || length > rest ? e.Fail("feel.position", e.Site, v[2], rest) : e.List([.. List(v).Skip(at).Take((int)length)]);
    }

    // Null is no list: one argument that is missing leaves nothing to join.
    private static List<FeelValue>? Joined(ReadOnlySpan<FeelValue> v, string name, Evaluator e)
    {
        var joined = new List<FeelValue>();
        foreach (var part in List(v))
        {
            if (part.IsNull)
            {
                e.Fail("feel.argument", e.Site, name, "list", "list", part);
                return null;
            }

            joined.AddRange(part.AsList() ?? FeelList.Of(part));
        }

        return joined;
    }

    private static List<FeelValue> Distinct(IEnumerable<FeelValue> values, Evaluator e)
    {
        var distinct = new List<FeelValue>();
        var seen = new HashSet<FeelValue>();
        foreach (var value in values)
        {
            e.Step();
            // Instants may be equal though they are written differently: these alone need a comparison with all.
            var isNew = value.Kind is FeelKind.Time or FeelKind.DateTime or FeelKind.List or FeelKind.Context
                ? !distinct.Exists(known => FeelOrder.AreEqual(known, value) == true)
                : seen.Add(value);
            if (isNew) distinct.Add(value);
        }

        return distinct;
    }

    private static List<FeelValue> Flattened(FeelList list, List<FeelValue> into, Evaluator e)
    {
        foreach (var item in list)
        {
            e.Step();
            if (item.AsList() is { } inner) Flattened(inner, into, e);
            else into.Add(item);
        }

        return into;
    }

    private static FeelValue IndexesOf(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        var indexes = new List<FeelValue>();
        for (var at = IndexOf(List(v), v[1], 0); at >= 0; at = IndexOf(List(v), v[1], at + 1)) indexes.Add(FeelValue.Of(at + 1));
        return e.List([.. indexes]);
    }

    // FEEL counts from 1, and from the end with negative positions; a fraction is cut off.
    private static int? Position(in FeelValue list, in FeelValue position)
    {
        var count = list.AsList()?.Count ?? 0;
        if (!position.Number.TryRound(0, MidpointRounding.ToZero, out var whole) || whole.AsInteger() is not { } wanted || wanted == 0) return null;
        var at = wanted > 0 ? wanted - 1 : count + wanted;
        return at >= 0 && at < count ? (int)at : null;
    }

    private static FeelValue NoPosition(ReadOnlySpan<FeelValue> v, Evaluator e) => e.Fail("feel.position", e.Site, v[1], List(v).Count);

    private static FeelValue Replace(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        var items = List(v).ToArray();
        if (v[1].AsFunction() is { } match)
        {
            for (var i = 0; i < items.Length; i++)
            {
                e.Step();
                var verdict = match.Call([items[i], v[2]], null, e);
                if (verdict.AsBoolean() is not { } hit) return e.Fail("feel.not-boolean", e.Site, verdict);
                if (hit) items[i] = v[2];
            }

            return e.List(items);
        }

        if (v[1].Kind != FeelKind.Number) return e.Fail("feel.argument", e.Site, "list replace", "position", "number | function", v[1]);
        if (Position(v[0], v[1]) is not { } at) return NoPosition(v, e);
        items[at] = v[2];
        return e.List(items);
    }

    // Merging keeps equal elements in order, and asks a precedence that is no total order no more often than needed.
    private static FeelValue Sort(ReadOnlySpan<FeelValue> v, Evaluator e)
    {
        var precedes = v[1].AsFunction();
        var items = List(v).ToArray();
        if (precedes is null)
        {
            for (var i = 1; i < items.Length; i++) if (FeelOrder.Compare(items[0], items[i]) is null) return e.Fail("feel.compare", e.Site, items[0], items[i]);
        }

        var failed = false;
        MergeSort(items, new FeelValue[items.Length], 0, items.Length);
        return failed ? default : e.List(items);

        void MergeSort(FeelValue[] from, FeelValue[] room, int start, int end)
        {
            if (end - start < 2) return;
            var middle = (start + end) / 2;
            MergeSort(from, room, start, middle);
            MergeSort(from, room, middle, end);
            Array.Copy(from, start, room, start, end - start);
            var (left, right) = (start, middle);
            for (var at = start; at < end; at++) from[at] = left < middle && (right >= end || !IsBefore(room[right], room[left])) ? room[left++] : room[right++];
        }

        bool IsBefore(FeelValue first, FeelValue second)
        {
            e.Step();
            if (precedes is null) return FeelOrder.Compare(first, second) < 0;
            var verdict = precedes.Call([first, second], null, e);
            failed |= verdict.Kind != FeelKind.Boolean;
            return verdict.IsTrue;
        }
    }
}
