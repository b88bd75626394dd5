using System.Reflection;
using System.Text.Json;
using Akis.Engine.Database;
using Akis.Engine.Search;
using Akis.Feel;

namespace Akis.Engine.Tests;

public sealed class SqliteSearchTests : SearchTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlSearchTests(PostgreSqlCluster cluster) : SearchTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>What every search of <c>/v2</c> does: filters, order, pages, counts, and who sees what.</summary>
public abstract class SearchTests
{
    private static readonly string Approval = Office.Process("onay",
        """
        <startEvent id="s"/><userTask id="bak" name="Bak"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="masa"/></extensionElements></userTask><endEvent id="e"/>
        """ + Office.Flow("s bak e"));

    private static readonly (string Filter, string Expected)[] Filters =
    [
        ("""{ "businessId": "iş-3" }""", "iş-3"),
        ("""{ "businessId": { "$in": ["iş-1", "iş-4", "yok"] } }""", "iş-1 iş-4"),
        ("""{ "businessId": { "$notIn": ["iş-1", "iş-4"] } }""", "iş-0 iş-2 iş-3"),
        ("""{ "businessId": { "$neq": "iş-1" } }""", "iş-0 iş-2 iş-3 iş-4"),
        ("""{ "businessId": { "$like": "iş-?" }, "state": "COMPLETED" }""", "iş-0"),
        ("""{ "businessId": { "$like": "*-[3]*" } }""", ""),
        ("""{ "businessId": { "$like": "%" } }""", ""),
        ("""{ "state": { "$neq": "COMPLETED" } }""", "iş-1 iş-2 iş-3 iş-4"),
        ("""{ "state": { "$like": "COMP*" } }""", "iş-0"),
        ("""{ "endDate": { "$exists": true } }""", "iş-0"),
        ("""{ "endDate": { "$exists": false }, "startDate": { "$gt": "2026-11-23T06:02:00Z", "$lte": "2026-11-23T06:03:00Z" } }""", "iş-3"),
        ("""{ "processDefinitionVersion": { "$gte": 1, "$lt": 2 } }""", "iş-0 iş-1 iş-2 iş-3 iş-4"),
        ("""{ "hasIncident": true }""", ""),
        ("""{ "variables": [{ "name": "sıra", "value": "2" }, { "name": "ad", "value": { "$like": "*ö*" } }] }""", "iş-2"),
        ("""{ "$or": [{ "businessId": "iş-1" }, { "state": "COMPLETED" }], "processDefinitionId": "onay" }""", "iş-0 iş-1"),
        ("""{ "elementId": "bak", "elementInstanceState": "ACTIVE", "businessId": null }""", "iş-1 iş-2 iş-3 iş-4"),
        ("""{ "businessId": "' OR 1 = 1 --" }""", ""),
    ];

    private static readonly (string Request, string Place)[] Mistakes =
    [
        ("""{ "filter": { "durum": "ACTIVE" } }""", "filter.durum"),
        ("""{ "filter": { "state": "SLEEPING" } }""", "filter.state"),
        ("""{ "filter": { "state": { "$gt": "ACTIVE" } } }""", "filter.state.$gt"),
        ("""{ "filter": { "processInstanceKey": "abc" } }""", "filter.processInstanceKey"),
        ("""{ "filter": { "startDate": { "$gt": "dün" } } }""", "filter.startDate.$gt"),
        ("""{ "filter": { "$or": [{ "x": 1 }] } }""", "filter.$or[0].x"),
        ("""{ "filter": { "variables": [{ "name": "a" }] } }""", "filter.variables[0]"),
        ("""{ "filter": [] }""", "filter"),
        ("""{ "sort": [{ "field": "variables" }] }""", "sort[0].field"),
        ("""{ "sort": [{ "field": "state", "order": "UP" }] }""", "sort[0].order"),
        ("""{ "page": { "limit": 10001 } }""", "page.limit"),
        ("""{ "page": { "from": -1 } }""", "page.from"),
        ("""{ "page": { "after": "e30=" } }""", "page.after"),
        ("""{ "page": { "after": "WyJzdGFydERhdGUiLDFd" } }""", "page.after"),
        ("""{ "page": { "after": "a", "from": 3 } }""", "page"),
        ("""{ "sorts": [] }""", "sorts"),
    ];

    private static readonly (string Sort, string Expected)[] Orders =
    [
        ("""[]""", "iş-0 iş-1 iş-2 iş-3 iş-4"),
        ("""[{ "field": "startDate", "order": "desc" }]""", "iş-4 iş-3 iş-2 iş-1 iş-0"),
        ("""[{ "field": "endDate" }, { "field": "businessId", "order": "DESC" }]""", "iş-0 iş-4 iş-3 iş-2 iş-1"),
        ("""[{ "field": "endDate", "order": "DESC" }]""", "iş-0 iş-1 iş-2 iş-3 iş-4"),
        ("""[{ "field": "processDefinitionId" }, { "field": "state", "order": "DESC" }]""", "iş-0 iş-1 iş-2 iş-3 iş-4"),
    ];

    protected abstract string? NewDatabase();

    [Fact]
    public async Task A_filter_finds_what_it_says()
    {
        await using var office = await FiveAsync();
        foreach (var (filter, expected) in Filters)
        {
            var found = await SearchAsync(office, InstanceSearches.Instances, $$"""{ "filter": {{filter}} }""");
            Ids(found).ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), filter);
            found.Total.ShouldBe(found.Items.Count, filter);
        }
    }

    [Fact]
    public async Task A_mistake_is_named()
    {
        await using var office = await Office.OpenAsync(NewDatabase());
        foreach (var (request, place) in Mistakes)
        {
            var outcome = await office.Searches.SearchAsync(InstanceSearches.Instances, Json(request), null, default);
            outcome.Problem.ShouldNotBeNull(request).Status.ShouldBe(400);
            outcome.Problem.En.ShouldContain($"'{place}");
            outcome.Problem.Tr.ShouldContain($"“{place}");
        }
    }

    [Theory]
    [InlineData(350, 1)]
    [InlineData(12, 1000)]
    public async Task A_filter_that_no_database_could_bear_is_refused(int conditions, int values)
    {
        await using var office = await Office.OpenAsync(NewDatabase());
        var one = $$"""{ "businessId": { "$in": [{{string.Join(", ", Enumerable.Repeat("\"x\"", values))}}] } }""";
        var many = string.Join(", ", Enumerable.Repeat(one, 40));
        var filter = conditions <= 40 ? $$"""{ "$or": [{{string.Join(", ", Enumerable.Repeat(one, conditions))}}] }""" : $$"""{ "$or": [{{string.Join(", ", Enumerable.Repeat($$"""{ "$or": [{{many}}] }""", 10))}}] }""";
        var outcome = await office.Searches.SearchAsync(InstanceSearches.Instances, Json($$"""{ "filter": {{filter}} }"""), null, default);
        outcome.Problem.ShouldNotBeNull().Code.ShouldBe("search.too-much");
    }

    [Fact]
    public async Task Pages_follow_one_another_in_any_order_forwards_and_backwards()
    {
        await using var office = await FiveAsync();
        foreach (var (sort, expected) in Orders)
        {
            var ids = expected.Split(' ');
            var first = await SearchAsync(office, InstanceSearches.Instances, $$"""{ "sort": {{sort}}, "page": { "limit": 2 } }""");
            Ids(first).ShouldBe(ids[..2]);
            first.Total.ShouldBe(5);
            var second = await SearchAsync(office, InstanceSearches.Instances, $$"""{ "sort": {{sort}}, "page": { "limit": 2, "after": "{{first.End}}" } }""");
            Ids(second).ShouldBe(ids[2..4]);
            second.Total.ShouldBe(5);
            Ids(await SearchAsync(office, InstanceSearches.Instances, $$"""{ "sort": {{sort}}, "page": { "after": "{{second.End}}" } }""")).ShouldBe(ids[4..]);
            Ids(await SearchAsync(office, InstanceSearches.Instances, $$"""{ "sort": {{sort}}, "page": { "limit": 1, "before": "{{second.Start}}" } }""")).ShouldBe(ids[1..2]);
            Ids(await SearchAsync(office, InstanceSearches.Instances, $$"""{ "sort": {{sort}}, "page": { "from": 3, "limit": 5 } }""")).ShouldBe(ids[3..]);
        }
    }

    [Fact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        await using var office = await FiveAsync();
        var first = await SearchAsync(office, InstanceSearches.Instances, """{ "page": { "limit": 2 } }""");
        var other = await office.Searches.SearchAsync(InstanceSearches.Instances, Json($$"""{ "sort": [{ "field": "startDate" }], "page": { "after": "{{first.End}}" } }"""), null, default);
        other.Problem.ShouldNotBeNull().Code.ShouldBe("search.wrong-cursor");
    }

    [Fact]
    public async Task Every_field_of_every_resource_can_be_filtered_and_sorted_by()
    {
        await using var office = await FiveAsync();
        var resources = typeof(ProcessSearches).Assembly.GetTypes().Where(type => type.Name.EndsWith("Searches", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static)).Where(property => property.PropertyType == typeof(SearchResource)).Select(property => (property.Name, Resource: (SearchResource)property.GetValue(null)!)).ToList(); // static properties have values
        resources.Count.ShouldBeGreaterThan(10);
        foreach (var (name, resource) in resources)
        {
            foreach (var field in resource.Fields)
            {
                if (field.Filters) await RunAsync(resource, $$"""{ "filter": { "{{field.Name}}": {{Example(field)}} } }""", $"{name}.{field.Name}");
                if (!field.Sorts) continue;
                var first = await RunAsync(resource, $$"""{ "sort": [{ "field": "{{field.Name}}", "order": "DESC" }], "page": { "limit": 1 } }""", $"{name}.{field.Name}");
                if (first.End is { } end) await RunAsync(resource, $$"""{ "sort": [{ "field": "{{field.Name}}", "order": "DESC" }], "page": { "after": "{{end}}" } }""", $"{name}.{field.Name}");
            }
        }

        foreach (var (resource, groups) in new[] { (InstanceSearches.Instances, StatisticsSearches.ByElement), (WorkSearches.Jobs, StatisticsSearches.AllJobs), (WorkSearches.Jobs, StatisticsSearches.JobsByType) })
        {
            (await office.Searches.GroupAsync(resource, groups, default, null, default)).Problem.ShouldBeNull();
        }

        async Task<SearchResult> RunAsync(SearchResource resource, string request, string place)
        {
            var outcome = await office.Searches.SearchAsync(resource, Json(request), null, default);
            outcome.Problem.ShouldBeNull(place);
            return outcome.Value;
        }

        static string Example(SearchField field) => field.Type switch
        {
            FieldType.Key => "\"1\"",
            FieldType.Text => """{ "$like": "a*" }""",
            FieldType.Number => """{ "$gte": 1 }""",
            FieldType.Instant => """{ "$lt": "2026-01-01T00:00:00Z" }""",
            FieldType.Flag => "true",
            FieldType.Word => $"\"{field.Words[0]}\"",
            FieldType.List => """["a"]""",
            _ => """[{ "name": "a", "value": "1" }]""",
        };
    }

    [Fact]
    public async Task What_may_not_be_seen_is_neither_found_nor_counted()
    {
        await using var office = await FiveAsync();
        var own = new SearchScope("SELECT s.root_key FROM process_instance s WHERE s.started_by = @by", [("by", "ali")]);
        foreach (var (resource, count) in new[] { (InstanceSearches.Instances, 2), (InstanceSearches.Elements, 4), (WorkSearches.UserTasks, 2), (InstanceSearches.Variables, 4) })
        {
            var found = (await office.Searches.SearchAsync(resource, Json("""{ "page": { "limit": 1 } }"""), own, default)).Value;
            found.Total.ShouldBe(count);
            found.Items.Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Variables_are_found_in_the_scope_that_they_are_in()
    {
        await using var office = await Office.OpenAsync(NewDatabase());
        await office.DeployAsync(("imza.bpmn", Office.Process("imza",
            """
            <startEvent id="s"/><userTask id="at" name="At"><extensionElements><zeebe:userTask/><zeebe:ioMapping><zeebe:input source="=kişi" target="imzacı"/></zeebe:ioMapping></extensionElements></userTask><endEvent id="e"/>
            """ + Office.Flow("s at e"))));
        var instance = await office.StartAsync("imza", variables: [("kişi", FeelValue.Of("ayşe"))]);
        var task = await office.TaskAsync(instance, "at");
        var local = (await SearchAsync(office, InstanceSearches.Variables, $$"""{ "filter": { "scopeKey": "{{task.ElementKey}}" } }""")).Items.ShouldHaveSingleItem();
        (local["name"]!.GetValue<string>(), local["value"]!.GetValue<string>(), local["processInstanceKey"]!.GetValue<string>()).ShouldBe(("imzacı", "\"ayşe\"", $"{instance}"));
        (await SearchAsync(office, WorkSearches.UserTasks, """{ "filter": { "localVariables": [{ "name": "imzacı", "value": "\"ayşe\"" }] } }""")).Items.ShouldHaveSingleItem();
        await office.Database.WriteAsync((s, c) => office.Engine.SetVariablesAsync(s, instance, FeelContext.Of(("kişi", FeelValue.Of(new string('x', 9_000)))), Office.Person("ayşe"), c));
        var whole = await SearchAsync(office, InstanceSearches.WholeVariables, $$"""{ "filter": { "scopeKey": "{{instance}}" } }""");
        whole.Items.ShouldHaveSingleItem()["value"]!.GetValue<string>().Length.ShouldBe(9_002);
        var cut = (await SearchAsync(office, InstanceSearches.Variables, $$"""{ "filter": { "processInstanceKey": "{{instance}}", "name": "kişi" } }""")).Items.ShouldHaveSingleItem();
        cut["isTruncated"]!.GetValue<bool>().ShouldBeTrue();
        cut["value"]!.GetValue<string>().Length.ShouldBe(8_192);
    }

    [Fact]
    public async Task Elements_carry_their_names_and_types()
    {
        await using var office = await FiveAsync();
        var found = await SearchAsync(office, InstanceSearches.Elements, """{ "filter": { "elementName": "Bak", "type": "USER_TASK", "state": "COMPLETED" } }""");
        var element = found.Items.ShouldHaveSingleItem();
        element["elementId"]!.GetValue<string>().ShouldBe("bak");
        element["startDate"]!.GetValue<string>().ShouldBe("2026-11-23T06:00:00.000Z");
        (await SearchAsync(office, WorkSearches.UserTasks, """{ "filter": { "candidateGroup": "masa", "state": "CREATED" } }""")).Items[0]["candidateGroups"]!.ToJsonString().ShouldBe("""["masa"]""");
    }

    [Fact]
    public async Task A_message_that_reached_somebody_is_found_with_where_it_came_in()
    {
        await using var office = await Office.OpenAsync(NewDatabase());
        await office.DeployAsync(("bekle.bpmn", Office.Process("bekle",
            """<startEvent id="s"/><intermediateCatchEvent id="haber"><messageEventDefinition messageRef="m"/></intermediateCatchEvent><endEvent id="e"/>""" + Office.Flow("s haber e"),
            """<message id="m" name="Haber"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>""")));
        var instance = await office.StartAsync("bekle", variables: [("no", FeelValue.Of("7"))]);
        var waiting = (await SearchAsync(office, WorkSearches.MessageSubscriptions, """{ "filter": { "messageName": "Haber", "correlationKey": "7" } }""")).Items.ShouldHaveSingleItem();
        var sent = await office.Database.WriteAsync((s, c) => office.Engine.PublishMessageAsync(s, "Haber", "7", FeelContext.Empty, null, TimeSpan.Zero, Office.Person("ayşe"), c));
        (await SearchAsync(office, WorkSearches.MessageSubscriptions, "{}")).Items.ShouldBeEmpty();
        var reached = (await SearchAsync(office, WorkSearches.CorrelatedMessages, $$"""{ "filter": { "messageKey": "{{sent.Value.Key}}" } }""")).Items.ShouldHaveSingleItem();
        reached["elementId"]!.GetValue<string>().ShouldBe("haber");
        reached["elementInstanceKey"]!.GetValue<string>().ShouldBe(waiting["elementInstanceKey"]!.GetValue<string>());
        reached["processInstanceKey"]!.GetValue<string>().ShouldBe($"{instance}");
    }

    // iş-0 … iş-4, a minute apart; the first has ended; iş-3 and iş-4 are Ali's.
    private async Task<Office> FiveAsync()
    {
        var office = await Office.OpenAsync(NewDatabase());
        await office.DeployAsync(("onay.bpmn", Approval));
        for (var i = 0; i < 5; i++)
        {
            var start = new StartProcess("onay", FeelContext.Of(("sıra", FeelValue.Of((long)i)), ("ad", FeelValue.Of("ölçü"))), $"iş-{i}");
            var started = await office.Database.WriteAsync((s, c) => office.Engine.StartAsync(s, start, Office.Person(i < 3 ? "ayşe" : "ali"), c));
            if (i == 0) (await office.CompleteAsync((await office.TaskAsync(started.Value.Key, "bak")).Key, Office.Person("mehmet", "masa"))).Problem.ShouldBeNull();
            office.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        return office;
    }

    private static async Task<SearchResult> SearchAsync(Office office, SearchResource resource, string request)
    {
        var outcome = await office.Searches.SearchAsync(resource, Json(request), null, default);
        outcome.Problem.ShouldBeNull();
        return outcome.Value;
    }

    private static string[] Ids(SearchResult found) => [.. found.Items.Select(item => item["businessId"]!.GetValue<string>())]; // every instance has one

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
