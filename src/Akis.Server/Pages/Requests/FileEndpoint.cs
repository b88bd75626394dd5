using Akis.Handbook.Files;
using Akis.People.SignIn;

namespace Akis.Server.Pages.Requests;

/// <summary>A file given in a form, for who may load it: always as a download, never to be run by the browser.</summary>
internal static class FileEndpoint
{
    public static void MapAkisFormFiles(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/files/{key:long}", RunAsync).RequireAuthorization().ExcludeFromDescription();

    private static async Task<IResult> RunAsync(long key, HttpContext http, CurrentUser user, FormFiles files) =>
        await files.FindAsync(key, (await user.GetAsync()).Actor, http.RequestAborted) is { } found && File.Exists(found.Path)
            ? Results.File(found.Path, "application/octet-stream", found.File.Name, enableRangeProcessing: true)
            : Results.NotFound();
}
