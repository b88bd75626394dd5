using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Feel;

namespace Akis.Engine.Runtime;

/// <summary>What a step in one instance asks of others, done in the same transaction.</summary>
internal abstract record FollowUp
{
    /// <summary>Whether it can set off others without end: those are counted.</summary>
    public virtual bool Spreads => true;

    /// <summary>What follows from an event, or null.</summary>
    public static FollowUp? Of(StoredInstance instance, ProcessGraph graph, HistoryEvent happened) => happened switch
    {
        CallStarted call => new Call(instance.Key, call.ElementKey, instance.DefinitionKey, call.CalledInstanceKey, call.ProcessId, call.Binding, call.VersionTag, call.Variables, instance.BusinessKey, instance.RootKey),
        CallCancelled call => new Tell(call.CalledInstanceKey, new CancelInstance("Çağıran adım sona erdi.")),
        InstanceCompleted ended when instance.ParentKey is { } parent => new Tell(parent, new CompleteCalledInstance(instance.Key, ended.Variables)),
        InstanceFailed failed when instance.ParentKey is { } parent => new Tell(parent, new ThrowCalledInstanceError(instance.Key, failed.Code, failed.Variables)),
        InstanceEscalated escalated when instance.ParentKey is { } parent => new Tell(parent, new EscalateCalledInstance(instance.Key, escalated.Code, escalated.Variables)),
        InstanceCompleted or InstanceCancelled when instance is { ParentKey: null, BusinessKey: { } key } && graph.Starts.Any(start => start.Trigger is MessageTrigger && ProcessStarts.IsOnePerKey(start.Node)) => new Freed(graph.ProcessId, key),
        SubscriptionOpened opened => new Awaited(instance.Key, opened.SubscriptionKey, opened.MessageName, opened.CorrelationKey),
        InstanceResumed => new Resumed(instance.Key),
        MessageSent sent => new Publish(new(sent.MessageName, sent.CorrelationKey ?? "", sent.Variables, sent.MessageId, sent.TimeToLive ?? Publish.Patience)),
        SignalSent sent => new Broadcast(instance.Key, sent.SignalName, sent.Variables),
        _ => null,
    };
}

/// <summary>Start a called process.</summary>
internal sealed record Call(
    long CallerKey, long CallerElementKey, long CallerDefinitionKey, long InstanceKey, string ProcessId, VersionBinding Binding, string? VersionTag, FeelContext Variables, string? BusinessKey, long RootKey) : FollowUp;

/// <summary>Apply a command to another instance.</summary>
internal sealed record Tell(long InstanceKey, EngineCommand Command) : FollowUp
{
    public override bool Spreads => false; // ends or is told once for each call, and calls are counted
}

/// <summary>Look for a message that is kept for a new subscription.</summary>
internal sealed record Awaited(long InstanceKey, long SubscriptionKey, string Name, string CorrelationKey) : FollowUp;

/// <summary>Start the next instance of a process that allows one per correlation key, if a message is kept for it.</summary>
internal sealed record Freed(string ProcessId, string CorrelationKey) : FollowUp;

/// <summary>Look for messages that were kept while the instance was suspended.</summary>
internal sealed record Resumed(long InstanceKey) : FollowUp;

/// <summary>Publish a message that a model sends.</summary>
internal sealed record Publish(Message Message) : FollowUp
{
    /// <summary>How long a message from a model is kept where the model says nothing: its receiver may come to its event a little later.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromHours(1);
}

/// <summary>Tell all other instances of a signal.</summary>
internal sealed record Broadcast(long SenderKey, string Name, FeelContext Variables) : FollowUp;
