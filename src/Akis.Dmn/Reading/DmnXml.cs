using System.Xml;
using System.Xml.Linq;

namespace Akis.Dmn.Reading;

/// <summary>What the versions of DMN's XML have in common: elements are known by their local names, the versions differ in the namespace only.</summary>
internal static class DmnXml
{
    public static readonly HashSet<string> Namespaces =
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20151101/dmn11.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/", "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ];

    public static XElement? Child(this XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name && child.IsDmn());

    public static IEnumerable<XElement> Children(this XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name && child.IsDmn());

    public static bool IsDmn(this XElement element) => Namespaces.Contains(element.Name.NamespaceName);

    public static string? Text(this XElement element, string attribute) => (string?)element.Attribute(attribute);

    public static string Id(this XElement element) => element.Text("id") ?? element.DisplayName();

    public static string DisplayName(this XElement element) => element.Text("name") ?? element.Text("id") ?? "";

    /// <summary>The name under which an element's value is read.</summary>
    public static string VariableName(this XElement element) => element.Child("variable")?.Text("name") ?? element.DisplayName();

    /// <summary>The FEEL source inside an expression or a cell.</summary>
    public static string Source(this XElement element) => element.Child("text")?.Value.Trim() ?? "";

    public static string? TypeName(this XElement element) => element.Text("typeRef") ?? element.Child("typeRef")?.Value.Trim();

    /// <summary>Whether an expression is in FEEL, as it is where nothing else is said.</summary>
    public static bool IsFeel(this XElement element) =>
        (element.Text("expressionLanguage") ?? element.Document?.Root?.Text("expressionLanguage")) is not { Length: > 0 } language || language.Contains("FEEL", StringComparison.OrdinalIgnoreCase);

    public static int Line(this XElement element) => ((IXmlLineInfo)element).LineNumber;
}
