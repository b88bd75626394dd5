using System.Xml.Linq;
using Akis.Bpmn.Reading;

namespace Akis.Bpmn.Layout;

/// <summary>An element to be drawn, with its box. Lengths are pixels of the diagram; centres of nodes stand on multiples of <see cref="Unit"/>.</summary>
internal sealed class Shape(XElement element)
{
    public const int Unit = 10;

    public XElement Element { get; } = element;

    public string Id { get; } = (string)element.Attribute("id")!; // asked for by the reader's checks

    public string Kind { get; } = element.Name.LocalName;

    public string Name { get; } = (string?)element.Attribute("name") ?? "";

    public int X { get; set; }

    public int Y { get; set; }

    public int Width { get; set; } = WidthOf(element);

    public int Height { get; set; } = HeightOf(element);

    /// <summary>Column and row in the grid of its scope; the lane that the row belongs to.</summary>
    public (int Lane, int Row, int Column) Cell { get; set; }

    /// <summary>The activity at whose border the event stands; null for every other element.</summary>
    public Shape? Host { get; set; }

    /// <summary>What an expanded sub-process holds.</summary>
    public Plan? Inside { get; set; }

    public bool IsGateway => Kind.EndsWith("Gateway", StringComparison.Ordinal);

    public bool IsEvent => Kind.EndsWith("Event", StringComparison.Ordinal);

    public bool IsSubProcess => Kind is "subProcess" or "transaction" or "adHocSubProcess";

    public bool IsEventSubProcess => IsSubProcess && (bool?)Element.Attribute("triggeredByEvent") == true;

    public int CentreX => X + Width / 2;

    public int CentreY => Y + Height / 2;

    public Box Box => new(X, Y, Width, Height);

    public void CentreAt(int x, int y) => (X, Y) = (x - Width / 2, y - Height / 2);

    public static bool IsFlowNode(XElement element) => element.Name.Namespace == Names.Bpmn && element.Attribute("id") is not null
        && (element.Name.LocalName is "task" or "callActivity" or "subProcess" or "transaction" or "adHocSubProcess"
            || element.Name.LocalName.EndsWith("Task", StringComparison.Ordinal) || element.Name.LocalName.EndsWith("Event", StringComparison.Ordinal) || element.Name.LocalName.EndsWith("Gateway", StringComparison.Ordinal));

    private static int WidthOf(XElement element) => element.Name.LocalName switch
    {
        var kind when kind.EndsWith("Event", StringComparison.Ordinal) => 36,
        var kind when kind.EndsWith("Gateway", StringComparison.Ordinal) => 50,
        "dataObjectReference" => 36,
        "dataStoreReference" => 50,
        _ => 100,
    };

    private static int HeightOf(XElement element) => element.Name.LocalName switch
    {
        "textAnnotation" => 14 + 14 * Label.Lines(element.Element(Names.Bpmn + "text")?.Value ?? "", 100),
        "task" or "callActivity" => 80,
        var kind when kind.EndsWith("Task", StringComparison.Ordinal) => 80,
        var kind when kind.EndsWith("Event", StringComparison.Ordinal) => 36,
        _ => 50,
    };
}

/// <summary>A rectangle.</summary>
internal readonly record struct Box(int X, int Y, int Width, int Height)
{
    public bool Overlaps(Box other) => X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;

    public Box Grow(int by) => new(X - by, Y - by, Width + 2 * by, Height + 2 * by);
}
