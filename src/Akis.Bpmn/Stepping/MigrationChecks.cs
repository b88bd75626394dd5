using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Stepping;

/// <summary>Everything that stands in the way of a migration or is changed by it, element by element.</summary>
internal static class MigrationChecks
{
    public static IEnumerable<MigrationFinding> Of(MigrationPlan plan, InstanceState state, IReadOnlyDictionary<string, string> elements) =>
        Named(plan, elements).Concat(state.Elements.Values.SelectMany(element => Element(plan, state, element)));

    private static IEnumerable<MigrationFinding> Named(MigrationPlan plan, IReadOnlyDictionary<string, string> elements)
    {
        foreach (var (from, to) in elements)
        {
            if (plan.Source.Find(from) is null) yield return Refuse(from, "migration.unknown-source", $"Örneğin çalıştığı sürümde '{from}' ögesi yok.", $"The version that runs has no element '{from}'.");
            if (plan.Target.Find(to) is null) yield return Refuse(from, "migration.unknown-target", $"Hedef sürümde '{to}' ögesi yok.", $"The target version has no element '{to}'.");
        }
    }

    private static IEnumerable<MigrationFinding> Element(MigrationPlan plan, InstanceState state, ElementState element)
    {
        var node = plan.Source.Nodes[element.Node];
        if (plan.Counterpart(node) is not { } other)
        {
            yield return Refuse(node.Id, "migration.no-counterpart", $"'{node.Title}' etkin ve hedef sürümde karşılığı yok; hangi ögeye taşınacağını belirtin.", $"'{node.Title}' is active and has no counterpart in the target version; say which element it becomes.");
            yield break;
        }

        foreach (var finding in Place(plan, state, element, node, other).Concat(Work(node, other, element)).Concat(Listening(plan, element, node, other)).Concat(Inside(plan, element)).Concat(Events(plan, state, element))) yield return finding;
    }

    private static IEnumerable<MigrationFinding> Place(MigrationPlan plan, InstanceState state, ElementState element, FlowNode node, FlowNode other)
    {
        if (other.Kind != node.Kind) yield return Refuse(node.Id, "migration.kind", $"'{node.Title}', türü farklı olan '{other.Title}' ögesine taşınamaz.", $"'{node.Title}' cannot become '{other.Title}', which is of another kind.");
        if ((node.Loop is null) != (other.Loop is null) || node.Loop?.IsSequential != other.Loop?.IsSequential || node.Loop?.IsStandard != other.Loop?.IsStandard)
            yield return Refuse(node.Id, "migration.loop", $"'{node.Title}' hedef sürümde başka biçimde yineleniyor; yarım kalan turları taşınamaz.", $"'{node.Title}' is repeated in another way in the target version; its rounds cannot be moved.");
        if (element.Key == state.Key || element.LoopIndex > 0) yield break;
        var scope = plan.Source.Nodes[state.Elements[element.ScopeKey].Node];
        if (!scope.IsScope) yield return Refuse(node.Id, "migration.compensating", $"'{node.Title}' şu anda bir geri alma işinin parçası; bittikten sonra taşınabilir.", $"'{node.Title}' is part of a compensation that is under way; migrate when it is done.");
        else if (plan.Node(scope.Index) != other.Scope) yield return Refuse(node.Id, "migration.scope", $"'{node.Title}' hedef sürümde başka bir alt sürecin içinde; kapsam değiştirilemez.", $"'{node.Title}' lies in another sub-process in the target version; its scope cannot change.");
    }

    private static IEnumerable<MigrationFinding> Work(FlowNode node, FlowNode other, ElementState element)
    {
        if (element.JobKey != 0 && node.Job?.Type.Text != other.Job?.Type.Text)
            yield return Note(node.Id, "migration.job-kept", $"'{node.Title}' için bekleyen iş eski türüyle ({node.Job?.Type.Text}) kalır.", $"The job that waits at '{node.Title}' keeps its old type ({node.Job?.Type.Text}).");
        if (element.TaskKey != 0 && node.UserTask?.FormId != other.UserTask?.FormId)
            yield return Note(node.Id, "migration.task-kept", $"'{node.Title}' görevi eski formuyla sürer.", $"The task '{node.Title}' goes on with its old form.");
        if (element.CalledKey != 0 && node.Call?.ProcessId.Text != other.Call?.ProcessId.Text)
            yield return Note(node.Id, "migration.call-kept", $"'{node.Title}' adımının çağırdığı süreç olduğu gibi sürer.", $"What '{node.Title}' has called goes on as it is.");
    }

    // A listener's job is known by its place among the others of its element.
    private static IEnumerable<MigrationFinding> Listening(MigrationPlan plan, ElementState element, FlowNode node, FlowNode other)
    {
        if (element.Listening is not { } listening) yield break;
        var isBody = node.Loop is not null && element.LoopIndex == 0;
        var (before, after) = isBody ? (node.BodyListeners, other.BodyListeners) : (node.Listeners, other.Listeners);
        if (!before.Select(listener => (listener.Moment, listener.Type.Text)).SequenceEqual(after.Select(listener => (listener.Moment, listener.Type.Text))) || (listening.Pending.StartId is { } start && plan.Target.FindStart(start) is null))
            yield return Refuse(node.Id, "migration.listening", $"'{node.Title}' bir dinleyicinin işini bekliyor ve dinleyiciler hedef sürümde farklı; iş bittikten sonra taşınabilir.", $"'{node.Title}' waits for a listener's job, and its listeners differ in the target version; migrate when the job is done.");
    }

    // Tokens that wait at joins, and what can still be undone.
    private static IEnumerable<MigrationFinding> Inside(MigrationPlan plan, ElementState element)
    {
        foreach (var flow in element.Arrived.Keys.Concat(element.Resetting.Values.SelectMany(had => had)).Select(index => plan.Source.Flows[index]))
        {
            var join = plan.Source.Nodes[flow.To];
            if (plan.Flow(flow.Index) < 0 || plan.Counterpart(join) is not { Joins: true } other || other.Kind != join.Kind)
                yield return Refuse(join.Id, "migration.token", $"'{join.Title}' önünde '{flow.Id}' akışından gelip bekleyen bir dal var; hedef sürümde karşılığı bulunamadı.", $"A token from the flow '{flow.Id}' waits at '{join.Title}'; it has no place in the target version.");
        }

        foreach (var gateway in element.Resetting.Keys.Select(index => plan.Source.Nodes[index]).Where(gateway => plan.Counterpart(gateway) is null))
            yield return Refuse(gateway.Id, "migration.no-counterpart", $"'{gateway.Title}' dallarını topluyor ve hedef sürümde karşılığı yok.", $"'{gateway.Title}' collects tokens and has no counterpart in the target version.");
        foreach (var done in Undoable(element.Completed).Select(activity => plan.Source.Nodes[activity.Node]))
        {
            if (plan.Counterpart(done) is not { } other || (done.CompensationHandler >= 0 && other.CompensationHandler < 0))
                yield return Refuse(done.Id, "migration.compensation", $"Tamamlanmış '{done.Title}' geri alınabilir durumda, ama hedef sürümde bunun karşılığı yok.", $"'{done.Title}' has completed and can be undone, but not in the target version.");
        }
    }

    private static IEnumerable<MigrationFinding> Events(MigrationPlan plan, InstanceState state, ElementState element)
    {
        foreach (var wait in element.Waits)
        {
            var node = plan.Source.Nodes[wait.Node];
            var (fate, other) = (plan.Fate(element, wait), plan.Counterpart(node));
            if (node.Trigger is MultipleTrigger several && (fate != WaitFate.Kept || other?.Trigger is not MultipleTrigger same || same.All != several.All || same.Parts.Count != several.Parts.Count))
                yield return Refuse(node.Id, "migration.multiple", $"'{node.Title}' birden çok olayı bekliyor ve hedef sürümde bunlar farklı; taşınamaz.", $"'{node.Title}' waits for several events, which differ in the target version.");
            else if (fate == WaitFate.Closed)
                yield return Note(node.Id, "migration.wait-ends", $"'{node.Title}' olayı artık beklenmeyecek: hedef sürümde yok.", $"'{node.Title}' is no longer waited for: the target version does not have it.");
            else if (fate == WaitFate.Renewed)
                yield return Note(node.Id, "migration.wait-renewed", $"'{node.Title}' hedef sürümdeki tanımıyla yeniden beklenmeye başlar.", $"'{node.Title}' is waited for anew, as the target version says.");
            else if (wait.Due is not null && !SameTime((TimerTrigger)node.Part(wait.Part)!, (TimerTrigger)other!.Part(wait.Part)!)) // a wait with a due time that is kept is a timer on both sides
                yield return Note(node.Id, "migration.timer-kept", $"'{node.Title}' zamanlayıcısı eski zamanını korur.", $"The timer '{node.Title}' keeps its old time.");
        }

        foreach (var node in plan.Opened(state, element))
            yield return Note(node.Id, "migration.wait-begins", $"'{node.Title}' olayı beklenmeye başlar: hedef sürümde yeni.", $"'{node.Title}' begins to be waited for: it is new in the target version.");
    }

    private static bool SameTime(TimerTrigger one, TimerTrigger other) => one.Date?.Text == other.Date?.Text && one.Duration?.Text == other.Duration?.Text && one.Cycle?.Text == other.Cycle?.Text && one.Calendar == other.Calendar;

    private static IEnumerable<CompletedActivity> Undoable(IEnumerable<CompletedActivity> completed) => completed.SelectMany(activity => Undoable(activity.Inner).Prepend(activity));

    private static MigrationFinding Refuse(string id, string code, string tr, string en) => new(id, true, code, tr, en);

    private static MigrationFinding Note(string id, string code, string tr, string en) => new(id, false, code, tr, en);
}
