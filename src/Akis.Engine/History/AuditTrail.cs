using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Engine.History;

/// <summary>What something was done to; the numbers are stored.</summary>
internal enum AuditEntity
{
    ProcessInstance,
    UserTask,
    Variable,
    Incident,
    Job,
    Resource,
    Batch,
    Decision,
}

/// <summary>What was done; the numbers are stored.</summary>
internal enum AuditOperation
{
    Create,
    Complete,
    Assign,
    Unassign,
    Update,
    Cancel,
    Modify,
    Migrate,
    Suspend,
    Resume,
    Resolve,
    Evaluate,
    Delete,
}

/// <summary>
/// Keeps who did what, where that has no row of its own: repairs, assignments, deployments. With starts, completions, decisions, batches and removals, which stand
/// in their tables, it is the view <c>audit_log</c>. What the program does by itself is in the history of each instance only.
/// </summary>
internal static class AuditTrail
{
    /// <summary>Writes down a command that somebody gave to an instance and that was done.</summary>
    public static void Add(WriteSession session, StoredInstance instance, EngineCommand command, Actor actor)
    {
        if (Of(command, instance.Key) is var (entity, operation, key, description)) Add(session, actor, entity, operation, key, instance.Key, description);
    }

    /// <summary>Writes down what somebody did.</summary>
    public static void Add(WriteSession session, Actor actor, AuditEntity entity, AuditOperation operation, long key, long? instanceKey, string? description)
    {
        if (actor.UserName == Actor.System.UserName) return;
        session.Write(
            "INSERT INTO audit_entry (key, at, actor, on_behalf_of, entity, operation, entity_key, instance_key, description) VALUES (@key, @at, @actor, @behalf, @entity, @operation, @entityKey, @instance, @description)",
            ("key", session.NextKey()), ("at", session.Now), ("actor", actor.UserName), ("behalf", (object?)actor.OnBehalfOf ?? TypedNull.Text), ("entity", entity), ("operation", operation), ("entityKey", key),
            ("instance", (object?)instanceKey ?? TypedNull.Number), ("description", (object?)description ?? TypedNull.Text));
    }

    private static (AuditEntity Entity, AuditOperation Operation, long Key, string? Description)? Of(EngineCommand command, long instance) => command switch
    {
        CancelInstance cancel => (AuditEntity.ProcessInstance, AuditOperation.Cancel, instance, cancel.Reason),
        SuspendInstance suspend => (AuditEntity.ProcessInstance, AuditOperation.Suspend, instance, suspend.Reason),
        ResumeInstance => (AuditEntity.ProcessInstance, AuditOperation.Resume, instance, null),
        ModifyInstance or MoveTokens or ActivateInAdHoc => (AuditEntity.ProcessInstance, AuditOperation.Modify, instance, null),
        MigrateInstance => (AuditEntity.ProcessInstance, AuditOperation.Migrate, instance, null),
        SetVariables set => (AuditEntity.Variable, AuditOperation.Update, set.ScopeKey, string.Join(", ", set.Variables.Keys)),
        ResolveIncident resolve => (AuditEntity.Incident, AuditOperation.Resolve, resolve.IncidentKey, null),
        AssignUserTask { Assignee: { } assignee } assign => (AuditEntity.UserTask, AuditOperation.Assign, assign.TaskKey, assignee),
        AssignUserTask assign => (AuditEntity.UserTask, AuditOperation.Unassign, assign.TaskKey, null),
        UpdateUserTask update => (AuditEntity.UserTask, AuditOperation.Update, update.TaskKey, null),
        UpdateJob update => (AuditEntity.Job, AuditOperation.Update, update.JobKey, null),
        _ => null,
    };
}
