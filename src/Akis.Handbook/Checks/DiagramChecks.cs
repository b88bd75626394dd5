using System.Globalization;
using System.Xml.Linq;

namespace Akis.Handbook.Checks;

/// <summary>Whether a diagram can be read: every element is drawn, shapes do not overlap, no flow runs through a shape that it has nothing to do with.</summary>
internal static class DiagramChecks
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    private static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    private static readonly XNamespace Line = "http://www.omg.org/spec/DD/20100524/DI";

    private static readonly HashSet<string> Containers = ["participant", "lane", "group", "textAnnotation"];

    private sealed record Shape(string Id, string Kind, double X, double Y, double Width, double Height)
    {
        public bool Overlaps(Shape other) => X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;

        public bool Contains(Shape other) => other.X >= X && other.Y >= Y && other.X + other.Width <= X + Width && other.Y + other.Height <= Y + Height;
    }

    public static IEnumerable<string> Run(string xml)
    {
        var root = XDocument.Parse(xml).Root!; // it was read as a model just before
        var kinds = root.Descendants().Where(element => element.Name.Namespace == Bpmn && element.Attribute("id") is not null).GroupBy(element => (string)element.Attribute("id")!).ToDictionary(group => group.Key, group => group.First()); // asked for just before
        var shapes = root.Descendants(Di + "BPMNShape").Select(shape => ToShape(shape, kinds)).OfType<Shape>().ToList();
        if (shapes.Count == 0)
        {
            yield return "the model has no diagram";
            yield break;
        }

        var drawn = shapes.Select(shape => shape.Id).ToHashSet();
        foreach (var node in root.Descendants().Where(IsFlowNode)) if (!drawn.Contains((string?)node.Attribute("id") ?? "")) yield return $"diagram: '{Title(node)}' is not drawn";

        var solid = shapes.Where(shape => !Containers.Contains(shape.Kind)).ToList();
        for (var i = 0; i < solid.Count; i++)
        {
            for (var j = i + 1; j < solid.Count; j++)
            {
                var (a, b) = (solid[i], solid[j]);
                if (a.Kind == "boundaryEvent" || b.Kind == "boundaryEvent" || !a.Overlaps(b) || a.Contains(b) || b.Contains(a)) continue;
                yield return $"diagram: '{Title(kinds[a.Id])}' and '{Title(kinds[b.Id])}' overlap";
            }
        }

        foreach (var edge in root.Descendants(Di + "BPMNEdge"))
        {
            if (!kinds.TryGetValue((string?)edge.Attribute("bpmnElement") ?? "", out var flow) || flow.Name.LocalName != "sequenceFlow") continue;
            var (from, to) = ((string?)flow.Attribute("sourceRef"), (string?)flow.Attribute("targetRef"));
            var points = edge.Elements(Line + "waypoint").Select(point => (X: Number(point, "x"), Y: Number(point, "y"))).ToList();
            foreach (var shape in solid.Where(shape => shape.Id != from && shape.Id != to && !(shape.Kind is "subProcess" or "adHocSubProcess" or "transaction")))
            {
                if (shape.Kind == "boundaryEvent" && ((string?)kinds[shape.Id].Attribute("attachedToRef") == from || (string?)kinds[shape.Id].Attribute("attachedToRef") == to)) continue;
                if (points.Zip(points.Skip(1)).Any(segment => Crosses(segment.First, segment.Second, shape))) yield return $"diagram: the flow '{Title(kinds[from ?? ""])}' → '{Title(kinds[to ?? ""])}' runs through '{Title(kinds[shape.Id])}'";
            }
        }
    }

    private static Shape? ToShape(XElement shape, Dictionary<string, XElement> kinds)
    {
        var id = (string?)shape.Attribute("bpmnElement") ?? "";
        return shape.Element(Dc + "Bounds") is { } bounds && kinds.TryGetValue(id, out var element)
            ? new(id, element.Name.LocalName, Number(bounds, "x"), Number(bounds, "y"), Number(bounds, "width"), Number(bounds, "height"))
            : null;
    }

    // Liang–Barsky clipping against the shape, a little smaller than drawn: touching is not crossing.
    private static bool Crosses((double X, double Y) a, (double X, double Y) b, Shape shape)
    {
        const double Margin = 2;
        var (dx, dy, start, end) = (b.X - a.X, b.Y - a.Y, 0.0, 1.0);
        foreach (var (direction, distance) in new[] { (-dx, a.X - (shape.X + Margin)), (dx, shape.X + shape.Width - Margin - a.X), (-dy, a.Y - (shape.Y + Margin)), (dy, shape.Y + shape.Height - Margin - a.Y) })
        {
            if (direction == 0)
            {
                if (distance < 0) return false;
                continue;
            }

            var at = distance / direction;
            if (direction < 0) start = Math.Max(start, at);
            else end = Math.Min(end, at);
            if (start > end) return false;
        }

        return true;
    }

    private static bool IsFlowNode(XElement element) => element.Name.Namespace == Bpmn
        && (element.Name.LocalName.EndsWith("Task", StringComparison.Ordinal) || element.Name.LocalName.EndsWith("Event", StringComparison.Ordinal) || element.Name.LocalName.EndsWith("Gateway", StringComparison.Ordinal) || element.Name.LocalName is "task" or "subProcess" or "callActivity");

    private static string Title(XElement element) => (string?)element.Attribute("name") is { Length: > 0 } name ? name : (string?)element.Attribute("id") ?? "";

    private static double Number(XElement element, string name) => double.Parse((string?)element.Attribute(name) ?? "0", CultureInfo.InvariantCulture);
}
