using System.Globalization;
using System.Text;

namespace Akis.Bpmn.Tests;

/// <summary>
/// A random block-structured process, with how often each of its user tasks is done whatever the order in which people work. Choices are
/// written into the model as fixed conditions; interrupting timers are never due before their task is completed, others ring beside it.
/// </summary>
internal sealed class RandomProcess
{
    private readonly Random _random;
    private readonly StringBuilder _flows = new();
    private int _ids;

    private RandomProcess(int seed) => _random = new Random(seed);

    /// <summary>Expected executions by user task.</summary>
    public SortedDictionary<string, int> Expected { get; } = new(StringComparer.Ordinal);

    public string Xml { get; private set; } = "";

    public static RandomProcess Make(int seed)
    {
        var process = new RandomProcess(seed);
        process.Xml = process.Scope("", 1, 4);
        return process;
    }

    public override string ToString() => Xml;

    // A scope of its own: start, block, end, with its flows inside.
    private string Scope(string name, int times, int depth)
    {
        var outer = _flows.ToString();
        _flows.Clear();
        var nodes = new StringBuilder($"""<startEvent id="s{name}"/><endEvent id="e{name}"/>""");
        var (first, last) = Block(nodes, times, depth);
        Flow($"s{name}", first);
        Flow(last, $"e{name}");
        var content = nodes.ToString() + _flows;
        _flows.Clear().Append(outer);
        return content;
    }

    private (string First, string Last) Block(StringBuilder nodes, int times, int depth)
    {
        if (depth == 0) return Task(nodes, times);
        switch (_random.Next(11))
        {
            case 0 or 1: return Sequence(nodes, times, depth);
            case 2: return Split(nodes, times, depth, "parallelGateway", _ => true, conditional: false);
            case 3: return Exclusive(nodes, times, depth);
            case 4:
                var first = _random.Next(3);
                return Split(nodes, times, depth, "inclusiveGateway", branch => branch == first || _random.Next(2) == 0, conditional: true);
            case 5: return SubProcess(nodes, times, depth, "subProcess");
            case 6: return SubProcess(nodes, times, depth, "transaction");
            case 7: return MultiInstance(nodes, times, depth);
            case 8: return GuardedTask(nodes, times);
            case 9: return Script(nodes);
            default: return Task(nodes, times);
        }
    }

    private (string, string) Task(StringBuilder nodes, int times, string attributes = "", string inner = "")
    {
        var id = Id("t");
        nodes.Append(CultureInfo.InvariantCulture, $"""<userTask id="{id}"{attributes}>{inner}</userTask>""");
        Expected[id] = times;
        return (id, id);
    }

    private (string, string) Script(StringBuilder nodes)
    {
        var id = Id("x");
        nodes.Append(CultureInfo.InvariantCulture, $"""<scriptTask id="{id}"><extensionElements><zeebe:script expression="=1" resultVariable="x"/></extensionElements></scriptTask>""");
        return (id, id);
    }

    // A non-interrupting timer at the task leads to an end of its own; whether it rings is the schedule's choice.
    private (string, string) GuardedTask(StringBuilder nodes, int times)
    {
        var (id, _) = Task(nodes, times);
        var (timer, end) = (Id("b"), Id("n"));
        nodes.Append(CultureInfo.InvariantCulture, $"""<boundaryEvent id="{timer}" attachedToRef="{id}" cancelActivity="false"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="{end}"/>""");
        Flow(timer, end);
        return (id, id);
    }

    private (string, string) Sequence(StringBuilder nodes, int times, int depth)
    {
        var (first, last) = Block(nodes, times, depth - 1);
        for (var more = _random.Next(1, 3); more > 0; more--)
        {
            var next = Block(nodes, times, depth - 1);
            Flow(last, next.First);
            last = next.Last;
        }

        return (first, last);
    }

    private (string, string) Split(StringBuilder nodes, int times, int depth, string gateway, Func<int, bool> taken, bool conditional)
    {
        var (split, join) = (Id("g"), Id("j"));
        nodes.Append(CultureInfo.InvariantCulture, $"""<{gateway} id="{split}"/><{gateway} id="{join}"/>""");
        for (var branch = 0; branch < 3; branch++)
        {
            var isTaken = taken(branch);
            var (first, last) = Block(nodes, isTaken ? times : 0, depth - 1);
            Flow(split, first, conditional ? isTaken : null);
            Flow(last, join);
        }

        return (split, join);
    }

    private (string, string) Exclusive(StringBuilder nodes, int times, int depth)
    {
        var chosen = _random.Next(3);
        return Split(nodes, times, depth, "exclusiveGateway", branch => branch == chosen, conditional: true);
    }

    private (string, string) SubProcess(StringBuilder nodes, int times, int depth, string kind, string inner = "")
    {
        var id = Id("p");
        nodes.Append(CultureInfo.InvariantCulture, $"""<{kind} id="{id}">{inner}{Scope(id, times, depth - 1)}</{kind}>""");
        return (id, id);
    }

    private (string, string) MultiInstance(StringBuilder nodes, int times, int depth)
    {
        var rounds = _random.Next(0, 4);
        var sequential = _random.Next(2) == 0 ? "true" : "false";
        var loop = $"""<multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality>{rounds}</loopCardinality></multiInstanceLoopCharacteristics>""";
        return depth > 1 && _random.Next(2) == 0 ? SubProcess(nodes, times * rounds, Math.Min(depth, 2), "subProcess", loop) : Task(nodes, times * rounds, inner: loop);
    }

    private void Flow(string from, string to, bool? condition = null) => _flows.Append(CultureInfo.InvariantCulture, $"""<sequenceFlow id="f{_ids++}" sourceRef="{from}" targetRef="{to}">""")
        .Append(condition is { } holds ? $"<conditionExpression>={(holds ? "true" : "false")}</conditionExpression>" : "").Append("</sequenceFlow>");

    private string Id(string kind) => kind + _ids++;
}
