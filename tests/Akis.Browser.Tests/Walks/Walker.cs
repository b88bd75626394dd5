using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Akis.Browser.Tests.Walks;

/// <summary>Goes a <see cref="Walk"/> in a real browser against a program of its own, and keeps pictures of the diagram and of every form.</summary>
internal sealed partial class Walker(Browser browser, Walk walk) : IAsyncDisposable
{
    private const int Wide = 1280;
    private const int Narrow = 390;

    private readonly Dictionary<string, IPage> _people = [];
    private readonly HashSet<string> _lookedAt = [];
    private readonly string _pictures = Directory.CreateDirectory(Path.Combine(AkisProcess.RepositoryRoot, "artifacts", "walks", walk.Code)).FullName;
    private string? _request;

    public async Task GoAsync()
    {
        if (walk.Start is { } start) await DoAsync(start, () => StartAsync(start));
        foreach (var step in walk.Steps)
        {
            for (var time = 0; time < step.Times; time++) await DoAsync(step, () => step.WaitUntil.Length > 0 ? WaitUntilAsync(step.WaitUntil) : CompleteAsync(step));
        }

        await DoAsync(new() { Who = Observer, Task = walk.Expect.Ends }, ExpectEndAsync);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _people.Values) await page.Context.CloseAsync();
    }

    private string Observer => walk.Start?.Who ?? walk.Steps.Last(step => step.Who.Length > 0).Who;

    private async Task StartAsync(WalkStep step)
    {
        var page = await PageOfAsync(step.Who, $"/processes/{walk.Process}");
        await ShootAsync(page, "diagram", page.Locator("akis-diagram"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Başvur", Exact = true }).ClickAsync();
        await FillAsync(page, step, "Gönder");
        await SettleAsync(page, RequestPage());
        _request = new Uri(page.Url).AbsolutePath;
    }

    private async Task CompleteAsync(WalkStep step)
    {
        var page = await PageOfAsync(step.Who, "/tasks");
        var task = page.Locator("main").GetByRole(AriaRole.Link, new() { Name = step.Task, Exact = true });
        await UntilAsync(async () =>
        {
            if (await task.CountAsync() > 0) return true;
            await page.GotoAsync("/tasks");
            return await task.CountAsync() > 0;
        }, $"{step.Who} has no task '{step.Task}'");
        await task.First.ClickAsync();
        _request ??= await page.GetByRole(AriaRole.Link, new() { Name = "Sürecin durumunu ve şemasını gör" }).GetAttributeAsync("href");
        await FillAsync(page, step, "Tamamla");
        await SettleAsync(page, TaskList());
    }

    private async Task FillAsync(IPage page, WalkStep step, string button)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = step.Button.Length > 0 ? step.Button : button, Exact = true }).WaitForAsync();
        if (await page.Locator("akis-form").CountAsync() > 0) await (await FormFilling.OfAsync(page)).FillAsync(step.Fill);
        var name = step.Task.Length > 0 ? step.Task : "start";
        if (_lookedAt.Add(name))
        {
            await ShootAsync(page, $"form-{_lookedAt.Count:00}-{Slug(name)}", page.Locator("main"));
            await Browser.ShouldBeAccessibleAsync(page);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = step.Button.Length > 0 ? step.Button : button, Exact = true }).ClickAsync();
    }

    // The next page, or what the form has against the answers: said at once instead of after a minute of waiting.
    private static async Task SettleAsync(IPage page, Regex next)
    {
        await UntilAsync(async () => next.IsMatch(page.Url) || await page.Locator(".fjs-has-errors, .alert-danger").CountAsync() > 0, $"{page.Url} did not go on");
        if (next.IsMatch(page.Url)) return;
        throw new InvalidOperationException($"{page.Url} was refused: {string.Join(" | ", await page.Locator(".fjs-has-errors, .alert-danger").AllInnerTextsAsync())}");
    }

    private async Task WaitUntilAsync(string instant)
    {
        await ComeToRestAsync();
        await browser.Akis.KillAsync();
        browser.Akis.Clock = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
        await browser.Akis.StartAsync();
        foreach (var page in _people.Values) await page.Context.CloseAsync(); // who signed in months ago signs in again
        _people.Clear();
    }

    // The program has done by itself what is to be done today.
    private async Task ComeToRestAsync()
    {
        if (_request is null) return;
        var page = await PageOfAsync(Observer, _request);
        var (before, same) = ("", 0);
        await UntilAsync(async () =>
        {
            await page.GotoAsync(_request);
            var now = await page.Locator("#request-steps").InnerTextAsync();
            (before, same) = (now, now == before ? same + 1 : 0);
            return same == 4;
        }, "the process does not come to rest");
    }

    private async Task ExpectEndAsync()
    {
        var page = await PageOfAsync(Observer, _request!);
        var main = page.Locator("main");
        await Assertions.Expect(main.GetByText("Bu süreç sona erdi.")).ToBeVisibleAsync();
        await Assertions.Expect(main.Locator("#request-now strong", new() { HasText = walk.Expect.Ends })).ToBeVisibleAsync();
        (await main.Locator(".alert-danger").CountAsync()).ShouldBe(0);
        await ShootAsync(page, "request", page.Locator("akis-diagram"));
        await ShootAsync(page, "request-page", main);
        await Browser.ShouldBeAccessibleAsync(page);
        foreach (var title in walk.Expect.Documents)
        {
            var item = main.Locator("li", new() { HasText = title }).First;
            var file = await page.APIRequest.GetAsync(new Uri(browser.Akis.Address, await item.GetByRole(AriaRole.Link, new() { Name = title }).First.GetAttributeAsync("href")).ToString());
            (await file.BodyAsync()).AsSpan()[..4].SequenceEqual("%PDF"u8).ShouldBeTrue(title);
            var proof = await PageOfAsync(Observer, await item.GetByRole(AriaRole.Link).Last.GetAttributeAsync("href") ?? "");
            await Assertions.Expect(proof.Locator("main").GetByText(title).First).ToBeVisibleAsync();
            await page.GotoAsync(_request!);
        }

        foreach (var record in walk.Expect.Records)
        {
            var list = await PageOfAsync(record.Who, $"/registry/{record.Type}?q={Uri.EscapeDataString(record.Words)}");
            var row = list.Locator("main table tbody tr").First;
            foreach (var text in record.Shows) await Assertions.Expect(row).ToContainTextAsync(text);
            await ShootAsync(list, $"record-{record.Type}", list.Locator("main"));
        }
    }

    private async Task<IPage> PageOfAsync(string who, string path)
    {
        if (!_people.TryGetValue(who, out var page)) _people[who] = page = await browser.SignInAsync(who, "/", Wide);
        await page.GotoAsync(path);
        return page;
    }

    private async Task ShootAsync(IPage page, string name, ILocator what)
    {
        foreach (var width in new[] { Narrow, Wide })
        {
            await page.SetViewportSizeAsync(width, 900);
            if (await page.Locator("akis-diagram").CountAsync() > 0) await Assertions.Expect(page.Locator("akis-diagram .djs-element").First).ToBeVisibleAsync();
            await what.First.ScreenshotAsync(new() { Path = Path.Combine(_pictures, $"{name}-{width}.png") });
        }
    }

    private async Task DoAsync(WalkStep step, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception failed)
        {
            var where = _people.GetValueOrDefault(step.Who);
            if (where is not null) await where.ScreenshotAsync(new() { Path = Path.Combine(_pictures, "failed.png"), FullPage = true });
            throw new InvalidOperationException($"{walk} stopped at '{step}'. {failed.Message}\n{await StandsAtAsync()}", failed);
        }
    }

    private async Task<string> StandsAtAsync()
    {
        if (_request is null) return "";
        var page = await PageOfAsync(Observer, _request);
        return await page.Locator("main").InnerTextAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!await condition())
        {
            if (patience.Elapsed > TimeSpan.FromSeconds(60)) throw new TimeoutException(otherwise);
            await Task.Delay(200);
        }
    }

    private static string Slug(string name) => NotPlain().Replace(name.ToLower(CultureInfo.GetCultureInfo("tr-TR")), "-");

    [GeneratedRegex("/requests/[0-9]+")]
    private static partial Regex RequestPage();

    [GeneratedRegex("/tasks\\?")]
    private static partial Regex TaskList();

    [GeneratedRegex("[^a-z0-9çğıöşüâî]+")]
    private static partial Regex NotPlain();
}
