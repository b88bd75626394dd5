using System.Xml.Linq;
using Akis.Bpmn.Graph;
using Akis.Bpmn.Reading;
using Akis.Bpmn.Stepping;
using Akis.Dmn;
using Akis.Feel;

namespace Akis.Bpmn.Tests;

/// <summary>Plays one instance by the names of its elements. After every command the history must rebuild the state, and the state must survive being stored.</summary>
internal sealed class Play : IKeySource, IDecisionSource
{
    private readonly List<HistoryEvent> _events = [];
    private InstanceState _rebuilt;
    private ProcessGraph _replayed;
    private long _key = 100;

    private readonly ProcessGraph? _target;

    public Play(string body, string definitions = "", string? target = null)
    {
        Graph = _replayed = Read(body, definitions);
        _target = target is null ? null : Read(target, definitions);
        _rebuilt = InstanceState.Rebuild(Graph, []);
    }

    public ProcessGraph Graph { get; private set; }

    public InstanceState State { get; private set; } = new();

    public DateTimeOffset Now { get; private set; } = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3));

    public FeelEnvironment Feel { get; init; } = FeelEnvironment.Default;

    public IReadOnlyList<HistoryEvent> Events => _events;

    public IEnumerable<string> At => State.Active.Select(active => active.ElementId);

    public static string Xml(string body, string definitions = "") => $"""
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:akis="http://akis.demouni.example/schema/1.0/bpmn" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
          {definitions}
          <process id="p" isExecutable="true">{body}</process>
        </definitions>
        """;

    /// <summary>Goes on with the other version.</summary>
    public Play Migrate(IReadOnlyDictionary<string, string> elements)
    {
        var (before, after) = Migration.Apply(Graph, Target, State, new(1, 2, elements), new StepContext(Now, this, Feel, this));
        Graph = Target;
        return Happened(new(after.State, [.. before, .. after.Events], after.Rejection));
    }

    /// <summary>The code with which a migration is refused; nothing may have changed.</summary>
    public string? MigrationRefused(IReadOnlyDictionary<string, string> elements)
    {
        var (before, after) = Migration.Apply(Graph, Target, State, new(1, 2, elements), new StepContext(Now, this, Feel, this));
        before.Concat(after.Events).ShouldBeEmpty();
        return after.Rejection?.Code;
    }

    /// <summary>What a migration would change, by element and code.</summary>
    public IEnumerable<string> MigrationNotes(IReadOnlyDictionary<string, string> elements) =>
        Migration.Check(Graph, Target, State, elements).Where(finding => !finding.Refuses).Select(finding => $"{finding.ElementId} {finding.Code}");

    private ProcessGraph Target => _target ?? throw new InvalidOperationException("The scenario has no target.");

    private static ProcessGraph Read(string body, string definitions)
    {
        var model = BpmnModel.Read(Xml(body, definitions));
        model.Findings.ShouldBeEmpty();
        return model.Processes.Single(process => process.ProcessId == "p");
    }

    /// <summary>Sequence flows from a line such as <c>start a b end</c>.</summary>
    public static string Flow(string line)
    {
        var ids = line.Split(' ');
        return string.Concat(ids.Zip(ids.Skip(1), (from, to) => $"""<sequenceFlow id="{from}_{to}" sourceRef="{from}" targetRef="{to}"/>"""));
    }

    public Play Start(params (string, FeelValue)[] variables) => Apply(new StartInstance(1, FeelContext.Of(variables)));

    public Play StartAt(string startId, params (string, FeelValue)[] variables) => Apply(new StartInstance(1, FeelContext.Of(variables), startId) { Initiator = "ayse" });

    public Play Complete(string id, params (string, FeelValue)[] variables) =>
        Apply(new CompleteUserTask(TaskOf(id), FeelContext.Of(variables)));

    public Play Work(string id, params (string, FeelValue)[] variables) => Apply(new CompleteJob(JobOf(id), FeelContext.Of(variables)));

    public long TaskOf(string id) => KeysOf(id).Select(key => State.Elements[key].TaskKey).Last(key => key != 0);

    public long JobOf(string id) => _events.OfType<JobCreated>().Last(job => job.ElementId == id).JobKey;

    public Play Message(string name, params (string, FeelValue)[] variables)
    {
        var closed = _events.OfType<SubscriptionClosed>().Select(e => e.SubscriptionKey).Concat(_events.OfType<MessageCorrelated>().Where(e => !e.StaysOpen).Select(e => e.SubscriptionKey));
        return Apply(new CorrelateMessage(_events.OfType<SubscriptionOpened>().Last(e => e.MessageName == name && !closed.Contains(e.SubscriptionKey)).SubscriptionKey, FeelContext.Of(variables)));
    }

    /// <summary>Broadcasts a signal to all who wait for it.</summary>
    public Play Signal(string name, params (string, FeelValue)[] variables)
    {
        var closed = _events.OfType<SubscriptionClosed>().Select(e => e.SubscriptionKey).Concat(_events.OfType<SignalCaught>().Where(e => !e.StaysOpen).Select(e => e.SubscriptionKey)).ToHashSet();
        foreach (var awaited in _events.OfType<SignalAwaited>().Where(e => e.SignalName == name && !closed.Contains(e.SubscriptionKey)).ToList())
        {
            // Who was interrupted by an earlier one no longer listens.
            if (State.Status == InstanceStatus.Active && State.Elements.TryGetValue(awaited.ElementKey, out var owner) && owner.Waits.Exists(wait => wait.Key == awaited.SubscriptionKey))
                Apply(new CatchSignal(awaited.SubscriptionKey, FeelContext.Of(variables)));
        }

        return this;
    }

    /// <summary>Keys of the user tasks that wait, in the order of creation.</summary>
    public IReadOnlyList<long> Open()
    {
        var gone = _events.OfType<TaskCompleted>().Select(e => e.TaskKey).Concat(_events.OfType<TaskCancelled>().Select(e => e.TaskKey)).ToHashSet();
        return [.. _events.OfType<TaskCreated>().Select(e => e.TaskKey).Where(key => !gone.Contains(key))];
    }

    public IEnumerable<long> KeysOf(string id) => State.Active.Where(active => active.ElementId == id).Select(active => active.Key);

    /// <summary>The code with which a command is refused; nothing may have changed.</summary>
    public string? Refused(EngineCommand command)
    {
        var transition = Stepper.Apply(Graph, State, command, new StepContext(Now, this, Feel, this));
        transition.Events.ShouldBeEmpty();
        return transition.Rejection?.Code;
    }

    public long KeyOf(string id) => State.Active.First(active => active.ElementId == id).Key;

    public long CalledBy(string id) => _events.OfType<CallStarted>().Last(call => call.ElementKey == KeyOf(id)).CalledInstanceKey;

    /// <summary>Lets time pass and fires what is due, in due order.</summary>
    public Play Wait(TimeSpan time)
    {
        var until = Now + time;
        while (Running().Where(timer => timer.Due <= until).OrderBy(timer => timer.Due).FirstOrDefault() is { } timer)
        {
            Now = timer.Due;
            Apply(new FireTimer(timer.TimerKey));
        }

        Now = until;
        return this;
    }

    public IEnumerable<TimerSet> Running()
    {
        var gone = _events.OfType<TimerFired>().Select(e => e.TimerKey).Concat(_events.OfType<TimerCancelled>().Select(e => e.TimerKey)).ToHashSet();
        return _events.OfType<TimerSet>().Where(timer => !gone.Contains(timer.TimerKey));
    }

    public Play Apply(EngineCommand command) => Happened(Stepper.Apply(Graph, command is StartInstance ? null : State, command, new StepContext(Now, this, Feel, this)));

    private Play Happened(Transition transition)
    {
        transition.Rejection.ShouldBeNull(transition.Rejection?.En);
        _events.AddRange(transition.Events);
        State = StateJson.ReadState(StateJson.Write(transition.State));
        StateJson.Write(State).ShouldBe(StateJson.Write(transition.State));
        foreach (var happened in transition.Events) Replay(StateJson.ReadEvent(StateJson.Write(happened)));
        StateJson.Write(_rebuilt).ShouldBe(StateJson.Write(State));
        return this;
    }

    // What Rebuild does, from where it was.
    private void Replay(HistoryEvent happened)
    {
        if (happened is InstanceMigrated migrated) _rebuilt = _rebuilt.MovedTo(_replayed = Target, migrated);
        else Applier.Apply(_replayed, _rebuilt, happened);
    }

    public void ShouldBeAt(params string[] ids) => At.Order().ShouldBe(ids.Order());

    public void ShouldHaveEndedAt(string id)
    {
        State.Status.ShouldBe(InstanceStatus.Completed);
        _events.OfType<ElementCompleted>().Last(completed => completed.ElementId != "p").ElementId.ShouldBe(id);
        Running().ShouldBeEmpty();
    }

    public int Times(string id) => _events.OfType<ElementActivated>().Count(activated => activated.ElementId == id);

    long IKeySource.Next() => ++_key;

    DecisionResult? IDecisionSource.Evaluate(string decisionId, DecisionSpec asked, IFeelScope variables, FeelEnvironment environment) => null;
}
