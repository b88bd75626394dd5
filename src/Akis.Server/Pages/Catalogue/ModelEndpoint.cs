using System.Text;
using Akis.Engine;
using Akis.Handbook.Catalogue;

namespace Akis.Server.Pages.Catalogue;

/// <summary><c>/processes/{slug}/model.bpmn</c>: the deployed model of a process, public like its page; <c>?part=ID</c> another model of the same card.</summary>
internal static class ModelEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/processes/{slug}/model.bpmn", async (string slug, string? part, ProcessCatalogue catalogue, ProcessQueries processes, CancellationToken cancel) =>
    {
        if (catalogue.Find(slug) is not { } card || (part is not null && !card.Owns(part)) || (part ?? card.ProcessId) is not { } id || (await processes.DefinitionsAsync(id, newestOnly: true, cancel)) is not [var newest]) return Results.NotFound();
        return Results.Text(await processes.XmlAsync(newest.Key, cancel), "application/xml", Encoding.UTF8);
    }).ExcludeFromDescription();
}
