using System.Xml;
using System.Xml.Linq;
using Akis.Bpmn.Reading;

namespace Akis.Bpmn.Layout;

/// <summary>Draws a model: pools below each other, lanes as rows, the flow from left to right, flows at right angles round the shapes (BPMN 2.0.2 §12, diagram interchange).</summary>
public static class DiagramLayout
{
    private const int Left = 160, Top = 80, PoolTitle = 30, PoolGap = 40;

    /// <summary>The same model with a new diagram in place of what it had; everything else stays as it is. Null where the text is no BPMN.</summary>
    public static string? Draw(string xml)
    {
        if (TryLoad(xml) is not { Root: { } definitions } document || definitions.Name != Names.Bpmn + "definitions") return null;
        foreach (var old in definitions.Elements(Names.Di + "BPMNDiagram").ToList())
        {
            if (old.PreviousNode is XText space && string.IsNullOrWhiteSpace(space.Value)) space.Remove();
            old.Remove();
        }

        foreach (var (prefix, name) in new[] { ("bpmndi", Names.Di), ("dc", Names.Dc), ("di", Names.Line) })
        {
            if (definitions.GetPrefixOfNamespace(name) is null) definitions.Add(new XAttribute(XNamespace.Xmlns + prefix, name.NamespaceName));
        }

        var picture = new Picture();
        var plane = definitions.Element(Names.Bpmn + "process");
        if (definitions.Element(Names.Bpmn + "collaboration") is { } collaboration)
        {
            Pools(definitions, collaboration, picture);
            plane = collaboration;
        }
        else
        {
            var y = Top;
            foreach (var plan in definitions.Elements(Names.Bpmn + "process").Select(PlanOf))
            {
                Draw(plan, new(Left, y, plan.Width, plan.Height), picture);
                y += plan.Height + PoolGap;
            }
        }

        if (definitions.LastNode is XText end && string.IsNullOrWhiteSpace(end.Value)) end.Remove();
        definitions.Add("\n  ", picture.ToDiagram((string?)plane?.Attribute("id") ?? ""), "\n");

        return (document.Declaration?.ToString() is { } declaration ? declaration + "\n" : "") + document.ToString(SaveOptions.DisableFormatting).TrimEnd() + "\n";
    }

    private static XDocument? TryLoad(string xml)
    {
        try
        {
            return BpmnModel.Load(xml);
        }
        catch (XmlException)
        {
            return null; // what is no XML is no BPMN either
        }
    }

    private static void Pools(XElement definitions, XElement collaboration, Picture picture)
    {
        var processes = definitions.Elements(Names.Bpmn + "process").ToDictionary(process => (string?)process.Attribute("id") ?? "");
        var pools = collaboration.Elements(Names.Bpmn + "participant").Select(pool => (Pool: pool, Plan: processes.TryGetValue((string?)pool.Attribute("processRef") ?? "", out var process) ? PlanOf(process) : null)).ToList();
        var width = pools.Max(pool => pool.Plan is { } plan ? plan.Width + (plan.Lanes.Count > 0 ? PoolTitle : 0) : 300);
        var y = Top;
        foreach (var (pool, plan) in pools)
        {
            var height = plan?.Height ?? 60;
            picture.Pool(pool, new(Left, y, width + PoolTitle, height));
            if (plan is not null) Draw(plan, new(Left + PoolTitle, y, width, height), picture);
            y += height + PoolGap;
        }

        picture.MessageFlows(collaboration.Elements(Names.Bpmn + "messageFlow"));
    }

    private static void Draw(Plan plan, Box area, Picture picture)
    {
        for (var (lane, top) = (0, area.Y); lane < plan.Lanes.Count; top += plan.LaneHeights[lane], lane++) picture.Pool(plan.Lanes[lane], new(area.X, top, area.Width, plan.LaneHeights[lane]));
        var title = plan.Lanes.Count > 0 ? PoolTitle : 0;
        plan.MoveBy(area.X + title, area.Y);
        Scopes(plan, new(area.X + title, area.Y, area.Width - title, area.Height), picture);
    }

    // The sub-process before what it holds: what is written later is drawn above.
    private static void Scopes(Plan plan, Box area, Picture picture)
    {
        picture.Scope(plan, area);
        foreach (var node in plan.Nodes) if (node.Inside is { } inside) Scopes(inside, node.Box, picture);
    }

    private static Plan PlanOf(XElement process) => Plan.Of(process, [.. process.Elements(Names.Bpmn + "laneSet").Elements(Names.Bpmn + "lane").Where(lane => lane.Attribute("id") is not null)]);
}
