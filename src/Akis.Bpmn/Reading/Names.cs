using System.Xml.Linq;

namespace Akis.Bpmn.Reading;

/// <summary>XML namespaces of the standard and of both dialects.</summary>
internal static class Names
{
    public static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    public static readonly XNamespace Zeebe = "http://camunda.org/schema/zeebe/1.0";
    public static readonly XNamespace[] Classic = ["http://camunda.org/schema/1.0/bpmn", "http://operaton.org/schema/1.0/bpmn", "http://activiti.org/bpmn"];
    public static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    public static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    public static readonly XNamespace Line = "http://www.omg.org/spec/DD/20100524/DI";
    public static readonly XNamespace Akis = "http://akis.demouni.example/schema/1.0/bpmn";
}
