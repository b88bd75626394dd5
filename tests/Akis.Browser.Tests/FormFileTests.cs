using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Akis.Browser.Tests;

/// <summary>Files given in a form of a process: kept with the draft, of the request once the task is done, and for nobody else.</summary>
[Collection(BrowserCollection.Name)]
public sealed class FormFileTests(Browser browser)
{
    private const string Form = """
        { "id": "belge-formu", "type": "default", "components": [
          { "type": "textfield", "key": "not", "label": "Not", "validate": { "required": true } },
          { "type": "filepicker", "key": "belge", "label": "Belge", "accept": ".pdf,.txt,.exe", "validate": { "required": true } }] }
        """;

    private const string Model = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
          <process id="belge" name="Belge isteme" isExecutable="true">
            <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
            <userTask id="t" name="Belgeyi ekle"><extensionElements><zeebe:userTask/><zeebe:formDefinition formId="belge-formu"/><zeebe:assignmentDefinition assignee="idari"/></extensionElements></userTask>
            <sequenceFlow id="g" sourceRef="t" targetRef="u"/>
            <userTask id="u" name="Belgeyi incele"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition assignee="dekan"/></extensionElements></userTask>
            <sequenceFlow id="h" sourceRef="u" targetRef="e"/><endEvent id="e"/>
          </process>
        </definitions>
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_stays_with_the_draft_and_goes_to_the_request_with_the_task(bool javaScript)
    {
        var key = await StartAsync();
        var page = await browser.SignInAsync("idari", "/tasks", javaScript: javaScript);
        await page.GetByRole(AriaRole.Link, new() { Name = "Belgeyi ekle" }).Last.ClickAsync();
        if (javaScript) await Assertions.Expect(page.Locator(".fjs-form")).ToBeVisibleAsync();

        await page.Locator("input[type=file]").First.SetInputFilesAsync(new FilePayload { Name = "kur.exe", MimeType = "application/octet-stream", Buffer = [1, 2, 3] });
        await page.GetByRole(AriaRole.Button, new() { Name = "Taslağı sakla" }).ClickAsync();
        await Assertions.Expect(page.GetByText("çalıştırılabilir dosyalar eklenemez").First).ToBeVisibleAsync();

        await page.Locator("input[type=file]").First.SetInputFilesAsync(new FilePayload { Name = "ek dosyası.txt", MimeType = "text/plain", Buffer = "imzalı metin"u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Taslağı sakla" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Taslak saklandı")).ToBeVisibleAsync();
        var file = page.GetByRole(AriaRole.Link, new() { Name = "ek dosyası.txt" });
        await Assertions.Expect(file).ToBeVisibleAsync();
        if (javaScript) await Browser.ShouldBeAccessibleAsync(page);
        var address = (await file.GetAttributeAsync("href"))!; // a link has one
        var colleague = await browser.SignInAsync("akademik");
        (await colleague.APIRequest.GetAsync(address)).Status.ShouldBe(404);

        await page.GetByLabel("Not").FillAsync("İmzalı hâli ektedir.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Tamamla" }).ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/tasks?", StringComparison.Ordinal));

        var dean = await browser.SignInAsync("dekan", $"/requests/{key}", width: 390);
        await Assertions.Expect(dean.GetByRole(AriaRole.Link, new() { Name = "ek dosyası.txt" })).ToBeVisibleAsync();
        await Browser.ShouldBeAccessibleAsync(dean);
        var loaded = await dean.APIRequest.GetAsync(address);
        (await loaded.TextAsync()).ShouldBe("imzalı metin");
        loaded.Headers["content-disposition"].ShouldStartWith("attachment");
        (await colleague.APIRequest.GetAsync(address)).Status.ShouldBe(404);
    }

    private async Task<string> StartAsync()
    {
        using var http = new HttpClient { BaseAddress = browser.Akis.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await browser.Akis.CommandAsync("token", "create", "--user", "yonetici")).Trim());
        using var resources = new MultipartFormDataContent { { new StringContent(Model), "resources", "belge.bpmn" }, { new StringContent(Form), "resources", "belge.form" } };
        (await http.PostAsync(new Uri("/v2/deployments", UriKind.Relative), resources)).EnsureSuccessStatusCode();
        var started = await http.PostAsJsonAsync(new Uri("/v2/process-instances", UriKind.Relative), new { processDefinitionId = "belge" });
        started.EnsureSuccessStatusCode();
        return (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("processInstanceKey").GetString()!; // the answer has one
    }
}
