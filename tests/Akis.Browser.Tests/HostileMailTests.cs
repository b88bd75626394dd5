using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Akis.Mail.Tests;
using Microsoft.Playwright;

namespace Akis.Browser.Tests;

/// <summary>The program with a mailbox that messages are piped into.</summary>
public sealed class MailBrowser : Browser
{
    public override async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(Akis.Data, "mailboxes.json"), """
            [{ "name": "yardim", "address": "yardim@demouni.example", "category": "DIG-99", "trustedServer": "mx.demouni.example" }]
            """);
        await base.InitializeAsync();
    }
}

/// <summary>Every hostile message of the mail corpus, as an agent sees it: nothing runs, nothing is loaded.</summary>
public sealed partial class HostileMailTests(MailBrowser browser) : IClassFixture<MailBrowser>
{
    private const string Hook = "window.hit = () => console.log('AKIS-HIT'); window.alert = window.confirm = window.prompt = window.hit;";

    private static readonly string[] Senders = ["ogrenci", "akademik", "idari", "dekan", "asistan", "nobetci", "masa", "uzman.ag", "sorumlu.ag", "uzman.sistem", "gelistirici", "atolye"];

    [Fact(Timeout = 120_000)] // no axe here: its promises never end in a frame whose scripts are off
    public async Task No_message_of_the_corpus_runs_or_loads_anything_in_its_frame()
    {
        var numbers = await TakeAsync();
        numbers.Count.ShouldBeGreaterThan(60);
        var page = await browser.SignInAsync("masa", $"/tickets/{numbers[0]}");
        await page.Context.AddInitScriptAsync(Hook);
        var (hits, strays) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        page.Context.Console += (_, message) =>
        {
            if (message.Text.Contains("AKIS-HIT", StringComparison.Ordinal)) hits.Enqueue(message.Text);
        };
        page.Context.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(browser.Akis.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) strays.Enqueue(request.Url);
        };

        await ShouldHearAsync(page, hits);
        await page.ReloadAsync();
        await page.GetByText("Biçimli görünüm").First.ClickAsync();
        await Assertions.Expect(page.Locator("iframe.akis-mail").First.ContentFrame.Locator("body")).ToBeVisibleAsync();

        var frames = await page.EvaluateAsync<string[]>("""
            async numbers => (await Promise.all(numbers.map(async number => (await (await fetch('/tickets/' + number)).text()).match(/src="(\/tickets\/[^"]+\/frame)"/)?.[1]))).filter(Boolean)
            """, numbers);
        frames.Length.ShouldBeGreaterThan(50);
        // As the ticket's page shows them: the same frame, with the same sandbox.
        await page.EvaluateAsync("""
            frames => Promise.all(frames.map(src => new Promise(loaded => {
                const frame = document.createElement('iframe');
                frame.sandbox = document.querySelector('iframe.akis-mail').getAttribute('sandbox');
                frame.onload = loaded;
                frame.src = src;
                document.body.append(frame);
            })))
            """, frames).WaitAsync(TestContext.Current.CancellationToken);
        foreach (var frame in page.Frames.Where(frame => frame.Url.EndsWith("/frame", StringComparison.Ordinal)))
        {
            foreach (var link in await frame.Locator("a[href]").AllAsync()) (await link.GetAttributeAsync("href")).ShouldNotBeNull().ShouldMatch("^(https?|mailto|tel):");
        }

        // Even without the page around it a message stays in its sandbox.
        foreach (var path in frames.Take(5)) await page.GotoAsync(path);
        hits.ShouldBeEmpty();
        strays.ShouldBeEmpty();
    }

    // A test that hears nothing proves nothing: the same script outside of a frame is heard.
    private static async Task ShouldHearAsync(IPage page, ConcurrentQueue<string> hits)
    {
        var control = await page.Context.NewPageAsync();
        await control.SetContentAsync("<script>window.hit()</script>");
        hits.Count.ShouldBe(1);
        hits.Clear();
        await control.CloseAsync();
    }

    private async Task<List<string>> TakeAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(browser.Akis.Data, "gelen")).FullName;
        var files = new List<string>();
        foreach (var (one, i) in CorpusCase.All.Where(one => one.Group == "hostile").Select((one, i) => (one, i)))
        {
            one.From = $"{Senders[i % Senders.Length]}@demouni.example"; // nobody sends more than ten an hour
            files.Add(Path.Combine(folder, $"{i}.eml"));
            await File.WriteAllBytesAsync(files[^1], one.Bytes(CorpusWords.Alone));
        }

        var output = await browser.Akis.CommandAsync(["mail", "take", "--mailbox", "yardim", .. files]);
        return [.. Number().Matches(output).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"Ticket (\d{4}-\d{6})")]
    private static partial Regex Number();
}
