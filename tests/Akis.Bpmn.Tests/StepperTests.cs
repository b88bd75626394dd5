using Akis.Bpmn.Stepping;
using Akis.Feel;
using static Akis.Bpmn.Tests.Play;

namespace Akis.Bpmn.Tests;

public sealed class StepperTests
{
    private const string Message = """<message id="m" name="iptal"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>""";

    [Fact]
    public void A_user_task_waits_and_its_variables_reach_the_instance()
    {
        var play = new Play("""<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>""" + Flow("s t e")).Start(("x", FeelValue.Of(1L)));
        play.ShouldBeAt("t");
        play.Complete("t", ("karar", FeelValue.Of("Onayla")));
        play.ShouldHaveEndedAt("e");
        play.State.Variables.Get("karar").ShouldBe(FeelValue.Of("Onayla"));
    }

    [Fact]
    public void An_exclusive_gateway_takes_the_first_true_flow_and_else_the_default()
    {
        const string body = """
            <startEvent id="s"/><exclusiveGateway id="g" default="g_c"/><endEvent id="a"/><endEvent id="b"/><endEvent id="c"/>
            <sequenceFlow id="s_g" sourceRef="s" targetRef="g"/><sequenceFlow id="g_a" sourceRef="g" targetRef="a"><conditionExpression>=x &gt; 1</conditionExpression></sequenceFlow>
            <sequenceFlow id="g_b" sourceRef="g" targetRef="b"><conditionExpression>=x &gt; 0</conditionExpression></sequenceFlow><sequenceFlow id="g_c" sourceRef="g" targetRef="c"/>
            """;
        new Play(body).Start(("x", FeelValue.Of(2L))).ShouldHaveEndedAt("a");
        new Play(body).Start(("x", FeelValue.Of(1L))).ShouldHaveEndedAt("b");
        new Play(body).Start().ShouldHaveEndedAt("c");
    }

    [Fact]
    public void No_open_flow_is_an_incident_that_can_be_resolved()
    {
        var play = new Play("""
            <startEvent id="s"/><exclusiveGateway id="g"/><endEvent id="a"/><sequenceFlow id="s_g" sourceRef="s" targetRef="g"/>
            <sequenceFlow id="g_a" sourceRef="g" targetRef="a"><conditionExpression>=x = 1</conditionExpression></sequenceFlow>
            """).Start();
        play.ShouldBeAt("g");
        var incident = play.Events.OfType<IncidentRaised>().ShouldHaveSingleItem();
        play.Apply(new SetVariables(1, FeelContext.Of(("x", FeelValue.Of(1L))))).Apply(new ResolveIncident(incident.IncidentKey)).ShouldHaveEndedAt("a");
    }

    [Fact]
    public void A_parallel_join_waits_for_every_branch()
    {
        var play = new Play("""<startEvent id="s"/><parallelGateway id="f"/><userTask id="a"/><userTask id="b"/><parallelGateway id="j"/><userTask id="z"/><endEvent id="e"/>""" + Flow("s f a j z e") + Flow("f b j")).Start();
        play.ShouldBeAt("a", "b");
        play.Complete("b").ShouldBeAt("a");
        play.Complete("a").ShouldBeAt("z");
        play.Times("z").ShouldBe(1);
    }

    [Fact]
    public void A_join_behind_an_exclusive_split_stalls_and_says_so()
    {
        var play = new Play("""<startEvent id="s"/><exclusiveGateway id="x" default="x_a"/><userTask id="a"/><userTask id="b"/><parallelGateway id="j"/><endEvent id="e"/>""" + Flow("s x a j e") + Scenario.Flow("x b if false") + Flow("b j")).Start().Complete("a");
        play.State.Status.ShouldBe(InstanceStatus.Active);
        play.Events.OfType<IncidentRaised>().ShouldHaveSingleItem().Code.ShouldBe("bpmn.stuck");
    }

    [Fact]
    public void Every_token_passes_an_exclusive_join()
    {
        var play = new Play("""<startEvent id="s"/><parallelGateway id="f"/><task id="a"/><task id="b"/><exclusiveGateway id="j"/><userTask id="z"/><endEvent id="e"/>""" + Flow("s f a j z e") + Flow("f b j")).Start();
        play.Times("z").ShouldBe(2);
        play.Complete("z").Complete("z").ShouldHaveEndedAt("e");
    }

    [Fact]
    public void Several_flows_from_an_activity_are_a_split_and_the_default_joins_only_without_a_true_condition()
    {
        const string body = """
            <startEvent id="s"/><task id="t" default="t_d"/><userTask id="u"/><userTask id="c"/><userTask id="d"/><sequenceFlow id="s_t" sourceRef="s" targetRef="t"/><sequenceFlow id="t_u" sourceRef="t" targetRef="u"/>
            <sequenceFlow id="t_c" sourceRef="t" targetRef="c"><conditionExpression>=x</conditionExpression></sequenceFlow><sequenceFlow id="t_d" sourceRef="t" targetRef="d"/>
            """;
        new Play(body).Start(("x", FeelValue.True)).ShouldBeAt("u", "c");
        new Play(body).Start(("x", FeelValue.False)).ShouldBeAt("u", "d");
    }

    [Fact]
    public void An_interrupting_timer_cancels_its_host_and_is_gone_when_the_host_completes()
    {
        const string body = """<startEvent id="s"/><userTask id="t"/><boundaryEvent id="b" attachedToRef="t"><timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="e"/><endEvent id="late"/>""";
        new Play(body + Flow("s t e") + Flow("b late")).Start().Complete("t").ShouldHaveEndedAt("e");
        var play = new Play(body + Flow("s t e") + Flow("b late")).Start().Wait(TimeSpan.FromHours(2));
        play.ShouldHaveEndedAt("late");
        play.Events.OfType<TaskCancelled>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_repeating_timer_counts_from_its_due_times_and_stops_with_its_host()
    {
        var play = new Play("""
            <startEvent id="s"/><userTask id="t"/><boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition></boundaryEvent><task id="r"/><endEvent id="e"/><endEvent id="x"/>
            """ + Flow("s t e") + Flow("b r x")).Start();
        var first = play.Running().Single().Due;
        play.Wait(TimeSpan.FromHours(10));
        play.Times("r").ShouldBe(3);
        play.Events.OfType<TimerSet>().Select(timer => timer.Due).ShouldBe([first, first.AddHours(1), first.AddHours(2)]);
        play.ShouldBeAt("t");
        play.Complete("t").State.Status.ShouldBe(InstanceStatus.Completed);
    }

    [Fact]
    public void A_job_error_is_caught_by_its_code_before_a_catch_all()
    {
        const string body = """
            <startEvent id="s"/><serviceTask id="j"><extensionElements><zeebe:taskDefinition type="iş"/></extensionElements></serviceTask>
            <boundaryEvent id="any" attachedToRef="j"><errorEventDefinition/></boundaryEvent><boundaryEvent id="known" attachedToRef="j"><errorEventDefinition errorRef="er"/></boundaryEvent><endEvent id="e"/><endEvent id="ea"/><endEvent id="ek"/>
            """;
        var known = new Play(body + Flow("s j e") + Flow("any ea") + Flow("known ek"), """<error id="er" errorCode="DOLU"/>""").Start();
        known.Apply(new ThrowJobError(known.JobOf("j"), "DOLU", "yer yok", FeelContext.Empty)).ShouldHaveEndedAt("ek");
        var other = new Play(body + Flow("s j e") + Flow("any ea") + Flow("known ek"), """<error id="er" errorCode="DOLU"/>""").Start();
        other.Apply(new ThrowJobError(other.JobOf("j"), "BAŞKA", null, FeelContext.Empty)).ShouldHaveEndedAt("ea");
    }

    [Fact]
    public void A_failed_job_without_retries_is_an_incident_and_a_new_try_makes_a_new_job()
    {
        var play = new Play("""<startEvent id="s"/><serviceTask id="j"><extensionElements><zeebe:taskDefinition type="iş"/></extensionElements></serviceTask><endEvent id="e"/>""" + Flow("s j e")).Start();
        var job = play.JobOf("j");
        play.Apply(new FailJob(job, 0, "bağlanamadı"));
        play.Apply(new ResolveIncident(play.Events.OfType<IncidentRaised>().Single().IncidentKey));
        play.JobOf("j").ShouldNotBe(job);
        play.Work("j").ShouldHaveEndedAt("e");
    }

    [Fact]
    public void An_interrupting_event_sub_process_ends_what_runs_and_its_scope_completes_normally()
    {
        var play = new Play("""
            <startEvent id="s"/><userTask id="t"/><endEvent id="e"/>
            <subProcess id="x" triggeredByEvent="true"><startEvent id="xs"><messageEventDefinition messageRef="m"/></startEvent><task id="xt"/><endEvent id="xe"/></subProcess>
            """ + Flow("s t e") + """<sequenceFlow id="f1" sourceRef="xs" targetRef="xt"/><sequenceFlow id="f2" sourceRef="xt" targetRef="xe"/>""", Message).Start(("no", FeelValue.Of("7")));
        play.Message("iptal", ("neden", FeelValue.Of("vazgeçtim")));
        play.State.Status.ShouldBe(InstanceStatus.Completed);
        play.Times("xt").ShouldBe(1);
        play.Events.OfType<TaskCancelled>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_non_interrupting_event_sub_process_runs_beside_and_may_run_again()
    {
        var play = new Play("""
            <startEvent id="s"/><userTask id="t"/><endEvent id="e"/>
            <subProcess id="x" triggeredByEvent="true"><startEvent id="xs" isInterrupting="false"><messageEventDefinition messageRef="m"/></startEvent><userTask id="xt"/><endEvent id="xe"/></subProcess>
            """ + Flow("s t e") + Flow("xs xt xe"), Message).Start(("no", FeelValue.Of("7")));
        play.Message("iptal").Message("iptal").Complete("t");
        play.State.Status.ShouldBe(InstanceStatus.Active);
        play.Complete("xt").Complete("xt").State.Status.ShouldBe(InstanceStatus.Completed);
    }

    [Fact]
    public void The_first_event_after_an_event_gateway_wins()
    {
        const string body = """
            <startEvent id="s"/><eventBasedGateway id="g"/><intermediateCatchEvent id="m1"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
            <intermediateCatchEvent id="t1"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent><endEvent id="a"/><endEvent id="b"/>
            """;
        new Play(body + Flow("s g m1 a") + Flow("g t1 b"), Message).Start(("no", FeelValue.Of("7"))).Message("iptal").ShouldHaveEndedAt("a");
        new Play(body + Flow("s g m1 a") + Flow("g t1 b"), Message).Start(("no", FeelValue.Of("7"))).Wait(TimeSpan.FromDays(2)).ShouldHaveEndedAt("b");
    }

    [Fact]
    public void A_terminate_end_ends_its_sub_process_only()
    {
        var play = new Play("""
            <startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><parallelGateway id="f"/><userTask id="a"/><userTask id="b"/><endEvent id="ie"><terminateEventDefinition/></endEvent><endEvent id="ie2"/></subProcess><userTask id="z"/><endEvent id="e"/>
            """ + Flow("s sub z e") + Flow("is f a ie") + Flow("f b ie2")).Start();
        play.Complete("a").ShouldBeAt("z");
    }

    [Fact]
    public void An_error_end_in_a_sub_process_leaves_through_its_boundary()
    {
        var play = new Play("""
            <startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><endEvent id="ie"><errorEventDefinition errorRef="er"/></endEvent></subProcess>
            <boundaryEvent id="b" attachedToRef="sub"><errorEventDefinition errorRef="er"/></boundaryEvent><endEvent id="e"/><endEvent id="be"/>
            """ + Flow("s sub e") + Flow("b be") + Flow("is ie"), """<error id="er" errorCode="HATA"/>""").Start();
        play.ShouldHaveEndedAt("be");
    }

    [Fact]
    public void Mappings_keep_inner_variables_inside()
    {
        var play = new Play("""
            <startEvent id="s"/><userTask id="t"><extensionElements><zeebe:ioMapping><zeebe:input source="=x + 1" target="y"/><zeebe:output source="=cevap" target="sonuç"/></zeebe:ioMapping></extensionElements></userTask><endEvent id="e"/>
            """ + Flow("s t e")).Start(("x", FeelValue.Of(1L))).Complete("t", ("cevap", FeelValue.Of("evet")), ("geçici", FeelValue.True));
        play.State.Variables.ShouldBe(FeelContext.Of(("x", FeelValue.Of(1L)), ("sonuç", FeelValue.Of("evet"))));
    }

    [Fact]
    public void An_endless_loop_is_stopped()
    {
        var play = new Play("""<startEvent id="s"/><exclusiveGateway id="a"/><task id="b"/>""" + Flow("s a b a")).Start();
        var incident = play.Events.OfType<IncidentRaised>().ShouldHaveSingleItem();
        incident.Code.ShouldBe("bpmn.step-limit");
        play.ShouldBeAt(incident.ElementId);
    }

    [Fact]
    public void A_command_for_what_no_longer_waits_is_rejected_and_changes_nothing()
    {
        var play = new Play("""<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>""" + Flow("s t e")).Start();
        var before = StateJson.Write(play.State);
        var transition = Stepper.Apply(play.Graph, play.State, new CompleteUserTask(999, FeelContext.Empty), new StepContext(play.Now, play, play.Feel, play));
        transition.Rejection.ShouldNotBeNull().Code.ShouldBe("step.not-waiting");
        StateJson.Write(play.State).ShouldBe(before);
    }

    [Fact]
    public void Cancelling_ends_everything()
    {
        var play = new Play("""<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>""" + Flow("s t e")).Start().Apply(new CancelInstance("gerek kalmadı"));
        play.State.Status.ShouldBe(InstanceStatus.Cancelled);
        play.Events.OfType<TaskCancelled>().ShouldHaveSingleItem();
    }
}
