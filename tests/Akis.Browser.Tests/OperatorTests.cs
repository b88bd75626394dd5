using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Akis.Browser.Tests;

/// <summary>An operator puts a running process right by the pages, without script: each change is shown before it is made.</summary>
[Collection(BrowserCollection.Name)]
public sealed class OperatorTests(Browser browser)
{
    [Fact]
    public async Task Steps_are_moved_a_version_is_changed_and_batches_are_followed()
    {
        using var http = new HttpClient { BaseAddress = browser.Akis.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await browser.Akis.CommandAsync("token", "create", "--user", "yonetici")).Trim());
        await DeployAsync(http, "bitir");
        var started = await PostAsync(http, "/v2/process-instances", new { processDefinitionId = "isletim", variables = new { konu = "sınama" } });
        var key = (string)started["processInstanceKey"]!;
        await DeployAsync(http, "tamamla");

        var page = await browser.SignInAsync("yonetici", "/admin/engine/instances?process=isletim", javaScript: false);
        await page.GetByRole(AriaRole.Link, new() { Name = key }).ClickAsync();
        await page.GetByLabel("İncele").CheckAsync();
        await page.GetByLabel("Başlatılacak adım").SelectOptionAsync("bitir");
        await page.GetByLabel("Başlatılırken verilecek değişkenler (JSON)").FillAsync("""{ "onay": true }""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ne olacağını göster" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Sona erdirilecek: İncele")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Onayla ve uygula" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Değişiklik uygulandı.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Denetle" }).ClickAsync();
        await Assertions.Expect(page.GetByText("'Bitir' etkin ve hedef sürümde karşılığı yok")).ToBeVisibleAsync();
        await page.GetByLabel("“Bitir” hedef sürümde hangi adım olsun?").SelectOptionAsync("tamamla");
        await page.GetByRole(AriaRole.Button, new() { Name = "Denetle" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Onayla ve taşı" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Tamamla")).ToBeVisibleAsync();

        await PostAsync(http, "/v2/process-instances/cancellation", new { filter = new { processInstanceKey = key } });
        await page.GotoAsync("/admin/engine/batches");
        await page.GetByRole(AriaRole.Link, new() { Name = "İşlemleri iptal etme" }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = key })).ToBeVisibleAsync();

        var looking = await browser.SignInAsync("baskan", $"/admin/engine/instances/{key}", width: 390);
        await Browser.ShouldBeAccessibleAsync(looking);
        await Assertions.Expect(looking.GetByRole(AriaRole.Button, new() { Name = "İptal et" })).ToHaveCountAsync(0);
        var stranger = await browser.SignInAsync("masa");
        (await stranger.GotoAsync($"/admin/engine/instances/{key}"))!.Status.ShouldBe(404);
    }

    private static async Task DeployAsync(HttpClient http, string last)
    {
        var model = $"""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
              <process id="isletim" name="İşletim sınaması" isExecutable="true"><startEvent id="s"/><userTask id="incele" name="İncele"><extensionElements><zeebe:userTask/></extensionElements></userTask>
              <userTask id="{last}" name="{(last == "bitir" ? "Bitir" : "Tamamla")}"><extensionElements><zeebe:userTask/></extensionElements></userTask><endEvent id="e"/>
              <sequenceFlow id="f1" sourceRef="s" targetRef="incele"/><sequenceFlow id="f2" sourceRef="incele" targetRef="{last}"/><sequenceFlow id="f3" sourceRef="{last}" targetRef="e"/></process>
            </definitions>
            """;
        using var files = new MultipartFormDataContent { { new StringContent(model), "resources", "isletim.bpmn" } };
        using var answer = await http.PostAsync(new Uri("/v2/deployments", UriKind.Relative), files);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<JsonObject> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>()).ShouldNotBeNull();
    }
}
