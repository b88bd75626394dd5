using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Stepping;

/// <summary>The outcome of a migration: what ended in the old version, then the step in the new one, which begins with <see cref="InstanceMigrated"/>.</summary>
public sealed record MigrationTransition(IReadOnlyList<HistoryEvent> Before, Transition After);

/// <summary>
/// Moves a running instance to another version of its process, or to another process: checked and explained before it acts, all or nothing. Tasks, jobs, called
/// instances, timers and subscriptions keep their keys; what is waited for under another name is waited for anew, events that are new begin to be waited for.
/// </summary>
public static class Migration
{
    /// <summary>What the migration would meet: what stands in its way first, then what changes.</summary>
    public static IReadOnlyList<MigrationFinding> Check(ProcessGraph source, ProcessGraph target, InstanceState state, IReadOnlyDictionary<string, string> elements) =>
        [.. MigrationChecks.Of(new(source, target, elements), state.For(source), elements).Distinct().OrderByDescending(finding => finding.Refuses)];

    /// <summary>Moves the instance and goes on until everything waits; refused where a finding says so.</summary>
    public static MigrationTransition Apply(ProcessGraph source, ProcessGraph target, InstanceState state, MigrateInstance migrate, StepContext context)
    {
        if (state.Status != InstanceStatus.Active) return Refused(state, new("instance.ended", "Bu işlem tamamlanmış ya da iptal edilmiş; artık değiştirilemez.", "This instance has ended and can no longer be changed."));
        var refusals = Check(source, target, state, migrate.Elements).Where(finding => finding.Refuses).ToList();
        if (refusals.Count > 0) return Refused(state, new(refusals[0].Code, string.Join('\n', refusals.Select(finding => finding.Tr)), string.Join('\n', refusals.Select(finding => finding.En))));

        var plan = new MigrationPlan(source, target, migrate.Elements);
        var before = new Step(source, state.For(source), context);
        var opened = before.State.Elements.Values.SelectMany(element => plan.Opened(before.State, element).Select(node => (element.Key, Node: node))).ToList();
        var renewed = new List<(long Key, FlowNode Node, int Part)>();
        foreach (var element in before.State.Elements.Values)
        {
            foreach (var wait in element.Waits.ToList())
            {
                var fate = plan.Fate(element, wait);
                if (fate == WaitFate.Kept) continue;
                before.Emit(wait.Due is null ? new SubscriptionClosed(wait.Key, element.Key, source.NodeIds[wait.Node]) : new TimerCancelled(wait.Key, element.Key));
                if (fate == WaitFate.Renewed) renewed.Add((element.Key, target.Nodes[plan.Node(wait.Node)], wait.Part));
            }
        }

        var migrated = new InstanceMigrated(migrate.FromDefinitionKey, migrate.ToDefinitionKey, target.ProcessId, plan.RenamedNodes, plan.RenamedFlows);
        var after = new Step(target, before.State.MovedTo(target, migrated), context);
        foreach (var (key, node, part) in renewed) Waits.Open(after, after.State.Elements[key], node, part);
        foreach (var (key, node) in opened) Waits.Open(after, after.State.Elements[key], node);
        if (!after.State.IsSuspended) after.Run();
        return new(before.Events, new(after.State, [migrated, .. after.Events]));
    }

    private static MigrationTransition Refused(InstanceState state, StepRejection rejection) => new([], new(state, [], rejection));
}
