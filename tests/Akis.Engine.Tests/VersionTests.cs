using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Engine.Search;
using Akis.Feel;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteVersionTests : VersionTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlVersionTests(PostgreSqlCluster cluster) : VersionTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>Versions of processes, decisions and forms, and what was decided by them; the same on both databases.</summary>
public abstract class VersionTests
{
    private static readonly Actor Lead = new("lider", new HashSet<string>(), IsAdministrator: true);

    [Fact]
    public async Task Only_what_has_changed_in_a_set_gets_a_new_version_and_running_instances_stay_on_theirs()
    {
        await using var office = await OpenAsync(NewDatabase());
        (string, string)[] set = [("a.bpmn", Timed("a", "PT1H")), ("b.bpmn", Timed("b", "PT1H")), ("karar.dmn", Table("1")), ("f.form", Form("Ad"))];
        var first = await office.DeployAsync(set);
        (await office.DeployAsync(set)).Items.Select(item => (item.Key, item.Version)).ShouldBe(first.Items.Select(item => (item.Key, 1)));
        var old = await office.StartAsync("a");
        var second = await office.DeployAsync([("a.bpmn", Timed("a", "PT2H")), .. set[1..]]);
        second.Items.Select(item => item.Version).ShouldBe([2, 1, 1, 1]);
        (await office.Queries.InstanceAsync(old)).ShouldNotBeNull().Version.ShouldBe(1);
        (await office.Queries.InstanceAsync(await office.StartAsync("a"))).ShouldNotBeNull().Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_set_with_one_wrong_file_deploys_nothing()
    {
        await using var office = await OpenAsync(NewDatabase());
        var refused = await office.Database.WriteAsync((s, c) => office.Engine.DeployAsync(s, [new("a.bpmn", Timed("a", "PT1H")), new("f.form", "{")], c));
        refused.Problem.ShouldNotBeNull().Code.ShouldBe("deployment.refused");
        (await office.Queries.DefinitionsAsync(null, false)).ShouldBeEmpty();
        (await StartsAsync(office)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Timers_and_message_starts_follow_the_newest_version_and_go_back_when_it_is_deleted()
    {
        await using var office = await OpenAsync(NewDatabase());
        var first = (await office.DeployAsync(("a.bpmn", Timed("a", "PT1H")))).Items[0].Key;
        var second = (await office.DeployAsync(("a.bpmn", Timed("a", "PT2H")))).Items[0].Key;
        (await StartsAsync(office)).Distinct().ShouldBe([second]);
        (await DeleteAsync(office, second)).Problem.ShouldBeNull();
        (await StartsAsync(office)).Distinct().ShouldBe([first]);
        var third = (await office.DeployAsync(("a.bpmn", Timed("a", "PT2H")))).Items[0];
        third.Version.ShouldBe(3); // the number of what was deleted is not given again
        (await DeleteAsync(office, first)).Problem.ShouldBeNull();
        (await StartsAsync(office)).Distinct().ShouldBe([third.Key]);
        (await DeleteAsync(office, third.Key)).Problem.ShouldBeNull();
        (await StartsAsync(office)).ShouldBeEmpty();
        (await DeleteAsync(office, third.Key)).Problem.ShouldNotBeNull().Code.ShouldBe("definition.unknown");
    }

    [Fact]
    public async Task A_version_that_instances_run_or_ran_on_is_not_deleted()
    {
        await using var office = await OpenAsync(NewDatabase());
        var definition = (await office.DeployAsync(("a.bpmn", Timed("a", "PT1H")))).Items[0].Key;
        var key = await office.StartAsync("a");
        (await DeleteAsync(office, definition)).Problem.ShouldNotBeNull().Code.ShouldBe("definition.running");
        await office.Database.WriteAsync((s, c) => office.Engine.CancelInstanceAsync(s, key, "", Lead, c));
        (await DeleteAsync(office, definition)).Problem.ShouldNotBeNull().Code.ShouldBe("definition.history");
        (await office.Database.WriteAsync((s, c) => office.Repair.DeleteInstanceAsync(s, key, c))).Problem.ShouldBeNull();
        (await DeleteAsync(office, definition)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_decision_leaves_what_it_was_asked_which_rules_matched_and_what_it_said()
    {
        await using var office = await OpenAsync(NewDatabase());
        await office.DeployAsync(("karar.dmn", Table("1")));
        var newest = (await office.DeployAsync(("karar.dmn", Table("2")), ("p.bpmn", Process("p", """
            <startEvent id="s"/><businessRuleTask id="d"><extensionElements><zeebe:calledDecision decisionId="karar" resultVariable="sonuç"/></extensionElements></businessRuleTask><endEvent id="e"/>
            """ + Flow("s d e"))))).Items[0];
        var key = await office.StartAsync("p", "ayşe", ("tutar", FeelValue.Of(7L)));
        var made = (await office.Decisions.InstancesAsync(key)).ShouldHaveSingleItem();
        (made.DecisionKey, made.Version, made.ElementId, made.Actor, made.MatchedRules, made.Output).ShouldBe((newest.Key, 2, "d", "ayşe", "[1]", "2"));
        made.Inputs.ShouldContain("7");
        (await office.Decisions.InstanceAsync(made.Key)).ShouldBe(made);
        var decision = (await office.Searches.FindAsync(DecisionSearches.Decisions, newest.Key, null, default)).ShouldNotBeNull();
        ((string?)decision["decisionRequirementsId"], (long?)decision["decisionRequirementsVersion"]).ShouldBe(("kararlar", 2L));
        (await office.Decisions.RequirementsXmlAsync(long.Parse((string)decision["decisionRequirementsKey"]!, null))).ShouldNotBeNull().ShouldContain("<text>2</text>"); // a key is always there
        (await office.Searches.SearchAsync(DecisionSearches.Instances, null, null, default)).Value.Items.ShouldHaveSingleItem()["decisionDefinitionVersion"]!.GetValue<long>().ShouldBe(2); // and so is a version
    }

    protected abstract string? NewDatabase();

    private static Task<Outcome> DeleteAsync(Office office, long key) => office.Database.WriteAsync((s, c) => office.Repair.DeleteDefinitionAsync(s, key, Lead, c));

    private static Task<List<long>> StartsAsync(Office office) => office.Database.ReadAsync((connection, c) => connection.QueryAsync("SELECT definition_key FROM process_start ORDER BY key", row => row.GetInt64(0), c));

    private static string Timed(string id, string every) => Process(id, $"""
        <startEvent id="n"/><startEvent id="t"><timerEventDefinition><timeCycle>R/{every}</timeCycle></timerEventDefinition></startEvent><startEvent id="m"><messageEventDefinition messageRef="msg"/></startEvent>
        <userTask id="u"/><endEvent id="e"/>
        """ + Flow("n u e") + Flow("t u") + Flow("m u"), """<message id="msg" name="geldi"/>""");

    private static string Table(string output) => $"""
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="kararlar" name="Kararlar" namespace="test">
          <decision id="karar" name="Karar"><variable name="Karar"/><decisionTable id="t" hitPolicy="UNIQUE">
            <input id="i" label="Tutar"><inputExpression id="ie" typeRef="number"><text>tutar</text></inputExpression></input><output id="o" name="sonuç"/>
            <rule id="r"><inputEntry id="re"><text>&gt; 5</text></inputEntry><outputEntry id="ro"><text>{output}</text></outputEntry></rule></decisionTable></decision>
        </definitions>
        """;

    private static string Form(string label) => $$"""{"type":"default","id":"f","schemaVersion":16,"components":[{"type":"textfield","key":"ad","label":"{{label}}","id":"Field_1"}]}""";
}
