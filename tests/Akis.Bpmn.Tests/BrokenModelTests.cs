using Akis.Bpmn.Graph;
using Akis.Bpmn.Reading;
using Akis.Bpmn.Stepping;
using Akis.Dmn;
using Akis.Feel;

namespace Akis.Bpmn.Tests;

/// <summary>Models made wrong at random are refused or run; neither the reader nor the stepper is ever broken by one.</summary>
public sealed class BrokenModelTests : IKeySource, IDecisionSource
{
    private long _key = 100;

    [Fact]
    public void A_broken_model_is_refused_or_can_be_started_and_stepped()
    {
        var models = int.TryParse(Environment.GetEnvironmentVariable("Broken_Models"), out var asked) ? asked : 1_500;
        var ran = 0;
        for (var seed = 0; seed < models; seed++)
        {
            var xml = BrokenModel.Make(seed, 1 + (seed % 4));
            try
            {
                var model = BpmnModel.Read(xml);
                BpmnModel.ReadDeployed(xml);
                foreach (var graph in model.Processes) Run(graph, new Random(seed));
                ran += model.Processes.Count;
            }
            catch (Exception broken)
            {
                Assert.Fail($"seed {seed}: {broken}\n{xml}");
            }
        }

        ran.ShouldBeInRange(models / 50, models / 2); // else nothing was broken, or nothing was left whole
    }

    private void Run(ProcessGraph graph, Random random)
    {
        var context = new StepContext(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero), this, FeelEnvironment.Default, this);
        var transition = Stepper.Apply(graph, null, new StartInstance(1, FeelContext.Empty), context);
        var events = transition.Events.ToList();
        for (var steps = 0; steps < 20 && transition.State.Status == InstanceStatus.Active; steps++)
        {
            if (Commands(transition.State) is not { Count: > 0 } commands) break;
            transition = Stepper.Apply(graph, transition.State, commands[random.Next(commands.Count)], context);
            events.AddRange(transition.Events);
        }

        if (transition.Rejection is null) StateJson.Write(InstanceState.Rebuild(graph, events)).ShouldBe(StateJson.Write(transition.State));
    }

    private static List<EngineCommand> Commands(InstanceState state) =>
    [
        .. state.Elements.Values.SelectMany(element => element.Waits.Select<Wait, EngineCommand>(wait => wait.Due is null ? new CorrelateMessage(wait.Key, FeelContext.Empty) : new FireTimer(wait.Key))),
        .. state.Elements.Values.SelectMany(element => new EngineCommand?[]
        {
            element.TaskKey == 0 ? null : new CompleteUserTask(element.TaskKey, FeelContext.Empty),
            element.JobKey == 0 ? null : new CompleteJob(element.JobKey, FeelContext.Empty),
            element.CalledKey == 0 ? null : new CompleteCalledInstance(element.CalledKey, FeelContext.Empty),
            element.IncidentKey == 0 ? null : new ResolveIncident(element.IncidentKey),
        }).OfType<EngineCommand>(),
    ];

    long IKeySource.Next() => ++_key;

    DecisionResult? IDecisionSource.Evaluate(string decisionId, DecisionSpec asked, IFeelScope variables, FeelEnvironment environment) => null;
}
