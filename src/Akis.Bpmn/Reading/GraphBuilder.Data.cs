using System.Xml.Linq;
using Akis.Bpmn.Expressions;
using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Reading;

/// <summary>
/// Data objects, properties, data inputs and outputs are variables of their names, and data associations copy between them (BPMN 2.0.2 §10.4).
/// An association that names only one end, as most drawings have it, says where data belongs and does nothing.
/// </summary>
internal sealed partial class GraphBuilder
{
    private const string Placeholder = "__targetRef_placeholder"; // what bpmn.io draws where a data input would be

    private IEnumerable<Mapping> DataInputs(XElement element) => element.Elements(Names.Bpmn + "dataInputAssociation").SelectMany(MappingsOf);

    private IEnumerable<Mapping> DataOutputs(XElement element) => element.Elements(Names.Bpmn + "dataOutputAssociation").SelectMany(MappingsOf);

    private IEnumerable<Mapping> MappingsOf(XElement association)
    {
        var (sources, target) = (association.Elements(Names.Bpmn + "sourceRef").Select(Item).OfType<XElement>().ToList(), Item(association.Element(Names.Bpmn + "targetRef")));
        if (IsDrawn(association)) yield break;
        foreach (var store in sources.Append(target).OfType<XElement>().Where(item => item.Name.LocalName is "dataStore" or "dataStoreReference"))
        {
            Refuse(association, "bpmn.data-store", $"'{(string?)store.Attribute("id")}' veri deposu süreç içinden okunup yazılamaz; bunu bir servis görevi yapmalı.", $"The data store '{(string?)store.Attribute("id")}' cannot be read or written by the process; a service task has to do that.");
        }

        var assignments = association.Elements(Names.Bpmn + "assignment").ToList();
        foreach (var assignment in assignments)
        {
            if (Part(assignment, "from") is { } from && Part(assignment, "to")?.Text.TrimStart('=').Trim() is { Length: > 0 } to) yield return new(from, to);
        }

        if (target is null || assignments.Count > 0) yield break;
        if (association.Element(Names.Bpmn + "transformation") is { } transformation) yield return new(ReadCondition(transformation), NameOfItem(target));
        else if (sources is [var only]) yield return new(Expression.Variable(NameOfItem(only)), NameOfItem(target));
        else if (sources.Count > 1) Refuse(association, "bpmn.data-association", "Veri ilişkisinin birden çok kaynağı varsa bir dönüşümü (transformation) olmalı.", "A data association with several sources needs a transformation.");
    }

    private bool IsDrawn(XElement association) =>
        association.Element(Names.Bpmn + "assignment") is null && association.Element(Names.Bpmn + "transformation") is null
        && (!association.Elements(Names.Bpmn + "sourceRef").Any() || Item(association.Element(Names.Bpmn + "targetRef")) is not { } target || (string?)target.Attribute("name") == Placeholder);

    // Variables that are shadowed inside: data objects of a sub-process and properties, where an association or a loop really uses them.
    private List<string> LocalsOf(XElement element)
    {
        var own = element.Elements().Where(child => child.Name.LocalName is "dataObject" or "property" && child.Name.Namespace == Names.Bpmn).ToList();
        if (own.Count == 0) return [];
        var used = process.Descendants().Where(e => e.Name.LocalName is "dataInputAssociation" or "dataOutputAssociation" && !IsDrawn(e)).SelectMany(e => e.Elements()).Concat(process.Descendants().Where(e => e.Name.LocalName is "loopDataInputRef" or "loopDataOutputRef"))
            .Select(Item).OfType<XElement>().ToHashSet();
        return [.. own.Where(used.Contains).Select(NameOfItem)];
    }

    private XElement? Item(XElement? reference)
    {
        if (reference is null || reference.Name.LocalName is not ("sourceRef" or "targetRef" or "loopDataInputRef" or "loopDataOutputRef")) return null;
        var id = QName.Resolve(reference, reference.Value.Trim()).Id;
        var item = definitions.Descendants().FirstOrDefault(e => e.Name.Namespace == Names.Bpmn && (string?)e.Attribute("id") == id);
        return item?.Name.LocalName == "dataObjectReference" && item.Reference("dataObjectRef") is { } meant
            ? definitions.Descendants(Names.Bpmn + "dataObject").FirstOrDefault(e => (string?)e.Attribute("id") == meant) ?? item
            : item;
    }

    private static string NameOfItem(XElement item) => (string?)item.Attribute("name") is { Length: > 0 } name ? name : (string?)item.Attribute("id") ?? "";
}
