using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Akis.Browser.Tests;

/// <summary>A program that works over <c>/v2</c> and notes each command that was acknowledged; null is what it hears when the server dies.</summary>
internal sealed class EngineCrashClient : IDisposable
{
    /// <summary>A task, a job, a timer and a message side by side, joined before a second task.</summary>
    public const string Model = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
          <message id="m" name="sunucu-geldi"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>
          <process id="sunucu-olumu" isExecutable="true">
            <startEvent id="s"/><parallelGateway id="fork"/>
            <userTask id="first"><extensionElements><zeebe:userTask/></extensionElements></userTask>
            <serviceTask id="job"><extensionElements><zeebe:taskDefinition type="sunucu-işi" retries="50"/></extensionElements></serviceTask>
            <intermediateCatchEvent id="timer"><timerEventDefinition><timeDuration>PT0.05S</timeDuration></timerEventDefinition></intermediateCatchEvent>
            <intermediateCatchEvent id="message"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
            <parallelGateway id="join"/><userTask id="second"><extensionElements><zeebe:userTask/></extensionElements></userTask><endEvent id="e"/>
            <sequenceFlow id="f1" sourceRef="s" targetRef="fork"/>
            <sequenceFlow id="f2" sourceRef="fork" targetRef="first"/><sequenceFlow id="f3" sourceRef="first" targetRef="join"/>
            <sequenceFlow id="f4" sourceRef="fork" targetRef="job"/><sequenceFlow id="f5" sourceRef="job" targetRef="join"/>
            <sequenceFlow id="f6" sourceRef="fork" targetRef="timer"/><sequenceFlow id="f7" sourceRef="timer" targetRef="join"/>
            <sequenceFlow id="f8" sourceRef="fork" targetRef="message"/><sequenceFlow id="f9" sourceRef="message" targetRef="join"/>
            <sequenceFlow id="f10" sourceRef="join" targetRef="second"/><sequenceFlow id="f11" sourceRef="second" targetRef="e"/>
          </process>
        </definitions>
        """;

    private readonly HttpClient _http;

    public EngineCrashClient(Uri address, string token)
    {
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Works until the server dies; says each acknowledged command.</summary>
    public async Task WorkAsync(Action<string> acknowledged)
    {
        try
        {
            while (true)
            {
                var no = Guid.NewGuid().ToString("N");
                if (await PostAsync("process-instances", new { processDefinitionId = "sunucu-olumu", variables = new { no } }) is not { } started) continue;
                acknowledged("started " + started["processInstanceKey"]);
                if (await PublishAsync(no)) acknowledged("published " + no);
                foreach (var job in await WorkJobsAsync(5)) acknowledged("worked " + job);
                foreach (var task in await TasksAsync(new { processInstanceKey = (string?)started["processInstanceKey"], state = "CREATED" }, 5)) if (await CompleteAsync(task)) acknowledged("completed " + task);
                foreach (var task in await TasksAsync(new { elementId = "second", state = "CREATED" }, 5)) if (await CompleteAsync(task)) acknowledged("completed " + task);
            }
        }
        catch (Exception death) when (death is HttpRequestException or IOException)
        {
            // What was not answered may have been done or not: nobody may rely on it.
        }
    }

    public async Task DeployAsync()
    {
        using var files = new MultipartFormDataContent { { new StringContent(Model), "resources", "sunucu-olumu.bpmn" } };
        using var answer = await _http.PostAsync(new Uri("/v2/deployments", UriKind.Relative), files);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>True where the message was new.</summary>
    public async Task<bool> PublishAsync(string no) => await PostAsync("messages/publication", new { name = "sunucu-geldi", correlationKey = no, messageId = no, timeToLive = 3_600_000 }) is not null;

    /// <summary>Does jobs and gives those whose end was acknowledged.</summary>
    public async Task<List<string>> WorkJobsAsync(int most)
    {
        var done = new List<string>();
        var taken = await PostAsync("jobs/activation", new { type = "sunucu-işi", worker = "işçi", timeout = 500, maxJobsToActivate = most, requestTimeout = -1 });
        foreach (var job in taken?["jobs"]?.AsArray() ?? []) if (await PostAsync($"jobs/{job!["jobKey"]}/completion", new { }) is not null) done.Add((string)job["jobKey"]!);
        return done;
    }

    public async Task<bool> CompleteAsync(string task) => await PostAsync($"user-tasks/{task}/completion", new { }) is not null;

    public async Task<List<string>> TasksAsync(object filter, int most) => [.. (await SearchAsync("user-tasks", filter, most)).Select(task => (string)task["userTaskKey"]!)];

    /// <summary>What a search finds, on all its pages where no limit is given.</summary>
    public async Task<List<JsonObject>> SearchAsync(string resource, object filter, int? most = null)
    {
        var found = new List<JsonObject>();
        for (string? after = null; ;)
        {
            object page = after is null ? new { limit = most ?? 10_000 } : new { limit = most ?? 10_000, after };
            var answer = (await PostAsync($"{resource}/search", new { filter, page })).ShouldNotBeNull();
            var items = answer["items"]!.AsArray().Select(item => item!.AsObject()).ToList();
            found.AddRange(items);
            after = (string?)answer["page"]?["endCursor"];
            if (most is not null || items.Count < 10_000 || after is null) return found;
        }
    }

    public void Dispose() => _http.Dispose();

    // Null where the command was refused, which is right for whoever came second.
    private async Task<JsonObject?> PostAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri("/v2/" + path, UriKind.Relative), body);
        ((int)answer.StatusCode).ShouldBeLessThan(500, path);
        if (!answer.IsSuccessStatusCode) return null;
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? [] : JsonSerializer.Deserialize<JsonObject>(text);
    }
}
