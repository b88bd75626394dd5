namespace Akis.Bpmn.Layout;

/// <summary>Finds places for the texts beside events, gateways and flows: the first of some candidates that covers nothing, else the one that covers least.</summary>
internal static class Label
{
    private const int LineHeight = 14, Widest = 90;
    private const double Letter = 7;

    public static int Lines(string text, int width = Widest)
    {
        var (lines, length) = (1, 0.0);
        foreach (var word in text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (length > 0 && length + (word.Length + 1) * Letter > width) (lines, length) = (lines + 1, 0);
            length += (word.Length + 1) * Letter;
        }

        return lines;
    }

    public static (int Width, int Height) Size(string text)
    {
        var longest = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(word => word.Length).DefaultIfEmpty(1).Max();
        return ((int)Math.Min(Math.Max(Widest, longest * Letter), Math.Max(20, text.Length * Letter + 4)), Lines(text) * LineHeight);
    }

    public static IEnumerable<Box> OfNode(Shape node)
    {
        var (width, height) = Size(node.Name);
        var (left, right) = (node.X - width - 4, node.X + node.Width + 4);
        var (above, below) = (node.Y - height - 4, node.Y + node.Height + 4);
        if (node.Host is null) yield return new(node.CentreX - width / 2, below, width, height);
        if (node.Host is null) yield return new(node.CentreX - width / 2, above, width, height);
        yield return new(node.CentreX + 12, below - 8, width, height);
        yield return new(node.CentreX - width - 12, below - 8, width, height);
        yield return new(node.CentreX + 12, above + 8, width, height);
        yield return new(node.CentreX - width - 12, above + 8, width, height);
        if (node.Host is null) yield return new(right, node.CentreY - height / 2, width, height);
        if (node.Host is null) yield return new(left, node.CentreY - height / 2, width, height);
    }

    public static IEnumerable<Box> OfFlow(string text, IReadOnlyList<(int X, int Y)> points)
    {
        var (width, height) = Size(text);
        foreach (var ((ax, ay), (bx, by)) in points.Zip(points.Skip(1)).Where(segment => Length(segment) >= 20).Take(3))
        {
            if (ay == by)
            {
                foreach (var x in new[] { ax < bx ? ax + 6 : ax - width - 6, (ax + bx - width) / 2 })
                {
                    yield return new(x, ay - height - 3, width, height);
                    yield return new(x, ay + 3, width, height);
                }
            }
            else
            {
                foreach (var y in new[] { ay < by ? ay + 6 : ay - height - 6, (ay + by - height) / 2 })
                {
                    yield return new(ax + 5, y, width, height);
                    yield return new(ax - width - 5, y, width, height);
                }
            }
        }

        static int Length(((int X, int Y) A, (int X, int Y) B) segment) => Math.Abs(segment.A.X - segment.B.X) + Math.Abs(segment.A.Y - segment.B.Y);
    }

    /// <summary>The candidate that covers least of shapes, lines and labels; earlier ones are preferred.</summary>
    public static Box Best(IEnumerable<Box> candidates, IReadOnlyList<Box> solid, IReadOnlyList<Box> lines) => candidates.Select((box, rank) => (box, cost: rank * 3 + solid.Sum(other => Covered(box, other)) * 3 + lines.Sum(line => Covered(box, line) * 2)))
        .DefaultIfEmpty((new Box(0, 0, 20, 14), 0)).MinBy(candidate => candidate.Item2).Item1;

    private static int Covered(Box a, Box b) => a.Overlaps(b) ? 20 + (Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X)) * (Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y)) / 10 : 0;
}
