using System.Collections.Concurrent;
using Akis.Bpmn.Stepping;
using Akis.Engine.Runtime;
using Akis.Feel;
using Microsoft.Extensions.DependencyInjection;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

/// <summary>Several nodes on one PostgreSQL: each job is done by one of them, each timer fires once, pages on all of them are alive.</summary>
public sealed class NodesTests(PostgreSqlCluster cluster) : IClassFixture<PostgreSqlCluster>
{
    private static readonly string Busy = Process("busy", """
        <startEvent id="s"/><parallelGateway id="f"/>
        <serviceTask id="in"><extensionElements><zeebe:taskDefinition type="iç"/></extensionElements></serviceTask>
        <serviceTask id="out"><extensionElements><zeebe:taskDefinition type="dış"/></extensionElements></serviceTask>
        <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>PT0.1S</timeDuration></timerEventDefinition></intermediateCatchEvent>
        <parallelGateway id="j"/><endEvent id="e"/>
        """ + Flow("s f in j e") + Flow("f out j") + Flow("f t j"));

    [Fact]
    public async Task Nodes_that_share_a_database_do_everything_once()
    {
        var connection = cluster.NewDatabase();
        var done = new ConcurrentBag<long>();
        await using var first = await OpenNodeAsync(connection, Handlers);
        await using var second = await OpenNodeAsync(connection, Handlers);
        await first.DeployAsync(("busy.bpmn", Busy));
        var keys = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => (i % 2 == 0 ? first : second).StartAsync("busy"))));

        // An instance is seen as completed from its commit on; that its handler is told of the commit comes a moment later.
        for (var wait = 0; wait < 1_200 && (done.Count < 120 || (await first.Queries.SearchInstancesAsync("busy", InstanceStatus.Active, null, null, 0, 1)).Count > 0); wait++) await Task.Delay(100);

        keys.Distinct().Count().ShouldBe(60);
        done.Count.ShouldBe(120);
        done.ShouldBeUnique();
        foreach (var key in keys)
        {
            (await second.StatusAsync(key)).ShouldBe(InstanceStatus.Completed);
            var events = (await second.Queries.HistoryAsync(key)).Select(entry => entry.Event).ToList();
            (events.Count(happened => happened is TimerFired), events.Count(happened => happened is JobCompleted)).ShouldBe((1, 2));
            await second.ShouldRebuildAsync(key);
        }

        void Handlers(IServiceCollection services) => services.AddSingleton<IJobHandler>(new Counting("iç", true, done)).AddSingleton<IJobHandler>(new Counting("dış", false, done));
    }

    [Fact]
    public async Task A_page_on_one_node_hears_what_another_has_committed()
    {
        var connection = cluster.NewDatabase();
        await using var first = await OpenNodeAsync(connection);
        await using var second = await OpenNodeAsync(connection);
        await first.DeployAsync(("p.bpmn", Process("p", """<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>""" + Flow("s t e"))));
        var key = await first.StartAsync("p");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var heard = Task.Run(async () =>
        {
            await foreach (var update in second.Live.ListenAsync(update => update.RootKey == key, patience.Token)) return update;
            return null;
        });

        // The other node may still be about to listen: what is told before is not kept.
        while (!heard.IsCompleted)
        {
            await first.Database.WriteAsync((s, c) => first.Engine.SetVariablesAsync(s, key, FeelContext.Of(("x", FeelValue.Of(1L))), Actor.System, c));
            await Task.Delay(50);
        }

        (await heard).ShouldBe(new LiveUpdate(key, key));
    }

    private sealed class Counting(string type, bool inside, ConcurrentBag<long> done) : IJobHandler
    {
        public string Type => type;

        public bool TouchesOnlyTheDatabase => inside;

        public Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel)
        {
            // A transaction that met a conflict runs again; only what was committed counts.
            if (call.Session is { } session) session.OnCommitted(() => done.Add(call.Job.Key));
            else done.Add(call.Job.Key);
            return Task.FromResult<JobAnswer>(new JobAnswer.Completed(FeelContext.Empty));
        }
    }
}
