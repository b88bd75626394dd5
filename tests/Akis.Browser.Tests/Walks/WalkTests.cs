using System.Globalization;

namespace Akis.Browser.Tests.Walks;

/// <summary>Whole runs of processes by the persons of their roles. All of them take minutes: here go a few, the others by <c>scripts/walk.sh</c>.</summary>
public sealed class WalkTests
{
    private static readonly string[] Chosen = Environment.GetEnvironmentVariable("AKIS_WALKS") is { Length: > 0 } codes ? codes.Split(' ', StringSplitOptions.RemoveEmptyEntries) : ["07", "29", "31"];

    public static IEnumerable<TheoryDataRow<Walk>> Walks => Walk.All.Where(walk => Chosen.Contains(walk.Code)).Select(walk => new TheoryDataRow<Walk>(walk) { TestDisplayName = walk.ToString() });

    [Theory, MemberData(nameof(Walks))]
    public async Task The_persons_concerned_bring_a_process_to_its_end(Walk walk)
    {
        await using var browser = new Browser();
        browser.Akis.Clock = DateTimeOffset.Parse(walk.Clock, CultureInfo.InvariantCulture);
        await browser.InitializeAsync();
        await using var walker = new Walker(browser, walk);
        await walker.GoAsync();
    }
}
