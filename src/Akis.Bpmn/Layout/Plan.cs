using System.Xml.Linq;
using Akis.Bpmn.Reading;

namespace Akis.Bpmn.Layout;

/// <summary>
/// The places of the nodes of one scope (a process or an expanded sub-process): columns follow the flow, rows belong to lanes.
/// Event sub-processes, which no flow reaches, stand in bands below their lane.
/// </summary>
internal sealed class Plan
{
    private const int ColumnGap = 60, RowGap = 50, Padding = 30, BandGap = 30;

    private readonly List<Shape> _nodes = [];
    private readonly List<(Shape From, Shape To, XElement Flow)> _flows = [];

    private Plan(XElement scope, IReadOnlyList<XElement> lanes) => (Scope, Lanes) = (scope, lanes);

    public XElement Scope { get; }

    public IReadOnlyList<XElement> Lanes { get; }

    /// <summary>Height of each lane; one for a scope without lanes.</summary>
    public IReadOnlyList<int> LaneHeights { get; private set; } = [];

    public int Width { get; private set; }

    public int Height => LaneHeights.Sum();

    /// <summary>Nodes of this scope, boundary events and event sub-processes included.</summary>
    public IReadOnlyList<Shape> Nodes => _nodes;

    public IReadOnlyList<(Shape From, Shape To, XElement Flow)> Flows => _flows;

    /// <summary>Plans a scope with its upper left corner at 0, 0; sub-processes before the scope that holds them.</summary>
    public static Plan Of(XElement scope, IReadOnlyList<XElement> lanes)
    {
        var plan = new Plan(scope, lanes);
        plan.Read();
        Grid.Place([.. plan._nodes.Where(node => node.Host is null && !node.IsEventSubProcess)], plan._flows, [.. plan.Compensations()]);
        plan.Measure();
        return plan;
    }

    /// <summary>Moves everything, what stands in sub-processes included.</summary>
    public void MoveBy(int x, int y)
    {
        foreach (var node in _nodes)
        {
            (node.X, node.Y) = (node.X + x, node.Y + y);
            node.Inside?.MoveBy(x, y);
        }
    }

    private void Read()
    {
        var laneOf = Lanes.SelectMany((lane, index) => lane.Elements(Names.Bpmn + "flowNodeRef").Select(node => (node.Value.Trim(), index))).DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.index);
        foreach (var element in Scope.Elements().Where(Shape.IsFlowNode))
        {
            var node = new Shape(element);
            node.Cell = (laneOf.GetValueOrDefault(node.Id), 0, 0);
            if (node.IsSubProcess)
            {
                node.Inside = Of(element, []);
                (node.Width, node.Height) = (RoundUp(Math.Max(120, node.Inside.Width + 40)), RoundUp(Math.Max(100, node.Inside.Height + 40)));
            }

            _nodes.Add(node);
        }

        var byId = _nodes.ToDictionary(node => node.Id);
        foreach (var node in _nodes) node.Host = byId.GetValueOrDefault((string?)node.Element.Attribute("attachedToRef") ?? "");
        foreach (var flow in Scope.Elements(Names.Bpmn + "sequenceFlow"))
        {
            if (byId.TryGetValue((string?)flow.Attribute("sourceRef") ?? "", out var from) && byId.TryGetValue((string?)flow.Attribute("targetRef") ?? "", out var to)) _flows.Add((from, to, flow));
        }
    }

    // Compensation is an association from a border event to its handler, which no flow reaches (BPMN 2.0, 10.7).
    private IEnumerable<(Shape Activity, Shape Handler)> Compensations()
    {
        var byId = _nodes.ToDictionary(node => node.Id);
        foreach (var association in Scope.Elements(Names.Bpmn + "association"))
        {
            var handler = byId.GetValueOrDefault((string?)association.Attribute("targetRef") ?? "");
            if ((bool?)handler?.Element.Attribute("isForCompensation") is true && byId.GetValueOrDefault((string?)association.Attribute("sourceRef") ?? "")?.Host is { } activity) yield return (activity, handler);
        }
    }

    private void Measure()
    {
        var placed = _nodes.Where(node => node.Host is null && !node.IsEventSubProcess).ToList();
        var columns = Starts(placed, node => node.Cell.Column, node => node.Width, ColumnGap, Padding, out var width);
        var heights = new int[Math.Max(1, Lanes.Count)];
        var top = 0;
        for (var lane = 0; lane < heights.Length; lane++)
        {
            var own = placed.Where(node => node.Cell.Lane == lane).ToList();
            var rows = Starts(own, node => node.Cell.Row, node => Math.Max(80, node.Height), RowGap, Padding - 5, out var bottom);
            foreach (var node in own)
            {
                node.CentreAt(columns[node.Cell.Column].Centre, Snap(top + rows[node.Cell.Row].Centre));
                node.Inside?.MoveBy(node.X + 20, node.Y + 30);
            }

            bottom = Math.Max(bottom, 120);
            if (own.Count > 0 && _nodes.Any(node => node.Host?.Cell.Lane == lane)) bottom += 10;
            var bands = _nodes.Where(node => node.IsEventSubProcess && node.Cell.Lane == lane).ToList();
            if (bands.Count > 0) bottom = PlaceBands(bands, top, own.Count == 0 ? BandGap : bottom, ref width);
            heights[lane] = Snap(bottom + 4);
            top += heights[lane];
        }

        foreach (var group in _nodes.Where(node => node.Host is not null).GroupBy(node => node.Host!)) PlaceAtBorder(group.Key, [.. group]); // asked for just before
        (Width, LaneHeights) = (Snap(width), heights);
    }

    private static int PlaceBands(List<Shape> bands, int top, int bottom, ref int width)
    {
        width = Math.Max(width, bands.Max(band => band.Width) + 2 * Padding);
        var (x, y, tallest) = (Padding, bottom, 0);
        foreach (var band in bands)
        {
            if (x > Padding && x + band.Width + Padding > width) (x, y, tallest) = (Padding, y + tallest + BandGap, 0);
            (band.X, band.Y) = (x, Snap(top + y));
            band.Inside?.MoveBy(band.X + 20, band.Y + 30);
            x += band.Width + BandGap;
            tallest = Math.Max(tallest, band.Height);
        }

        return y + tallest + BandGap;
    }

    private static void PlaceAtBorder(Shape host, List<Shape> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            // From the lower right corner to the left, then along the upper border.
            var perSide = Math.Max(1, (host.Width - 20) / 40);
            var x = host.X + host.Width - 20 - 40 * (i % perSide);
            events[i].CentreAt(Snap(x), i < perSide ? host.Y + host.Height : host.Y);
        }
    }

    private static Dictionary<int, (int Start, int Centre)> Starts(List<Shape> nodes, Func<Shape, int> index, Func<Shape, int> size, int gap, int padding, out int end)
    {
        var starts = new Dictionary<int, (int, int)>();
        var at = padding;
        foreach (var group in nodes.GroupBy(index).OrderBy(group => group.Key))
        {
            var length = group.Max(size);
            starts[group.Key] = (at, Snap(at + length / 2));
            at += length + gap;
        }

        end = nodes.Count == 0 ? 2 * padding : at - gap + padding;
        return starts;
    }

    // An even number of units, so that the corner of a box whose centre is on the grid is on the grid too.
    private static int RoundUp(int size) => (size + 2 * Shape.Unit - 1) / (2 * Shape.Unit) * 2 * Shape.Unit;

    private static int Snap(int value) => (value + Shape.Unit / 2) / Shape.Unit * Shape.Unit;
}
