using System.Xml.Linq;

namespace Akis.Bpmn.Reading;

/// <summary>XML namespaces of the first dialect.</summary>
internal static class Names
{
    public static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    public static readonly XNamespace Zeebe = "http://camunda.org/schema/zeebe/1.0";
    public static readonly XNamespace Akis = "http://akis.demouni.example/schema/1.0/bpmn";
}
