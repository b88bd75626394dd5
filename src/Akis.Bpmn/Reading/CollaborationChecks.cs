using System.Xml.Linq;

namespace Akis.Bpmn.Reading;

/// <summary>Pools, the messages drawn between them, and lanes.</summary>
internal static class CollaborationChecks
{
    public static void Check(XElement definitions, List<Finding> findings)
    {
        var byId = definitions.Descendants().Where(element => element.Name.Namespace == Names.Bpmn && element.Attribute("id") is not null)
            .GroupBy(element => (string)element.Attribute("id")!).ToDictionary(group => group.Key, group => group.First()); // filtered just before
        foreach (var collaboration in definitions.Elements(Names.Bpmn + "collaboration"))
        {
            foreach (var flow in collaboration.Elements(Names.Bpmn + "messageFlow")) CheckMessageFlow(flow);
            foreach (var twice in collaboration.Elements(Names.Bpmn + "participant").Where(pool => pool.Reference("processRef") is not null).GroupBy(pool => pool.Reference("processRef")).SelectMany(group => group.Skip(1)))
            {
                Add(twice, "bpmn.participant", "Bir süreç yalnız bir havuzda bulunabilir.", "A process lies in one pool only.");
            }
        }

        foreach (var process in definitions.Elements(Names.Bpmn + "process").Where(process => process.Flag("isExecutable"))) CheckLanes(process);

        void CheckMessageFlow(XElement flow)
        {
            if (flow.Reference("sourceRef") is not { } from || flow.Reference("targetRef") is not { } to || !byId.TryGetValue(from, out var source) || !byId.TryGetValue(to, out var target)) return; // dangling, found with the others
            if (PoolOf(source) is { } pool && pool == PoolOf(target)) Add(flow, "bpmn.message-flow", "İleti akışı bir havuzun içinde kalamaz; havuz içinde sıra akışı çizilir.", "A message flow may not stay in one pool; inside a pool a sequence flow is drawn.");
            if (!Runs(source) && !Runs(target)) return; // between drawings
            if (Runs(source) && !Sends(source)) Add(flow, "bpmn.message-flow", $"'{from}' ileti gönderemez.", $"'{from}' cannot send a message.");
            if (Runs(target) && !Receives(target)) Add(flow, "bpmn.message-flow", $"'{to}' ileti alamaz.", $"'{to}' cannot receive a message.");
            if (Runs(source) && Runs(target) && Plain(source, target) is { } plain)
            {
                Add(flow, "bpmn.message-flow", $"'{(string?)plain.Attribute("id")}' bu iletiyi kendisi gönderip alamaz; ileti olayı, gönderme ya da alma görevi kullanın.", $"'{(string?)plain.Attribute("id")}' does not send or receive this message by itself; use a message event, a send task or a receive task.");
            }

            var (sent, received, drawn) = (MessageOf(source), MessageOf(target), flow.Reference("messageRef"));
            if (new[] { sent, received, drawn }.OfType<string>().Distinct().Count() > 1)
            {
                Add(flow, "bpmn.message-flow", "İleti akışının iki ucu ayrı iletileri gösteriyor.", "The two ends of the message flow name different messages.");
            }
        }

        void CheckLanes(XElement process)
        {
            var lanes = process.Descendants(Names.Bpmn + "lane").ToList();
            foreach (var twice in lanes.SelectMany(lane => lane.Elements(Names.Bpmn + "flowNodeRef")).GroupBy(entry => (Id: entry.Value.Trim(), Set: entry.Ancestors(Names.Bpmn + "laneSet").LastOrDefault()))
                .Where(group => group.Select(entry => entry.Parent).Distinct().Count(lane => !group.Any(other => other.Parent!.Ancestors().Contains(lane))) > 1)) // a reference lies in its lane
            {
                Add(twice.Last(), "bpmn.lane", $"'{twice.Key.Id}' iki kulvarda birden.", $"'{twice.Key.Id}' lies in two lanes.");
            }

            foreach (var entry in lanes.SelectMany(lane => lane.Elements(Names.Bpmn + "flowNodeRef")).Where(entry => byId.TryGetValue(entry.Value.Trim(), out var node) && !node.Ancestors().Contains(process)))
            {
                Add(entry, "bpmn.lane", $"'{entry.Value.Trim()}' başka bir sürecin ögesi.", $"'{entry.Value.Trim()}' belongs to another process.");
            }
        }

        XElement? PoolOf(XElement end) => end.Name == Names.Bpmn + "participant" ? end.Reference("processRef") is { } id && byId.TryGetValue(id, out var process) ? process : end
            : end.Ancestors(Names.Bpmn + "process").FirstOrDefault();

        void Add(XElement element, string code, string tr, string en) => findings.Add(Finding.At(element, code, tr, en));
    }

    private static bool Runs(XElement end) => end.Ancestors(Names.Bpmn + "process").FirstOrDefault()?.Flag("isExecutable") == true;

    private static bool Sends(XElement end) => Vocabulary.Is(end.Name.LocalName, "activity") && end.Name.LocalName is not ("receiveTask" or "manualTask") || (Vocabulary.Is(end.Name.LocalName, "throwEvent") && Has(end, "messageEventDefinition"));

    private static bool Receives(XElement end) => Vocabulary.Is(end.Name.LocalName, "activity") && end.Name.LocalName is not ("sendTask" or "scriptTask" or "manualTask") || (Vocabulary.Is(end.Name.LocalName, "catchEvent") && Has(end, "messageEventDefinition"));

    // Between two pools that run, a message that nothing sends or awaits would be lost in silence. What a worker does may send it.
    private static XElement? Plain(XElement source, XElement target)
    {
        if (Vocabulary.Is(source.Name.LocalName, "activity") && source.Name.LocalName is not ("sendTask" or "serviceTask" or "businessRuleTask" or "scriptTask")) return source;
        return Vocabulary.Is(target.Name.LocalName, "activity") && target.Name.LocalName != "receiveTask" ? target : null;
    }

    private static bool Has(XElement end, string definition) => end.Elements().Any(child => child.Name.LocalName == definition || child.Name.LocalName == "eventDefinitionRef");

    private static string? MessageOf(XElement end) => end.Reference("messageRef") ?? end.Elements(Names.Bpmn + "messageEventDefinition").Select(definition => definition.Reference("messageRef")).FirstOrDefault(message => message is not null);
}
