using Akis.Feel;
using static Akis.Engine.Tests.Office;

namespace Akis.Engine.Tests;

/// <summary>A model may keep who did a step, so that a later one is given to them or kept from them.</summary>
public sealed class DoerTests
{
    private static readonly string Model = Process("p", """
        <startEvent id="s"/><userTask id="write"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="uzman-ag"/>
        <zeebe:properties><zeebe:property name="akis:doer" value="author"/></zeebe:properties></extensionElements></userTask>
        <userTask id="review"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="uzman-ag"/>
        <zeebe:properties><zeebe:property name="akis:segregation" value="author"/></zeebe:properties></extensionElements></userTask><endEvent id="e"/>
        """ + Flow("s write review e"));

    [Fact]
    public async Task Who_has_written_something_does_not_review_it_whatever_the_answers_say()
    {
        await using var office = await OpenAsync(null);
        await office.DeployAsync(("p.bpmn", Model));
        var (ali, veli) = (Person("ali", "uzman-ag"), Person("veli", "uzman-ag"));
        var instance = await office.StartAsync("p");
        var write = (await office.TaskAsync(instance, "write")).Key;
        var lie = FeelContext.Of(("author", FeelValue.Of("veli")));
        (await office.Database.WriteAsync((session, cancel) => office.Engine.CompleteTaskAsync(session, write, lie, ali, cancel))).Problem.ShouldBeNull();
        var review = (await office.TaskAsync(instance, "review")).Key;
        (await office.CompleteAsync(review, ali)).Problem.ShouldNotBeNull().Code.ShouldBe("task.segregation");
        (await office.CompleteAsync(review, veli)).Problem.ShouldBeNull();
    }
}
