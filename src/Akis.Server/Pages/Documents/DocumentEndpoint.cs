using Akis.Handbook.Documents;
using Akis.People.SignIn;

namespace Akis.Server.Pages.Documents;

/// <summary>A document of a request, for who may see the request.</summary>
internal static class DocumentEndpoint
{
    public static void MapAkisDocuments(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/documents/{key:long}", RunAsync).RequireAuthorization().ExcludeFromDescription();

    private static async Task<IResult> RunAsync(long key, HttpContext http, CurrentUser user, DocumentStore documents) =>
        await documents.FindAsync(key, (await user.GetAsync()).Actor, http.RequestAborted) is { } found && File.Exists(found.Path)
            ? Results.File(found.Path, "application/pdf", $"{found.Document.Number}.pdf", enableRangeProcessing: true)
            : Results.NotFound();
}
