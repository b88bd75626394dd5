using Akis.Feel;
using Akis.Handbook.Catalogue;
using Akis.Handbook.Kpis;
using Akis.Server.Tests.Desk;

namespace Akis.Server.Tests.Requests;

/// <summary>Indicators are computed from what really happened.</summary>
public sealed class KpiTests(DeskOffices offices) : IClassFixture<DeskOffices>
{
    private const string Process = "sek-08-04-27-kullanici-destegi";

    [Theory]
    [BothDatabases]
    public async Task A_formula_is_answered_by_each_instance_and_what_is_null_does_not_count(string database)
    {
        var office = offices[database];
        var began = office.Clock.GetUtcNow();
        var (first, second) = (await office.TicketAsync(), await office.TicketAsync());
        await office.TicketAsync("hoca", "AGK-01", "Odamda ağ yok benim");
        (await office.Commands.TakeAsync(second, null, office.Person("ag.ali"))).Problem.ShouldBeNull();
        await office.PassAsync(TimeSpan.FromHours(2));
        (await office.Commands.CancelAsync(first, office.Person("ogrenci"))).Problem.ShouldBeNull();
        CardKpi[] kpis =
        [
            new("VPN oranı", "VPN", new("%", KpiKind.Share, "category = \"VPN-02\"")),
            new("Kapanma", "Closing", new("saat", KpiKind.Mean, "if ended = null then null else (ended - started) / duration(\"PT1H\")")),
            new("Kapanan", "Closed", new("adet", KpiKind.Count, "if ended = null then null else true")),
            new("Yalnız söz", "Words only", null),
        ];
        var reports = await office.Get<KpiReports>().OfAsync(Process, kpis, office.Clock.GetUtcNow().AddMinutes(1), [began, office.Clock.GetUtcNow()]);
        reports[0].Instances.ShouldBe(3);
        reports[0].Results.Select(result => (result.Kpi.En, decimal.Round(result.Value ?? -1, 1), result.Counted)).ShouldBe([("VPN", 66.7m, 3), ("Closing", 2m, 1), ("Closed", 1m, 1)]);
        (reports[1].Instances, reports[1].Results[0].Value).ShouldBe((0, null));
        reports[0].IsWhole.ShouldBeTrue();
    }

    [Theory]
    [InlineData(KpiKind.Median, "[1, 9, 2, 4, null]", 3.0, 4)]
    [InlineData(KpiKind.Median, "[7, 1, 2]", 2.0, 3)]
    [InlineData(KpiKind.Mean, "[1, 2, null]", 1.5, 2)]
    [InlineData(KpiKind.Sum, "[1, 2, 3.5]", 6.5, 3)]
    [InlineData(KpiKind.Share, "[true, false, null, true, true]", 75.0, 4)]
    [InlineData(KpiKind.Count, "[true, false, null, 1]", 2.0, 2)]
    public void Values_become_one_number(KpiKind kind, string values, double expected, int counted)
    {
        var list = FeelExpression.Parse(values).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value.AsList().ShouldNotBeNull();
        KpiMath.Of(kind, [.. list]).ShouldBe(((decimal)expected, counted));
    }

    [Theory]
    [InlineData("sorumlu-ag", true)]
    [InlineData("baskan", true)]
    [InlineData("kalite", true)]
    [InlineData("uzman-ag", false)]
    [InlineData("ogrenci", false)]
    public void They_are_for_those_who_answer_for_the_work(string role, bool may) => KpiReports.MaySee(new HashSet<string> { role }).ShouldBe(may);
}
