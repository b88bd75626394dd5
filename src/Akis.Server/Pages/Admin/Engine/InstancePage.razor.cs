using System.Globalization;
using System.Text.Json;
using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Repair;
using Akis.Feel;
using Akis.People.SignIn;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Admin.Engine;

/// <summary>An instance as its operator sees it. Each change is refused where the instance has moved on since it was looked at.</summary>
public sealed partial class InstancePage
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Actor? _actor;
    private InstanceView? _instance;
    private ProcessGraph? _graph;
    private ProcessGraph? _targetGraph;
    private List<ElementView> _path = [];
    private List<IncidentView> _incidents = [];
    private List<DefinitionView> _versions = [];
    private string _variables = "";
    private string? _problem;
    private bool _isModifyChecked;
    private HashSet<long> _ends = [];
    private string? _start;
    private string? _startVariables;
    private long _target;
    private Dictionary<string, string> _mapping = [];
    private IReadOnlyList<MigrationFinding>? _findings;
    private bool _canMigrate;
    private string? _reason;

    /// <summary>The instance.</summary>
    [Parameter] public long Key { get; set; }

    /// <summary>Something was just done.</summary>
    [SupplyParameterFromQuery(Name = "done")] public bool Done { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!; // always there in static rendering

    [Inject] private CurrentUser User { get; set; } = null!; // injected before use, and so below

    [Inject] private ProcessQueries Processes { get; set; } = null!;

    [Inject] private ProcessEngine Engine { get; set; } = null!;

    [Inject] private ProcessRepair Repair { get; set; } = null!;

    [Inject] private AkisDatabase Database { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    // Rounds of a loop are ended with the repeated activity only.
    private IEnumerable<ElementView> Active => _path.Where(element => element.State == 0 && element.Kind != NodeKind.Process);

    private IEnumerable<FlowNode> Startable => (_graph?.Nodes ?? []).Where(node => node.Kind is not (NodeKind.Process or NodeKind.BoundaryEvent or NodeKind.EventSubProcess) && !(node.Kind == NodeKind.StartEvent && _graph!.Nodes[node.Scope].Kind == NodeKind.EventSubProcess)); // there, since it has nodes

    private IEnumerable<string> Unmapped => (_findings ?? []).Where(finding => finding.Code == "migration.no-counterpart").Select(finding => finding.ElementId).OfType<string>().Concat(_mapping.Keys).Distinct();

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var me = await User.GetAsync();
        _actor = Operator.Of(me);
        _instance = Operator.MayLook(me) ? await Processes.InstanceAsync(Key, Http.RequestAborted) : null;
        if (_instance is null)
        {
            Navigation.NotFound();
            return;
        }

        _graph = await Processes.GraphOfAsync(Key, Http.RequestAborted);
        _path = await Processes.PathAsync(Key, Http.RequestAborted);
        _incidents = await Processes.IncidentsAsync(Key, openOnly: true, 0, 20, Http.RequestAborted);
        _versions = [.. (await Processes.DefinitionsAsync(_instance.ProcessId, newestOnly: false, Http.RequestAborted)).Where(version => version.Key != _instance.DefinitionKey).Take(50)];
        using var variables = JsonDocument.Parse(FeelJson.ToJson(await Processes.VariablesAsync(Key, Http.RequestAborted)));
        _variables = JsonSerializer.Serialize(variables.RootElement, Readable);
    }

    private Task RetryAsync(long incident) => DoAsync((session, actor, cancel) => Engine.ResolveIncidentAsync(session, incident, actor, cancel));

    private async Task ModifyAsync()
    {
        var post = Http.Request.Form;
        (_ends, _start, _startVariables) = ([.. post["end"].Select(Number)], post["start"].ToString(), post["variables"].ToString().Trim());
        if (_ends.Count == 0 && _start.Length == 0) _problem = T["ModifyNothing"];
        else if (Variables() is not { } variables) _problem = T["VariablesWrong"];
        else if (post["act"] != "do") _isModifyChecked = true;
        else
        {
            var starts = _start.Length == 0 ? [] : new[] { new ElementStart(_start, null, variables.Count == 0 ? [] : [(null, variables)]) };
            await DoAsync((session, actor, cancel) => Engine.ModifyInstanceAsync(session, Key, new(starts, [.. _ends]), actor, cancel));
        }
    }

    private async Task MigrateAsync()
    {
        var post = Http.Request.Form;
        _target = Number(post["target"]);
        _mapping = post.Where(field => field.Key.StartsWith("map:", StringComparison.Ordinal) && !string.IsNullOrEmpty(field.Value)).ToDictionary(field => field.Key[4..], field => field.Value.ToString());
        if (post["act"] == "do")
        {
            await DoAsync((session, actor, cancel) => Repair.MigrateInstanceAsync(session, Key, _target, _mapping, actor, cancel));
            return;
        }

        var found = await Database.WriteAsync((session, cancel) => Repair.CheckMigrationAsync(session, Key, _target, _mapping, cancel), Http.RequestAborted);
        if (Tell(found.Problem)) return;
        (_findings, _canMigrate) = (found.Value, !found.Value.Any(finding => finding.Refuses));
        _targetGraph = await Processes.GraphAsync(_target, Http.RequestAborted);
    }

    private async Task HoldAsync()
    {
        var post = Http.Request.Form;
        _reason = post["reason"].ToString().Trim();
        switch (post["act"].ToString())
        {
            case "hold": await DoAsync((session, actor, cancel) => Engine.SuspendInstanceAsync(session, Key, _reason, actor, cancel), seen: false); break;
            case "resume": await DoAsync((session, actor, cancel) => Engine.ResumeInstanceAsync(session, Key, actor, cancel), seen: false); break;
            case "cancel" when post["sure"] != "yes" || _reason.Length == 0: _problem = T["CancelNotSure"]; break;
            case "cancel": await DoAsync((session, actor, cancel) => Engine.CancelInstanceAsync(session, Key, _reason, actor, cancel), seen: false); break;
        }
    }

    // What was looked at before is what is changed, or nothing is.
    private async Task DoAsync(Func<WriteSession, Actor, CancellationToken, Task<Outcome>> command, bool seen = true)
    {
        if (_actor is not { } actor) return;
        var revision = Http.Request.Form["revision"].ToString();
        var done = await Database.WriteAsync(async (session, cancel) =>
            seen && int.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await Repair.RequireRevisionAsync(session, Key, number, cancel) is { Problem: not null } changed ? changed : await command(session, actor, cancel), Http.RequestAborted);
        if (!Tell(done.Problem)) Navigation.NavigateTo($"/admin/engine/instances/{Key}?done=true");
    }

    private bool Tell(Problem? problem)
    {
        _problem = IsEnglish ? problem?.En : problem?.Tr;
        return problem is not null;
    }

    private IEnumerable<FlowNode> Counterparts(string element) => (_targetGraph?.Nodes ?? []).Where(node => node.Kind == _graph?.Find(element)?.Kind);

    private FeelContext? Variables()
    {
        try
        {
            return string.IsNullOrEmpty(_startVariables) ? FeelContext.Empty : FeelJson.ParseContext(_startVariables);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string NameOf(string elementId) => _graph?.Find(elementId)?.Title ?? elementId;

    private static long Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
