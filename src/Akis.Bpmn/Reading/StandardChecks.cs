using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Akis.Bpmn.Reading;

/// <summary>
/// What the standard says of every element alike: where it may stand, which attributes and values it has, that what it refers to exists and
/// is of the right kind. Pools that are not executable are drawings and are left alone, but ids are unique in the whole file.
/// </summary>
internal sealed class StandardChecks
{
    private static readonly string[] Languages = ["feel", "juel"];

    private readonly XElement _definitions;
    private readonly List<Finding> _findings;
    private readonly Dictionary<string, XElement> _byId = [];

    private StandardChecks(XElement definitions, List<Finding> findings) => (_definitions, _findings) = (definitions, findings);

    public static void Check(XElement definitions, List<Finding> findings)
    {
        var checks = new StandardChecks(definitions, findings);
        checks.ReadIds();
        checks.Attributes(definitions, Vocabulary.Find("definitions")!); // in the table
        foreach (var root in definitions.Elements()) checks.Root(root);
    }

    private void ReadIds()
    {
        foreach (var element in _definitions.Descendants().Where(element => element.Name.Namespace == Names.Bpmn))
        {
            if ((string?)element.Attribute("id") is { Length: > 0 } id && !_byId.TryAdd(id, element))
            {
                Add(element, "bpmn.id", $"'{id}' kimliği (id) dosyada birden çok kez kullanılmış.", $"The id '{id}' is used more than once in the file.");
            }
        }
    }

    private void Root(XElement root)
    {
        if (root.Name.Namespace != Names.Bpmn) return; // diagrams, and other makers' additions
        var name = root.Name.LocalName;
        if (name == "process" && !root.Flag("isExecutable")) return;
        if (name.Contains("horeography", StringComparison.Ordinal) || Vocabulary.Is(name, "conversationNode") || name == "relationship") return; // drawings
        if (name == "extension" && root.Flag("mustUnderstand"))
        {
            Add(root, "bpmn.must-understand", $"Model, bilinmeyen '{(string?)root.Attribute("definition")}' uzantısının anlaşılmasını şart koşuyor.", $"The model demands that the unknown extension '{(string?)root.Attribute("definition")}' is understood.");
        }

        if (Vocabulary.Child(Vocabulary.Find("definitions")!, name) is not null) Element(root, Vocabulary.Find(name)!); // both in the table
        else Misplaced(root, _definitions);
    }

    private void Element(XElement element, ElementType type)
    {
        Attributes(element, type);
        Meaning(element, type);
        if (type.Name is "documentation" or "extensionElements" or "text" or "script" or "rendering") return; // anything may stand there
        var seen = new HashSet<ChildRule>();
        foreach (var child in element.Elements())
        {
            if (child.Name.Namespace != Names.Bpmn || Vocabulary.Child(type, child.Name.LocalName) is not { } rule)
            {
                Misplaced(child, element);
                continue;
            }

            if (!seen.Add(rule) && rule.Single) Add(child, "bpmn.too-many", $"'{element.Name.LocalName}' içinde yalnız bir '{rule.Name}' bulunabilir.", $"'{element.Name.LocalName}' may hold one '{rule.Name}' only.");
            if (rule.Type is ['>', .. var target]) Refers(child, child.Value.Trim(), target);
            else if (Vocabulary.Find(rule.Type ?? child.Name.LocalName) is { } inner) Element(child, inner);
        }

        foreach (var missing in Vocabulary.Chain(type).SelectMany(each => each.Children).Where(rule => rule.Required && !seen.Contains(rule)))
        {
            Add(element, "bpmn.missing-element", $"'{element.Name.LocalName}' içinde '{missing.Name}' bulunmalı.", $"'{element.Name.LocalName}' needs a '{missing.Name}'.");
        }
    }

    // What is well-formed and yet would mean nothing here.
    private void Meaning(XElement element, ElementType type)
    {
        if (Vocabulary.Chain(type).Any(each => each.Name == "formalExpression") && (string?)element.Attribute("language") is { Length: > 0 } language && !Languages.Any(known => language.Contains(known, StringComparison.OrdinalIgnoreCase)))
        {
            Add(element, "bpmn.expression-language", $"'{language}' dilinde ifade hesaplanamıyor; FEEL kullanın.", $"Expressions in '{language}' cannot be evaluated; use FEEL.");
        }

        var isRole = Vocabulary.Is(type.Name, "resourceRole") && element.Parent is not null;
        if (isRole && (type.Name is not ("humanPerformer" or "potentialOwner") || element.Parent!.Name.LocalName is not ("userTask" or "globalUserTask") || element.Element(Names.Bpmn + "resourceParameterBinding") is not null)) // asked just before
        {
            Add(element, "bpmn.resource-role", $"'{type.Name}' burada kimseye iş vermez; kullanıcı görevinde humanPerformer ya da potentialOwner kullanın.", $"'{type.Name}' gives nobody work here; use humanPerformer or potentialOwner on a user task.");
        }

        if (type.Name == "transaction" && (string?)element.Attribute("method") is { } method && !method.Contains("compensate", StringComparison.OrdinalIgnoreCase))
        {
            Add(element, "bpmn.transaction-method", $"İşlem (transaction) yalnız telafi ile geri alınabilir (##Compensate); '{method}' yürütülemiyor.", $"A transaction can only be undone by compensation (##Compensate); '{method}' cannot be executed.");
        }

        if (type.Name == "sequenceFlow" && !element.Flag("isImmediate", true)) Add(element, "bpmn.not-immediate", "Yürütülen bir süreçte akışlar beklemez (isImmediate=\"false\" olamaz).", "In a process that is executed flows do not wait (isImmediate cannot be \"false\").");
        foreach (var end in element.Elements().Where(child => child.Name == Names.Bpmn + "incoming" || child.Name == Names.Bpmn + "outgoing"))
        {
            var (id, side) = (QName.Resolve(end, end.Value.Trim()).Id, end.Name.LocalName == "incoming" ? "targetRef" : "sourceRef");
            if (_byId.TryGetValue(id, out var flow) && flow.Name.LocalName == "sequenceFlow" && flow.Reference(side) != (string?)element.Attribute("id"))
                Add(end, "bpmn.flow-mismatch", $"'{id}' akışı bu ögeye bağlı değil ({end.Name.LocalName}).", $"The flow '{id}' is not connected to this element ({end.Name.LocalName}).");
        }

        if (type.Name is "ioBinding" or "correlationSubscription") Add(element, "bpmn.unsupported-element", $"'{type.Name}' ögesi yürütülemiyor.", $"The element '{type.Name}' cannot be executed.");
    }

    private void Misplaced(XElement child, XElement parent)
    {
        if (child.Name.Namespace == Names.Bpmn && Vocabulary.Knows(child.Name.LocalName))
            Add(child, "bpmn.misplaced-element", $"'{child.Name.LocalName}' ögesi '{parent.Name.LocalName}' içinde bulunamaz.", $"'{child.Name.LocalName}' may not stand inside '{parent.Name.LocalName}'.");
        else
            Add(child, "bpmn.unknown-element", $"'{child.Name.LocalName}' bir BPMN ögesi değil; başka üreticilerin ögeleri extensionElements içine yazılır.", $"'{child.Name.LocalName}' is no BPMN element; what other makers add belongs in extensionElements.");
    }

    private void Attributes(XElement element, ElementType type)
    {
        foreach (var attribute in element.Attributes().Where(attribute => attribute.Name.Namespace == XNamespace.None))
        {
            if (attribute.IsNamespaceDeclaration) continue;
            if (Vocabulary.Attribute(type, attribute.Name.LocalName) is not { } rule)
            {
                Add(element, "bpmn.unknown-attribute", $"'{element.Name.LocalName}' ögesinin '{attribute.Name.LocalName}' adlı bir özniteliği yok.", $"'{element.Name.LocalName}' has no attribute '{attribute.Name.LocalName}'.");
            }
            else if (rule.Target is { } target)
            {
                Refers(element, attribute.Value, target);
            }
            else if (!Fits(attribute.Value, rule.Kind))
            {
                Add(element, "bpmn.bad-value", $"'{attribute.Name.LocalName}' özniteliği '{attribute.Value}' olamaz.", $"The attribute '{attribute.Name.LocalName}' cannot be '{attribute.Value}'.");
            }
        }

        foreach (var missing in Vocabulary.Chain(type).SelectMany(each => each.Attributes).Where(rule => rule.Required && element.Attribute(rule.Name) is null))
        {
            Add(element, "bpmn.missing-attribute", $"'{missing.Name}' belirtilmemiş.", $"'{missing.Name}' is missing.");
        }
    }

    private static bool Fits(string value, string? kind) => kind switch
    {
        null => true,
        "boolean" => value.Trim() is "true" or "false" or "1" or "0",
        "integer" => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "id" => value.Length > 0 && IsName(value),
        _ => kind.Split(',').Contains(value),
    };

    private static bool IsName(string value)
    {
        try
        {
            return XmlConvert.VerifyNCName(value) == value;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    // What is written with the prefix of another namespace lies in another file.
    private void Refers(XElement place, string reference, string target)
    {
        if (target.Length == 0) return;
        var (id, isForeign) = QName.Resolve(place, reference);
        if (isForeign && target is "itemDefinition" or "interface" or "operation" or "endPoint") return; // types and services of other files change nothing here
        if (isForeign) Add(place, "bpmn.imported-reference", $"'{reference}' başka bir dosyada; dosyalar arası gönderme çözülemiyor.", $"'{reference}' lies in another file; references between files cannot be resolved.");
        else if (!_byId.TryGetValue(id, out var found)) Add(place, "bpmn.dangling-reference", $"'{id}' kimlikli bir öge yok.", $"There is no element with the id '{id}'.");
        else if (!Vocabulary.Is(found.Name.LocalName, target)) Add(place, "bpmn.wrong-reference", $"'{id}' bir '{found.Name.LocalName}'; burada '{target}' türünden bir öge gösterilmeli.", $"'{id}' is a '{found.Name.LocalName}'; this must refer to a '{target}'.");
    }

    private void Add(XElement element, string code, string tr, string en) => _findings.Add(Finding.At(element, code, tr, en));
}
