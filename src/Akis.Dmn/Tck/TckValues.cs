using System.Globalization;
using System.Xml.Linq;
using Akis.Feel;

namespace Akis.Dmn.Tck;

/// <summary>Values as the kit's test files write them.</summary>
internal static class TckValues
{
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private static readonly FeelExpression Date = FeelExpression.Parse("date(text)");
    private static readonly FeelExpression Time = FeelExpression.Parse("time(text)");
    private static readonly FeelExpression DateTime = FeelExpression.Parse("date and time(text)");
    private static readonly FeelExpression Duration = FeelExpression.Parse("duration(text)");

    /// <summary>The value inside a node: a simple one, a list, or components of a context.</summary>
    public static FeelValue Read(XElement node)
    {
        if (Child(node, "value") is { } value) return Simple(value);
        if (Child(node, "list") is { } list) return IsNil(list) ? default : FeelValue.Of(FeelList.Of(Children(list, "item").Select(Read)));
        var components = Children(node, "component").ToList();
        return components.Count == 0 ? default : FeelValue.Of(FeelContext.Of(components.Select(component => ((string?)component.Attribute("name") ?? "", Read(component)))));
    }

    /// <summary>Whether a result is the expected one; numbers may differ where a quotient or a root is written with fewer digits.</summary>
    public static bool Same(FeelValue expected, FeelValue actual)
    {
        if (expected.AsDecimal() is { } wanted && actual.AsDecimal() is { } number) return Math.Abs(wanted - number) <= 0.00000001m * Math.Max(1, Math.Abs(wanted));
        if (expected.AsList() is { } items && actual.AsList() is { } came) return items.Count == came.Count && items.Zip(came).All(pair => Same(pair.First, pair.Second));
        if (expected.AsContext() is { } entries && actual.AsContext() is { } others)
        {
            return entries.Count == others.Count && entries.All(entry => others.TryGetValue(entry.Key, out var other) && Same(entry.Value, other));
        }

        return expected == actual;
    }

    public static XElement? Child(XElement element, string name) => Children(element, name).FirstOrDefault();

    public static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);

    private static bool IsNil(XElement element) => (string?)element.Attribute(Instance + "nil") is "true" or "1";

    private static FeelValue Simple(XElement value)
    {
        if (IsNil(value)) return default;
        var text = value.Value;
        return ((string?)value.Attribute(Instance + "type"))?.Split(':')[^1] switch
        {
            "boolean" => FeelValue.Of(text.Trim() is "true" or "1"),
            "decimal" or "double" or "float" or "integer" or "int" or "long" =>
                decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? FeelValue.Of(number) : FeelValue.Of(text),
            "date" => Of(Date, text),
            "time" => Of(Time, text),
            "dateTime" => Of(DateTime, text),
            "duration" => Of(Duration, text),
            _ => FeelValue.Of(text),
        };
    }

    private static FeelValue Of(FeelExpression conversion, string text) =>
        conversion.Evaluate(FeelContext.Of(("text", FeelValue.Of(text.Trim()))), FeelEnvironment.Default).Value is { IsNull: false } value ? value : FeelValue.Of(text);
}
