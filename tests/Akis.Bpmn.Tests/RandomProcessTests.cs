using Akis.Bpmn.Stepping;
using Akis.Feel;
using CsCheck;

namespace Akis.Bpmn.Tests;

/// <summary>
/// Random processes under random schedules: every token is accounted for, everything ends, nothing that waits is lost, the outcome does not
/// depend on the order of work, and history rebuilds the state after every command (which <see cref="Play"/> checks).
/// CsCheck prints the seed of a failure; the environment variable CsCheck_Seed takes it back, CsCheck_Iter asks for more models.
/// </summary>
public sealed class RandomProcessTests
{
    [Fact]
    public void Whatever_the_order_of_work_every_task_is_done_as_often_as_the_model_says() =>
        Gen.Select(Gen.Int[0, int.MaxValue - 1], Gen.Int[0, int.MaxValue - 1]).Sample((model, schedule) => Run(model, schedule), iter: Math.Max(300, Check.Iter), threads: 1);

    [Fact]
    public void Cancelling_at_any_moment_leaves_nothing_behind() =>
        Gen.Select(Gen.Int[0, int.MaxValue - 1], Gen.Int[0, int.MaxValue - 1], Gen.Int[0, 6]).Sample((model, schedule, steps) => Cancel(model, schedule, steps), iter: Math.Max(100, Check.Iter), threads: 1);

    private static void Run(int model, int schedule)
    {
        var process = RandomProcess.Make(model);
        var random = new Random(schedule);
        var play = new Play(process.Xml).Start();
        for (var steps = 0; play.State.Status == InstanceStatus.Active; steps++)
        {
            steps.ShouldBeLessThan(5_000);
            play.Events.OfType<IncidentRaised>().ShouldBeEmpty();
            Step(play, random);
        }

        play.State.Status.ShouldBe(InstanceStatus.Completed);
        play.Open().ShouldBeEmpty();
        play.Running().ShouldBeEmpty();
        var done = play.Events.OfType<TaskCompleted>().CountBy(completed => play.Events.OfType<TaskCreated>().Single(created => created.TaskKey == completed.TaskKey).ElementId).ToDictionary();
        foreach (var (task, times) in process.Expected) done.GetValueOrDefault(task).ShouldBe(times, task);
        ShouldBalance(play);
    }

    private static void Cancel(int model, int schedule, int steps)
    {
        var play = new Play(RandomProcess.Make(model).Xml).Start();
        var random = new Random(schedule);
        for (var i = 0; i < steps && play.State.Status == InstanceStatus.Active; i++) Step(play, random);
        if (play.State.Status != InstanceStatus.Active) return;
        play.Apply(new CancelInstance("deneme"));
        play.Open().ShouldBeEmpty();
        play.Running().ShouldBeEmpty();
        ShouldBalance(play);
    }

    private static void Step(Play play, Random random)
    {
        var tasks = play.Open();
        var timers = play.Running().ToList();
        (tasks.Count + timers.Count).ShouldBeGreaterThan(0, "an active instance waits for something");
        var choice = random.Next(tasks.Count + timers.Count);
        if (choice < tasks.Count) play.Apply(new CompleteUserTask(tasks[choice], FeelContext.Empty));
        else play.Apply(new FireTimer(timers[choice - tasks.Count].TimerKey));
    }

    // Every element that was entered was left exactly once.
    private static void ShouldBalance(Play play)
    {
        var entered = play.Events.OfType<ElementActivated>().Select(e => e.Key).Order();
        var left = play.Events.OfType<ElementCompleted>().Select(e => e.Key).Concat(play.Events.OfType<ElementCancelled>().Select(e => e.Key)).Order();
        left.ShouldBe(entered);
    }
}
