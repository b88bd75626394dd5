using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Engine.Tasks;
using Akis.Feel;
using Microsoft.Extensions.DependencyInjection;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

public sealed class SqliteTaskTests : TaskTests
{
    protected override string? NewDatabase() => null;
}

public sealed class PostgreSqlTaskTests(PostgreSqlCluster cluster) : TaskTests, IClassFixture<PostgreSqlCluster>
{
    protected override string? NewDatabase() => cluster.NewDatabase();
}

/// <summary>Who may do what with a user task, and what is kept of it; the same on both databases.</summary>
public abstract class TaskTests
{
    private static readonly Actor Ali = Person("ali", "uzman-ag");
    private static readonly Actor Veli = Person("veli", "uzman-ag");
    private static readonly Actor Lead = Person("sorumlu", "sorumlu-ag") with { Leads = new HashSet<string> { "uzman-ag" } };
    private static readonly Actor Stranger = Person("ogrenci", "ogrenci");
    private static readonly Actor Zeynep = Person("zeynep", "uzman-ag");

    private static readonly string Change = Process("c", """
        <startEvent id="s"/><userTask id="t" name="Doğrula"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition assignee="=uygulayanKisi" candidateGroups="uzman-ag"/>
        <zeebe:properties><zeebe:property name="akis:segregation" value="=[requester, uygulayanKisi]"/></zeebe:properties></extensionElements></userTask><endEvent id="e"/>
        """ + Flow("s t e"));

    private static readonly string Model = Process("p", """
        <startEvent id="s"/><userTask id="t" name="Onayla"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="uzman-ag"/>
        <zeebe:properties><zeebe:property name="akis:segregation" value="requester"/></zeebe:properties></extensionElements></userTask>
        <userTask id="u"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition assignee="ali"/></extensionElements></userTask><endEvent id="e"/>
        """ + Flow("s t u e"));

    [Fact]
    public async Task A_candidate_takes_a_task_for_himself_but_gives_it_to_nobody_else()
    {
        await using var office = await OfficeAsync();
        var task = await NewTaskAsync(office);
        (await AssignAsync(office, task, "veli", Ali)).Problem.ShouldNotBeNull().Code.ShouldBe("task.only-lead");
        (await AssignAsync(office, task, "ogrenci", Stranger)).Problem.ShouldNotBeNull().Code.ShouldBe("task.not-a-candidate");
        (await AssignAsync(office, task, "ali", Ali)).Problem.ShouldBeNull();
        (await AssignAsync(office, task, "ali", Ali)).Problem.ShouldBeNull(); // sent twice
        (await AssignAsync(office, task, "veli", Veli)).Problem.ShouldNotBeNull().Code.ShouldBe("task.taken");
        (await AssignAsync(office, task, null, Veli)).Problem.ShouldNotBeNull().Code.ShouldBe("task.taken");
    }

    [Fact]
    public async Task Dates_are_set_and_taken_away_and_only_who_operates_changes_to_whom_a_task_is_offered()
    {
        await using var office = await OfficeAsync();
        var task = await NewTaskAsync(office);
        var day = office.Clock.GetUtcNow() + TimeSpan.FromDays(2);
        (await UpdateAsync(new(Due: day, FollowUp: day), Ali)).Problem.ShouldBeNull();
        (await UpdateAsync(new(Cleared: TaskDates.Due), Ali)).Problem.ShouldBeNull();
        var changed = (await office.Queries.TaskAsync(task)).ShouldNotBeNull();
        (changed.Due, changed.FollowUp).ShouldBe((null, day));

        var offer = new TaskChange(CandidateGroups: ["uzman-sistem", "masa"], CandidateUsers: ["zeynep"]);
        (await UpdateAsync(offer, Ali)).Problem.ShouldNotBeNull().Code.ShouldBe("task.candidates");
        (await UpdateAsync(offer, new Actor("y", new HashSet<string>(), IsAdministrator: true))).Problem.ShouldBeNull();
        (await AssignAsync(office, task, "ali", Ali)).Problem.ShouldNotBeNull().Code.ShouldBe("task.not-a-candidate");
        (await AssignAsync(office, task, "zeynep", Person("zeynep"))).Problem.ShouldBeNull();
        await office.ShouldRebuildAsync(changed.InstanceKey);

        Task<Outcome> UpdateAsync(TaskChange change, Actor actor) => office.Database.WriteAsync((s, c) => office.Engine.UpdateTaskAsync(s, task, change, actor, c));
    }

    [Fact]
    public async Task Who_has_a_task_or_leads_its_group_hands_it_to_another_candidate_or_gives_it_back()
    {
        await using var office = await OfficeAsync();
        var task = await NewTaskAsync(office);
        (await AssignAsync(office, task, "veli", Lead)).Problem.ShouldBeNull();
        (await AssignAsync(office, task, "ali", Veli)).Problem.ShouldBeNull();
        (await AssignAsync(office, task, "ogrenci", Ali)).Problem.ShouldNotBeNull().Code.ShouldBe("task.recipient");
        (await AssignAsync(office, task, "kimse", Ali)).Problem.ShouldNotBeNull().Code.ShouldBe("task.nobody");
        (await AssignAsync(office, task, "sorumlu", Lead)).Problem.ShouldBeNull(); // takes it over
        (await AssignAsync(office, task, null, Lead)).Problem.ShouldBeNull();
        (await office.Queries.TaskAsync(task)).ShouldNotBeNull().Assignee.ShouldBeNull();
        (await AssignAsync(office, task, null, Stranger)).Problem.ShouldNotBeNull().Code.ShouldBe("task.not-a-candidate");
    }

    [Fact]
    public async Task A_task_without_candidates_cannot_be_given_back_to_nobody()
    {
        await using var office = await OfficeAsync();
        var instance = await office.StartAsync("p");
        await office.CompleteAsync((await office.TaskAsync(instance, "t")).Key, Veli);
        var task = (await office.TaskAsync(instance, "u")).Key;
        (await AssignAsync(office, task, null, Ali)).Problem.ShouldNotBeNull().Code.ShouldBe("task.no-candidates");
        (await AssignAsync(office, task, "veli", Ali)).Problem.ShouldBeNull();
        (await office.CompleteAsync(task, Veli)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_substitute_sees_and_does_the_work_and_the_history_says_for_whom()
    {
        await using var office = await OfficeAsync();
        var instance = await office.StartAsync("p");
        var task = (await office.TaskAsync(instance, "t")).Key;
        var substitute = Stranger with { Principals = [Ali] };
        (await office.Queries.TasksForAsync(substitute)).ShouldHaveSingleItem().Key.ShouldBe(task);

        (await AssignAsync(office, task, "ogrenci", substitute)).Problem.ShouldBeNull();
        (await office.Queries.TaskAsync(task)).ShouldNotBeNull().Assignee.ShouldBe("ali"); // the work stays his for whom it is done
        (await office.CompleteAsync(task, substitute)).Problem.ShouldBeNull();
        var done = (await office.Queries.TaskAsync(task)).ShouldNotBeNull();
        (done.EndedBy, done.EndedFor).ShouldBe(("ogrenci", "ali"));
        (await office.Queries.HistoryAsync(instance)).Where(entry => entry.Event is TaskAssigned or TaskCompleted).Select(entry => (entry.Actor, entry.OnBehalfOf)).ShouldBe([("ogrenci", "ali"), ("ogrenci", "ali")]);

        var own = (await office.TaskAsync(instance, "u")).Key;
        (await office.CompleteAsync(own, Stranger)).Problem.ShouldNotBeNull().Code.ShouldBe("task.not-yours");
        (await office.CompleteAsync(own, substitute)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task What_a_colleague_may_do_himself_he_does_as_himself()
    {
        await using var office = await OfficeAsync();
        var instance = await office.StartAsync("p");
        var task = (await office.TaskAsync(instance, "t")).Key;
        var colleague = Veli with { Principals = [Ali] };
        (await AssignAsync(office, task, "veli", colleague)).Problem.ShouldBeNull();
        (await office.CompleteAsync(task, colleague)).Problem.ShouldBeNull();
        (await office.Queries.TaskAsync(task)).ShouldNotBeNull().EndedFor.ShouldBeNull();
    }

    [Theory]
    [InlineData("ali")]
    [InlineData("ogrenci")]
    public async Task Neither_hand_of_a_substitution_decides_its_own_request(string requester)
    {
        await using var office = await OfficeAsync();
        var instance = await office.StartAsync("p", requester, ("requester", FeelValue.Of(requester)));
        var task = (await office.TaskAsync(instance, "t")).Key;
        (await office.CompleteAsync(task, Stranger with { Principals = [Ali] })).Problem.ShouldNotBeNull().Code.ShouldBe("task.segregation");
        (await AssignAsync(office, task, requester, Lead)).Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task Neither_requester_nor_implementer_nor_who_stands_in_for_them_verifies_a_change()
    {
        await using var office = await OfficeAsync(Ali, Veli with { Principals = [Stranger] }, Lead, Zeynep);
        await office.DeployAsync(("c.bpmn", Change));
        var instance = await office.StartAsync("c", "ogrenci", ("requester", FeelValue.Of("ogrenci")), ("uygulayanKisi", FeelValue.Of("ali")));
        var task = await office.TaskAsync(instance, "t");
        task.Assignee.ShouldBeNull(); // the model gives it to who did the work: its candidates get it
        (await AssignAsync(office, task.Key, "ali", Ali)).Problem.ShouldNotBeNull().Code.ShouldBe("task.segregation");
        (await AssignAsync(office, task.Key, "ali", Lead)).Problem.ShouldNotBeNull().Code.ShouldBe("task.segregation");
        (await AssignAsync(office, task.Key, "veli", Lead)).Problem.ShouldNotBeNull().En.ShouldContain("stand in for");
        (await office.CompleteAsync(task.Key, Veli with { Principals = [Stranger] })).Problem.ShouldNotBeNull().Code.ShouldBe("task.segregation");
        (await office.CompleteAsync(task.Key, Zeynep with { Principals = [Ali] })).Problem.ShouldNotBeNull().Code.ShouldBe("task.segregation");
        (await office.CompleteAsync(task.Key, Ali)).Problem.ShouldNotBeNull().Tr.ShouldContain("Görevler ayrılığı");
        (await AssignAsync(office, task.Key, "zeynep", Lead)).Problem.ShouldBeNull();
        (await office.CompleteAsync(task.Key, Zeynep)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_not_known_yet_keeps_nobody_from_a_task()
    {
        await using var office = await OfficeAsync();
        await office.DeployAsync(("c.bpmn", Change));
        var task = await office.TaskAsync(await office.StartAsync("c", "ayşe"), "t");
        (await office.CompleteAsync(task.Key, Ali)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task An_expression_that_cannot_be_read_is_refused_at_deployment()
    {
        await using var office = await OfficeAsync();
        var outcome = await office.Database.WriteAsync((s, c) => office.Engine.DeployAsync(s, [new DeploymentResource("c.bpmn", Change.Replace("=[requester, uygulayanKisi]", "=[requester,", StringComparison.Ordinal))], c));
        outcome.Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_model_asks_the_host_whose_answer_is_taken_when_the_task_comes_and_stays()
    {
        var lead = new HostFunction("lead of", (session, group) => session.Query("SELECT user_name FROM led WHERE code = @code", row => row.GetString(0), ("code", group)) is [var user] ? FeelValue.Of(user) : FeelValue.Null);
        await using var office = await OpenAsync(NewDatabase(), services => services.AddSingleton(lead));
        await office.Database.WriteAsync(async (s, c) => await s.ExecuteAsync("CREATE TABLE led (code text, user_name text)", c) + await s.ExecuteAsync("INSERT INTO led VALUES ('AG', 'ali')", c));
        await office.DeployAsync(("l.bpmn", Process("l", """
            <startEvent id="s"/><userTask id="t"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition assignee="=lead of(grup)" candidateGroups="masa"/></extensionElements></userTask><endEvent id="e"/>
            """ + Flow("s t e"))));
        var instance = await office.StartAsync("l", "ayşe", ("grup", FeelValue.Of("AG")));
        var unknown = await office.StartAsync("l", "ayşe", ("grup", FeelValue.Of("YOK")));
        await office.Database.WriteAsync(async (s, c) => await s.ExecuteAsync("UPDATE led SET user_name = 'veli'", c));
        (await office.TaskAsync(instance, "t")).Assignee.ShouldBe("ali");
        (await office.TaskAsync(unknown, "t")).Assignee.ShouldBeNull();
        await office.ShouldRebuildAsync(instance);
    }

    [Fact]
    public async Task A_task_that_is_put_off_comes_back_on_its_day()
    {
        await using var office = await OfficeAsync();
        var task = await NewTaskAsync(office);
        var day = office.Clock.GetUtcNow() + TimeSpan.FromDays(2);
        (await office.Database.WriteAsync((s, c) => office.Engine.UpdateTaskAsync(s, task, new(FollowUp: day), Ali, c))).Problem.ShouldBeNull();
        (await office.Queries.TasksForAsync(Ali)).ShouldBeEmpty();
        (await office.Queries.TasksForAsync(Ali, postponed: true)).ShouldHaveSingleItem().FollowUp.ShouldBe(day);
        office.Clock.Advance(TimeSpan.FromDays(2));
        (await office.Queries.TasksForAsync(Ali)).ShouldHaveSingleItem();
        (await office.Queries.TasksForAsync(Ali, postponed: true)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tasks_are_listed_by_due_date_or_by_priority()
    {
        await using var office = await OfficeAsync();
        var (plain, soon, urgent) = (await NewTaskAsync(office), await NewTaskAsync(office), await NewTaskAsync(office));
        await office.Database.WriteAsync((s, c) => office.Engine.UpdateTaskAsync(s, soon, new(Due: office.Clock.GetUtcNow() + TimeSpan.FromHours(1)), Ali, c));
        await office.Database.WriteAsync((s, c) => office.Engine.UpdateTaskAsync(s, urgent, new(Priority: 90), Ali, c));
        (await office.Queries.TasksForAsync(Ali)).Select(task => task.Key).ShouldBe([soon, urgent, plain]);
        (await office.Queries.TasksForAsync(Ali, order: TaskOrder.Priority)).Select(task => task.Key).ShouldBe([urgent, soon, plain]);
        (await office.Database.WriteAsync((s, c) => office.Engine.UpdateTaskAsync(s, plain, new(Priority: 101), Ali, c))).Problem.ShouldNotBeNull().Code.ShouldBe("task.priority");
    }

    [Fact]
    public async Task Comments_are_read_with_the_task_and_stand_in_the_history()
    {
        await using var office = await OfficeAsync();
        var instance = await office.StartAsync("p");
        var task = (await office.TaskAsync(instance, "t")).Key;
        (await CommentAsync(office, task, "Belge eksik, istedim.", Ali)).Problem.ShouldBeNull();
        (await CommentAsync(office, task, "Bekleyelim.", Stranger with { Principals = [Veli] })).Problem.ShouldBeNull();
        (await CommentAsync(office, task, "Ben de yazayım", Stranger)).Problem.ShouldNotBeNull().Code.ShouldBe("task.not-a-candidate");
        (await CommentAsync(office, task, "  ", Ali)).Problem.ShouldNotBeNull().Code.ShouldBe("task.comment");
        (await office.Queries.CommentsAsync(task)).Select(comment => (comment.Author, comment.OnBehalfOf, comment.Text)).ShouldBe([("ali", null, "Belge eksik, istedim."), ("ogrenci", "veli", "Bekleyelim.")]);
        (await office.Queries.HistoryAsync(instance)).Count(entry => entry.Event is TaskCommented).ShouldBe(2);
        await office.ShouldRebuildAsync(instance);
        await office.CompleteAsync(task, Ali);
        (await CommentAsync(office, task, "Geç kaldım", Ali)).Problem.ShouldNotBeNull().Code.ShouldBe("task.ended");
    }

    [Fact]
    public async Task A_draft_is_kept_until_its_task_ends()
    {
        await using var office = await OfficeAsync();
        var task = await NewTaskAsync(office);
        var draft = FeelContext.Of(("gerekçe", FeelValue.Of("yarım")));
        (await office.Database.WriteAsync((s, c) => office.Engine.SaveDraftAsync(s, task, draft, Stranger, c))).Problem.ShouldNotBeNull().Code.ShouldBe("task.not-a-candidate");
        (await office.Database.WriteAsync((s, c) => office.Engine.SaveDraftAsync(s, task, draft, Ali, c))).Problem.ShouldBeNull();
        await AssignAsync(office, task, "ali", Ali);
        await AssignAsync(office, task, null, Ali);
        (await office.Queries.DraftAsync(task)).ShouldBe(draft);
        await office.CompleteAsync(task, Veli);
        (await office.Queries.DraftAsync(task)).ShouldBeNull();
    }

    protected abstract string? NewDatabase();

    private async Task<Office> OfficeAsync(params Actor[] people)
    {
        var office = await OpenAsync(NewDatabase(), services => services.AddSingleton<ITaskPeople>(new Known(people.Length > 0 ? people : [Ali, Veli, Lead, Stranger])));
        await office.DeployAsync(("p.bpmn", Model));
        return office;
    }

    private static async Task<long> NewTaskAsync(Office office) => (await office.TaskAsync(await office.StartAsync("p"), "t")).Key;

    private static Task<Outcome> AssignAsync(Office office, long task, string? to, Actor by) => office.Database.WriteAsync((s, c) => office.Engine.AssignTaskAsync(s, task, to, by, c));

    private static Task<Outcome> CommentAsync(Office office, long task, string text, Actor by) => office.Database.WriteAsync((s, c) => office.Engine.CommentTaskAsync(s, task, text, by, c));

    private sealed class Known(IReadOnlyList<Actor> people) : ITaskPeople
    {
        public Task<Actor?> FindAsync(WriteSession session, string userName, CancellationToken cancel = default) => Task.FromResult(people.FirstOrDefault(person => person.UserName == userName));
    }
}
