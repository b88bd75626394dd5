using System.Globalization;
using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>What each kind of node does when a token is in it: one case a kind.</summary>
internal static class Behaviours
{
    public static void Begin(Step step, ElementState element, FlowNode node)
    {
        switch (node.Kind)
        {
            case NodeKind.UserTask:
                UserTasks.Begin(step, element);
                break;
            case NodeKind.JobTask:
                CreateJob(step, element, node);
                break;
            case NodeKind.DecisionTask:
                Decide(step, element, node);
                break;
            case NodeKind.ScriptTask:
                var script = node.Script!; // set for every script task
                step.Finish(element, FeelContext.Of((script.ResultVariable, script.Expression.Evaluate(step.Variables(element), step.Context.Feel).Value)));
                break;
            case NodeKind.CallActivity:
                Call(step, element, node);
                break;
            case NodeKind.SubProcess or NodeKind.Transaction:
                Waits.OpenEventSubProcesses(step, element);
                foreach (var entrance in node.Entrances) step.Activate(step.Graph.Nodes[entrance], element.Key);
                break;
            case NodeKind.EventSubProcess:
                Waits.OpenEventSubProcesses(step, element);
                step.Activate(step.Graph.Nodes[node.StartEvents[0]], element.Key);
                break;
            case NodeKind.AdHocSubProcess:
                AdHoc.Begin(step, element, node);
                break;
            case NodeKind.StartEvent when node.Trigger is MultipleTrigger { All: true } && step.Graph.Nodes[node.Scope].Kind == NodeKind.Process:
                Waits.Open(step, element, node);
                break;
            case NodeKind.CatchEvent when node.Trigger is LinkTrigger:
                step.Finish(element, FeelContext.Empty);
                break;
            case NodeKind.CatchEvent or NodeKind.ReceiveTask:
                Waits.Open(step, element, node);
                break;
            case NodeKind.ThrowEvent or NodeKind.EndEvent when node.Job is not null:
                CreateJob(step, element, node);
                break;
            case NodeKind.ThrowEvent or NodeKind.EndEvent or NodeKind.SendTask when node.Trigger is MessageTrigger or SignalTrigger or EscalationTrigger or MultipleTrigger:
                Throws.Do(step, element, node);
                break;
            case NodeKind.ThrowEvent or NodeKind.EndEvent when node.Trigger is CompensationTrigger:
                Compensation.Begin(step, element);
                break;
            case NodeKind.ThrowEvent when node.Trigger is LinkTrigger:
                Throws.Link(step, element, node);
                break;
            case NodeKind.EndEvent when node.Trigger is CancelTrigger:
                Scopes.CancelTransaction(step, element);
                break;
            case NodeKind.EventGateway:
                foreach (var flow in node.Outgoing) Waits.Open(step, element, step.Graph.Nodes[step.Graph.Flows[flow].To]);
                break;
            case NodeKind.EndEvent when node.Trigger is ErrorTrigger error:
                Scopes.Throw(step, element, error.Computed is null ? error.Code ?? "" : error.Computed.EvaluateText(step.Variables(element), step.Context.Feel) ?? "", error.Message?.EvaluateText(step.Variables(element), step.Context.Feel), FeelContext.Empty);
                break;
            case NodeKind.EndEvent when node.Trigger is TerminateTrigger:
                Scopes.Terminate(step, element);
                break;
            default:
                step.Finish(element, FeelContext.Empty);
                break;
        }
    }

    private static void CreateJob(Step step, ElementState element, FlowNode node)
    {
        var (spec, scope, feel) = (node.Job!, step.Variables(element), step.Context.Feel); // set for every job task
        var retries = int.TryParse(spec.Retries.EvaluateText(scope, feel), out var count) ? count : 3;
        var priority = 0;
        if (spec.Priority?.EvaluateText(scope, feel) is var text && spec.Priority is not null && !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out priority))
        {
            step.Incident(element, IncidentCodes.JobPriority, $"'{node.Title}' işinin önceliği bir tam sayı değil.", $"The priority of the job '{node.Title}' is no whole number.");
            return;
        }

        step.Emit(new JobCreated(step.Context.Keys.Next(), element.Key, node.Id, spec.Type.EvaluateText(scope, feel) ?? "", step.JobRetries ?? retries, spec.Headers, priority));
        step.JobRetries = null;
    }

    private static void Decide(Step step, ElementState element, FlowNode node)
    {
        var spec = node.Decision!; // set for every decision task
        var scope = step.Variables(element);
        var id = spec.DecisionId.EvaluateText(scope, step.Context.Feel) ?? "";
        if (step.Context.Decisions.Evaluate(id, spec, scope, step.Context.Feel) is not { } result)
        {
            step.Incident(element, IncidentCodes.Decision, $"'{id}' kararı yayımlanmamış.", $"The decision '{id}' is not deployed.");
            return;
        }

        if (result.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Code.StartsWith("dmn.", StringComparison.Ordinal)) is { } problem)
        {
            step.Incident(element, IncidentCodes.Decision, problem.Tr, problem.En);
            return;
        }

        foreach (var trace in result.Trace)
        {
            var inputs = FeelContext.Of(trace.Inputs.Select(input => (input.Label, input.Value)));
            var said = trace.RuleOutputs is { } rules ? FeelContext.Of(("result", trace.Output), ("rules", FeelValue.Of(FeelList.Of(rules)))) : FeelContext.Of(("result", trace.Output));
            step.Emit(new DecisionEvaluated(element.Key, trace.DecisionId, inputs, trace.MatchedRules, said, step.Context.Decisions.KeyOf(id, spec)));
        }

        step.Finish(element, FeelContext.Of((spec.ResultVariable, DecisionShapes.Apply(spec.Shape, result))));
    }

    private static void Call(Step step, ElementState element, FlowNode node)
    {
        var spec = node.Call!; // set for every call activity
        var process = spec.ProcessId.EvaluateText(step.Variables(element), step.Context.Feel) ?? "";
        var variables = spec.PropagateAllParentVariables ? step.State.VisibleVariables(element.Key) : element.Variables;
        step.Emit(new CallStarted(element.Key, step.Context.Keys.Next(), process, variables, spec.Binding, spec.VersionTag));
    }
}
