using Akis.Automation.Connectors;
using Akis.Handbook.Scenarios;
using Akis.Registry.Records;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Scenarios;

public sealed class ScenarioTests
{
    internal static readonly string Processes = FindProcesses();

    [Fact]
    public async Task Every_process_folder_keeps_its_promises_and_its_scenarios_pass_through_everything()
    {
        var reports = await ScenarioSuite.RunAsync(Processes, [.. ScenarioSuite.Folders(Processes)], JobContracts.All, RecordKinds.All, TestContext.Current.CancellationToken);
        reports.Sum(report => report.Passed).ShouldBeGreaterThan(20);
        reports.Sum(report => report.Decisions.Passed).ShouldBeGreaterThan(30);
        foreach (var report in reports)
        {
            report.Failed.ShouldBeEmpty(report.Folder);
            report.Findings.ShouldBeEmpty(report.Folder);
            report.Decisions.Errors.ShouldBeEmpty(report.Folder);
            report.Coverage.ShouldAllBe(coverage => coverage.UncoveredNodes.Count == 0 && coverage.UncoveredFlows.Count == 0, report.Folder);
        }
    }

    [Theory]
    [InlineData("ends: [\"Süresi sona erdi\"]", "ends: [\"Reddedildi\"]", "end: expected 'Reddedildi'")]
    [InlineData("\"hesapDurumu\": \"Etkin\"", "\"hesapDurumu\": \"Kapalı\"", "variable hesapDurumu")]
    [InlineData("\"baglanti\": \"tamam\"", "\"baglanti\": \"belki\"", "form 'vpn-baglanti-testi'")]
    [InlineData("\"waitingAt\": [\"Bağlantıyı Test Et\"]", "\"waitingAt\": [\"Başvuruyu Değerlendir\"]", "waitingAt")]
    public async Task A_scenario_that_says_something_else_fails_and_says_why(string right, string wrong, string reason)
    {
        var report = await ReportAsync("sek-08-04-34-vpn", folder => ChangeAsync(Path.Combine(folder, "scenarios.yaml"), text => text.IndexOf(right, StringComparison.Ordinal) is > 0 and var at ? text[..at] + wrong + text[(at + right.Length)..] : throw new InvalidOperationException(right)));
        report.Failed.Count.ShouldBe(1);
        report.Failed[0].Reason.ShouldContain(reason);
    }

    [Theory]
    [InlineData("process.bpmn", "formId=\"vpn-sorun\"", "formId=\"yok\"", "uses the form 'yok'")]
    [InlineData("process.bpmn", "candidateGroups=\"uzman-ag, sorumlu-ag\"", "candidateGroups=\"ag-uzmani\"", "'ag-uzmani', which is no role")]
    [InlineData("process.bpmn", "candidateGroups=\"uzman-ag, sorumlu-ag\"", "candidateGroups='=[\"ag-uzmani\"]'", "'ag-uzmani', which is no role")]
    [InlineData("process.bpmn", "assignee=\"=requester\"", "assignee=\"ayse\"", "a person's name")]
    [InlineData("process.bpmn", "<zeebe:taskSchedule dueDate=\"=add working time(now(), duration(&quot;PT8H&quot;), &quot;T1&quot;)\" />", "", "'Hesap Sorununu Gider' has no due date")]
    [InlineData("process.bpmn", "source=\"=profil.esZamanli\" target=\"vpnSessions\"", "source=\"=profill.esZamanli\" target=\"vpnSessions\"", "'VPN Hesabını Aç' reads 'profill'")]
    [InlineData("process.bpmn", "processId=\"oa-01-onay\"", "processId=\"oa-99\"", "calls the process 'oa-99'")]
    [InlineData("process.bpmn", "decisionId=\"vpn-profili\"", "decisionId=\"vpn-turu\"", "asks the decision 'vpn-turu'")]
    [InlineData("process.bpmn", "key=\"template\" value=\"vpn-acildi\"", "key=\"template\" value=\"vpn-acilmadi\"", "sends the text 'vpn-acilmadi'")]
    [InlineData("process.bpmn", "type=\"akis.notify\" retries=\"3\" /><zeebe:taskHeaders><zeebe:header key=\"template\" value=\"vpn-acildi\"", "type=\"document.create\" retries=\"3\" /><zeebe:taskHeaders><zeebe:header key=\"template\" value=\"vpn-belgesi\"", "there is no vpn-belgesi.belge.md")]
    [InlineData("process.bpmn", "name=\"SEK 08-04-34 Bilgi İşlem", "name=\"SEK 08-04-34 Bilgi İslem", "the model is named")]
    [InlineData("vpn-basvuru.form", "\"key\": \"ebysSayi\"", "\"key\": \"ebysNo\"", "the field 'ebysNo' is used by nothing")]
    [InlineData("vpn-basvuru.form", "\"=vpnTuru != \\\"firma\\\"\"", "\"=vpnTuru + 1 > 3\"", "'+' cannot be applied to")]
    [InlineData("vpn-basvuru.form", "\"label:en\": \"Kind of VPN\"", "\"label:de\": \"Art\"", "'VPN türü' has no English")]
    [InlineData("notifications.yaml", "{{requesterName}}", "{{requestersName}}", "reads 'requestersName'")]
    [InlineData("notifications.yaml", "subject: { tr: \"[{{processCode}}] VPN hesabınız açıldı\", en: \"[{{processCode}}] Your VPN account is open\" }", "subject: { tr: \"VPN\" }", "'vpn-acildi' has no subject.en")]
    public async Task A_folder_with_a_slip_is_found_out(string file, string right, string wrong, string finding)
    {
        var report = await ReportAsync("sek-08-04-34-vpn", folder => SlipAsync(folder, Path.Combine(folder, file), right, wrong));
        report.Findings.ShouldContain(found => found.Contains(finding, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("shared/oa-09-tasinir", "value=\"varlik\"", "value=\"varlk\"", "the kind 'varlk', which is no kind")]
    [InlineData("shared/oa-09-tasinir", "{demirbasNo: demirbasNo, ad: varlik.ad", "{demirbas: demirbasNo, ad: varlik.ad", "names the field 'demirbas', which 'varlik' has not")]
    [InlineData("shared/oa-09-tasinir", "durum: &quot;Kullanımda&quot;", "durum: &quot;Kullanım&quot;", "'durum' of 'varlik': State: “Kullanım” must be one of")]
    [InlineData("shared/oa-09-tasinir", "ad: varlik.ad, ", "", "makes a record of 'varlik' without 'ad', which is required")]
    [InlineData("shared/oa-09-tasinir", "kisi: zimmetAlan, baslangic: string(today())", "kisi: zimmetAlan, baslangic: &quot;bugün&quot;", "must be a day")]
    [InlineData("shared/oa-05-satin-alma", "{durum: &quot;Onay&quot;, ", "{durum: &quot;Talep&quot;, ", "changes 'durum' of 'satinalma' to 'Talep', to which no state may be changed")]
    [InlineData("sek-08-04-33-sunucuya-dis-erisim", "{ad: record.ad, yonetici", "{ad: record.adi, yonetici", "reads 'record.adi', but 'sunucu' has no such field")]
    public async Task A_step_that_the_registry_would_refuse_is_found_out(string process, string right, string wrong, string finding)
    {
        var report = await ReportAsync(process, folder => SlipAsync(folder, Directory.GetFiles(folder, "*.bpmn").First(file => File.ReadAllText(file).Contains(right, StringComparison.Ordinal)), right, wrong));
        report.Findings.ShouldContain(found => found.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_no_scenario_passes_through_is_told()
    {
        var report = await ReportAsync("sek-08-04-34-vpn", folder => ChangeAsync(Path.Combine(folder, "scenarios.yaml"), text =>
            text[..text.IndexOf("\n  - name:", text.IndexOf("\n  - name:", StringComparison.Ordinal) + 1, StringComparison.Ordinal)] + "\n"));
        report.Passed.ShouldBe(1);
        report.Findings.ShouldContain("sek-08-04-34-vpn: no scenario enters 'Reddedildi'");
        report.Findings.ShouldContain(found => found.StartsWith("sek-08-04-34-vpn: no scenario passes ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{{ vpnTuru }}\n{{#each kaynaklar}}\n- {{ ad }}", 7, "is not closed")]
    [InlineData("{{ vpnTuru + }}", 6, "is no FEEL")]
    [InlineData("{{/each}}", 6, "closes nothing")]
    [InlineData("{{ vpnTur }}", 6, "reads 'vpnTur'")]
    public async Task A_document_with_a_slip_is_found_out_with_its_line(string body, int line, string finding)
    {
        var report = await ReportAsync("sek-08-04-34-vpn", folder =>
        {
            File.Delete(Path.Combine(folder, "scenarios.yaml"));
            return File.WriteAllTextAsync(Path.Combine(folder, "vpn.belge.md"), $$"""
                ---
                title: { tr: "VPN Belgesi", en: "VPN document" }
                series: VPN
                ---

                {{body}}
                """, TestContext.Current.CancellationToken);
        });
        report.Findings.ShouldContain(found => found.StartsWith($"vpn.belge.md:{line}:", StringComparison.Ordinal) && found.Contains(finding, StringComparison.Ordinal));
    }

    // What is found in a copy of a folder after a change.
    private static async Task<FolderReport> ReportAsync(string name, Func<string, Task> change)
    {
        var parent = Directory.CreateTempSubdirectory("akis-folder-").FullName;
        try
        {
            var copy = Directory.CreateDirectory(Path.Combine(parent, Path.GetFileName(name))).FullName;
            foreach (var file in Directory.GetFiles(Path.Combine(Processes, name))) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            await change(copy);
            return (await ScenarioSuite.RunAsync(Processes, [copy], JobContracts.All, RecordKinds.All, TestContext.Current.CancellationToken)).Single();
        }
        finally
        {
            Directory.Delete(parent, recursive: true);
        }
    }

    // A slip shows by reading: no scenario has to run.
    private static Task SlipAsync(string folder, string file, string right, string wrong)
    {
        File.Delete(Path.Combine(folder, "scenarios.yaml"));
        return ChangeAsync(file, text => text.Contains(right, StringComparison.Ordinal) ? text.Replace(right, wrong, StringComparison.Ordinal) : throw new InvalidOperationException(right));
    }

    private static async Task ChangeAsync(string file, Func<string, string> change) =>
        await File.WriteAllTextAsync(file, change(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);

    private static string FindProcesses()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "processes", "index.yaml"))) folder = folder.Parent ?? throw new InvalidOperationException("The folder 'processes' was not found.");
        return Path.Combine(folder.FullName, "processes");
    }
}
