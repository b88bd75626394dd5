using System.Xml;
using System.Xml.Linq;
using Akis.Bpmn.Expressions;
using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Reading;

/// <summary>Compiles one process element; what cannot run becomes a finding, nothing is silently ignored.</summary>
internal sealed partial class GraphBuilder(XElement definitions, XElement process, List<Finding> findings)
{
    private static readonly HashSet<string> NotFlowNodes =
        ["sequenceFlow", "laneSet", "documentation", "extensionElements", "dataObject", "dataObjectReference", "dataStoreReference", "textAnnotation", "association", "group", "incoming", "outgoing", "property", "ioSpecification", "category",
        "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "completionCondition", "auditing", "monitoring", "potentialOwner", "humanPerformer", "performer", "resourceRole", "dataInputAssociation", "dataOutputAssociation"];

    private readonly List<(XElement Element, FlowNode Node)> _nodes = [];
    private readonly Dictionary<string, int> _byId = [];
    private readonly List<SequenceFlow> _flows = [];
    private readonly Dictionary<string, List<string>> _lanes = [];
    private readonly Dictionary<string, Expression> _laneGroups = [];

    public ProcessGraph Build()
    {
        ReadLanes(process, [], null);
        Add(process, NodeKind.Process, -1);
        ReadScope(process, 0);
        ReadFlows();
        Connect();
        new GraphChecks([.. _nodes.Select(entry => entry.Node)], _flows, node => Line(_nodes[node].Element), findings).Check();
        var tag = process.Element(Names.Bpmn + "extensionElements")?.Element(Names.Zeebe + "versionTag");
        return new((string?)process.Attribute("id") ?? "", (string?)process.Attribute("name"), (string?)tag?.Attribute("value"), [.. _nodes.Select(entry => entry.Node)], [.. _flows]);
    }

    private void ReadScope(XElement scope, int index)
    {
        foreach (var element in scope.Elements().Where(e => e.Name.Namespace == Names.Bpmn && !NotFlowNodes.Contains(e.Name.LocalName)))
        {
            if (KindOf(element) is { } kind)
            {
                var own = Add(element, kind, index);
                if (_nodes[own].Node.IsScope) ReadScope(element, own);
            }
            else
            {
                if (Vocabulary.Is(element.Name.LocalName, "flowElement")) Refuse(element, "bpmn.unsupported-element", $"'{element.Name.LocalName}' ögesi henüz yürütülemiyor.", $"The element '{element.Name.LocalName}' cannot be executed yet.");
            }
        }
    }

    private NodeKind? KindOf(XElement element) => element.Name.LocalName switch
    {
        "startEvent" => NodeKind.StartEvent,
        "endEvent" => NodeKind.EndEvent,
        "intermediateCatchEvent" => NodeKind.CatchEvent,
        "intermediateThrowEvent" => NodeKind.ThrowEvent,
        "boundaryEvent" => NodeKind.BoundaryEvent,
        "userTask" => NodeKind.UserTask,
        "serviceTask" => NodeKind.JobTask,
        "sendTask" => Extension(element, "taskDefinition") is null && MessageOf(element) is not null ? NodeKind.SendTask : NodeKind.JobTask,
        "businessRuleTask" or "globalBusinessRuleTask" => Extension(element, "calledDecision") is null ? NodeKind.JobTask : NodeKind.DecisionTask,
        "scriptTask" or "globalScriptTask" => Extension(element, "script") is null && FeelScript(element) is null ? NodeKind.JobTask : NodeKind.ScriptTask,
        "task" or "manualTask" or "globalTask" or "globalManualTask" => NodeKind.PassTask,
        "globalUserTask" => NodeKind.UserTask,
        "callActivity" when GlobalTask(element) is { } called => KindOf(called),
        "receiveTask" => NodeKind.ReceiveTask,
        "callActivity" => NodeKind.CallActivity,
        "subProcess" => element.Flag("triggeredByEvent") ? NodeKind.EventSubProcess : NodeKind.SubProcess,
        "transaction" => NodeKind.Transaction,
        "adHocSubProcess" => NodeKind.AdHocSubProcess,
        "inclusiveGateway" => NodeKind.InclusiveGateway,
        "complexGateway" => NodeKind.ComplexGateway,
        "exclusiveGateway" => NodeKind.ExclusiveGateway,
        "parallelGateway" => NodeKind.ParallelGateway,
        "eventBasedGateway" => NodeKind.EventGateway,
        _ => null,
    };

    private int Add(XElement element, NodeKind kind, int scope)
    {
        var id = (string?)element.Attribute("id") ?? "";
        var index = _nodes.Count;
        if (id.Length == 0) Refuse(element, "bpmn.id", "Her ögenin kendine özgü bir kimliği (id) olmalı.", "Every element needs an id of its own.");
        _byId.TryAdd(id, index);
        var mapping = Extension(element, "ioMapping");
        var work = GlobalTask(element) ?? element; // what a call activity calls of this file is done in its place
        var isActivity = Vocabulary.Is(element.Name.LocalName, "activity");
        var node = new FlowNode(index, id, (string?)element.Attribute("name"), kind, scope)
        {
            Trigger = TriggerOf(element, kind, scope),
            Interrupting = kind == NodeKind.BoundaryEvent ? element.Flag("cancelActivity", true) : kind != NodeKind.StartEvent || _nodes[scope].Node.Kind != NodeKind.EventSubProcess || element.Flag("isInterrupting", true),
            Lanes = _lanes.GetValueOrDefault(id) ?? (scope > 0 ? _nodes[scope].Node.Lanes : []),
            Properties = Pairs(Extension(element, "properties"), "property", "name"),
            Inputs = [.. DataInputs(element), .. Mappings(mapping, "input")],
            Outputs = [.. Mappings(mapping, "output"), .. DataOutputs(element)],
            Locals = LocalsOf(element),
            Listeners = ListenersOf(element, work, isActivity),
            BodyListeners = isActivity ? BodyListenersOf(element) : [],
            UserTask = kind == NodeKind.UserTask ? UserTaskOf(element, work) : null,
            Job = kind == NodeKind.JobTask || (kind is NodeKind.ThrowEvent or NodeKind.EndEvent && Extension(element, "taskDefinition") is not null) ? JobOf(element, work) : null,
            Activation = element.Element(Names.Bpmn + "activationCondition") is { } activation ? Read(activation, activation.Value.Trim()) : null,
            Loop = isActivity ? LoopOf(element) : null,
            AdHoc = kind == NodeKind.AdHocSubProcess ? AdHocOf(element) : null,
            StartQuantity = isActivity ? Quantity(element, "startQuantity") : 1,
            CompletionQuantity = isActivity ? Quantity(element, "completionQuantity") : 1,
            IsForCompensation = isActivity && element.Flag("isForCompensation"),
            Decision = kind == NodeKind.DecisionTask ? DecisionOf(work) : null,
            Call = kind == NodeKind.CallActivity ? CallOf(element) : null,
            Script = kind == NodeKind.ScriptTask ? ScriptOf(work) : null,
            StartFormId = kind == NodeKind.StartEvent ? StartFormOf(element) : null,
            FormBinding = kind is NodeKind.StartEvent or NodeKind.UserTask ? BindingOf(Extension(work, "formDefinition"), work) : VersionBinding.Latest,
            FormVersionTag = (string?)Extension(work, "formDefinition")?.Attribute("versionTag"),
            InitiatorVariable = kind == NodeKind.StartEvent ? (string?)element.Attribute(Names.Akis + "initiator") : null,
            Instantiates = kind is NodeKind.ReceiveTask or NodeKind.EventGateway && element.Flag("instantiate"),
            StartsTogether = kind == NodeKind.EventGateway && (string?)element.Attribute("eventGatewayType") == "Parallel",
        };
        _nodes.Add((element, node));
        return index;
    }

    private Dictionary<string, string> Pairs(XElement? holder, string name, string key)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var entry in holder?.Elements(Names.Zeebe + name) ?? [])
        {
            if ((string?)entry.Attribute(key) is not { Length: > 0 } of) Missing(entry, key);
            else if (!pairs.TryAdd(of, (string?)entry.Attribute("value") ?? "")) Refuse(entry, "bpmn.duplicate-name", $"'{of}' adı birden çok kez kullanılmış.", $"The name '{of}' is used more than once.");
        }

        return pairs;
    }

    private XElement? Referenced(XElement element, string attribute, string kind)
    {
        // That it exists is checked for every reference alike.
        return element.Reference(attribute) is { } id ? definitions.Elements(Names.Bpmn + kind).FirstOrDefault(e => (string?)e.Attribute("id") == id) : null;
    }

    private List<Mapping> Mappings(XElement? mapping, string name) => mapping is null ? [] :
        [.. mapping.Elements(Names.Zeebe + name).Select(entry => new Mapping((string?)entry.Attribute("source") is { } text ? Read(entry, text) : Missing(entry, "source"), (string?)entry.Attribute("target") is { Length: > 0 } target ? target : Missing(entry, "target").Text))];

    private Expression? Part(XElement definition, string name) => definition.Element(Names.Bpmn + name) is { } part ? Read(part, part.Value.Trim()) : null;

    private Expression? Attribute(XElement? element, string name) => (string?)element?.Attribute(name) is { Length: > 0 } text ? Read(element!, text) : null; // the attribute came from it

    private Expression Read(XElement element, string text)
    {
        var expression = Expression.Read(text);
        foreach (var error in expression.Errors) Refuse(element, "bpmn.expression", $"'{text}': {error.Tr}", $"'{text}': {error.En}");
        return expression;
    }

    private Expression Missing(XElement element, string what)
    {
        Refuse(element, "bpmn.missing-attribute", $"'{what}' belirtilmemiş.", $"'{what}' is missing.");
        return Expression.Read("");
    }

    private void ReadFlows()
    {
        foreach (var element in process.Descendants(Names.Bpmn + "sequenceFlow"))
        {
            // History names flows by id: two of one name could not be told apart.
            if ((string?)element.Attribute("id") is not { Length: > 0 } id) Refuse(element, "bpmn.id", "Her akışın kendine özgü bir kimliği (id) olmalı.", "Every flow needs an id of its own.");
            if (!_byId.TryGetValue(element.Reference("sourceRef") ?? "", out var from) || !_byId.TryGetValue(element.Reference("targetRef") ?? "", out var to))
            {
                var elsewhere = definitions.Descendants().Any(e => ((string?)e.Attribute("id") is { } id && (id == element.Reference("sourceRef") || id == element.Reference("targetRef"))) && !e.Ancestors().Contains(process) && Vocabulary.Is(e.Name.LocalName, "flowNode"));
                if (elsewhere) Refuse(element, "bpmn.flow-across-pools", "Sıra akışı başka bir havuza geçemez; havuzlar arasında ileti akışı çizilir.", "A sequence flow cannot leave its pool; between pools a message flow is drawn.");
                continue;
            }

            var condition = element.Element(Names.Bpmn + "conditionExpression") is { } text ? ReadCondition(text) : null;
            _flows.Add(new(_flows.Count, (string?)element.Attribute("id") ?? "", (string?)element.Attribute("name"), from, to, condition));
        }
    }

    private void Connect()
    {
        for (var i = 0; i < _nodes.Count; i++)
        {
            var (element, node) = _nodes[i];
            var attached = -1;
            if (node.Kind == NodeKind.BoundaryEvent && !_byId.TryGetValue(element.Reference("attachedToRef") ?? "", out attached)) attached = -1;

            var standard = element.Reference("default");
            _nodes[i] = (element, node with
            {
                Incoming = [.. _flows.Where(flow => flow.To == i).Select(flow => flow.Index)],
                Outgoing = [.. _flows.Where(flow => flow.From == i).Select(flow => flow.Index)],
                DefaultFlow = standard is null ? -1 : _flows.FindIndex(flow => flow.Id == standard && flow.From == i),
                AttachedTo = attached,
                BoundaryEvents = [.. Where(other => other.Kind == NodeKind.BoundaryEvent && _nodes[other.Index].Element.Reference("attachedToRef") == node.Id && node.Kind != NodeKind.Process)],
                EventSubProcesses = [.. Where(other => other.Kind == NodeKind.EventSubProcess && other.Scope == i)],
                CompensationHandler = HandlerOf(node),
                Activities = node.Kind == NodeKind.AdHocSubProcess ? [.. Where(other => other.Scope == i && other.IsActivity && !other.IsForCompensation)] : [],
                Entrances = EntrancesOf(node),
                StartEvents = [.. Where(other => other.Kind == NodeKind.StartEvent && other.Scope == i)],
            });
            if (standard is not null && _nodes[i].Node.DefaultFlow < 0) Refuse(element, "bpmn.default-flow", "Varsayılan akış bu ögeden çıkmıyor.", "The default flow does not leave this element.");
        }
    }

    private IEnumerable<int> Where(Func<FlowNode, bool> condition) => _nodes.Where(entry => condition(entry.Node)).Select(entry => entry.Node.Index);

    private static XElement? Extension(XElement element, string name) => element.Element(Names.Bpmn + "extensionElements")?.Element(Names.Zeebe + name);

    private void Refuse(XElement element, string code, string tr, string en) => findings.Add(Finding.At(element, code, tr, en));

    private static int Line(XElement element) => ((IXmlLineInfo)element).LineNumber;
}
