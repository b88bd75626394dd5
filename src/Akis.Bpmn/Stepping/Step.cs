using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>One command at work: the state as it changes, the events so far, and the tokens that still have to move.</summary>
internal sealed class Step(ProcessGraph graph, InstanceState state, StepContext context)
{
    private const int Limit = 20_000;

    private readonly Queue<Action> _pending = new();
    private readonly List<HistoryEvent> _events = [];
    private readonly Dictionary<long, (int Turn, int Coming)> _coming = [];
    private bool _tooMany;

    public ProcessGraph Graph { get; } = graph;

    public InstanceState State { get; } = state;

    public StepContext Context { get; } = context;

    public IReadOnlyList<HistoryEvent> Events => _events;

    /// <summary>What conditions have to be asked about.</summary>
    public List<Change> Changes { get; } = [];

    /// <summary>How often the job that is tried again may fail; null for as often as its model says.</summary>
    public int? JobRetries { get; set; }

    public ElementState Root => State.Elements[State.Key];

    public FlowNode Node(ElementState element) => Graph.Nodes[element.Node];

    public IFeelScope Variables(ElementState element) => State.Scope(element.Key);

    public bool Lives(ElementState element) => State.Elements.TryGetValue(element.Key, out var same) && same == element;

    public IEnumerable<ElementState> Children(ElementState scope) => State.Elements.Values.Where(element => element.ScopeKey == scope.Key && element.Key != scope.Key);

    public ElementState? Find(Func<ElementState, bool> condition) => State.Elements.Values.FirstOrDefault(condition);

    public void Emit(HistoryEvent happened)
    {
        var created = Graph.HasConditions && happened is VariablesSet news ? news.Variables.Keys.Except(State.Elements[news.ScopeKey].Variables.Keys).ToHashSet() : null;
        Applier.Apply(Graph, State, happened);
        _events.Add(happened);
        if (!Graph.HasConditions) return;
        if (happened is VariablesSet set) Changes.Add(new(set.ScopeKey, set.Variables, 0, created));
        else if (happened is ConditionAwaited awaited) Changes.Add(new(0, null, awaited.SubscriptionKey, null));
    }

    /// <summary>Moves tokens until every one waits.</summary>
    public void Run()
    {
        for (var moves = 0; State.Status == InstanceStatus.Active; moves++)
        {
            if (!_pending.TryDequeue(out var move))
            {
                // Everything waits: now conditions see the variables as they are, and inclusive joins who can still come.
                if (!_tooMany && (Conditions.Fire(this) || (Graph.Reach is not null && Joins.OpenInclusive(this)))) continue;
                Joins.ReportStuck(this);
                return;
            }

            // The tokens that still move are stopped where they are, each with an incident: nothing is lost, and whoever helps sees where.
            _tooMany = moves > Limit;
            move();
        }
    }

    /// <summary>A token enters a node in a scope.</summary>
    public void Activate(FlowNode node, long scopeKey, FeelContext? variables = null, int loopIndex = 0)
    {
        var (turn, coming) = _coming.GetValueOrDefault(scopeKey);
        _coming[scopeKey] = (turn, coming + 1);
        _pending.Enqueue(() =>
        {
            var now = _coming[scopeKey];
            if (now.Turn != turn || !State.Elements.ContainsKey(scopeKey)) return; // the scope was emptied before the token got there
            _coming[scopeKey] = (turn, now.Coming - 1);
            var key = Context.Keys.Next();
            Emit(new ElementActivated(key, node.Id, scopeKey, loopIndex));
            if (variables is { Count: > 0 }) Emit(new VariablesSet(key, variables));
            Begin(State.Elements[key]);
        });
    }

    /// <summary>Whether a token is on its way to a node of a scope: then the scope is not empty yet.</summary>
    public bool IsComing(long scopeKey) => _coming.GetValueOrDefault(scopeKey).Coming > 0;

    /// <summary>Whoever is on the way into a scope does not arrive.</summary>
    public void TurnAway(long scopeKey)
    {
        if (_coming.TryGetValue(scopeKey, out var coming)) _coming[scopeKey] = (coming.Turn + 1, 0);
    }

    /// <summary>The same at once, so that the scope is not empty until then; the element's work begins when the command goes on.</summary>
    public void ActivateNow(FlowNode node, long scopeKey, FeelContext variables)
    {
        BeginLater(Entered(node, scopeKey, variables));
    }

    /// <summary>The work of an element that was entered begins when the command goes on.</summary>
    public void BeginLater(ElementState element) => _pending.Enqueue(() => { if (Lives(element)) Begin(element); });

    /// <summary>A scope is entered from inside: its boundary events and event sub-processes wait, but nothing in it begins by itself.</summary>
    public ElementState OpenScope(FlowNode node, long scopeKey, FeelContext variables)
    {
        var scope = Entered(node, scopeKey, variables);
        Map(scope, node.Inputs, scope.Key);
        if (Waits.OpenBoundaries(this, scope)) Waits.OpenEventSubProcesses(this, scope);
        return scope;
    }

    /// <summary>A token is in a node, and nothing has begun there yet.</summary>
    public ElementState Entered(FlowNode node, long scopeKey, FeelContext variables)
    {
        var key = Context.Keys.Next();
        Emit(new ElementActivated(key, node.Id, scopeKey));
        if (variables.Count > 0) Emit(new VariablesSet(key, variables));
        return State.Elements[key];
    }

    /// <summary>The element's own work begins: inputs, boundary events, then what its kind does.</summary>
    public void Begin(ElementState element)
    {
        var node = Node(element);
        if (_tooMany)
        {
            Incident(element, IncidentCodes.Endless, "Süreç beklemeden çok fazla adım attı; modelde sonsuz bir döngü olabilir.", "The process took too many steps without waiting; the model may hold an endless loop.");
            return;
        }

        // What waits at the border does so from the entry on, also while a job separates the element from what came before it.
        var continues = node.Listeners.Count + node.BodyListeners.Count > 0 && Continues(element, node);
        if (continues && element.LoopIndex == 0 && !Waits.OpenBoundaries(this, element)) return;
        if (!continues || !Listeners.Begin(this, element, ListenerMoment.Before)) BeginWork(element, ListenerPending.Nothing, boundariesWait: continues);
    }

    /// <summary>Inputs, boundary events where they do not wait yet, and listeners; then the work itself.</summary>
    public void BeginWork(ElementState element, ListenerPending pending, bool boundariesWait)
    {
        var node = Node(element);
        if (!IsBody(element, node))
        {
            if (node.Locals.Count > 0) Declare(element, node);
            Map(element, node.Inputs, element.Key);
        }

        if (!boundariesWait && element.LoopIndex == 0 && !Waits.OpenBoundaries(this, element)) return; // an incident tells why; nothing was begun
        if (!Listeners.Begin(this, element, ListenerMoment.Start, pending)) Work(element, pending);
    }

    /// <summary>What the element's kind does; an event that has already happened is only carried on.</summary>
    public void Work(ElementState element, ListenerPending pending)
    {
        var node = Node(element);
        if (pending.Variables is { } happened) Finish(element, happened, pending.Seen);
        else if (element.Key == State.Key) Beginnings.Open(this, pending.StartId!); // a process waits for listeners only when it begins
        else if (IsBody(element, node)) Loops.Begin(this, element, node);
        else Behaviours.Begin(this, element, node);
    }

    private static bool IsBody(ElementState element, FlowNode node) => node.Loop is not null && element.LoopIndex == 0;

    private static bool Continues(ElementState element, FlowNode node) => (IsBody(element, node) ? node.BodyListeners : node.Listeners).Any(listener => listener.Moment == ListenerMoment.Before);

    // Data objects and properties live where they are drawn, and hide what has the same name outside.
    internal void Declare(ElementState element, FlowNode node)
    {
        var missing = node.Locals.Where(name => !element.Variables.ContainsKey(name)).Select(name => (name, FeelValue.Null)).ToList();
        if (missing.Count > 0) Emit(new VariablesSet(element.Key, FeelContext.Of(missing)));
    }

    /// <summary>After an incident was resolved: what could not be done is done again.</summary>
    public void TryAgain(ElementState element)
    {
        if (element.JobKey != 0)
        {
            // Only the job failed: timers at the border go on.
            Emit(new JobCancelled(element.JobKey, element.Key));
            if (element.Listening is not null) Listeners.Again(this, element);
            else Behaviours.Begin(this, element, Node(element));
            return;
        }

        if (element.Key == State.Key || element.Children > 0 || element.Arrived.Count > 0)
        {
            Scopes.EndIfEmpty(this, element.Key);
            return;
        }

        CloseWaits(element);
        Begin(element);
    }

    /// <summary>The element's own work is done and gave these variables.</summary>
    /// <param name="element">Which.</param>
    /// <param name="result">What is merged outwards where the element has no output mappings.</param>
    /// <param name="seenByOutputs">What output mappings see; the same where null.</param>
    public void Finish(ElementState element, FeelContext result, FeelContext? seenByOutputs = null)
    {
        var node = Node(element);
        if (node.Outputs.Count > 0)
        {
            var local = seenByOutputs ?? result;
            if (local.Count > 0) Emit(new VariablesSet(element.Key, local));
            Map(element, node.Outputs, element.ScopeKey);
        }
        else if (result.Count > 0)
        {
            Propagate(element.ScopeKey, result);
        }

        Leave(element);
    }

    /// <summary>The element is left through its outgoing flows, when its listeners are done.</summary>
    public void Leave(ElementState element)
    {
        if (!Listeners.Begin(this, element, ListenerMoment.End)) AfterEnd(element);
    }

    /// <summary>Its last listener is done; a job may still separate it from what follows.</summary>
    public void AfterEnd(ElementState element)
    {
        if (!Listeners.Begin(this, element, ListenerMoment.After)) TakeFlows(element);
    }

    /// <summary>Nothing holds the element any more.</summary>
    public void TakeFlows(ElementState element)
    {
        var node = Node(element);
        if (element.Key == State.Key)
        {
            Emit(new InstanceCompleted(element.Variables));
            return;
        }

        if (node.Kind == NodeKind.EventSubProcess)
        {
            CloseWaits(element);
            Emit(new ElementCompleted(element.Key, node.Id));
            Scopes.EndIfEmpty(this, element.ScopeKey);
            return;
        }

        if (element.LoopIndex > 0)
        {
            var body = State.Elements[element.ScopeKey];
            Loops.Collect(this, element, node);
            CloseWaits(element);
            Emit(new ElementCompleted(element.Key, node.Id));
            Loops.RoundDone(this, body, node);
            return;
        }

        if (Flows.Choose(this, element, node) is not { } flows)
        {
            Incident(element, IncidentCodes.NoFlow, $"'{node.Title}' ögesinden çıkan hiçbir akışın koşulu sağlanmadı.", $"No condition of the flows that leave '{node.Title}' holds.");
            return;
        }

        CloseWaits(element);
        Emit(new ElementCompleted(element.Key, node.Id));
        for (var tokens = 0; tokens < node.CompletionQuantity; tokens++) foreach (var flow in flows) Take(flow, element.ScopeKey);
        if (flows.Count == 0) _pending.Enqueue(() => Scopes.EndIfEmpty(this, element.ScopeKey));
    }

    /// <summary>The element is done; its flows were taken before.</summary>
    public void CompleteWithoutFlows(ElementState element)
    {
        CloseWaits(element);
        Emit(new ElementCompleted(element.Key, Node(element).Id));
        _pending.Enqueue(() => Scopes.EndIfEmpty(this, element.ScopeKey));
    }

    /// <summary>A token passes a flow.</summary>
    public void Take(SequenceFlow flow, long scopeKey)
    {
        Emit(new FlowTaken(flow.Id, scopeKey));
        var target = Graph.Nodes[flow.To];
        if (!target.Joins) Activate(target, scopeKey);
        else if (Joins.IsFull(this, State.Elements[scopeKey], target)) Open(target, scopeKey);
        else _pending.Enqueue(() => Scopes.EndIfEmpty(this, scopeKey));
    }

    /// <summary>The tokens collected before a node are taken at once, so that none counts twice.</summary>
    public void Open(FlowNode join, long scopeKey)
    {
        var key = Context.Keys.Next();
        var isFirstTurn = !State.Elements[scopeKey].Resetting.ContainsKey(join.Index);
        Emit(new ElementActivated(key, join.Id, scopeKey));
        if (join.Kind == NodeKind.ComplexGateway) Emit(new VariablesSet(key, FeelContext.Of(("waitingForStart", FeelValue.Of(isFirstTurn)))));
        BeginLater(State.Elements[key]);
    }

    /// <summary>The instance cannot go on here without help; whatever else runs goes on.</summary>
    public void Incident(ElementState element, string code, string tr, string en)
    {
        if (element.IncidentKey != 0) return; // one at a time: resolving it tries everything again
        Emit(new IncidentRaised(Context.Keys.Next(), element.Key, Node(element).Id, code, tr, en));
    }

    /// <summary>Sets each variable where it already lives, the others in the outermost scope (Camunda 8's propagation).</summary>
    public void Propagate(long scopeKey, FeelContext variables)
    {
        foreach (var group in variables.GroupBy(entry => Owner(scopeKey, entry.Key)))
        {
            Emit(new VariablesSet(group.Key, FeelContext.Of(group.Select(entry => (entry.Key, entry.Value)))));
        }
    }

    public void CloseWaits(ElementState element)
    {
        foreach (var wait in element.Waits.ToList())
        {
            Emit(wait.Due is null ? new SubscriptionClosed(wait.Key, element.Key, Graph.Nodes[wait.Node].Id) : new TimerCancelled(wait.Key, element.Key));
        }
    }

    private long Owner(long scopeKey, string name)
    {
        for (var key = scopeKey; State.Elements.TryGetValue(key, out var scope); key = scope.ScopeKey)
        {
            if (scope.Variables.ContainsKey(name)) return key;
        }

        return State.Key;
    }

    // Later mappings see what earlier ones gave; a target a.b is the entry b of a (Camunda 8).
    private void Map(ElementState element, IReadOnlyList<Mapping> mappings, long targetKey)
    {
        if (mappings.Count == 0) return;
        var (mapped, own) = (FeelContext.Empty, Variables(element));
        foreach (var mapping in mappings)
        {
            var value = mapping.Source.Evaluate(mapped.Count == 0 ? own : new Overlay(mapped, own), Context.Feel).Value;
            mapped = mapping.Target.Contains('.', StringComparison.Ordinal)
                ? Put(mapped, targetKey == element.Key ? FeelContext.Empty : State.Scope(targetKey), mapping.Target.Split('.'), value)
                : mapped.With(mapping.Target, value);
        }

        if (targetKey == element.Key) Emit(new VariablesSet(targetKey, mapped));
        else Propagate(targetKey, mapped);
    }

    private static FeelContext Put(FeelContext into, IFeelScope before, ReadOnlySpan<string> path, FeelValue value)
    {
        if (path.Length == 1) return into.With(path[0], value);
        var inner = into.TryGet(path[0], out var own) || before.TryGet(path[0], out own) ? own.AsContext() ?? FeelContext.Empty : FeelContext.Empty;
        return into.With(path[0], FeelValue.Of(Put(inner, FeelContext.Empty, path[1..], value)));
    }
}
