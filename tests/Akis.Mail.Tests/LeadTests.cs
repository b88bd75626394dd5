using Akis.Engine.Database;
using Akis.Engine.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Akis.Mail.Tests;

/// <summary>One node at a time watches a mailbox.</summary>
public sealed class LeadTests(PostgreSqlCluster cluster) : IClassFixture<PostgreSqlCluster>
{
    [Fact]
    public async Task Of_several_nodes_one_leads_until_it_lets_go_or_loses_its_connection()
    {
        var folder = Directory.CreateTempSubdirectory("akis-lead-").FullName;
        var shared = cluster.NewDatabase();
        await using var one = AkisDatabase.Open(folder, shared, new FakeTimeProvider());
        await using var two = AkisDatabase.Open(folder, shared, new FakeTimeProvider());
        var lead = (await one.TryLeadAsync("mailbox:yardim")).ShouldNotBeNull();
        (await two.TryLeadAsync("mailbox:yardim")).ShouldBeNull();
        await using (await two.TryLeadAsync("mailbox:baska")) (await lead.IsHeldAsync()).ShouldBeTrue();
        await lead.DisposeAsync();

        var next = (await two.TryLeadAsync("mailbox:yardim")).ShouldNotBeNull();
        await one.WriteAsync(async (session, token) =>
        {
            await session.QueryAsync("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()", row => row.GetBoolean(0), token);
            return Outcome.Done;
        });
        (await next.IsHeldAsync()).ShouldBeFalse();
        await using var last = (await one.TryLeadAsync("mailbox:yardim")).ShouldNotBeNull();
        await next.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
