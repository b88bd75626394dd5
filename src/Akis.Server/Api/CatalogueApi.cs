using Akis.Feel;
using Akis.Handbook.Catalogue;
using Akis.Handbook.Kpis;
using Akis.People.SignIn;

namespace Akis.Server.Api;

/// <summary><c>/api/processes</c>: the catalogue, public.</summary>
internal static class CatalogueApi
{
    /// <summary>A process in the list.</summary>
    internal sealed record ProcessItem(string Code, string Slug, Text Title, string Group, Text Purpose, bool HasModel);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/processes").WithTags("Processes");
        api.MapGet("", (ProcessCatalogue catalogue, string? q) => catalogue.Processes
                .Where(card => string.IsNullOrWhiteSpace(q) || Folding.Matches($"{card.Code} {card.Title.Tr} {card.Title.En} {card.Purpose.Tr}", q))
                .Select(card => new ProcessItem(card.Code, card.Slug, card.Title, card.Group, card.Purpose, card.ProcessId is not null)))
            .WithSummary("All processes in the order of publication; q searches code, title and purpose without regard to Turkish letters and case");
        api.MapGet("{code}", (ProcessCatalogue catalogue, string code) => catalogue.Find(code) is { } card ? Results.Ok(card) : Results.Problem(statusCode: 404, title: "Böyle bir süreç yok. / There is no such process."))
            .Produces<HandbookCard>().ProducesProblem(404).WithSummary("The handbook card of a process, by code (SEK-08-04-34) or folder name");
        api.MapGet("{code}/kpis", KpisAsync).RequireAuthorization().Produces<KpiReport>().ProducesProblem(403).ProducesProblem(404)
            .WithSummary("The indicators of a process over the instances that began from `from` until before `until` (dates; the last 12 months); for leads, the head, quality and security");
    }

    private static async Task<IResult> KpisAsync(string code, DateOnly? from, DateOnly? until, ProcessCatalogue catalogue, CurrentUser current, KpiReports reports, TimeProvider clock, CancellationToken cancel)
    {
        if (catalogue.Find(code) is not { ProcessId: { } process } card) return Results.Problem(statusCode: 404, title: "Böyle bir süreç yok ya da modeli yok. / There is no such process, or it has no model.");
        if (await current.FindAsync() is not { } person || !KpiReports.MaySee(person.Roles)) return Results.Problem(statusCode: 403, title: "Göstergeleri yalnız sorumlular görür. / Only those in charge see the indicators.");
        var zone = FeelEnvironment.Default.Zone;
        DateTimeOffset At(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), zone.GetUtcOffset(day.ToDateTime(TimeOnly.MinValue)));
        var now = clock.GetUtcNow();
        return Results.Ok((await reports.OfAsync(process, card.Kpis, until is { } end ? At(end) : now.AddMinutes(1), [from is { } first ? At(first) : now.AddMonths(-12)], cancel))[0]);
    }
}
