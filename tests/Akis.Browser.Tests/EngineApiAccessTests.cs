using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Akis.Browser.Tests;

/// <summary>Who may call what under <c>/v2</c>: every endpoint that the description lists, by every kind of caller. What stands in no list here is for operators.</summary>
[Collection(ProgramCollection.Name)]
public sealed partial class EngineApiAccessTests(RunningProgram program)
{
    private const string Model = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
          <process id="gizli" isExecutable="true"><startEvent id="s"/><userTask id="bak"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="uzman-ag"/></extensionElements></userTask><endEvent id="e"/>
          <sequenceFlow id="f" sourceRef="s" targetRef="bak"/><sequenceFlow id="g" sourceRef="bak" targetRef="e"/></process>
        </definitions>
        """;

    private static readonly string[] Anybody = ["GET /v2/status", "GET /v2/license", "GET /v2/document-links/{ticket}"];

    private static readonly string[] SignedIn =
    [
        "GET /v2/topology", "GET /v2/authentication/me", "POST /v2/expression/evaluation",
        "POST /v2/process-definitions/search", "GET /v2/process-definitions/{key}", "GET /v2/process-definitions/{key}/xml", "GET /v2/process-definitions/{key}/form",
        "POST /v2/process-instances/search", "GET /v2/process-instances/{key}", "GET /v2/process-instances/{key}/call-hierarchy", "GET /v2/process-instances/{key}/sequence-flows", "GET /v2/process-instances/{key}/statistics/element-instances",
        "POST /v2/element-instances/search", "GET /v2/element-instances/{key}", "POST /v2/variables/search", "GET /v2/variables/{key}",
        "POST /v2/user-tasks/search", "GET /v2/user-tasks/{key}", "PATCH /v2/user-tasks/{key}", "POST /v2/user-tasks/{key}/completion", "POST /v2/user-tasks/{key}/assignment", "DELETE /v2/user-tasks/{key}/assignee",
        "GET /v2/user-tasks/{key}/form", "POST /v2/user-tasks/{key}/variables/search", "POST /v2/user-tasks/{key}/effective-variables/search",
        "POST /v2/message-subscriptions/search", "POST /v2/correlated-message-subscriptions/search",
        "POST /v2/decision-definitions/search", "GET /v2/decision-definitions/{key}", "GET /v2/decision-definitions/{key}/xml",
        "POST /v2/decision-requirements/search", "GET /v2/decision-requirements/{key}", "GET /v2/decision-requirements/{key}/xml",
        "POST /v2/documents", "POST /v2/documents/batch", "GET /v2/documents/{key}", "DELETE /v2/documents/{key}", "POST /v2/documents/{key}/links",
    ];

    private static readonly string[] ReadersOfAll =
    [
        "POST /v2/process-definitions/statistics/process-instances", "POST /v2/process-definitions/statistics/process-instances-by-version", "POST /v2/process-definitions/statistics/message-subscriptions",
        "POST /v2/process-definitions/{key}/statistics/element-instances",
        "POST /v2/audit-logs/search", "GET /v2/audit-logs/{key}", "POST /v2/user-tasks/{key}/audit-logs/search",
    ];

    private static readonly string?[] Callers = [null, "ogrenci", "masa", "kalite", "baskan", "yonetici"];

    [Fact]
    public async Task Every_endpoint_lets_in_whom_it_should_and_nobody_else()
    {
        using var http = new HttpClient { BaseAddress = program.Akis.Address };
        var endpoints = await EndpointsAsync(http);
        endpoints.Count.ShouldBeGreaterThan(70);
        var wrong = new List<string>();
        foreach (var caller in Callers)
        {
            foreach (var endpoint in endpoints)
            {
                var (status, _) = await CallAsync(http, caller, endpoint.Split(' ')[0], Parameter().Replace(endpoint.Split(' ')[1], "1"), "{}");
                var expected = Expected(endpoint, caller);
                if (expected is { } refusal ? status != refusal : status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError) wrong.Add($"{caller ?? "nobody"}: {endpoint} gave {(int)status}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_somebody_may_not_see_does_not_exist_for_him()
    {
        using var http = new HttpClient { BaseAddress = program.Akis.Address };
        using var files = new MultipartFormDataContent { { new StringContent(Model), "resources", "gizli.bpmn" } };
        using var deploy = new HttpRequestMessage(HttpMethod.Post, "/v2/deployments") { Content = files, Headers = { Authorization = new AuthenticationHeaderValue("Bearer", await program.TokenAsync("yonetici")) } };
        (await http.SendAsync(deploy)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var (_, started) = await CallAsync(http, "yonetici", "POST", "/v2/process-instances", """{ "processDefinitionId": "gizli", "variables": { "sır": 1 } }""");
        var instance = started.GetProperty("processInstanceKey").GetString();
        var filter = $$"""{ "filter": { "processInstanceKey": "{{instance}}" } }""";
        var addresses = new List<string> { $"/v2/process-instances/{instance}", $"/v2/process-instances/{instance}/sequence-flows", $"/v2/process-instances/{instance}/call-hierarchy", $"/v2/process-instances/{instance}/statistics/element-instances" };
        foreach (var (resource, key) in new[] { ("element-instances", "elementInstanceKey"), ("variables", "variableKey"), ("user-tasks", "userTaskKey") })
        {
            var (_, found) = await CallAsync(http, "yonetici", "POST", $"/v2/{resource}/search", filter);
            addresses.Add($"/v2/{resource}/{found.GetProperty("items")[0].GetProperty(key).GetString()}");
        }

        foreach (var (caller, sees) in new[] { ("ogrenci", false), ("masa", false), ("uzman.ag", true), ("sorumlu.ag", true), ("kalite", true), ("baskan", true), ("yonetici", true) })
        {
            foreach (var address in addresses) (await CallAsync(http, caller, "GET", address, null)).Status.ShouldBe(sees ? HttpStatusCode.OK : HttpStatusCode.NotFound, $"{caller} {address}");
            foreach (var resource in new[] { "process-instances", "element-instances", "variables", "user-tasks" })
            {
                var (_, found) = await CallAsync(http, caller, "POST", $"/v2/{resource}/search", filter);
                (found.GetProperty("items").GetArrayLength() > 0).ShouldBe(sees, $"{caller} {resource}");
                (found.GetProperty("page").GetProperty("totalItems").GetInt64() > 0).ShouldBe(sees, $"{caller} {resource}");
            }
        }
    }

    [Theory]
    [InlineData("GET", "/v2/yok", null, 404, "request.unknown-path")]
    [InlineData("GET", "/v2/process-instances/abc", null, 400, "request.key")]
    [InlineData("DELETE", "/v2/topology", null, 405, "request.wrong-method")]
    [InlineData("POST", "/v2/jobs/activation", "{yarım", 400, "request.unreadable")]
    [InlineData("POST", "/v2/jobs/search", """{ "filter": { "type": { "$gt": "a" } } }""", 400, "search.unknown-operator")]
    [InlineData("POST", "/v2/process-instances", "{}", 400, "instance.process")]
    [InlineData("POST", "/v2/tenants/search", "{}", 501, "not-supported")]
    public async Task A_mistake_is_answered_by_a_problem(string method, string address, string? body, int status, string code)
    {
        using var http = new HttpClient { BaseAddress = program.Akis.Address };
        var (given, problem) = await CallAsync(http, "yonetici", method, address, body);
        ((int)given).ShouldBe(status);
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("instance").GetString().ShouldBe(address);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    private static HttpStatusCode? Expected(string endpoint, string? caller) =>
        Anybody.Contains(endpoint) ? null
        : caller is null ? HttpStatusCode.Unauthorized
        : SignedIn.Contains(endpoint) || caller == "yonetici" || (ReadersOfAll.Contains(endpoint) && caller is "kalite" or "baskan") ? null
        : HttpStatusCode.Forbidden;

    private static async Task<List<string>> EndpointsAsync(HttpClient http)
    {
        using var description = JsonDocument.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        return [.. description.RootElement.GetProperty("paths").EnumerateObject().Where(path => path.Name.StartsWith("/v2/", StringComparison.Ordinal)).SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"))];
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> CallAsync(HttpClient http, string? caller, string method, string address, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (caller is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await program.TokenAsync(caller));
        if (body is not null && method != "GET") request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonSerializer.Deserialize<JsonElement>(text) : default);
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
