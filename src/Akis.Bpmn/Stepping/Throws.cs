using Akis.Bpmn.Expressions;
using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>Events that do something when a token comes to them: messages, signals, escalations, links.</summary>
internal static class Throws
{
    /// <summary>Does what the event's triggers say, one after the other; if one of them interrupts the event's own scope, it does not go on.</summary>
    public static void Do(Step step, ElementState element, FlowNode node)
    {
        Do(step, element, node, node.Triggers, element.Variables);
        if (step.Lives(element)) step.Finish(element, FeelContext.Empty);
    }

    /// <summary>Throws one after the other, as long as the thrower lives.</summary>
    public static void Do(Step step, ElementState element, FlowNode node, IReadOnlyList<Trigger> triggers, FeelContext variables)
    {
        foreach (var trigger in triggers)
        {
            if (!step.Lives(element)) return;
            switch (trigger)
            {
                case MessageTrigger message: Message(step, element, node, message, variables); break;
                case SignalTrigger signal: Signal(step, element, node, signal, variables); break;
                case EscalationTrigger escalation: Escalation(step, element, escalation.Computed is null ? escalation.Code ?? "" : escalation.Computed.EvaluateText(step.Variables(element), step.Context.Feel) ?? "", variables); break;
            }
        }
    }

    /// <summary>Publishes the message; who receives it is the runtime's matter.</summary>
    private static void Message(Step step, ElementState element, FlowNode node, MessageTrigger message, FeelContext variables)
    {
        var (scope, feel) = (step.Variables(element), step.Context.Feel);
        var patience = message.TimeToLive?.Evaluate(scope, feel).Value;
        var timeToLive = patience is null ? null : patience.Value.AsDuration() ?? (patience.Value.AsString() is { } text ? IsoPeriod.Parse(text)?.Span : null);
        step.Emit(new MessageSent(element.Key, node.Id, message.Name.EvaluateText(scope, feel) ?? "", message.CorrelationKey?.EvaluateText(scope, feel), variables, timeToLive, message.MessageId?.EvaluateText(scope, feel)));
    }

    /// <summary>
    /// Those who wait in this instance get the signal at once, as they are now; the runtime tells all other instances.
    /// </summary>
    private static void Signal(Step step, ElementState element, FlowNode node, SignalTrigger signal, FeelContext variables)
    {
        var name = signal.Name.EvaluateText(step.Variables(element), step.Context.Feel) ?? "";
        step.Emit(new SignalSent(element.Key, node.Id, name, variables));
        foreach (var key in Waits.AwaitingSignal(step, name)) Waits.CatchSignal(step, key, variables);
    }

    /// <summary>Looks for who catches an escalation as an error does; but it may leave the thrower running, and nobody catching it is no fault.</summary>
    public static void Escalation(Step step, ElementState source, string code, FeelContext variables)
    {
        var carried = variables.With("escalationCode", FeelValue.Of(code));
        var caught = Scopes.Catch(step, source, trigger => trigger is EscalationTrigger escalation && escalation.Code == code, trigger => trigger is EscalationTrigger { Code: null });
        step.Emit(new Escalated(source.Key, step.Node(source).Id, code, caught?.Event.Id));
        if (caught is { } found) Scopes.Deliver(step, found, variables, carried);
        else if (step.State.IsCalled) step.Emit(new InstanceEscalated(code, carried));
    }

    /// <summary>A jump inside the scope.</summary>
    public static void Link(Step step, ElementState element, FlowNode node)
    {
        var target = step.Graph.Nodes.First(other => other.Kind == NodeKind.CatchEvent && other.Scope == node.Scope && other.Trigger == node.Trigger); // checked at deployment
        var scopeKey = element.ScopeKey;
        step.Emit(new ElementCompleted(element.Key, node.Id));
        step.Activate(target, scopeKey);
    }
}
