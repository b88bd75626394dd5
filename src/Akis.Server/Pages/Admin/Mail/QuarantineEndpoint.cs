using Akis.Desk.Categories;
using Akis.Desk.Mail.Intake;
using Akis.People;
using Akis.People.Accounts;
using Akis.People.SignIn;

namespace Akis.Server.Pages.Admin.Mail;

/// <summary>The raw form of a held message, as a download.</summary>
internal static class QuarantineEndpoint
{
    /// <summary>Administrators and the help desk decide about what is held.</summary>
    public static bool IsAllowed(Person person) => person.Is(Roles.Administrator) || person.Is(Queues.HelpDesk);

    public static void MapAkisQuarantine(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/admin/mail/quarantine/{key:long}/raw", async (long key, HttpContext http, CurrentUser user, MailQuarantine held) =>
        IsAllowed(await user.GetAsync()) && await held.RawOfHeldAsync(key, http.RequestAborted) is { } raw ? Results.File(raw, "application/octet-stream", $"{key}.eml") : Results.NotFound()).RequireAuthorization().ExcludeFromDescription();
}
