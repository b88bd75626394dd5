namespace Akis.Bpmn.Expressions;

/// <summary>Calls that models of the second dialect really make on texts, lists, JSON and dates, said in FEEL. Beans have no meaning here.</summary>
internal static class JuelCalls
{
    private static readonly Dictionary<string, string> Periods = new() { ["Years"] = "P{0}Y", ["Months"] = "P{0}M", ["Days"] = "P{0}D", ["Hours"] = "PT{0}H", ["Minutes"] = "PT{0}M", ["Seconds"] = "PT{0}S" };

    /// <summary>The call in FEEL; null where it has no meaning.</summary>
    public static string? ToFeel(string callee, List<string> arguments)
    {
        var dot = callee.LastIndexOf('.');
        var (on, method) = dot < 0 ? ("", callee) : (callee[..dot], callee[(dot + 1)..]);
        return (method, arguments) switch
        {
            ("now" or "dateTime", []) when on == "" => "now()",
            ("S" or "JSON", [var text]) when on == "" => text,
            (_, _) when on == "" => null,
            ("getVariable" or "getVariableLocal", [var name]) when on is "execution" or "task" && IsText(name) => name[1..^1],
            (_, _) when on.Split('.')[0] is "execution" or "task" => null,
            ("contains", [var part]) => $"(if {on} instance of string then contains({on}, {part}) else list contains({on}, {part}))",
            ("startsWith", [var part]) => $"starts with({on}, {part})",
            ("endsWith", [var part]) => $"ends with({on}, {part})",
            ("equals", [var other]) => $"({on} = {other})",
            ("equalsIgnoreCase", [var other]) => $"(lower case({on}) = lower case({other}))",
            ("toLowerCase", []) => $"lower case({on})",
            ("toUpperCase", []) => $"upper case({on})",
            ("trim", []) => $"trim({on})",
            ("length", []) => $"string length({on})",
            ("size", []) => $"count({on})",
            ("isEmpty", []) => $"({on} = null or {on} = \"\" or {on} = [])",
            ("toString", []) => $"string({on})",
            ("get" or "prop", [var key]) when IsText(key) => $"{on}.{key[1..^1]}",
            ("get", [var place]) when int.TryParse(place, out var from0) => $"{on}[{from0 + 1}]",
            ("value" or "stringValue" or "numberValue" or "boolValue" or "elements" or "toDate", []) => on,
            (['p', 'l', 'u', 's', .. var unit], [var number]) => Moved(on, "+", unit, number),
            (['m', 'i', 'n', 'u', 's', .. var unit], [var number]) => Moved(on, "-", unit, number),
            _ => null,
        };
    }

    private static bool IsText(string argument) => argument.Length > 2 && argument[0] == '"';

    private static string? Moved(string on, string sign, string unit, string number)
    {
        if (unit == "Weeks") return $"({on} {sign} duration(\"P7D\") * {number})";
        if (!Periods.TryGetValue(unit, out var period)) return null;
        return int.TryParse(number, out _) ? $"({on} {sign} duration(\"{period.Replace("{0}", number, StringComparison.Ordinal)}\"))" : $"({on} {sign} duration(\"{period.Replace("{0}", "1", StringComparison.Ordinal)}\") * {number})";
    }
}
