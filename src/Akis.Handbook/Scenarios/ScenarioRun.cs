using System.Globalization;
using Akis.Bpmn.Graph;
using Akis.Bpmn.Stepping;
using Akis.Engine;
using Akis.Engine.Forms;
using Akis.Feel;
using YamlDotNet.RepresentationModel;

namespace Akis.Handbook.Scenarios;

/// <summary>One scenario on its way: every step is an ordinary command of the engine, with the rights of a person and the checks of the form.</summary>
internal sealed class ScenarioRun(ScenarioEngine engine, Scenario scenario, string processCode)
{
    private const string DefaultCalendar = "T1";

    private readonly Dictionary<string, int> _answered = [];
    private long _instance;

    /// <summary>Runs to the end.</summary>
    /// <exception cref="ScenarioFailed">It went another way.</exception>
    public async Task<long> RunAsync(CancellationToken cancel)
    {
        var variables = Given().With(scenario.Variables);
        var requester = new Actor(Text(variables, "requester") ?? "ogrenci", new HashSet<string>());
        var started = await engine.Database.WriteAsync((session, token) => engine.Engine.StartAsync(session, new(scenario.Process, variables, Text(variables, "processCode")) { StartEventId = scenario.StartAt }, requester, token), cancel);
        if (started.Problem is { } problem) throw new ScenarioFailed("start", "the process to start", problem.En);
        _instance = started.Value.Key;
        await engine.RunJobsAsync(scenario, _answered, cancel);
        for (var i = 0; i < scenario.Steps.Count; i++)
        {
            try
            {
                await StepAsync(scenario.Steps[i], cancel);
                await engine.RunJobsAsync(scenario, _answered, cancel);
            }
            catch (ScenarioFailed failed)
            {
                throw new ScenarioFailed($"step {i + 1}", "what it says", failed.Message);
            }
        }

        await CheckEndAsync(cancel);
        return _instance;
    }

    // What the server gives to every process at its start.
    private FeelContext Given() => FeelContext.Of(
        ("requester", FeelValue.Of("ogrenci")), ("requesterName", FeelValue.Of("Demo Öğrenci 1")), ("requesterUnit", FeelValue.Of("Mühendislik Fakültesi")), ("requesterStatus", FeelValue.Of("Öğrenci")),
        ("requesterEmail", FeelValue.Of("ogrenci@demouni.example")), ("requesterManager", FeelValue.Of("dekan")), ("processCode", FeelValue.Of(processCode)), ("ticketNumber", FeelValue.Null), ("source", FeelValue.Of("Portal")));

    private Task StepAsync(ScenarioStep step, CancellationToken cancel) => step.Kind switch
    {
        "complete" => CompleteAsync(step, cancel),
        "claim" => ClaimAsync(step, cancel),
        "advance" => engine.MoveToAsync(After(step.Value("advance") ?? ""), scenario, _answered, cancel),
        "until" => engine.MoveToAsync(DateTimeOffset.Parse(step.Value("until") ?? "", CultureInfo.InvariantCulture), scenario, _answered, cancel),
        "advanceWorking" => engine.MoveToAsync(engine.Calendars[step.Value("calendar") ?? DefaultCalendar].Add(engine.Clock.GetUtcNow(), Period(step.Value("advanceWorking") ?? "").AsDuration() ?? throw new ScenarioFailed(step.Text, "a duration", step.Text)), scenario, _answered, cancel),
        "message" => MessageAsync((YamlMappingNode)step.Node.Children["message"], step, cancel),
        "cancel" => CancelAsync(step, cancel),
        "set" => SetAsync(step, cancel),
        _ => new ScenarioExpectation(engine, _instance).CheckAsync((YamlMappingNode)step.Node.Children["expect"], cancel),
    };

    private async Task CompleteAsync(ScenarioStep step, CancellationToken cancel)
    {
        var task = await TaskAsync(step.Value("complete") ?? "", cancel);
        var actor = await ActorAsync(task, step.Value("as"), cancel);
        var answers = step.Variables();
        if (task.FormId is { } formId && await engine.Queries.FormAsync(formId, cancel) is { } json && FormSchema.TryRead(json, out var form, out _))
        {
            var check = FormValidator.Validate(form, answers, WithLists(form, answers, await engine.Queries.VariablesAsync(task.InstanceKey, task.ElementKey, cancel)), engine.Feel);
            if (!check.IsValid) throw new ScenarioFailed(step.Text, $"answers that form '{formId}' takes", string.Join("; ", check.Errors.Select(error => $"{error.Path}: {error.En}")));
            if (answers.Keys.Except(check.Data.Keys).ToList() is { Count: > 0 } unasked) throw new ScenarioFailed(step.Text, $"only what form '{formId}' asks", string.Join(", ", unasked));
            answers = check.Data;
        }

        var outcome = await engine.Database.WriteAsync((session, token) => engine.Engine.CompleteTaskAsync(session, task.Key, answers, actor, token), cancel);
        Expect(step, outcome.Problem);
    }

    private async Task ClaimAsync(ScenarioStep step, CancellationToken cancel)
    {
        var task = await TaskAsync(step.Value("claim") ?? "", cancel);
        var actor = await ActorAsync(task, step.Value("as"), cancel);
        var outcome = await engine.Database.WriteAsync((session, token) => engine.Engine.AssignTaskAsync(session, task.Key, actor.UserName, actor, token), cancel);
        Expect(step, outcome.Problem);
    }

    private async Task MessageAsync(YamlMappingNode message, ScenarioStep step, CancellationToken cancel)
    {
        var variables = message.Children.TryGetValue("variables", out var given) && given is YamlMappingNode map ? ScenarioFile.Context(map) : FeelContext.Empty;
        var key = message.Children.TryGetValue("key", out var value) ? value.ToString() : processCode;
        var outcome = await engine.Database.WriteAsync((session, token) => engine.Engine.PublishMessageAsync(session, message.Children["name"].ToString(), key, variables, null, TimeSpan.Zero, Actor.System, token), cancel);
        Expect(step, outcome.Problem);
        if (outcome.Succeeded && outcome.Value.InstanceKeys.Count == 0) throw new ScenarioFailed($"message {message.Children["name"]}", "somebody who waits for it", "nobody");
    }

    private async Task CancelAsync(ScenarioStep step, CancellationToken cancel) =>
        Expect(step, (await engine.Database.WriteAsync((session, token) => engine.Engine.CancelInstanceAsync(session, _instance, step.Value("cancel") ?? "", Actor.System, token), cancel)).Problem);

    private async Task SetAsync(ScenarioStep step, CancellationToken cancel) =>
        Expect(step, (await engine.Database.WriteAsync((session, token) => engine.Engine.SetVariablesAsync(session, _instance, step.Variables("set"), Actor.System, token), cancel)).Problem);

    private async Task<TaskView> TaskAsync(string nameOrId, CancellationToken cancel)
    {
        var open = await engine.Queries.OpenTasksInTreeAsync(_instance, cancel);
        return open.FirstOrDefault(task => task.Name == nameOrId || task.ElementId == nameOrId)
            ?? throw new ScenarioFailed($"task '{nameOrId}'", "an open task of this name", open.Count == 0 ? "no open task" : string.Join(", ", open.Select(task => $"'{task.Name}'")));
    }

    // Records and persons are the installation's, in whatever process is called: the lists that the scenario gives or, without them, what it answers with.
    private FeelContext WithLists(FormSchema form, FeelContext answers, FeelContext variables)
    {
        foreach (var component in form.All())
        {
            if (component.OptionsKey is not { } list || variables.ContainsKey(list) || !(list.StartsWith("kayitlar_", StringComparison.Ordinal) || list.StartsWith("kisiler_", StringComparison.Ordinal))) continue;
            variables = variables.With(list, scenario.Variables.TryGet(list, out var given) ? given : FeelValue.Of(FeelList.Of(Answers(FeelValue.Of(answers), component.Key ?? "").Distinct().Select(Option))));
        }

        return variables;
    }

    private static FeelValue Option(string value) => FeelValue.Of(FeelContext.Of(("label", FeelValue.Of(value)), ("value", FeelValue.Of(value))));

    private static IEnumerable<string> Answers(FeelValue value, string key) => value.AsContext() is { } context
        ? context.SelectMany(entry => entry.Key == key ? Texts(entry.Value) : Answers(entry.Value, key))
        : value.AsList() is { } list ? list.SelectMany(item => Answers(item, key)) : [];

    private static IEnumerable<string> Texts(FeelValue value) => value.AsList() is { } list ? list.Select(item => item.AsString()).OfType<string>() : value.AsString() is { } text ? [text] : [];

    // Without `as`, whoever has the task does it, else a member of the group that it is offered to. A demo account's name is its role with dots; a second one of the role has a number behind it.
    private async Task<Actor> ActorAsync(TaskView task, string? name, CancellationToken cancel)
    {
        if (name is not null) return new(name, new HashSet<string> { name, name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').Replace('.', '-') });
        if (task.Assignee is { } assignee) return new(assignee, new HashSet<string>());
        var (groups, users) = await engine.Queries.CandidatesAsync(task.Key, cancel);
        return users.Count > 0 ? new(users[0], new HashSet<string>())
            : groups.Count > 0 ? new($"{groups[0]}.uye", new HashSet<string> { groups[0] })
            : throw new ScenarioFailed($"task '{task.Name}'", "an assignee or candidates", "nobody");
    }

    private static void Expect(ScenarioStep step, Engine.Database.Problem? problem)
    {
        if (step.Value("refused") is { } code)
        {
            if (problem?.Code != code) throw new ScenarioFailed(step.Text, $"to be refused with {code}", problem?.Code ?? "done");
            return;
        }

        if (problem is not null) throw new ScenarioFailed(step.Text, "to be done", $"{problem.Code}: {problem.En}");
    }

    private async Task CheckEndAsync(CancellationToken cancel)
    {
        var instance = await engine.Queries.InstanceAsync(_instance, cancel);
        var expected = scenario.StaysOpen ? InstanceStatus.Active : scenario.IsCancelled ? InstanceStatus.Cancelled : InstanceStatus.Completed;
        if (instance?.Status != expected)
        {
            var waiting = await engine.WaitingAsync(_instance, cancel);
            var incidents = await engine.Queries.IncidentsAsync(null, openOnly: true, 0, 5, cancel);
            throw new ScenarioFailed("end", $"the instance {expected}", $"{instance?.Status}, at {string.Join(", ", waiting.Select(wait => $"'{wait.Element.Name}'"))} {string.Join("; ", incidents.Select(incident => $"incident at {incident.ElementId}: {incident.En}"))}".TrimEnd());
        }

        var path = await engine.Queries.PathAsync(_instance, cancel);
        var reached = path.Where(element => element.Kind == NodeKind.EndEvent && element.State == 1).ToList();
        foreach (var end in scenario.Ends)
        {
            if (!reached.Any(element => element.Name == end || element.ElementId == end)) throw new ScenarioFailed("end", $"'{end}'", reached.Count == 0 ? "no end event" : string.Join(", ", reached.Select(element => $"'{element.Name}'").Distinct()));
        }
    }

    private DateTimeOffset After(string period)
    {
        var now = FeelValue.Of(engine.Clock.GetUtcNow());
        var variables = FeelContext.Of(("now", now), ("period", Period(period)));
        return FeelExpression.Parse("now + period", variables.Keys).Evaluate(variables, engine.Feel).Value.AsInstant(engine.Feel.Zone) ?? throw new ScenarioFailed($"advance {period}", "a duration", period);
    }

    private FeelValue Period(string text) => FeelExpression.Parse($"duration(\"{text}\")").Evaluate(FeelContext.Empty, engine.Feel).Value;

    private static string? Text(FeelContext variables, string name) => variables.Get(name).AsString();
}
