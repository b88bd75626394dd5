using Akis.Engine.Database;
using Akis.People;
using Akis.People.Accounts;
using Akis.People.SignIn;

namespace Akis.Server.Api;

/// <summary><c>/api/persons</c>: persons and their roles, for administrators.</summary>
internal static class PersonApi
{
    private static readonly Problem Unknown = new("person.unknown", 404, "Böyle bir kişi yok.", "There is no such person.");
    private static readonly Problem NotYours = new("person.not-yours", 403, "Kişileri sistem yöneticisi düzenler.", "Persons are kept by the administrator.");

    internal sealed record PersonBody(string? Name, string? Email, string? Status, string? Unit, bool Active, IReadOnlyList<GivenRole>? Roles, string? Password);

    public static void MapAkisPersonApi(this IEndpointRouteBuilder endpoints)
    {
        var persons = endpoints.MapGroup("/api/persons").RequireAuthorization().WithTags("Persons").ProducesProblem(401).ProducesProblem(403);
        persons.AddEndpointFilter(async (context, next) => (await context.HttpContext.RequestServices.GetRequiredService<CurrentUser>().GetAsync()).Is(Roles.Administrator) ? await next(context) : NotYours.ToAnswer());
        persons.MapGet("", async (string? query, string? role, int? skip, PersonAdministration all, CancellationToken cancel) => await all.ListAsync(query ?? "", role, skip ?? 0, cancel)).WithSummary("Persons by name, account or address, and role; 50 at a time");
        persons.MapGet("{userName}", async (string userName, PersonAdministration all, CancellationToken cancel) => await all.FindAsync(userName, cancel) is { } found ? Results.Ok(found) : Unknown.ToAnswer()).Produces<PersonEntry>().WithSummary("A person, active or not");
        persons.MapGet("{userName}/changes", async (string userName, PersonAdministration all, CancellationToken cancel) => await all.ChangesAsync(userName, cancel)).WithSummary("Who changed what about a person, the newest first");
        persons.MapPost("{userName}", (string userName, PersonBody body, CurrentUser user, PersonAdministration all, CancellationToken cancel) => SaveAsync(userName, body, true, user, all, cancel)).Produces(204).WithSummary("Makes a person; roles may have a last day");
        persons.MapPut("{userName}", (string userName, PersonBody body, CurrentUser user, PersonAdministration all, CancellationToken cancel) => SaveAsync(userName, body, false, user, all, cancel)).Produces(204).ProducesProblem(404).WithSummary("Changes a person; without a password the old one stays");
    }

    private static async Task<IResult> SaveAsync(string userName, PersonBody body, bool isNew, CurrentUser user, PersonAdministration all, CancellationToken cancel) =>
        (await all.SaveAsync(new(userName, body.Name ?? "", body.Email ?? "", body.Status ?? "", body.Unit ?? "", body.Active, body.Roles ?? []), isNew, body.Password ?? "", (await user.GetAsync()).Actor, cancel)).ToAnswer();
}
