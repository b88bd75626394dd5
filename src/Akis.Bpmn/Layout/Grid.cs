using System.Xml.Linq;

namespace Akis.Bpmn.Layout;

/// <summary>
/// Gives each node of a scope a column and a row. The column is the longest way from a start, not counting flows that lead back. A node in another lane than the
/// one before it may stand right above or below that one: processes of many lanes stay short that way. A row continues the row of the node before.
/// What undoes an activity stands below it.
/// </summary>
internal sealed class Grid
{
    private readonly Dictionary<(int Lane, int Row, int Column), Shape> _taken = [];
    private readonly HashSet<(Shape, bool Down)> _stacked = [];
    private readonly HashSet<Shape> _withBorderEvents;
    private readonly ILookup<Shape, Step> _before;

    private readonly record struct Step(Shape From, Shape To, bool IsFromBorder);

    private Grid(HashSet<Shape> withBorderEvents, ILookup<Shape, Step> before) => (_withBorderEvents, _before) = (withBorderEvents, before);

    public static void Place(IReadOnlyList<Shape> nodes, IReadOnlyList<(Shape From, Shape To, XElement Flow)> flows, IReadOnlyList<(Shape Activity, Shape Handler)> compensations)
    {
        var steps = flows.Select(flow => new Step(flow.From.Host ?? flow.From, flow.To, flow.From.Host is not null)).Where(step => step.From != step.To).ToList();
        var (forward, order) = Forward(nodes, steps);
        var hosts = flows.Where(flow => flow.From.Host is not null).Select(flow => flow.From.Host!).ToHashSet(); // asked for just before
        var grid = new Grid(hosts, forward.ToLookup(step => step.To));
        var handlers = compensations.Select(pair => pair.Handler).ToHashSet();
        foreach (var node in order.Where(node => !handlers.Contains(node))) grid.Place(node);
        foreach (var (activity, handler) in compensations) grid.Take(handler, grid.FreeRow(handler.Cell.Lane, activity.Cell.Column, new Step(activity, handler, true)), activity.Cell.Column);
    }

    // Depth first from the starts: a step to a node that is still open leads back. The reverse of the order in which nodes are left is topological.
    private static (List<Step> Forward, List<Shape> Order) Forward(IReadOnlyList<Shape> nodes, List<Step> steps)
    {
        var after = steps.ToLookup(step => step.From);
        var reached = steps.Select(step => step.To).ToHashSet();
        var (open, left) = (new HashSet<Shape>(), new List<Shape>());
        var forward = new List<Step>();
        foreach (var start in nodes.Where(node => !reached.Contains(node)).Concat(nodes)) Visit(start);
        left.Reverse();
        return (forward, left);

        void Visit(Shape node)
        {
            if (open.Contains(node) || left.Contains(node)) return;
            open.Add(node);
            // Backwards, so that what is written first comes first in the reversed order and keeps the row.
            foreach (var step in after[node].Reverse())
            {
                if (open.Contains(step.To)) continue;
                forward.Add(step);
                Visit(step.To);
            }

            open.Remove(node);
            left.Add(node);
        }
    }

    private void Place(Shape node)
    {
        var sources = _before[node].ToList();
        var column = sources.Count == 0 ? 0 : sources.Max(step => step.From.Cell.Column) + 1;
        var nearest = sources.Where(step => step.From.Cell.Column == column - 1).ToList();
        if (nearest is [{ IsFromBorder: false } only] && StackedRow(only.From, node) is { } stackedRow)
        {
            _stacked.Add((only.From, only.From.Cell.Lane < node.Cell.Lane));
            Take(node, stackedRow, column - 1);
            return;
        }

        var mate = sources.Where(step => step.From.Cell.Lane == node.Cell.Lane).OrderBy(step => step.From.Cell.Column).Select(step => (Step?)step).LastOrDefault();
        Take(node, FreeRow(node.Cell.Lane, column, mate), column);
    }

    private void Take(Shape node, int row, int column)
    {
        node.Cell = (node.Cell.Lane, row, column);
        _taken[node.Cell] = node;
    }

    // Right above or below the node before, when nothing stands between and nothing else leaves that one there.
    private int? StackedRow(Shape from, Shape node)
    {
        var (lane, column, down) = (node.Cell.Lane, from.Cell.Column, from.Cell.Lane < node.Cell.Lane);
        if (lane == from.Cell.Lane || _stacked.Contains((from, down)) || (down && _withBorderEvents.Contains(from)) || from.IsSubProcess || node.IsSubProcess) return null;
        var inColumn = _taken.Where(pair => pair.Key.Column == column).Select(pair => pair.Key).ToList();
        var (low, high) = down ? (from.Cell.Lane, lane) : (lane, from.Cell.Lane);
        if (inColumn.Any(cell => cell.Lane > low && cell.Lane < high)) return null;
        if (inColumn.Any(cell => cell.Lane == from.Cell.Lane && (down ? cell.Row > from.Cell.Row : cell.Row < from.Cell.Row))) return null;
        if (inColumn.Any(cell => cell.Lane == lane)) return null;
        return 0;
    }

    private int FreeRow(int lane, int column, Step? mate)
    {
        var wanted = mate is { } step ? step.From.Cell.Row + (step.IsFromBorder ? 1 : 0) : 0;
        for (var distance = 0; ; distance++)
        {
            if (IsFree(wanted + distance)) return wanted + distance;
            if (wanted - distance >= 0 && IsFree(wanted - distance)) return wanted - distance;
        }

        bool IsFree(int row) => !_taken.ContainsKey((lane, row, column))
            && (mate is not { IsFromBorder: false } straight || straight.From.Cell.Row != row || Enumerable.Range(straight.From.Cell.Column + 1, Math.Max(0, column - straight.From.Cell.Column - 1)).All(between => !_taken.ContainsKey((lane, row, between))));
    }
}
