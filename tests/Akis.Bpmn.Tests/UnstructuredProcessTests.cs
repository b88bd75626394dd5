using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Feel;
using CsCheck;

namespace Akis.Bpmn.Tests;

/// <summary>
/// Random processes without structure under random schedules: no token appears or is lost, whoever waits can be helped, what cannot go on says so, and
/// history rebuilds the state after every command (which <see cref="Play"/> checks). CsCheck prints the seed of a failure, as with <see cref="RandomProcessTests"/>.
/// </summary>
public sealed class UnstructuredProcessTests
{
    [Fact]
    public void No_token_appears_or_is_lost_and_what_stands_still_says_so() =>
        Gen.Select(Gen.Int[0, int.MaxValue - 1], Gen.Int[0, int.MaxValue - 1]).Sample((model, schedule) => Run(model, schedule), iter: Math.Max(300, Check.Iter), threads: 1);

    [Fact]
    public void Where_the_order_of_work_cannot_matter_it_does_not() =>
        Gen.Select(Gen.Int[0, int.MaxValue - 1], Gen.Int[0, int.MaxValue - 1], Gen.Int[0, int.MaxValue - 1]).Sample(
            (model, one, other) => Finish(model, one).ShouldBe(Finish(model, other)), iter: Math.Max(300, Check.Iter), threads: 1);

    private static void Run(int model, int schedule)
    {
        var (play, random) = (new Play(UnstructuredProcess.Make(model, isConfluent: false)).Start(("sayac", FeelValue.Of(0L))), new Random(schedule));
        for (var steps = 1; steps <= 12 && play.Open() is { Count: > 0 and < 15 } open; steps++)
        {
            ShouldAccountForTokens(play);
            play.Apply(new CompleteUserTask(open[random.Next(open.Count)], FeelContext.Of(("sayac", FeelValue.Of((long)steps)))));
        }

        ShouldAccountForTokens(play);
        if (play.State.Status != InstanceStatus.Active) return;
        if (play.Open().Count == 0) play.State.Elements.Values.ShouldContain(element => element.IncidentKey != 0, "what waits for nothing says why");
        play.Apply(new CancelInstance("deneme"));
        play.Open().ShouldBeEmpty();
    }

    // What was done how often, and how it ended.
    private static string Finish(int model, int schedule)
    {
        var (play, random) = (new Play(UnstructuredProcess.Make(model, isConfluent: true)).Start(), new Random(schedule));
        for (var steps = 0; play.Open() is { Count: > 0 } open; steps++)
        {
            if (steps == 25 || open.Count > 15) return "many"; // tokens multiply along some ways; those that are few are enough
            play.Apply(new CompleteUserTask(open[random.Next(open.Count)], FeelContext.Empty));
        }

        ShouldAccountForTokens(play);
        if (play.State.Status == InstanceStatus.Active) play.State.Elements[play.State.Key].IncidentKey.ShouldNotBe(0);
        return $"{play.State.Status}: {string.Join(' ', play.Events.OfType<ElementCompleted>().CountBy(completed => completed.ElementId).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}×{entry.Value}"))}";
    }

    // Every token that a flow brought is in its node, went through it, or waits before it; every node that was left gave its flows what it owed them.
    private static void ShouldAccountForTokens(Play play)
    {
        var taken = play.Events.OfType<FlowTaken>().CountBy(flow => flow.FlowId).ToDictionary();
        var entered = play.Events.OfType<ElementActivated>().CountBy(element => element.ElementId).ToDictionary();
        var left = play.Events.OfType<ElementCompleted>().CountBy(element => element.ElementId).ToDictionary();
        var root = play.State.For(play.Graph).Elements.GetValueOrDefault(play.State.Key); // what was stored has positions of its own
        foreach (var node in play.Graph.Nodes.Where(node => node.Kind != NodeKind.Process))
        {
            var into = node.Incoming.Select(flow => play.Graph.Flows[flow]).Select(flow => (Came: taken.GetValueOrDefault(flow.Id), Waiting: root?.Arrived.GetValueOrDefault(flow.Index) ?? 0)).ToList();
            if (node.Kind == NodeKind.ParallelGateway) into.ShouldAllBe(flow => flow.Came - flow.Waiting == entered.GetValueOrDefault(node.Id), node.Id);
            else if (node.Kind == NodeKind.InclusiveGateway) into.Sum(flow => flow.Came - flow.Waiting).ShouldBeGreaterThanOrEqualTo(entered.GetValueOrDefault(node.Id), node.Id);
            else if (node.Kind != NodeKind.StartEvent) into.Sum(flow => flow.Came).ShouldBe(entered.GetValueOrDefault(node.Id), node.Id);

            var active = play.State.Active.Count(element => element.ElementId == node.Id);
            entered.GetValueOrDefault(node.Id).ShouldBe(left.GetValueOrDefault(node.Id) + active, node.Id);

            var outOf = node.Outgoing.Select(flow => taken.GetValueOrDefault(play.Graph.Flows[flow].Id)).ToList();
            if (node.Kind == NodeKind.ExclusiveGateway && outOf.Count > 0) outOf.Sum().ShouldBe(left.GetValueOrDefault(node.Id), node.Id);
            else if (node.Kind != NodeKind.InclusiveGateway) outOf.ShouldAllBe(count => count == left.GetValueOrDefault(node.Id), node.Id);
            else if (outOf.Count > 0) outOf.Sum().ShouldBeGreaterThanOrEqualTo(left.GetValueOrDefault(node.Id), node.Id);
        }

        // No wait without somebody who can end it.
        play.State.Elements.Values.Where(element => element.Key != play.State.Key).ShouldAllBe(element => element.TaskKey != 0 || element.IncidentKey != 0);
    }
}
