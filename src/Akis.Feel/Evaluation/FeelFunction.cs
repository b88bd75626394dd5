namespace Akis.Feel.Evaluation;

/// <summary>A function value: a built-in, or a closure over where it was written.</summary>
/// <param name="Parameters">Names for invocation by name, alternatives parted by <c>|</c>; a last name that ends in <c>…</c> takes any number of values.</param>
/// <param name="Body">What it does with values in the order of the parameters; missing optional ones are absent.</param>
/// <param name="Required">How many values it needs at least; all of them where null.</param>
internal sealed record FeelFunction(string[] Parameters, Func<FeelValue[], Evaluator, FeelValue> Body, int? Required = null)
{
    private bool TakesMany => Parameters.Length > 0 && Parameters[^1].EndsWith('…');

    public FeelValue Invoke(FeelValue[] values, string[]? names, Evaluator e)
    {
        if (names is not null)
        {
            if (Ordered(values, names) is not { } ordered) return e.Fail("feel.arguments", "İşlevin böyle adlı bir parametresi yok.", "The function has no parameter of such a name.");
            values = ordered;
        }

        var (least, most) = (Required ?? Parameters.Length, TakesMany ? int.MaxValue : Parameters.Length);
        return values.Length < least || values.Length > most
            ? e.Fail("feel.arguments", $"İşlev {least} değer bekliyordu, {values.Length} verildi.", $"The function takes {least} values, {values.Length} were given.")
            : Body(values, e);
    }

    private FeelValue[]? Ordered(FeelValue[] values, string[] names)
    {
        var ordered = new FeelValue[Parameters.Length];
        var last = -1;
        for (var i = 0; i < names.Length; i++)
        {
            var position = Array.FindIndex(Parameters, parameter => parameter.TrimEnd('…').Split('|').Contains(names[i]));
            if (position < 0) return null;
            ordered[position] = values[i];
            last = Math.Max(last, position);
        }

        return ordered[..(last + 1)];
    }
}
