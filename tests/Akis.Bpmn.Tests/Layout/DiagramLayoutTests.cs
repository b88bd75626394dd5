using System.Xml.Linq;
using Akis.Bpmn.Layout;

namespace Akis.Bpmn.Tests.Layout;

/// <summary>A drawn model can be read: everything is drawn, nothing overlaps, no flow runs through a shape, lines are straight and at right angles.</summary>
public sealed class DiagramLayoutTests
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    private static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    private static readonly XNamespace Line = "http://www.omg.org/spec/DD/20100524/DI";

    [Fact]
    public void Models_of_every_scenario_are_drawn_so_that_they_can_be_read()
    {
        foreach (var scenario in Scenario.All) IsReadable(Play.Xml(scenario.Body, scenario.Definitions)).ShouldBeEmpty(scenario.Name);
    }

    [Fact]
    public void Random_models_are_drawn_so_that_they_can_be_read()
    {
        for (var seed = 1; seed <= 30; seed++) IsReadable(Play.Xml(RandomProcess.Make(seed).Xml)).ShouldBeEmpty($"seed {seed}");
    }

    [Fact]
    public void Lanes_hold_their_nodes_and_follow_each_other()
    {
        var drawn = Read(DiagramLayout.Draw(TwoLanes)!); // it is BPMN
        var (first, second, task, check) = (drawn["lane-1"], drawn["lane-2"], drawn["yaz"], drawn["kontrol"]);
        second.Y.ShouldBe(first.Y + first.Height);
        (task.Y >= first.Y && task.Y + task.Height <= second.Y).ShouldBeTrue();
        (check.Y >= second.Y && check.Y + check.Height <= second.Y + second.Height).ShouldBeTrue();
        IsReadable(TwoLanes).ShouldBeEmpty();
    }

    [Fact]
    public void What_undoes_an_activity_stands_below_it()
    {
        var model = Play.Xml("""
            <startEvent id="s"/><serviceTask id="ara"/><serviceTask id="ayir"/><endEvent id="e"/>
            <boundaryEvent id="geri" attachedToRef="ayir"><compensateEventDefinition/></boundaryEvent><serviceTask id="birak" isForCompensation="true"/>
            <sequenceFlow id="f1" sourceRef="s" targetRef="ara"/><sequenceFlow id="f2" sourceRef="ara" targetRef="ayir"/><sequenceFlow id="f3" sourceRef="ayir" targetRef="e"/>
            <association id="a" sourceRef="geri" targetRef="birak"/>
            """);
        var drawn = Read(DiagramLayout.Draw(model)!); // it is BPMN
        drawn["birak"].X.ShouldBe(drawn["ayir"].X);
        drawn["birak"].Y.ShouldBeGreaterThan(drawn["ayir"].Y + drawn["ayir"].Height);
        IsReadable(model).ShouldBeEmpty();
    }

    [Fact]
    public void Drawing_again_gives_the_same_picture_and_changes_nothing_else()
    {
        var once = DiagramLayout.Draw(TwoLanes)!; // it is BPMN
        DiagramLayout.Draw(once).ShouldBe(once);
        var (before, after) = (XElement.Parse(TwoLanes), XElement.Parse(once));
        after.Elements(Di + "BPMNDiagram").Remove();
        after.Descendants().Select(element => element.Name.ToString() + string.Concat(element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration)))
            .ShouldBe(before.Descendants().Select(element => element.Name.ToString() + string.Concat(element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))));
    }

    [Theory]
    [InlineData("bu XML değil")]
    [InlineData("<html/>")]
    public void What_is_no_model_is_not_drawn(string text) => DiagramLayout.Draw(text).ShouldBeNull();

    private static readonly string TwoLanes = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
          <collaboration id="c"><participant id="pool" name="Havuz" processRef="p"/></collaboration>
          <process id="p" isExecutable="true">
            <laneSet id="ls"><lane id="lane-1" name="Yazan"><flowNodeRef>s</flowNodeRef><flowNodeRef>yaz</flowNodeRef></lane><lane id="lane-2" name="Bakan"><flowNodeRef>kontrol</flowNodeRef><flowNodeRef>karar</flowNodeRef><flowNodeRef>e</flowNodeRef></lane></laneSet>
            <startEvent id="s" name="Başla"/><userTask id="yaz" name="Yaz"/><userTask id="kontrol" name="Kontrol Et"/><exclusiveGateway id="karar" name="Oldu mu?"/><endEvent id="e" name="Bitti"/>
            <boundaryEvent id="sure" name="3 iş günü" attachedToRef="yaz"><timerEventDefinition id="t"/></boundaryEvent><endEvent id="e2" name="Geç kaldı"/>
            <sequenceFlow id="f1" sourceRef="s" targetRef="yaz"/><sequenceFlow id="f2" sourceRef="yaz" targetRef="kontrol"/><sequenceFlow id="f3" sourceRef="kontrol" targetRef="karar"/>
            <sequenceFlow id="f4" name="Evet" sourceRef="karar" targetRef="e"/><sequenceFlow id="f5" name="Hayır, yeniden yaz" sourceRef="karar" targetRef="yaz"/><sequenceFlow id="f6" sourceRef="sure" targetRef="e2"/>
            <textAnnotation id="not"><text>En çok üç kez</text></textAnnotation><association id="a" sourceRef="karar" targetRef="not"/>
          </process>
        </definitions>
        """;

    private sealed record Drawn(int X, int Y, int Width, int Height)
    {
        public bool Overlaps(Drawn other) => X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
    }

    private static Dictionary<string, Drawn> Read(string xml) => XElement.Parse(xml).Descendants(Di + "BPMNShape").ToDictionary(shape => (string)shape.Attribute("bpmnElement")!, shape => // the layout writes one
    {
        var bounds = shape.Element(Dc + "Bounds")!; // the layout writes one
        return new Drawn((int)bounds.Attribute("x")!, (int)bounds.Attribute("y")!, (int)bounds.Attribute("width")!, (int)bounds.Attribute("height")!); // four numbers each
    });

    private static List<string> IsReadable(string xml)
    {
        var root = XElement.Parse(DiagramLayout.Draw(xml)!); // it is BPMN
        var shapes = Read(root.ToString());
        var complaints = new List<string>();
        var nodes = root.Descendants().Where(element => element.Name.Namespace == Bpmn && !element.Name.LocalName.StartsWith("global", StringComparison.Ordinal) && (element.Name.LocalName is "task" or "callActivity" or "subProcess" or "transaction" or "adHocSubProcess" || element.Name.LocalName.EndsWith("Task", StringComparison.Ordinal)
            || element.Name.LocalName.EndsWith("Event", StringComparison.Ordinal) || element.Name.LocalName.EndsWith("Gateway", StringComparison.Ordinal))).ToDictionary(element => (string)element.Attribute("id")!); // nodes have ids
        complaints.AddRange(nodes.Keys.Where(id => !shapes.ContainsKey(id)).Select(id => $"{id} is not drawn"));
        var solid = nodes.Values.Where(node => node.Name.LocalName != "boundaryEvent").ToList();
        foreach (var a in solid)
        {
            foreach (var b in solid.Where(b => string.CompareOrdinal(Id(a), Id(b)) < 0 && !a.Ancestors().Contains(b) && !b.Ancestors().Contains(a) && shapes[Id(a)].Overlaps(shapes[Id(b)]))) complaints.Add($"{Id(a)} and {Id(b)} overlap");
        }

        foreach (var edge in root.Descendants(Di + "BPMNEdge"))
        {
            var flow = root.Descendants().First(element => (string?)element.Attribute("id") == (string?)edge.Attribute("bpmnElement"));
            if (flow.Name.LocalName != "sequenceFlow") continue;
            var (from, to) = ((string)flow.Attribute("sourceRef")!, (string)flow.Attribute("targetRef")!); // flows have both
            var points = edge.Elements(Line + "waypoint").Select(point => (X: (int)point.Attribute("x")!, Y: (int)point.Attribute("y")!)).ToList(); // two numbers each
            foreach (var (a, b) in points.Zip(points.Skip(1)))
            {
                if (a.X != b.X && a.Y != b.Y) complaints.Add($"{from} → {to} is askew");
                var line = new Drawn(Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(1, Math.Abs(a.X - b.X)), Math.Max(1, Math.Abs(a.Y - b.Y)));
                var host = (string?)nodes[from].Attribute("attachedToRef");
                complaints.AddRange(solid.Where(node => Id(node) != from && Id(node) != to && Id(node) != host && !flow.Ancestors().Contains(node) && shapes[Id(node)].Overlaps(line)).Select(node => $"{from} → {to} runs through {Id(node)}"));
            }
        }

        return complaints;

        static string Id(XElement element) => (string)element.Attribute("id")!; // asked for above
    }
}
