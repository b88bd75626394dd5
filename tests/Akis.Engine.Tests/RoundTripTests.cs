using System.Collections.Concurrent;
using System.Diagnostics;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

/// <summary>PostgreSQL's lever: a command asks it twice, once to read and once to write, whatever it has to write.</summary>
public sealed class RoundTripTests(PostgreSqlCluster cluster) : IClassFixture<PostgreSqlCluster>
{
    [Fact]
    public async Task A_command_is_one_read_and_one_write()
    {
        var connection = cluster.NewDatabase();
        await using var office = await OpenAsync(connection);
        await office.DeployAsync(("p.bpmn", Process("p", """
            <startEvent id="s"/><userTask id="t"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="uzman, birim"/></extensionElements></userTask>
            <boundaryEvent id="late" attachedToRef="t"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="e2"/>
            <serviceTask id="j"><extensionElements><zeebe:taskDefinition type="iş"/></extensionElements></serviceTask><parallelGateway id="f"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>
            """ + Flow("s t j f a e") + Flow("f b e") + Flow("late e2"))));
        await office.CompleteAsync((await office.TaskAsync(await office.StartAsync("p"), "t")).Key, Person("ali", "uzman")); // compiled and known from here on

        var asked = new ConcurrentQueue<string>();
        var database = new Npgsql.NpgsqlConnectionStringBuilder(connection).Database;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TagObjects.Any(tag => Equals(tag.Value, database))) asked.Enqueue(activity.DisplayName);
            },
        };
        ActivitySource.AddActivityListener(listener);

        var key = await CountAsync(() => office.StartAsync("p"));
        var task = (await office.TaskAsync(key, "t")).Key;
        await CountAsync(() => office.Database.WriteAsync((s, c) => office.Engine.AssignTaskAsync(s, task, "ali", Person("ali", "uzman"), c)));
        await CountAsync(() => office.CompleteAsync(task, Person("ali", "uzman"), ("x", FeelValue.Of(1L))));
        var job = (await office.Queries.JobsAsync(key, null, 0, 0, 1)).Single().Key;
        await CountAsync(() => office.Database.WriteAsync((s, c) => office.Engine.AnswerJobAsync(s, job, new JobAnswer.Completed(FeelContext.Empty), Actor.System, c)));

        async Task<T> CountAsync<T>(Func<Task<T>> command)
        {
            asked.Clear();
            var result = await command();
            asked.Count.ShouldBe(2, string.Join("\n", asked));
            return result;
        }
    }
}
