using System.Xml;
using Akis.Bpmn.Stepping;
using Akis.Feel;

namespace Akis.Bpmn.Tests;

/// <summary>Plays the scenarios in <c>scenarios/</c>; adding one needs no code.</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Names => new(Scenario.All.Select(scenario => scenario.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Scenario_runs_as_it_says(string name)
    {
        var scenario = Scenario.All.Single(candidate => candidate.Name == name);
        var play = new Play(scenario.Body, scenario.Definitions, scenario.TargetBody);
        foreach (var step in scenario.Steps)
        {
            try
            {
                Do(play, step);
            }
            catch (Exception wrong) when (wrong is ShouldAssertException or InvalidOperationException)
            {
                Assert.Fail($"step '{step}', now at [{string.Join(' ', play.At)}], {play.State.Status}: {wrong.Message}");
            }
        }
    }

    // start A; start B x=1; in A start B; end C
    private static ModifyInstance Modification(Play play, string text)
    {
        var (starts, ends) = (new List<ElementStart>(), new List<long>());
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = part.Split(' ', 3);
            long? ancestor = null;
            if (words[0] == "in")
            {
                ancestor = play.KeyOf(words[1]);
                words = words[2].Split(' ', 3);
            }

            if (words[0] == "end") ends.AddRange(words[1] == "all" ? play.KeysOf(words[2]) : [play.KeyOf(words[1])]);
            else starts.Add(new(words[1], ancestor, words.Length > 2 ? [(words[1], FeelContext.Of(Variables(words[2])))] : []));
        }

        return new(starts, ends);
    }

    private static void Do(Play play, string step)
    {
        var words = step.Split(' ', 2);
        var rest = words.Length > 1 ? words[1].Trim() : "";
        var (first, after) = rest.Split(' ', 2) is [var head, var tail] ? (head, tail) : (rest, "");
        switch (words[0])
        {
            case "start": play.Start(Variables(rest)); break;
            case "start-at": play.StartAt(first, Variables(after)); break;
            case "start-refused": play.Refused(new StartInstance(1, FeelContext.Empty, after)).ShouldBe(first); break;
            case "complete": play.Complete(first, Variables(after)); break;
            case "work": play.Work(first, Variables(after)); break;
            case "deny": play.Apply(new CompleteJob(play.JobOf(first), FeelContext.Empty) { Denied = after }); break;
            case "deny-refused": play.Refused(new CompleteJob(play.JobOf(after), FeelContext.Empty) { Denied = "olmaz" }).ShouldBe(first); break;
            case "correct": play.Apply(new CompleteJob(play.JobOf(first), FeelContext.Empty) { Corrections = new(Assignee: after) }); break;
            case "assign": play.Apply(new AssignUserTask(play.TaskOf(first), after)); break;
            case "assigned": Assignee(play, first).ShouldBe(after.Length == 0 ? null : after); break;
            case "candidates": string.Join(' ', Offered(play, first).CandidateGroups.Concat(Offered(play, first).CandidateUsers)).ShouldBe(after); break;
            case "form": (Offered(play, first).FormId ?? Offered(play, first).ExternalReference).ShouldBe(after); break;
            case "times-tasks": play.Events.OfType<TaskCreated>().Count(task => task.ElementId == first).ShouldBe(int.Parse(after, System.Globalization.CultureInfo.InvariantCulture)); break;
            case "job": Created(play, first).JobType.ShouldBe(after); break;
            case "tries": Created(play, first).Retries.ShouldBe(int.Parse(after, System.Globalization.CultureInfo.InvariantCulture)); break;
            case "header": Created(play, first).Headers[after.Split('=')[0]].ShouldBe(after.Split('=')[1]); break;
            case "fail": play.Apply(new FailJob(play.JobOf(first), 0, "failed")); break;
            case "error": play.Apply(new ThrowJobError(play.JobOf(first), after, null, FeelContext.Empty)); break;
            case "message": play.Message(first, Variables(after)); break;
            case "signal": play.Signal(first, Variables(after)); break;
            case "wait": play.Wait(XmlConvert.ToTimeSpan(rest)); break;
            case "set": play.Apply(new SetVariables(play.State.Key, FeelContext.Of(Variables(rest)))); break;
            case "begin": play.Apply(new ActivateInAdHoc(play.KeyOf(first), after.Split(' '))); break;
            case "called-completes": play.Apply(new CompleteCalledInstance(play.CalledBy(first), FeelContext.Of(Variables(after)))); break;
            case "called-fails": play.Apply(new ThrowCalledInstanceError(play.CalledBy(first), after, FeelContext.Empty)); break;
            case "called-escalates": play.Apply(new EscalateCalledInstance(play.CalledBy(first), after, FeelContext.Empty)); break;
            case "called-cancelled": play.Events.OfType<CallCancelled>().Count().ShouldBe(1); break;
            case "nothing-open": ShouldHaveNothingOpen(play); break;
            case "nothing-awaited": play.State.Elements.Values.SelectMany(element => element.Waits).ShouldBeEmpty(); break;
            case "entries": play.Events.OfType<ElementActivated>().Where(entry => entry.ElementId == first).Select(entry => entry.Key).Distinct().Count().ShouldBe(int.Parse(after, System.Globalization.CultureInfo.InvariantCulture)); break;
            case "resolve": play.Apply(new ResolveIncident(play.Events.OfType<IncidentRaised>().Last().IncidentKey)); break;
            case "suspend": play.Apply(new SuspendInstance("deneme")); break;
            case "resume": play.Apply(new ResumeInstance()); break;
            case "complete-refused": play.Refused(new CompleteUserTask(play.Events.OfType<TaskCreated>().Last().TaskKey, FeelContext.Empty)).ShouldBe(first); break;
            case "modify": play.Apply(Modification(play, rest)); break;
            case "modify-refused": play.Refused(Modification(play, after)).ShouldBe(first); break;
            case "migrate": play.Migrate(Mapping(rest)); break;
            case "migrate-refused": play.MigrationRefused(Mapping(after)).ShouldBe(first); break;
            case "notes": play.MigrationNotes(Mapping(string.Join(' ', after.Split(' ')[1..]))).ShouldContain($"{first} {after.Split(' ')[0]}"); break;
            case "move": play.Apply(new MoveTokens(Mapping(rest))); break;
            case "move-refused": play.Refused(new MoveTokens(Mapping(after))).ShouldBe(first); break;
            case "cancel": play.Apply(new CancelInstance("test")); break;
            case "at": play.ShouldBeAt(rest.Length == 0 ? [] : rest.Split(' ')); break;
            case "ended": play.ShouldHaveEndedAt(first); break;
            case "cancelled": play.State.Status.ShouldBe(InstanceStatus.Cancelled); break;
            case "times": play.Times(first).ShouldBe(int.Parse(after, System.Globalization.CultureInfo.InvariantCulture)); break;
            case "order": Completed(play, rest.Split(' ')).ShouldBe(rest.Split(' ')); break;
            case "incident": play.Events.OfType<IncidentRaised>().Last().Code.ShouldBe(first); break;
            case "incident-none": play.Events.OfType<IncidentRaised>().ShouldBeEmpty(); break;
            case "sent-message": play.Events.OfType<MessageSent>().Last().MessageName.ShouldBe(rest); break;
            case "sent-messages": play.Events.OfType<MessageSent>().Count().ShouldBe(int.Parse(rest, System.Globalization.CultureInfo.InvariantCulture)); break;
            case "sent-signal": play.Events.OfType<SignalSent>().Last().SignalName.ShouldBe(rest); break;
            case "sent": Value(rest.Split('=', 2)[1]).ShouldBe(play.Events.OfType<SignalSent>().Last().Variables.Get(rest.Split('=', 2)[0].Trim())); break;
            case "local": Value(after.Split('=', 2)[1]).ShouldBe(play.State.VisibleVariables(play.KeyOf(first)).Get(after.Split('=', 2)[0].Trim())); break;
            case "variable": Value(rest.Split('=', 2)[1]).ShouldBe(play.State.Variables.Get(rest.Split('=', 2)[0].Trim())); break;
            default: throw new InvalidOperationException($"Unknown step '{step}'.");
        }
    }

    // Whatever the history opened it has closed.
    private static void ShouldHaveNothingOpen(Play play)
    {
        play.Open().ShouldBeEmpty();
        play.Running().ShouldBeEmpty();
        play.Events.OfType<JobCreated>().Select(job => job.JobKey).Except(play.Events.OfType<JobCompleted>().Select(job => job.JobKey)).Except(play.Events.OfType<JobCancelled>().Select(job => job.JobKey)).ShouldBeEmpty();
        play.Events.OfType<SubscriptionOpened>().Select(wait => wait.SubscriptionKey).Except(play.Events.OfType<SubscriptionClosed>().Select(wait => wait.SubscriptionKey)).Except(play.Events.OfType<MessageCorrelated>().Select(wait => wait.SubscriptionKey)).ShouldBeEmpty();
    }

    private static TaskCreated Offered(Play play, string id) => play.Events.OfType<TaskCreated>().Last(task => task.ElementId == id);

    private static JobCreated Created(Play play, string id) => play.Events.OfType<JobCreated>().Last(job => job.ElementId == id);

    private static string? Assignee(Play play, string id) =>
        play.Events.OfType<TaskAssigned>().LastOrDefault(assigned => assigned.TaskKey == Offered(play, id).TaskKey) is { } given ? given.Assignee : Offered(play, id).Assignee;

    // a->b c->d
    private static Dictionary<string, string> Mapping(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split("->")).ToDictionary(pair => pair[0], pair => pair[1]);

    private static IEnumerable<string> Completed(Play play, string[] ids) => play.Events.OfType<ElementCompleted>().Select(e => e.ElementId).Where(ids.Contains);

    private static (string, FeelValue)[] Variables(string text) =>
        [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => (part.Split('=', 2)[0].Trim(), Value(part.Split('=', 2)[1])))];

    private static FeelValue Value(string text) => FeelExpression.Parse(text.Trim()).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value;
}
