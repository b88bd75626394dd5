using System.Xml.Linq;
using Akis.Bpmn.Expressions;
using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Reading;

/// <summary>Who does a user task, and with which form.</summary>
internal sealed partial class GraphBuilder
{
    // A lane's group: what its property akis:candidateGroups says, or the resource that it stands for (partitionElementRef, BPMN 2.0.2 §10.8).
    private void ReadLanes(XElement owner, List<string> outer, Expression? outerGroup)
    {
        foreach (var lane in owner.Elements().Where(e => e.Name.LocalName is "laneSet" or "childLaneSet").Elements(Names.Bpmn + "lane"))
        {
            List<string> path = [.. outer, (string?)lane.Attribute("name") ?? ""];
            var named = Extension(lane, "properties")?.Elements(Names.Zeebe + "property").FirstOrDefault(property => (string?)property.Attribute("name") == "akis:candidateGroups");
            var group = Attribute(named, "value") ?? (Referenced(lane, "partitionElementRef", "resource") is { } resource ? Attribute(resource, "name") : null) ?? outerGroup;
            foreach (var node in lane.Elements(Names.Bpmn + "flowNodeRef"))
            {
                var id = QName.Resolve(node, node.Value.Trim()).Id;

                // Some modelers name a node in the outer lanes too: the innermost one counts.
                if (_lanes.TryGetValue(id, out var known) && known.Count >= path.Count) continue;
                _lanes[id] = path;
                if (group is not null) _laneGroups[id] = group;
            }

            ReadLanes(lane, path, group);
        }
    }

    private UserTaskSpec UserTaskOf(XElement element, XElement work)
    {
        var (assignment, schedule) = (Extension(work, "assignmentDefinition"), Extension(work, "taskSchedule"));
        var (assignee, groups, users) = (Attribute(assignment, "assignee"), Attribute(assignment, "candidateGroups"), Attribute(assignment, "candidateUsers"));
        if (assignee is null && groups is null && users is null) (assignee, groups, users) = RolesOf(work);
        if (assignee is null && groups is null && users is null) groups = LaneGroup(element);
        var form = Extension(work, "formDefinition");
        return new(assignee, groups, users, Attribute(schedule, "dueDate"), Attribute(schedule, "followUpDate"), Attribute(Extension(work, "priorityDefinition"), "priority"), FormOf(work))
        {
            Segregation = SegregationOf(element),
            ExternalReference = FormOf(work) is not null ? null : Attribute(form, "externalReference") ?? Attribute(form, "formKey"),
        };
    }

    // A variable's name, or FEEL for a name or a list of names.
    private Expression? SegregationOf(XElement element)
    {
        var named = Extension(element, "properties")?.Elements(Names.Zeebe + "property").FirstOrDefault(property => (string?)property.Attribute("name") == "akis:segregation");
        return Attribute(named, "value") is { IsConstant: true, Text: var variable } ? Expression.Variable(variable) : Attribute(named, "value");
    }

    // A form by its id; one that lies in the process itself is named by a key (Camunda Modeler's embedded forms).
    private static string? FormOf(XElement element)
    {
        var form = Extension(element, "formDefinition");
        const string Embedded = "camunda-forms:bpmn:";
        return (string?)form?.Attribute("formId") ?? ((string?)form?.Attribute("formKey") is { } key && key.StartsWith(Embedded, StringComparison.Ordinal) ? key[Embedded.Length..] : null);
    }

    // Who starts a process sees a form of this program; there is no task that could lead elsewhere.
    private string? StartFormOf(XElement start)
    {
        if (FormOf(start) is { } form) return form;
        if (Extension(start, "formDefinition") is { HasAttributes: true } other) Refuse(other, "bpmn.start-form", "Başlangıç formu, kimliği (formId) ile verilen bir form olmalı; başka yerdeki formlar başlangıçta gösterilemez.", "The form of a start event must be given by its id (formId); forms that lie elsewhere cannot be shown at a start.");
        return null;
    }

    // The standard's roles (BPMN 2.0.2 §10.3.1): a human performer has the task, potential owners are its candidates, written user(a), group(b).
    private (Expression? Assignee, Expression? Groups, Expression? Users) RolesOf(XElement work)
    {
        Expression? assignee = null;
        var (groups, users) = (new List<string>(), new List<string>());
        foreach (var role in work.Elements().Where(e => e.Name.LocalName is "humanPerformer" or "potentialOwner"))
        {
            var text = role.Element(Names.Bpmn + "resourceAssignmentExpression")?.Elements().FirstOrDefault()?.Value.Trim();
            if (text is null && role.Element(Names.Bpmn + "resourceRef") is { } reference) text = (string?)definitions.Elements(Names.Bpmn + "resource").FirstOrDefault(e => (string?)e.Attribute("id") == QName.Resolve(reference, reference.Value.Trim()).Id)?.Attribute("name");
            if (text is not { Length: > 0 } && role.Element(Names.Bpmn + "resourceRef") is not null) continue; // dangling, found with the others
            if (text is not { Length: > 0 }) Missing(role, "resourceAssignmentExpression");
            else if (role.Name.LocalName == "humanPerformer") assignee = Read(role, text);
            else if (text.StartsWith('=')) return (assignee, Read(role, text), null);
            else foreach (var one in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) (one.StartsWith("user(", StringComparison.Ordinal) ? users : groups).Add(Inside(one));
        }

        return (assignee, groups.Count == 0 ? null : Expression.Read(string.Join(',', groups)), users.Count == 0 ? null : Expression.Read(string.Join(',', users)));

        static string Inside(string text) => text.IndexOf('(', StringComparison.Ordinal) is > 0 and var open && text.EndsWith(')') ? text[(open + 1)..^1].Trim() : text;
    }

    // What lies in a sub-process lies in the lane that the sub-process lies in.
    private Expression? LaneGroup(XElement element) =>
        element.AncestorsAndSelf().Select(each => (string?)each.Attribute("id") is { } id ? _laneGroups.GetValueOrDefault(id) : null).FirstOrDefault(group => group is not null);
}
