using Akis.Handbook.Catalogue;

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
    }
}
