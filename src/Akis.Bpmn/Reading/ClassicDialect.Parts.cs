using System.Xml.Linq;
using Akis.Bpmn.Expressions;

namespace Akis.Bpmn.Reading;

/// <summary>Listeners, values and the small steps of the translation.</summary>
internal sealed partial class ClassicDialect
{
    private static readonly Dictionary<string, string> Moments = new()
    {
        ["executionListener start"] = "start", ["executionListener end"] = "end",
        ["taskListener create"] = "creating", ["taskListener assignment"] = "assigning", ["taskListener update"] = "updating", ["taskListener complete"] = "completing",
    };

    // A listener is a job of its class's, bean's or expression's name, as a delegate is.
    private void Listeners(XElement element)
    {
        foreach (var listener in Children(element, "executionListener").Concat(Children(element, "taskListener")))
        {
            var (kind, moment) = (listener.Name.LocalName, (string?)listener.Attribute("event") ?? (listener.Name.LocalName == "taskListener" ? "create" : "start"));
            var named = (string?)listener.Attribute("class") ?? (string?)listener.Attribute("delegateExpression") ?? (string?)listener.Attribute("expression");
            if (named is null) Refuse(listener, "Betikle yazılmış dinleyici yürütülemiyor; class, delegateExpression ya da expression verin: aynı adlı bir iş olur.", "A listener written as a script cannot be executed; give class, delegateExpression or expression, which becomes a job of that name.");
            else if (!Moments.TryGetValue($"{kind} {moment}", out var type)) Refuse(listener, $"'{moment}' olayının dinleyicisi yürütülemiyor.", $"A listener of '{moment}' cannot be executed.");
            else Holder(element, kind + "s").Add(new XElement(Names.Zeebe + kind, new XAttribute("eventType", type), new XAttribute("type", Inside(named))));
            foreach (var field in listener.Elements().Where(e => e.Name.LocalName == "field")) Refuse(field, "Dinleyicilerin alanları (field) yürütülemiyor.", "Fields of listeners cannot be executed.");
        }
    }

    // A text, an expression, a script, or lists and maps of them.
    private string Value(XElement parameter)
    {
        if (parameter.Elements().FirstOrDefault(e => Names.Classic.Contains(e.Name.Namespace)) is not { } inner) return Source(parameter, parameter.Value.Trim());
        return inner.Name.LocalName switch
        {
            "script" => ScriptText(inner, (string?)inner.Attribute("scriptFormat"), inner.Attribute("resource") is null ? inner.Value.Trim() : Nothing(inner)),
            "list" => $"=[{string.Join(", ", inner.Elements().Select(item => item.Name.LocalName == "script" ? ScriptText(item, (string?)item.Attribute("scriptFormat"), item.Value.Trim())[1..] : Source(item, item.Value.Trim())[1..]))}]",
            "map" => $"={{{string.Join(", ", inner.Elements().Select(entry => $"{FeelText((string?)entry.Attribute("key") ?? "")}: {Value(entry)[1..]}"))}}}",
            _ => "=null", // refused by its name
        };
    }

    private string Nothing(XElement script)
    {
        Refuse(script, "Dosyadaki betik (resource) çalıştırılamıyor; betiği modele yazın.", "A script in a file (resource) cannot be run; write it into the model.");
        return "null";
    }

    private string SourceOf(XElement mapping) => (string?)mapping.Attribute("sourceExpression") is { } expression ? Source(mapping, expression) : "=" + (string?)mapping.Attribute("source");

    private static string? Target(XElement mapping) => (string?)mapping.Attribute("target");

    private static void Property(XElement element, string name, string value) =>
        Holder(element, "properties").Add(new XElement(Names.Zeebe + "property", new XAttribute("name", name), new XAttribute("value", value)));

    private static void Map(XElement element, IEnumerable<(string Kind, string Source, string? Target)> mappings)
    {
        foreach (var (kind, source, target) in mappings.ToList()) Holder(element, "ioMapping").Add(new XElement(Names.Zeebe + kind, new XAttribute("source", source), new XAttribute("target", target ?? "")));
    }

    private string Source(XElement place, string text) => Juel.IsExpression(text) ? Feel(place, text) : "=" + FeelText(text);

    private static string FeelText(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private string Feel(XElement place, string text)
    {
        if (Juel.ToFeel(text, out var problem) is { } feel) return feel;
        Refuse(place, $"'{text}' ifadesi çevrilemedi: {problem}", $"The expression '{text}' cannot be translated: {problem}");
        return "=null";
    }

    private static string Inside(string expression) => expression.Trim() is ['$' or '#', '{', .. var inner, '}'] ? inner.Trim() : expression.Trim();

    private string? Own(XElement element, string attribute) => Raw(element, attribute) is { } text ? Feel(element, text) : null;

    private static string? Raw(XElement element, string attribute) => Names.Classic.Select(name => (string?)element.Attribute(name + attribute)).FirstOrDefault(value => value is not null);

    private static XElement? Child(XElement element, string name) => Children(element, name).FirstOrDefault();

    private static IEnumerable<XElement> Children(XElement element, string name) =>
        element.Elements(Names.Bpmn + "extensionElements").Elements().Where(e => Names.Classic.Contains(e.Name.Namespace) && e.Name.LocalName == name).ToList();

    private static void Extend(XElement element, string name, params (string Name, string? Value)[] attributes)
    {
        var given = attributes.Where(attribute => attribute.Value is not null).ToList();
        if (given.Count == 0 || Extensions(element).Element(Names.Zeebe + name) is not null) return;
        Extensions(element).Add(new XElement(Names.Zeebe + name, given.Select(attribute => new XAttribute(attribute.Name, attribute.Value!)))); // filtered above
    }

    private static XElement Holder(XElement element, string name)
    {
        if (Extensions(element).Element(Names.Zeebe + name) is { } found) return found;
        var made = new XElement(Names.Zeebe + name);
        Extensions(element).Add(made);
        return made;
    }

    private static XElement Extensions(XElement element)
    {
        if (element.Element(Names.Bpmn + "extensionElements") is { } found) return found;
        var made = new XElement(Names.Bpmn + "extensionElements");
        element.AddFirst(made);
        return made;
    }

    private void Refuse(XElement element, string tr, string en) => findings.Add(Finding.At(element, "bpmn.classic-dialect", tr, en));
}
