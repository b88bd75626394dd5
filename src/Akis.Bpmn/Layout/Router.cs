namespace Akis.Bpmn.Layout;

/// <summary>
/// Draws flows as horizontal and vertical lines that pass no shape: the cheapest way over a grid of ten pixels (A*), where bends, crossings and the company of
/// other flows cost extra. Flows into the same node may run together at their end.
/// </summary>
internal sealed class Router(Box bounds)
{
    private const int Unit = Shape.Unit, Bend = 12, Crossing = 8, Together = 120, Beside = 2;

    private static readonly (int X, int Y)[] Directions = [(1, 0), (0, 1), (-1, 0), (0, -1)];

    private readonly int _columns = (bounds.X + bounds.Width) / Unit + 1, _rows = (bounds.Y + bounds.Height) / Unit + 1;
    private readonly bool[] _blocked = new bool[((bounds.X + bounds.Width) / Unit + 1) * ((bounds.Y + bounds.Height) / Unit + 1)];

    // Which flows pass a point, in which orientation (0 horizontal, 1 vertical), and where they lead.
    private readonly Dictionary<(int Point, int Orientation), List<Shape>> _passing = [];
    private readonly Dictionary<(Shape, int Side), int> _used = [];
    private readonly List<Box> _avoided = [];

    public void Block(Box box)
    {
        for (var y = (box.Y + Unit - 1) / Unit; y * Unit <= box.Y + box.Height; y++)
        {
            for (var x = (box.X + Unit - 1) / Unit; x * Unit <= box.X + box.Width; x++) if (IsInside(x, y)) _blocked[y * _columns + x] = true;
        }
    }

    /// <summary>A place that flows should leave free for text, where they can.</summary>
    public void Avoid(Box box) => _avoided.Add(box);

    /// <summary>The way points, ends included; a straight line where there is no way.</summary>
    public IReadOnlyList<(int X, int Y)> Route(Shape from, Shape to)
    {
        var goals = Enumerable.Range(0, 4).Where(side => IsOpen(to, side, isStart: false)).Select(side => (Point: Outside(to, side), Side: side)).Where(goal => goal.Point >= 0).ToDictionary(goal => goal.Point, goal => goal.Side);
        var (cost, came) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        var queue = new PriorityQueue<int, int>();
        foreach (var side in Enumerable.Range(0, 4).Where(side => IsOpen(from, side, isStart: true)))
        {
            if (Outside(from, side) is var point and >= 0) Offer(point * 4 + side, PortCost(from, side, isStart: true), -1);
        }

        while (queue.TryDequeue(out var state, out _))
        {
            var (point, direction) = (state / 4, state % 4);
            if (point == Target && direction == 0) return Points(from, to, came, state);
            if (point == Target) continue;
            if (goals.TryGetValue(point, out var side) && (direction + 2) % 4 is var facing)
            {
                if (facing == side) Finish(state, PortCost(to, side, isStart: false));
                else if ((direction - side + 4) % 2 == 1) Finish(state, PortCost(to, side, isStart: false) + Bend);
            }

            for (var turn = 0; turn < 4; turn++)
            {
                if (turn == (direction + 2) % 4) continue;
                var (x, y) = (point % _columns + Directions[turn].X, point / _columns + Directions[turn].Y);
                if (!IsInside(x, y) || _blocked[y * _columns + x]) continue;
                Offer((y * _columns + x) * 4 + turn, cost[state] + 1 + (turn == direction ? 0 : Bend) + Company(point, turn % 2, to) + Company(y * _columns + x, turn % 2, to), state);
            }
        }

        return [(from.CentreX, from.CentreY), (to.CentreX, to.CentreY)];

        void Offer(int state, int value, int previous)
        {
            if (cost.TryGetValue(state, out var known) && known <= value) return;
            (cost[state], came[state]) = (value, previous);
            var point = state / 4;
            queue.Enqueue(state, value + Math.Max(0, Math.Abs(point % _columns - to.CentreX / Unit) + Math.Abs(point / _columns - to.CentreY / Unit) - (to.Width + to.Height) / Unit));
        }

        void Finish(int state, int extra)
        {
            var value = cost[state] + extra;
            if (cost.TryGetValue(Target * 4, out var known) && known <= value) return;
            (cost[Target * 4], came[Target * 4]) = (value, state);
            queue.Enqueue(Target * 4, value);
        }
    }

    private const int Target = int.MaxValue / 8;

    private List<(int X, int Y)> Points(Shape from, Shape to, Dictionary<int, int> came, int state)
    {
        var way = new List<int>();
        for (var at = came[state]; at >= 0; at = came[at]) way.Insert(0, at);
        var points = way.Select(at => (X: at / 4 % _columns * Unit, Y: at / 4 / _columns * Unit)).ToList();
        var startSide = way[0] % 4;
        var endSide = Enumerable.Range(0, 4).Where(side => Outside(to, side) == way[^1] / 4 && IsOpen(to, side, isStart: false)).MinBy(side => (way[^1] % 4 + 2) % 4 == side ? 0 : 1);
        foreach (var key in new[] { (from, startSide), (to, endSide) }) _used[key] = _used.GetValueOrDefault(key) + 1;
        for (var i = 0; i + 1 < points.Count; i++)
        {
            var orientation = points[i].Y == points[i + 1].Y ? 0 : 1;
            foreach (var (x, y) in new[] { points[i], points[i + 1] })
            {
                var key = (y / Unit * _columns + x / Unit, orientation);
                if (!_passing.TryGetValue(key, out var flows)) _passing[key] = flows = [];
                if (!flows.Contains(to)) flows.Add(to);
            }
        }

        points.Insert(0, Border(from, startSide));
        points.Add(Border(to, endSide));
        for (var i = points.Count - 2; i > 0; i--)
        {
            if ((points[i - 1].X == points[i].X && points[i].X == points[i + 1].X) || (points[i - 1].Y == points[i].Y && points[i].Y == points[i + 1].Y)) points.RemoveAt(i);
        }

        return points;
    }

    private int Company(int point, int orientation, Shape to)
    {
        var cost = 0;
        if (_passing.TryGetValue((point, orientation), out var along)) cost += along.Contains(to) ? 0 : Together;
        if (_passing.TryGetValue((point, 1 - orientation), out var across)) cost += across.Contains(to) ? 0 : Crossing;
        foreach (var box in _avoided)
        {
            var (x, y) = (point % _columns * Unit, point / _columns * Unit);
            if (x > box.X && x < box.X + box.Width && y > box.Y && y < box.Y + box.Height) cost += Beside;
        }

        return cost;
    }

    // Sides: 0 right, 1 bottom, 2 left, 3 top. A boundary event is left on the outer side of its host.
    private static bool IsOpen(Shape shape, int side, bool isStart) => shape.Host is not { } host ? isStart ? side != 2 || !shape.IsGateway : side != 0 || !shape.IsGateway : side == (shape.CentreY == host.Y ? 3 : 1);

    private int PortCost(Shape shape, int side, bool isStart)
    {
        var wanted = shape.Host is not null || side == (isStart ? 0 : 2) ? 0 : side is 1 or 3 ? 6 : 60;
        return wanted + (isStart ? 30 : shape.IsGateway ? 4 : 0) * _used.GetValueOrDefault((shape, side));
    }

    private int Outside(Shape shape, int side)
    {
        var (x, y) = (shape.CentreX + Directions[side].X * Clear(shape.Width), shape.CentreY + Directions[side].Y * Clear(shape.Height));
        return IsInside(x / Unit, y / Unit) && !_blocked[y / Unit * _columns + x / Unit] ? y / Unit * _columns + x / Unit : -1;
    }

    private static int Clear(int size) => (size / 2 / Unit + 1) * Unit;

    private static (int X, int Y) Border(Shape shape, int side) => (shape.CentreX + Directions[side].X * shape.Width / 2, shape.CentreY + Directions[side].Y * shape.Height / 2);

    private bool IsInside(int x, int y) => x * Unit > bounds.X && y * Unit > bounds.Y && x * Unit < bounds.X + bounds.Width && y * Unit < bounds.Y + bounds.Height;
}
