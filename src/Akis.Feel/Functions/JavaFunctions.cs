using System.Globalization;
using System.Text;
using Akis.Feel.Numbers;

namespace Akis.Feel.Functions;

/// <summary>
/// The Java methods that decision models call by convention (DMN 1.5 §10.3.2.13.3), answered here from a closed list: static methods
/// of <c>Math</c>, <c>String</c> and the number classes. Nothing is looked up by reflection.
/// </summary>
internal static class JavaFunctions
{
    private static readonly Dictionary<string, Func<double, double>> OneNumber = new()
    {
        ["abs"] = Math.Abs, ["sqrt"] = Math.Sqrt, ["cbrt"] = Math.Cbrt, ["exp"] = Math.Exp, ["log"] = Math.Log, ["log10"] = Math.Log10, ["ceil"] = Math.Ceiling, ["floor"] = Math.Floor,
        ["rint"] = value => Math.Round(value, MidpointRounding.ToEven), ["round"] = value => Math.Floor(value + 0.5), ["signum"] = value => Math.Sign(value),
        ["sin"] = Math.Sin, ["cos"] = Math.Cos, ["tan"] = Math.Tan, ["asin"] = Math.Asin, ["acos"] = Math.Acos, ["atan"] = Math.Atan, ["sinh"] = Math.Sinh, ["cosh"] = Math.Cosh, ["tanh"] = Math.Tanh,
        ["toDegrees"] = value => value * 180 / Math.PI, ["toRadians"] = value => value / 180 * Math.PI,
    };

    private static readonly Dictionary<string, Func<double, double, double>> TwoNumbers = new()
    {
        ["max"] = Math.Max, ["min"] = Math.Min, ["pow"] = Math.Pow, ["atan2"] = Math.Atan2, ["hypot"] = double.Hypot,
        ["floorDiv"] = (a, b) => Math.Floor(a / b), ["floorMod"] = (a, b) => a - (b * Math.Floor(a / b)),
    };

    /// <summary>The function for a class and a signature such as <c>max(double, double)</c>; null where it is not on the list.</summary>
    public static FeelFunction? Find(string type, string signature, IReadOnlyList<FeelParameter> parameters)
    {
        var open = signature.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !signature.EndsWith(')')) return null;
        var (method, types) = (signature[..open].Trim(), signature[(open + 1)..^1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (types.Length != parameters.Count || Method(type, method, types) is not { } call) return null;
        return FeelFunction.Of($"{type}.{method}", [.. parameters.Select(parameter => parameter with { Type = FeelType.Any })], FeelType.Any, (arguments, e) =>
        {
            var values = new object?[types.Length];
            for (var i = 0; i < types.Length; i++)
            {
                if (!TryConvert(types[i], arguments[i], out values[i])) return Failed(e, "feel.external-argument", types[i], arguments[i]);
            }

            return call(values) is { } result ? Back(result) : Failed(e, "feel.external-failed", $"{type}.{signature}");
        });
    }

    /// <summary>A function that says of each call why it is not answered.</summary>
    public static FeelFunction Refusing(string type, string signature, IReadOnlyList<FeelParameter> parameters, int position) =>
        FeelFunction.Of($"{type}.{signature}", [.. parameters.Select(parameter => parameter with { Type = FeelType.Any })], FeelType.Any, (_, e) =>
        {
            e.Report(new("feel.external-unknown", position, $"{type}.{signature}"));
            return default;
        });

    private static FeelValue Failed(IFeelCall e, string code, params object[] values)
    {
        e.Report(new(code, 0, values));
        return default;
    }

    private static Func<object?[], object?>? Method(string type, string method, string[] types) => type switch
    {
        "java.lang.Math" when types.Length == 1 && IsNumber(types[0]) && OneNumber.GetValueOrDefault(method) is { } one => values => As(types[0], one((double)Number(values[0]))),
        "java.lang.Math" when types.Length == 2 && types.All(IsNumber) && TwoNumbers.GetValueOrDefault(method) is { } two => values => As(types[0], two((double)Number(values[0]), (double)Number(values[1]))),
        "java.lang.String" when method is "valueOf" or "copyValueOf" && types.Length == 1 => values => Text(values[0]),
        "java.lang.String" when method == "format" && types is [_, _] => values => Format((string)values[0]!, values[1] as object?[] ?? [values[1]]),
        "java.lang.Boolean" when method is "valueOf" or "parseBoolean" && types.Length == 1 => values => values[0] is bool known ? known : string.Equals(values[0] as string, "true", StringComparison.OrdinalIgnoreCase),
        "java.lang.Integer" or "java.lang.Long" or "java.lang.Short" or "java.lang.Byte" or "java.lang.Float" or "java.lang.Double" => OfNumberClass(type["java.lang.".Length..], method, types),
        _ => null,
    };

    private static Func<object?[], object?>? OfNumberClass(string type, string method, string[] types)
    {
        var primitive = type == "Integer" ? "int" : type.ToLowerInvariant();
        var parse = "parse" + (type == "Integer" ? "Int" : type);
        if ((method == "valueOf" || method == parse) && types is ["java.lang.String" or "String"]) return values => Parse(primitive, (string)values[0]!);
        if (method == "valueOf" && types.Length == 1 && IsNumber(types[0])) return values => values[0];
        if (method == "toString" && types.Length == 1 && IsNumber(types[0])) return values => Text(values[0]);
        if (types.Length != 2 || !types.All(IsNumber)) return null;
        return method switch
        {
            "max" or "min" => values => As(types[0], TwoNumbers[method]((double)Number(values[0]), (double)Number(values[1]))),
            "sum" => values => As(types[0], (double)(Number(values[0]) + Number(values[1]))),
            "compare" => values => Number(values[0]).CompareTo(Number(values[1])),
            _ => null,
        };
    }

    private static bool IsNumber(string type) => type is "double" or "float" or "long" or "int" or "short" or "byte" or "java.lang.Double" or "java.lang.Float" or "java.lang.Long" or "java.lang.Integer" or "java.lang.Short" or "java.lang.Byte";

    // A number is converted as Java's Number does it: what is cut off is lost without a word.
    private static bool TryConvert(string type, FeelValue value, out object? result)
    {
        result = null;
        if (IsNumber(type))
        {
            if (value.AsDecimal() is not { } number) return false;
            var plain = type.Replace("java.lang.", "", StringComparison.Ordinal).ToLowerInvariant();
            result = plain switch
            {
                "double" => (double)number,
                "float" => (float)number,
                "byte" => (sbyte)(long)decimal.Clamp(decimal.Truncate(number), long.MinValue, long.MaxValue),
                "short" => (short)(long)decimal.Clamp(decimal.Truncate(number), long.MinValue, long.MaxValue),
                "int" or "integer" => unchecked((int)(long)decimal.Clamp(decimal.Truncate(number), long.MinValue, long.MaxValue)),
                _ => (long)decimal.Clamp(decimal.Truncate(number), long.MinValue, long.MaxValue),
            };
            return true;
        }

        switch (type)
        {
            case "char" or "java.lang.Character" when value.AsString() is { Length: 1 } one: result = one[0]; return true;
            case "boolean" or "java.lang.Boolean" when value.AsBoolean() is { } known: result = known; return true;
            case "java.lang.String" or "String" when value.AsString() is { } text: result = text; return true;
            case "[Ljava.lang.Object;" or "java.lang.Object[]" or "java.lang.Object...": result = (value.AsList() ?? FeelList.Of(value)).Select(Plain).ToArray(); return true;
            case "java.lang.Object": result = Plain(value); return true;
            default: return false;
        }
    }

    private static object? Plain(FeelValue value) => value.Kind switch
    {
        FeelKind.Null => null,
        FeelKind.Boolean => value.IsTrue,
        FeelKind.Number => value.AsDecimal() ?? (object)value.ToString(),
        _ => FeelText.Plain(value),
    };

    private static decimal Number(object? value) => value is double or float && !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) ? 0 : Convert.ToDecimal(value, CultureInfo.InvariantCulture);

    private static object? As(string type, double value) => !double.IsFinite(value) ? null : type.Replace("java.lang.", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "double" => value,
        "float" => (float)value,
        _ => (long)value,
    };

    private static object? Parse(string type, string text) => type switch
    {
        "double" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : null,
        "float" => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && float.IsFinite(real) ? real : null,
        _ => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && Fits(type, whole) ? whole : null,
    };

    private static bool Fits(string type, long value) => type switch
    {
        "byte" => value is >= sbyte.MinValue and <= sbyte.MaxValue,
        "short" => value is >= short.MinValue and <= short.MaxValue,
        "int" => value is >= int.MinValue and <= int.MaxValue,
        _ => true,
    };

    private static string Text(object? value) => value switch
    {
        bool known => known ? "true" : "false",
        null => "null",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    // The shortest text of a float or double is what was meant: 456.78f is no 456.77999.
    private static FeelValue Back(object result) => result switch
    {
        bool known => FeelValue.Of(known),
        string text => FeelValue.Of(text),
        char letter => FeelValue.Of(letter.ToString()),
        _ => FeelNumber.TryParse(Convert.ToString(result, CultureInfo.InvariantCulture), out var number) ? FeelValue.Of(number) : default,
    };

    // %s, %d, %f, %x, %b, %n and %% of java.util.Formatter, with flags, width and precision; anything else fails.
    private static string? Format(string format, object?[] arguments)
    {
        var (text, next) = (new StringBuilder(), 0);
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                text.Append(format[at]);
                continue;
            }

            var start = ++at;
            while (at < format.Length && (char.IsAsciiDigit(format[at]) || format[at] is '-' or '.' or ',' or '+')) at++;
            if (at >= format.Length) return null;
            if (format[at] is '%' or 'n')
            {
                text.Append(format[at] == 'n' ? '\n' : '%');
                continue;
            }

            if (next >= arguments.Length || Directive(format[at], format[start..at], arguments[next++]) is not { } part) return null;
            text.Append(part);
        }

        return text.ToString();
    }

    private static string? Directive(char kind, string options, object? argument)
    {
        var left = options.StartsWith('-');
        var parts = options.TrimStart('-', ',', '+').Split('.');
        var width = parts[0].Length == 0 ? 0 : int.Parse(parts[0], CultureInfo.InvariantCulture);
        var precision = parts.Length > 1 && parts[1].Length > 0 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 6;
        if (width > 1000 || precision > 100) return null;
        var grouping = options.Contains(',', StringComparison.Ordinal) ? "N" : "F";
        var text = (kind, argument) switch
        {
            ('s' or 'S', _) => kind == 'S' ? Text(argument).ToUpperInvariant() : Text(argument),
            ('b', _) => argument is bool known ? Text(known) : argument is null ? "false" : "true",
            ('d', decimal number) when number == decimal.Truncate(number) => number.ToString(grouping + "0", CultureInfo.InvariantCulture),
            ('f', decimal number) => number.ToString(grouping + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
            ('x', decimal number) when number == decimal.Truncate(number) && Math.Abs(number) <= int.MaxValue => ((int)number).ToString("x", CultureInfo.InvariantCulture),
            _ => null,
        };
        if (text is null) return null;
        if (options.Contains('+', StringComparison.Ordinal) && argument is decimal and >= 0) text = "+" + text;
        if (options.StartsWith('0') && kind is 'd' or 'f') return text.StartsWith('-') ? "-" + text[1..].PadLeft(width - 1, '0') : text.PadLeft(width, '0');
        return left ? text.PadRight(width) : text.PadLeft(width);
    }
}
