using Akis.Desk.Privacy;
using Akis.Engine;
using Akis.Registry.Parameters;
using Akis.Server.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Akis.Server.Tests.Desk.Privacy;

public sealed class RetentionPeriodTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Name = "saklama.eposta.giden";

    private RowRetention Rows => server.Services.GetRequiredService<RowRetention>();

    [Fact]
    public async Task How_long_mail_is_kept_is_a_dated_parameter_of_those_who_answer_for_personal_data()
    {
        var parameters = server.Services.GetRequiredService<Parameters>();
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        (await DaysAsync()).ShouldBe(180);
        (await parameters.SetAsync(Name, today, "10", "KVKK kurul kararı", Person("satinalma"))).Problem!.Status.ShouldBe(403);
        (await parameters.SetAsync(Name, today.AddDays(30), "20", "KVKK kurul kararı", Person("baskan"))).Problem.ShouldBeNull();
        (await DaysAsync()).ShouldBe(180, "it holds from its day on");
        (await parameters.SetAsync(Name, today.AddDays(-1), "10", "KVKK kurul kararı", Person("baskan"))).Problem.ShouldBeNull();
        (await DaysAsync()).ShouldBe(10);
        (await parameters.SetAsync(Name, today.AddDays(-1), "\"bir ay\"", "KVKK kurul kararı", Person("baskan"))).Problem.ShouldBeNull();
        (await DaysAsync()).ShouldBe(180, "what is no number of days does not hold");
    }

    [Fact]
    public async Task Every_kind_can_be_counted_and_shows_on_the_page()
    {
        var due = await Rows.DueAsync();
        due.Select(kind => kind.Rows.Name).ShouldBeUnique();
        due.Count.ShouldBeGreaterThanOrEqualTo(12);
        using var client = server.As("baskan");
        var page = await client.GetStringAsync("/desk/privacy");
        foreach (var kind in due) page.ShouldContain(kind.Rows.Name);
    }

    private async Task<int> DaysAsync() => (await Rows.DueAsync()).Single(kind => kind.Rows.Name == Name).Days;

    private static Actor Person(string role) => new(role, new HashSet<string> { role });
}
