using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteRaceTests : RaceTests
{
    protected override string? NewDatabase() => null;

    protected override int Rounds => 125;
}

public sealed class PostgreSqlRaceTests(PostgreSqlCluster cluster) : RaceTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();

    protected override int Rounds => 125;
}

/// <summary>Two clients race on one instance, a thousand times over both databases; <c>AKIS_RACE_ROUNDS</c> makes it longer. Whoever wins, the result is right.</summary>
public abstract class RaceTests
{
    private static readonly Actor Admin = new("y", new HashSet<string>(), IsAdministrator: true);

    [Fact]
    public Task Two_branches_that_arrive_together_join_once() => RaceAsync(
        """<startEvent id="s"/><parallelGateway id="f"/><userTask id="a"/><userTask id="b"/><parallelGateway id="j"/><userTask id="z"/><endEvent id="e"/>""" + Flow("s f a j z e") + Flow("f b j"), "",
        async (office, key, _) =>
        {
            var (a, b) = ((await office.TaskAsync(key, "a")).Key, (await office.TaskAsync(key, "b")).Key);
            return (() => office.CompleteAsync(a, Admin), () => office.CompleteAsync(b, Admin));
        },
        async (office, key, outcomes) =>
        {
            outcomes.ShouldAllBe(outcome => outcome.Succeeded);
            (await office.Queries.TasksOfAsync(key)).Count(task => task is { ElementId: "z", State: 0 }).ShouldBe(1);
        });

    [Fact]
    public Task Of_two_who_complete_one_task_the_second_is_told_and_changes_nothing() => RaceAsync(
        """<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>""" + Flow("s a e"), "",
        async (office, key, _) =>
        {
            var task = (await office.TaskAsync(key, "a")).Key;
            return (() => office.CompleteAsync(task, Admin, ("kim", FeelValue.Of("bir"))), () => office.CompleteAsync(task, Admin, ("kim", FeelValue.Of("iki"))));
        },
        async (office, key, outcomes) =>
        {
            outcomes.Count(outcome => outcome.Succeeded).ShouldBe(1);
            (await office.Queries.VariablesAsync(key)).Get("kim").AsString().ShouldBe(outcomes[0].Succeeded ? "bir" : "iki");
        });

    [Fact]
    public Task A_message_and_the_timer_beside_it_let_one_through() => RaceAsync(
        """
        <startEvent id="s"/><eventBasedGateway id="g"/><intermediateCatchEvent id="m"><messageEventDefinition messageRef="msg"/></intermediateCatchEvent>
        <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>PT1M</timeDuration></timerEventDefinition></intermediateCatchEvent><endEvent id="e1"/><endEvent id="e2"/>
        """ + Flow("s g m e1") + Flow("g t e2"), """<message id="msg" name="geldi"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>""",
        (office, key, no) =>
        {
            office.Clock.Advance(TimeSpan.FromMinutes(2));
            return Task.FromResult<(Func<Task<Outcome>>, Func<Task<Outcome>>)>((
                async () => new((await office.Database.WriteAsync((s, c) => office.Engine.CorrelateMessageAsync(s, "geldi", no, FeelContext.Empty, Admin, cancel: c))).Problem),
                async () =>
                {
                    await office.PassAsync(TimeSpan.Zero);
                    return Outcome.Done;
                }));
        },
        async (office, key, outcomes) =>
        {
            var path = (await office.Queries.PathAsync(key)).Select(step => step.ElementId).ToList();
            path.Count(id => id is "e1" or "e2").ShouldBe(1);
            path.Contains("e1").ShouldBe(outcomes[0].Succeeded);
        });

    [Fact]
    public Task Two_workers_never_hold_one_job_and_a_late_answer_counts_for_nothing() => RaceAsync(
        """<startEvent id="s"/><serviceTask id="w"><extensionElements><zeebe:taskDefinition type="iş"/></extensionElements></serviceTask><endEvent id="e"/>""" + Flow("s w e"), "",
        async (office, key, _) =>
        {
            // The first worker's lease has ended; it answers just as the second takes the job and answers too.
            var late = (await TakeAsync(office)).ShouldHaveSingleItem();
            office.Clock.Advance(TimeSpan.FromMinutes(2));
            return (() => AnswerAsync(office, late, "geç"), async () => (await TakeAsync(office)) is [var job] ? await AnswerAsync(office, job, "yeni") : CommandRoad.Unknown);
        },
        async (office, key, outcomes) =>
        {
            outcomes.Count(outcome => outcome.Succeeded).ShouldBe(1);
            (await office.Queries.VariablesAsync(key)).Get("kim").AsString().ShouldBe(outcomes[0].Succeeded ? "geç" : "yeni");
            (await office.Queries.HistoryAsync(key)).Count(entry => entry.Event is JobCompleted).ShouldBe(1);
        });

    protected abstract string? NewDatabase();

    protected abstract int Rounds { get; }

    private static Task<IReadOnlyList<ActivatedJob>> TakeAsync(Office office) => office.Database.WriteAsync((s, c) => office.Engine.ActivateJobsAsync(s, "iş", "işçi", 1, TimeSpan.FromMinutes(1), c));

    private static Task<Outcome> AnswerAsync(Office office, ActivatedJob job, string who) =>
        office.Database.WriteAsync((s, c) => office.Engine.AnswerJobAsync(s, job.Key, new JobAnswer.Completed(FeelContext.Of(("kim", FeelValue.Of(who)))), job.Fence, c));

    private async Task RaceAsync(string body, string definitions, Func<Office, long, string, Task<(Func<Task<Outcome>> One, Func<Task<Outcome>> Other)>> begin, Func<Office, long, Outcome[], Task> check)
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("r.bpmn", Process("r", body, definitions)));
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("AKIS_RACE_ROUNDS"), out var more) ? more : Rounds;
        for (var round = 0; round < rounds; round++)
        {
            var key = await office.StartAsync("r", "ayşe", ("no", FeelValue.Of($"{round}")));
            var (one, other) = await begin(office, key, $"{round}");
            using var barrier = new Barrier(2);
            var both = new[] { Together(one, barrier), Together(other, barrier) };
            await check(office, key, await Task.WhenAll(both));
            await office.ShouldRebuildAsync(key);
        }
    }

    private static Task<Outcome> Together(Func<Task<Outcome>> client, Barrier barrier) => Task.Factory.StartNew(() =>
    {
        barrier.SignalAndWait();
        return client();
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
}
