using System.Globalization;
using System.Xml.Linq;
using Akis.Bpmn.Reading;

namespace Akis.Bpmn.Layout;

/// <summary>Collects shapes and flows, gives texts their places, and writes it all as a BPMN diagram.</summary>
internal sealed class Picture
{
    private readonly List<(XElement Element, Box Box)> _pools = [];
    private readonly List<Shape> _shapes = [];
    private readonly List<(XElement Flow, IReadOnlyList<(int X, int Y)> Points)> _flows = [];

    public void Pool(XElement pool, Box box) => _pools.Add((pool, box));

    /// <summary>Takes in one scope; its flows stay within the bounds and pass round sub-processes.</summary>
    public void Scope(Plan plan, Box bounds)
    {
        var artifacts = plan.Scope.Elements().Where(element => element.Name.LocalName is "textAnnotation" or "dataObjectReference" or "dataStoreReference" && element.Attribute("id") is not null).Select(element => new Shape(element)).ToList();
        var links = Links(plan, artifacts).ToList();
        foreach (var artifact in artifacts) PlaceNear(artifact, links.Where(link => link.A == artifact || link.B == artifact).Select(link => link.A == artifact ? link.B : link.A).FirstOrDefault(), plan.Nodes, artifacts, bounds);

        var router = new Router(bounds);
        foreach (var shape in plan.Nodes.Concat(artifacts)) router.Block(shape.Box);
        foreach (var shape in plan.Nodes.Where(HasLabel)) router.Avoid(Label.OfNode(shape).First());
        foreach (var (from, to, flow) in plan.Flows.OrderBy(flow => Math.Abs(flow.From.CentreX - flow.To.CentreX) + 2 * Math.Abs(flow.From.CentreY - flow.To.CentreY))) _flows.Add((flow, router.Route(from, to)));
        foreach (var (a, b, association) in links) _flows.Add((association, Straight(a.Box, b.Box)));
        _shapes.AddRange(plan.Nodes);
        _shapes.AddRange(artifacts);
    }

    public void MessageFlows(IEnumerable<XElement> flows)
    {
        var boxes = _shapes.Select(shape => (shape.Id, shape.Box)).Concat(_pools.Select(pool => ((string?)pool.Element.Attribute("id") ?? "", pool.Box))).DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Box);
        foreach (var flow in flows)
        {
            if (boxes.TryGetValue((string?)flow.Attribute("sourceRef") ?? "", out var from) && boxes.TryGetValue((string?)flow.Attribute("targetRef") ?? "", out var to)) _flows.Add((flow, Straight(from, to)));
        }
    }

    public XElement ToDiagram(string plane)
    {
        var shapes = new List<object>();
        foreach (var (element, box) in _pools) shapes.Add(ToShape((string?)element.Attribute("id") ?? "", box, [new XAttribute("isHorizontal", "true")], null));
        var solid = _shapes.Where(shape => !shape.IsSubProcess).Select(shape => shape.Box).ToList();
        var lines = _flows.SelectMany(flow => flow.Points.Zip(flow.Points.Skip(1), (a, b) => new Box(Math.Min(a.X, b.X) - 1, Math.Min(a.Y, b.Y) - 1, Math.Abs(a.X - b.X) + 2, Math.Abs(a.Y - b.Y) + 2))).ToList();
        foreach (var shape in _shapes)
        {
            Box? label = HasLabel(shape) ? Label.Best(Label.OfNode(shape), solid, lines) : null;
            if (label is { } taken) solid.Add(taken);
            shapes.Add(ToShape(shape.Id, shape.Box, shape.IsSubProcess ? [new XAttribute("isExpanded", "true")] : shape.Kind == "exclusiveGateway" ? [new XAttribute("isMarkerVisible", "true")] : [], label));
        }

        foreach (var (flow, points) in _flows)
        {
            Box? label = (string?)flow.Attribute("name") is { Length: > 0 } name ? Label.Best(Label.OfFlow(name, points), solid, lines) : null;
            if (label is { } taken) solid.Add(taken);
            var id = (string?)flow.Attribute("id") ?? "";
            shapes.Add(new XElement(Names.Di + "BPMNEdge", new XAttribute("id", id + "_di"), new XAttribute("bpmnElement", id),
                points.Select(point => new XElement(Names.Line + "waypoint", Number("x", point.X), Number("y", point.Y))), ToLabel(label)));
        }

        return new XElement(Names.Di + "BPMNDiagram", new XAttribute("id", "diagram"),
            "\n    ", new XElement(Names.Di + "BPMNPlane", new XAttribute("id", "plane"), new XAttribute("bpmnElement", plane), shapes.SelectMany(shape => new[] { "\n      ", shape }), "\n    "), "\n  ");
    }

    private static IEnumerable<(Shape A, Shape B, XElement Association)> Links(Plan plan, List<Shape> artifacts)
    {
        var byId = plan.Nodes.Concat(artifacts).ToDictionary(shape => shape.Id);
        foreach (var association in plan.Scope.Elements(Names.Bpmn + "association"))
        {
            if (byId.TryGetValue((string?)association.Attribute("sourceRef") ?? "", out var a) && byId.TryGetValue((string?)association.Attribute("targetRef") ?? "", out var b)) yield return (a, b, association);
        }

        foreach (var node in plan.Nodes)
        {
            foreach (var association in node.Element.Elements().Where(child => child.Name.LocalName is "dataInputAssociation" or "dataOutputAssociation" && child.Attribute("id") is not null))
            {
                var isInput = association.Name.LocalName == "dataInputAssociation";
                if (association.Element(Names.Bpmn + (isInput ? "sourceRef" : "targetRef")) is { } end && byId.TryGetValue(end.Value.Trim(), out var data)) yield return isInput ? (data, node, association) : (node, data, association);
            }
        }
    }

    private static void PlaceNear(Shape artifact, Shape? beside, IReadOnlyList<Shape> nodes, List<Shape> artifacts, Box bounds)
    {
        var (x, y) = beside is null ? (bounds.X + 60, bounds.Y + 20) : (beside.CentreX, beside.Y - 40);
        for (var ring = 0; ring < 60; ring++)
        {
            foreach (var (dx, dy) in new[] { (1, 0), (0, -1), (0, 1), (-1, 0), (1, -1), (1, 1), (-1, 1), (-1, -1) })
            {
                artifact.CentreAt(x + dx * ring * 20, y + dy * ring * 10);
                var box = artifact.Box.Grow(8);
                if (box.X > bounds.X && box.Y > bounds.Y && !nodes.Any(node => node.Box.Overlaps(box)) && !artifacts.Any(other => other != artifact && other.X > 0 && other.Box.Overlaps(box))) return;
            }
        }
    }

    private static (int X, int Y)[] Straight(Box from, Box to)
    {
        var (a, b) = ((X: from.X + from.Width / 2, Y: from.Y + from.Height / 2), (X: to.X + to.Width / 2, Y: to.Y + to.Height / 2));
        return [Cut(from, a, b), Cut(to, b, a)];

        // Where the line from the box's middle leaves it.
        static (int X, int Y) Cut(Box box, (int X, int Y) middle, (int X, int Y) toward)
        {
            var (dx, dy) = (toward.X - middle.X, toward.Y - middle.Y);
            var scale = Math.Min(dx == 0 ? 1 : box.Width / 2.0 / Math.Abs(dx), dy == 0 ? 1 : box.Height / 2.0 / Math.Abs(dy));
            return ((int)(middle.X + dx * Math.Min(1, scale)), (int)(middle.Y + dy * Math.Min(1, scale)));
        }
    }

    private static bool HasLabel(Shape shape) => shape.Name.Length > 0 && (shape.IsEvent || shape.IsGateway || shape.Kind is "dataObjectReference" or "dataStoreReference");

    private static XElement ToShape(string id, Box box, IEnumerable<XAttribute> more, Box? label) =>
        new(Names.Di + "BPMNShape", new XAttribute("id", id + "_di"), new XAttribute("bpmnElement", id), more, ToBounds(box), ToLabel(label));

    private static XElement? ToLabel(Box? label) => label is { } box ? new(Names.Di + "BPMNLabel", ToBounds(box)) : null;

    private static XElement ToBounds(Box box) => new(Names.Dc + "Bounds", Number("x", box.X), Number("y", box.Y), Number("width", box.Width), Number("height", box.Height));

    private static XAttribute Number(string name, int value) => new(name, value.ToString(CultureInfo.InvariantCulture));
}
