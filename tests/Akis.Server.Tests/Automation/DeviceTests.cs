using Akis.Automation;
using Akis.Automation.Connectors;
using Akis.Automation.Devices;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Automation;

public sealed class DeviceTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akis-devices-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3)));
    private AkisDatabase _database = null!; // made before each test

    public async ValueTask InitializeAsync()
    {
        _database = AkisDatabase.Open(_folder, null, _clock);
        await Migrator.MigrateAsync(_database, [AutomationServices.Migrations]);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Every_operation_answers_what_it_promises()
    {
        var key = 0;
        foreach (var operation in DeviceOperation.All)
        {
            var inputs = FeelContext.Of(operation.Needs.Select(name => (name, FeelValue.Of($"{name}-1"))));
            var done = (await AskAsync(operation.Type, (++key).ToString(System.Globalization.CultureInfo.InvariantCulture), inputs)).ShouldBeOfType<JobAnswer.Completed>(operation.Type);
            foreach (var name in operation.Answers.Keys) done.Variables.Get(name).IsNull.ShouldBeFalse($"{operation.Type}: {name}");
        }
    }

    [Fact]
    public async Task A_device_remembers_what_was_done_to_it()
    {
        FeelContext Upgrade(string version) => FeelContext.Of(("cihaz", FeelValue.Of("omurga-1")), ("hedefSurum", FeelValue.Of(version)));
        await AskAsync("network.os.install", "1", Upgrade("17.1"));
        (await AnswerAsync("network.os.verify", "2", Upgrade("17.1"), "dogrulandi")).IsTrue.ShouldBeTrue();
        await AskAsync("network.os.install", "3", Upgrade("17.2"));
        (await AnswerAsync("network.os.rollback", "4", Upgrade("17.2"), "kuruluSurum")).AsString().ShouldBe("17.1");
        (await AnswerAsync("network.os.verify", "5", Upgrade("17.2"), "dogrulandi")).IsTrue.ShouldBeFalse();
    }

    [Fact]
    public async Task An_order_that_comes_again_is_carried_out_once()
    {
        var inputs = FeelContext.Of(("cihaz", FeelValue.Of("kenar-7")), ("komutlar", FeelValue.Of("vlan 10")));
        await AskAsync("network.config.apply", "same", inputs);
        await AskAsync("network.config.apply", "same", inputs);
        (await AnswerAsync("network.config.backup", "other", inputs, "yedekSha256")).AsString().ShouldBe("sim-kenar-7-1");
    }

    [Fact]
    public async Task What_is_missing_or_fails_at_the_last_try_is_an_error_for_the_model()
    {
        (await AskAsync("network.config.apply", "1", FeelContext.Empty)).ShouldBeOfType<JobAnswer.Error>().Message.ShouldNotBeNull().ShouldContain("cihaz");
        var inputs = FeelContext.Of(("cihaz", FeelValue.Of("kenar-7")));
        await Should.ThrowAsync<ConnectorFailed>(() => AskAsync("network.config.backup", "2", inputs, retries: 3, failing: "network.config.backup@kenar-7"));
        (await AskAsync("network.config.backup", "2", inputs, retries: 1, failing: "network.config.backup@kenar-7")).ShouldBeOfType<JobAnswer.Error>().Code.ShouldBe("OTOMASYON_HATA");
        (await AskAsync("network.config.backup", "3", FeelContext.Of(("cihaz", FeelValue.Of("kenar-8"))), retries: 1, failing: "network.config.backup@kenar-7")).ShouldBeOfType<JobAnswer.Completed>();
    }

    private async Task<FeelValue> AnswerAsync(string type, string key, FeelContext inputs, string name) => (await AskAsync(type, key, inputs)).ShouldBeOfType<JobAnswer.Completed>().Variables.Get(name);

    private Task<JobAnswer> AskAsync(string type, string key, FeelContext inputs, int retries = 3, string? failing = null)
    {
        var settings = new AutomationSettings(_folder, null, "a@demouni.example", "http://localhost", null) { SimulatorFailures = failing is null ? new HashSet<string>() : new HashSet<string> { failing } };
        var job = new DeviceJob(DeviceOperation.All.Single(operation => operation.Type == type), new DeviceSimulator(_database, settings, new EngineSettings(_clock)), new RunLog(_database));
        return job.HandleAsync(new(new ActivatedJob(1, type, 10, 1, "p", 1, key.GetHashCode(StringComparison.Ordinal), "e", null, inputs, new Dictionary<string, string>(), retries, "w", _clock.GetUtcNow(), 1), null), CancellationToken.None);
    }
}
