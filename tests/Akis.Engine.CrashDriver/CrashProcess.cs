namespace Akis.Engine.CrashDriver;

/// <summary>A task, a job inside, a job for workers outside, a timer and a message side by side, joined before a second task: everything that can be lost or done twice.</summary>
public static class CrashProcess
{
    /// <summary>Another version of it, for batches that migrate: a name differs.</summary>
    public static string Renamed => Xml.Replace("<userTask id=\"second\"/>", "<userTask id=\"second\" name=\"İkinci\"/>", StringComparison.Ordinal);

    /// <summary>The model.</summary>
    public const string Xml = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
          <message id="m" name="geldi"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>
          <process id="crash" isExecutable="true">
            <startEvent id="s"/><parallelGateway id="fork"/>
            <userTask id="first"/>
            <serviceTask id="job"><extensionElements><zeebe:taskDefinition type="etki"/></extensionElements></serviceTask>
            <serviceTask id="outside"><extensionElements><zeebe:taskDefinition type="dışarı"/></extensionElements></serviceTask>
            <intermediateCatchEvent id="timer"><timerEventDefinition><timeDuration>PT0.05S</timeDuration></timerEventDefinition></intermediateCatchEvent>
            <intermediateCatchEvent id="message"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
            <parallelGateway id="join"/><userTask id="second"/><endEvent id="e"/>
            <sequenceFlow id="f1" sourceRef="s" targetRef="fork"/>
            <sequenceFlow id="f2" sourceRef="fork" targetRef="first"/><sequenceFlow id="f3" sourceRef="first" targetRef="join"/>
            <sequenceFlow id="f4" sourceRef="fork" targetRef="job"/><sequenceFlow id="f5" sourceRef="job" targetRef="join"/>
            <sequenceFlow id="f6" sourceRef="fork" targetRef="timer"/><sequenceFlow id="f7" sourceRef="timer" targetRef="join"/>
            <sequenceFlow id="f8" sourceRef="fork" targetRef="message"/><sequenceFlow id="f9" sourceRef="message" targetRef="join"/>
            <sequenceFlow id="f12" sourceRef="fork" targetRef="outside"/><sequenceFlow id="f13" sourceRef="outside" targetRef="join"/>
            <sequenceFlow id="f10" sourceRef="join" targetRef="second"/><sequenceFlow id="f11" sourceRef="second" targetRef="e"/>
          </process>
        </definitions>
        """;
}
