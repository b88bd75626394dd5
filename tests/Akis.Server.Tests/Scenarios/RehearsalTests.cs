using Akis.Automation.Connectors;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Handbook.Checks;
using Akis.Handbook.Scenarios;
using Akis.Registry.Records;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Scenarios;

/// <summary>Scenarios answer in the registry's place, but what it would refuse they cannot have it take.</summary>
public sealed class RehearsalTests
{
    private readonly RehearsalMemory _memory = new();

    [Theory]
    [InlineData("kabin-yer", "{}", "is no kind of record")]
    [InlineData("kabin-yeri", "{kabin: \"7\", altU: 1}", "Highest unit is required.")]
    [InlineData("kabin-yeri", "{kabin: \"7\", altU: 1, ustU: 2, renk: \"mavi\"}", "There is no field “renk”.")]
    [InlineData("kabin-yeri", "{kabin: \"7\", altU: 1, ustU: 60}", "must be a number between 1 and 52")]
    [InlineData("kabin-yeri", "{kabin: \"7\", altU: 1, ustU: 2, durum: \"Bitti\"}", "must be one of: Reserved, In use, Freed")]
    [InlineData("kabin-yeri", "null", "'record' is no context")]
    public void What_the_kind_of_a_new_record_forbids_is_refused(string kind, string record, string why) => Save(kind, record).Refusal!.ShouldContain(why);

    [Fact]
    public void A_new_record_has_a_key_even_where_the_scenario_gives_none()
    {
        var made = Save("kabin-yeri", "{kabin: \"7\", altU: 1, ustU: 2}");
        made.Refusal.ShouldBeNull();
        made.Answer.Get("recordKey").AsString().ShouldNotBeNullOrEmpty();
        Save("kabin-yeri", "{kabin: \"7\", altU: 3, ustU: 4}").Answer.Get("recordKey").ShouldNotBe(made.Answer.Get("recordKey"));
    }

    [Fact]
    public void A_record_goes_only_the_ways_that_its_kind_allows()
    {
        Save("kabin-yeri", "{kabin: \"7\", altU: 1, ustU: 2}", answered: "5");
        Save("kabin-yeri", "{durum: \"Boşaltıldı\"}", key: "5").Refusal.ShouldBeNull();
        Save("kabin-yeri", "{durum: \"Dolu\"}", key: "5").Refusal!.ShouldContain("“Freed” is a final state");
    }

    [Fact]
    public void A_record_that_was_there_before_can_only_come_to_a_state_that_another_leads_to()
    {
        Save("kabin-yeri", "{durum: \"Ayrılmış\"}", key: "5").Refusal!.ShouldContain("no state leads to");
        Save("kabin-yeri", "{durum: \"Dolu\"}", key: "5").Refusal.ShouldBeNull();
        Save("kabin-yeri", "{kabin: null}", key: "5").Refusal!.ShouldContain("Rack is required.");
    }

    [Fact]
    public void Records_that_share_their_key_may_each_be_where_one_of_them_is()
    {
        Save("kabin-yeri", "{kabin: \"7\", altU: 1, ustU: 2}", answered: "5");
        Save("kabin-yeri", "{kabin: \"7\", altU: 3, ustU: 4}", answered: "5");
        Save("kabin-yeri", "{durum: \"Boşaltıldı\"}", key: "5").Refusal.ShouldBeNull();
        Save("kabin-yeri", "{durum: \"Dolu\"}", key: "5").Refusal.ShouldBeNull();
    }

    [Fact]
    public void What_is_found_is_of_its_kind_and_in_the_state_that_it_says()
    {
        Find("kabin-yeri", "{kat: 1}", "{}").Refusal!.ShouldContain("There is no field “kat”.");
        Find("kabin-yeri", "{}", "{record: {key: \"8\", title: \"A\", kabin: \"7\", durum: \"Bitti\"}}").Refusal!.ShouldContain("must be one of");
        Find("kabin-yeri", "{}", "{record: {key: \"8\", title: \"A\", kabin: \"7\", durum: \"Boşaltıldı\"}}").Refusal.ShouldBeNull();
        Save("kabin-yeri", "{durum: \"Dolu\"}", key: "8").Refusal!.ShouldContain("final state");
    }

    [Fact]
    public async Task A_model_that_does_not_say_which_record_it_saves_is_found_out()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("akis-folder-").FullName, "oa-10-resmi-yazi");
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in Directory.GetFiles(Path.Combine(ScenarioTests.Processes, "shared", "oa-10-resmi-yazi"))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            var model = Path.Combine(folder, "process.bpmn");
            var text = await File.ReadAllTextAsync(model, TestContext.Current.CancellationToken);
            const string Mapping = "<zeebe:input source=\"=null\" target=\"recordKey\" />";
            text.ShouldContain(Mapping);
            await File.WriteAllTextAsync(model, text.Replace(Mapping, "", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            var report = (await ScenarioSuite.RunAsync(ScenarioTests.Processes, [folder], JobContracts.All, RecordKinds.All, TestContext.Current.CancellationToken)).Single();
            report.Findings.ShouldContain(finding => finding.Contains("does not say which record it saves", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true); // made above
        }
    }

    private Rehearsed Save(string kind, string record, string? key = null, string? answered = null) => Rehearse("registry.save", kind,
        FeelContext.Of(("record", Value(record)), ("recordKey", key is null ? FeelValue.Null : FeelValue.Of(key))), answered is null ? null : FeelContext.Of(("recordKey", FeelValue.Of(answered))));

    private Rehearsed Find(string kind, string filter, string answer) => Rehearse("registry.find", kind, FeelContext.Of(("recordFilter", Value(filter))), Value(answer).AsContext());

    private Rehearsed Rehearse(string type, string kind, FeelContext variables, FeelContext? answer) => JobContracts.All[type].Rehearsal!(
        _memory, new ActivatedJob(1, type, 1, 1, "p", 1, 1, "kaydet", null, variables, new Dictionary<string, string> { ["type"] = kind }, 3, "scenario", DateTimeOffset.UnixEpoch, 1), answer);

    private static FeelValue Value(string expression) => FeelExpression.Parse(expression).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value;
}
