namespace Akis.Feel.Evaluation;

/// <summary>The built-in functions by name (DMN 1.5 §10.3.4, and Camunda's additions).</summary>
internal static class Builtins
{
    private static readonly Dictionary<string, FeelFunction> Functions = new([
        .. TextFunctions.All, .. NumberFunctions.All, .. ListFunctions.All, .. TimeFunctions.All, .. ContextFunctions.All, .. WorkingTimeFunctions.All,
        .. RangeFunctions.All, .. StatisticsFunctions.All]);

    public static IEnumerable<string> NamesWithSpaces { get; } = [.. Functions.Keys.Where(name => name.Contains(' ', StringComparison.Ordinal)), "time offset", "start included", "end included"];

    public static FeelFunction? Find(string name) => Functions.GetValueOrDefault(name);

    /// <summary>A function whose values must be of the given kinds; anything else is null with a diagnostic.</summary>
    public static KeyValuePair<string, FeelFunction> Typed(string name, string parameters, FeelKind[] kinds, Func<FeelValue[], FeelValue> body, int? required = null) =>
        Define(name, parameters, (values, e) =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                var wanted = kinds[Math.Min(i, kinds.Length - 1)];
                if (values[i].Kind != wanted) return Wrong(name, e);
            }

            return body(values);
        }, required);

    public static KeyValuePair<string, FeelFunction> Define(string name, string parameters, Func<FeelValue[], Evaluator, FeelValue> body, int? required = null) =>
        new(name, new FeelFunction(parameters.Split(", ", StringSplitOptions.RemoveEmptyEntries), body, required));

    public static FeelValue Wrong(string name, Evaluator e) =>
        e.Fail("feel.argument-kind", $"'{name}' işlevine verilen değer uygun türde değil.", $"A value given to '{name}' is not of a kind that it takes.");
}
