using System.Globalization;
using System.Text;

namespace Akis.Bpmn.Tests;

/// <summary>
/// A random process without any structure: nodes, and flows between whatever nodes. Joins may wait for ever, tokens may multiply. Flows that lead back begin
/// at user tasks only, so that no round is without a wait; conditions are fixed, or ask a counter that every completed task raises.
/// </summary>
internal static class UnstructuredProcess
{
    private static readonly string[] Kinds = ["userTask", "userTask", "userTask", "exclusiveGateway", "exclusiveGateway", "parallelGateway", "parallelGateway", "task", "inclusiveGateway"];

    /// <param name="seed">Which one.</param>
    /// <param name="isConfluent">Without rounds, inclusive gateways and counters: then what happens does not depend on the order of work.</param>
    public static string Make(int seed, bool isConfluent)
    {
        var random = new Random(seed);
        var kinds = new List<string> { "startEvent" };
        for (var left = random.Next(3, 10); left > 0; left--) kinds.Add(Kinds[random.Next(Kinds.Length - (isConfluent ? 1 : 0))]);
        var ways = new SortedSet<(int From, int To)>();
        for (var node = 1; node < kinds.Count; node++) ways.Add((random.Next(node == 1 ? 0 : 1, node), node)); // nothing lies where no token can come
        for (var more = random.Next(kinds.Count); more > 0; more--)
        {
            var (from, to) = (random.Next(1, kinds.Count), random.Next(1, kinds.Count));
            if (from < to || (!isConfluent && kinds[from] == "userTask")) ways.Add((from, to));
        }

        var xml = new StringBuilder();
        for (var node = 0; node < kinds.Count; node++)
        {
            var targets = ways.Where(way => way.From == node).Select(way => way.To).ToList();
            var chooses = targets.Count > 1 && kinds[node] is "exclusiveGateway" or "inclusiveGateway";
            xml.Append(CultureInfo.InvariantCulture, $"<{kinds[node]} id=\"n{node}\"{(chooses ? $" default=\"f{node}_{targets[^1]}\"" : "")}/>");
            foreach (var target in targets)
            {
                var condition = !chooses || target == targets[^1] ? "" : isConfluent ? (random.Next(2) == 0 ? "=true" : "=false") : $"=modulo(sayac, {random.Next(2, 5)}) = 0";
                xml.Append(CultureInfo.InvariantCulture, $"<sequenceFlow id=\"f{node}_{target}\" sourceRef=\"n{node}\" targetRef=\"n{target}\">{(condition.Length > 0 ? $"<conditionExpression>{condition}</conditionExpression>" : "")}</sequenceFlow>");
            }

            if (targets.Count == 0 && node > 0 && random.Next(2) == 0) xml.Append(CultureInfo.InvariantCulture, $"<endEvent id=\"e{node}\"/><sequenceFlow id=\"f{node}_e\" sourceRef=\"n{node}\" targetRef=\"e{node}\"/>");
        }

        return xml.ToString();
    }
}
