using Akis.Desk.Privacy;
using Akis.People;
using Akis.People.Accounts;
using Akis.People.SignIn;

namespace Akis.Server.Pages.Privacy;

/// <summary><c>POST /account/data/export</c>: everything about a person as a ZIP; one's own, and anybody's for those who answer requests under KVKK art. 11.</summary>
internal static class PrivacyEndpoints
{
    public static void MapAkisPrivacy(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/account/data/export", ExportAsync).RequireAuthorization().ExcludeFromDescription();

    /// <summary>Whether somebody answers for personal data: the head and the security officer.</summary>
    public static bool MayAct(Person person) => person.Is(Roles.Head) || person.Is("guvenlik");

    private static async Task<IResult> ExportAsync(HttpContext http, CurrentUser user, PersonExport export, CancellationToken cancel)
    {
        var person = await user.GetAsync();
        var form = await http.Request.ReadFormAsync(cancel);
        var of = form["user"].ToString().Trim() is { Length: > 0 } other ? other : person.UserName;
        if (of != person.UserName && !MayAct(person)) return Results.NotFound();

        // Into a file first: an archive that fails half way must not look like a whole one.
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 65_536, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await export.WriteAsync(of, person.Actor, file, cancel);
        file.Position = 0;
        return Results.File(file, "application/zip", $"{of}-verileri.zip");
    }
}
