using Akis.Bpmn.Reading;
using static Akis.Bpmn.Tests.Play;

namespace Akis.Bpmn.Tests;

/// <summary>What cannot run is refused with line, element and reason.</summary>
public sealed class ReadingTests
{
    [Theory]
    [InlineData("""<startEvent id="s"/><dataObject id="g"/><sequenceFlow id="f" sourceRef="s" targetRef="g"/>""", "bpmn.wrong-reference")]
    [InlineData("""<startEvent id="s"/><userTask id="t"/><sequenceFlow id="f" sourceRef="s" targetRef="yok"/>""", "bpmn.dangling-reference")]
    [InlineData("""<startEvent id="s"/><userTask id="t"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="f" sourceRef="t" targetRef="e"/>""", "bpmn.id")]
    [InlineData("""<startEvent id="s"/><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="e"/>""", "bpmn.id")]
    [InlineData("""<userTask id="t"/>""", "bpmn.no-start")]
    [InlineData("""<startEvent id="s"/><userTask id="t"/>""", "bpmn.unreachable")]
    [InlineData("""<startEvent id="s"/><serviceTask id="t"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""", "bpmn.job-type")]
    [InlineData("""<startEvent id="s"/><userTask id="t"><multiInstanceLoopCharacteristics/></userTask><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""", "bpmn.loop-size")]
    [InlineData("""<startEvent id="s"/><userTask id="t"><multiInstanceLoopCharacteristics behavior="None"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""", "bpmn.loop-behaviour")]
    [InlineData("""<startEvent id="s"/><userTask id="t"><standardLoopCharacteristics/></userTask><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""", "bpmn.endless-loop")]
    [InlineData("""<startEvent id="s"/><userTask id="t"><extensionElements><zeebe:taskListeners><zeebe:taskListener eventType="canceling" type="x"/></zeebe:taskListeners></extensionElements></userTask><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""", "bpmn.unsupported-listener")]
    [InlineData("""<startEvent id="s"/><callActivity id="t"><extensionElements><zeebe:calledElement processId="x" bindingType="versionTag"/></extensionElements></callActivity><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""", "bpmn.binding")]
    [InlineData("""<startEvent id="s"/><scriptTask id="t" scriptFormat="groovy" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:resultVariable="x"><script>1</script></scriptTask><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""", "bpmn.classic-dialect")]
    [InlineData("""<startEvent id="s"/><endEvent id="t"><terminateEventDefinition/><errorEventDefinition/></endEvent><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""", "bpmn.unsupported-multiple")]
    [InlineData("""<startEvent id="s"/><userTask id="t" startQuantity="0"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""", "bpmn.quantity")]
    [InlineData("""<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition name="L"/></intermediateThrowEvent><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""", "bpmn.link")]
    [InlineData("""<startEvent id="s"/><endEvent id="t"><cancelEventDefinition/></endEvent><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""", "bpmn.cancel")]
    [InlineData("""<startEvent id="s"/><userTask id="t"/><boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""", "bpmn.compensation-handler")]
    [InlineData("""<startEvent id="s"/><intermediateThrowEvent id="t"><compensateEventDefinition activityRef="yok"/></intermediateThrowEvent><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""", "bpmn.dangling-reference")]
    [InlineData("""<startEvent id="s"/><exclusiveGateway id="g"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="g"/><sequenceFlow id="h" sourceRef="g" targetRef="e"><conditionExpression>=1 +</conditionExpression></sequenceFlow>""", "bpmn.expression")]
    [InlineData("""<startEvent id="s"/><boundaryEvent id="b" attachedToRef="yok"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>""", "bpmn.dangling-reference")]
    [InlineData("""<startEvent id="s"/><intermediateCatchEvent id="c"><signalEventDefinition/></intermediateCatchEvent><sequenceFlow id="f" sourceRef="s" targetRef="c"/>""", "bpmn.missing-attribute")]
    [InlineData("""<startEvent id="s"/><intermediateThrowEvent id="c"><errorEventDefinition/></intermediateThrowEvent><sequenceFlow id="f" sourceRef="s" targetRef="c"/>""", "bpmn.event-place")]
    [InlineData("""<startEvent id="s"/><subProcess id="x"><startEvent id="is"/></subProcess><sequenceFlow id="f" sourceRef="s" targetRef="x"/><userTask id="u"/><sequenceFlow id="h" sourceRef="is" targetRef="u"/>""", "bpmn.flow-across-scopes")]
    public void It_is_refused(string body, string code)
    {
        var model = BpmnModel.Read(Xml(body));
        var finding = model.Findings.FirstOrDefault(candidate => candidate.Code == code).ShouldNotBeNull(string.Join(", ", model.Findings.Select(f => f.Code)));
        finding.Line.ShouldBeGreaterThan(0);
        finding.Tr.ShouldNotBeEmpty();
        model.Processes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("<a>")]
    [InlineData("<a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>")]
    public void What_is_no_bpmn_is_refused_without_an_exception(string xml) => BpmnModel.Read(xml).Findings.ShouldNotBeEmpty();

    [Fact]
    public void Unknown_extensions_survive_a_round_trip()
    {
        var xml = Xml("""<startEvent id="s"><extensionElements><foo:bar xmlns:foo="urn:foo" baz="1" /></extensionElements></startEvent>""");
        BpmnModel.Read(xml).ToXml().ShouldBe(xml.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void What_was_deployed_still_runs_when_it_would_be_refused_today()
    {
        var xml = Play.Xml("""<startEvent id="s"/><userTask id="t"/><userTask id="lost"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>""");
        BpmnModel.Read(xml).Processes.ShouldBeEmpty();
        BpmnModel.ReadDeployed(xml).Processes.ShouldHaveSingleItem().Find("t").ShouldNotBeNull();
    }
}
