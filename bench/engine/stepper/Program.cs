using System.Diagnostics;
using Akis.Bpmn.Graph;
using Akis.Bpmn.Reading;
using Akis.Bpmn.Stepping;
using Akis.Dmn;
using Akis.Feel;

// The stepper alone, on one core: start → user task → exclusive gateway → service task → parallel split, two nodes, join → end; three commands an instance.
const string Model = """
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"><process id="bench" isExecutable="true">
    <startEvent id="start"/><userTask id="ask"><extensionElements><zeebe:assignmentDefinition candidateGroups="desk"/></extensionElements></userTask><exclusiveGateway id="choose" default="f4"/><endEvent id="no"/>
    <serviceTask id="do"><extensionElements><zeebe:taskDefinition type="work"/></extensionElements></serviceTask><parallelGateway id="split"/><manualTask id="left"/><manualTask id="right"/><parallelGateway id="join"/><endEvent id="end"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="ask"/><sequenceFlow id="f2" sourceRef="ask" targetRef="choose"/>
    <sequenceFlow id="f3" sourceRef="choose" targetRef="do"><conditionExpression>=approved and amount &lt; 1000</conditionExpression></sequenceFlow><sequenceFlow id="f4" sourceRef="choose" targetRef="no"/>
    <sequenceFlow id="f5" sourceRef="do" targetRef="split"/><sequenceFlow id="f6" sourceRef="split" targetRef="left"/><sequenceFlow id="f7" sourceRef="split" targetRef="right"/>
    <sequenceFlow id="f8" sourceRef="left" targetRef="join"/><sequenceFlow id="f9" sourceRef="right" targetRef="join"/><sequenceFlow id="f10" sourceRef="join" targetRef="end"/>
    </process></definitions>
    """;

double? peer = args is [_, var figure] ? double.Parse(figure, System.Globalization.CultureInfo.InvariantCulture) : null;
if (peer is { } rate) Console.WriteLine($"npm bpmn-engine, in memory: {rate:N0} instances/s");
var seconds = args is [var text, ..] ? double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 3;
var graph = BpmnModel.Read(Model).Processes.Single();
foreach (var (name, stored) in new[] { ("in memory", false), ("state written and read at every step", true), ("in memory", false), ("state written and read at every step", true) })
{
    var watch = Stopwatch.StartNew();
    var processor = Environment.CpuUsage.TotalTime;
    var bytes = GC.GetAllocatedBytesForCurrentThread();
    var (instances, largest) = (0, 0);
    while (watch.Elapsed.TotalSeconds < seconds)
    {
        for (var i = 0; i < 100; i++) largest = Math.Max(largest, Bench.Run(graph, stored));
        instances += 100;
    }

    var elapsed = watch.Elapsed.TotalSeconds;
    var used = (Environment.CpuUsage.TotalTime - processor).TotalSeconds; // on a machine that others use too, this is what the steps cost
    Console.WriteLine($"{name}: {instances / elapsed:N0} instances/s, {instances / used:N0} a second of processor time, {3 * instances / elapsed:N0} steps/s, {(GC.GetAllocatedBytesForCurrentThread() - bytes) / (3.0 * instances):N0} bytes allocated a step{(stored ? $", largest state {largest} bytes" : "")}{(peer is { } other ? $", {instances / elapsed / other:N0} times bpmn-engine" : "")}");
}

internal static class Bench
{
    private static readonly Keys Source = new();
    private static readonly StepContext Context = new(DateTimeOffset.UnixEpoch, Source, FeelEnvironment.Default, Source);
    private static readonly FeelContext Request = FeelContext.Of(("requester", FeelValue.Of("ali")), ("amount", FeelValue.Of(250L)), ("subject", FeelValue.Of("VPN erişimi")));
    private static readonly FeelContext Answer = FeelContext.Of(("approved", FeelValue.True));

    public static int Run(ProcessGraph graph, bool stored)
    {
        var largest = 0;
        var state = Apply(null, new StartInstance(Source.Next(), Request), out var events);
        state = Apply(state, new CompleteUserTask(events.OfType<TaskCreated>().Single().TaskKey, Answer), out events);
        state = Apply(state, new CompleteJob(events.OfType<JobCreated>().Single().JobKey, FeelContext.Empty), out _);
        return state.Status == InstanceStatus.Completed ? largest : throw new InvalidOperationException("The instance did not complete.");

        InstanceState Apply(InstanceState? before, EngineCommand command, out IReadOnlyList<HistoryEvent> happened)
        {
            var transition = Stepper.Apply(graph, before, command, Context);
            if (transition.Rejection is { } rejection) throw new InvalidOperationException(rejection.En);
            happened = transition.Events;
            if (!stored) return transition.State;
            var bytes = StateJson.Write(transition.State);
            largest = Math.Max(largest, bytes.Length);
            return StateJson.ReadState(bytes);
        }
    }

    private sealed class Keys : IKeySource, IDecisionSource
    {
        private long _last = 1L << 51; // keys of the first partition, as long as real ones

        public long Next() => ++_last;

        public DecisionResult? Evaluate(string decisionId, Akis.Bpmn.Graph.DecisionSpec asked, IFeelScope variables, FeelEnvironment environment) => null;
    }
}
