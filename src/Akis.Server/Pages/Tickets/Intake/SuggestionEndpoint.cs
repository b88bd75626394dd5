using System.Globalization;
using Akis.Desk.Intake;
using Akis.People.SignIn;

namespace Akis.Server.Pages.Tickets.Intake;

/// <summary>What the page of a new ticket suggests while one types; every source is asked.</summary>
internal static class SuggestionEndpoint
{
    private const int LongestText = 300;
    private const int Most = 8;

    public static void MapAkisSuggestions(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/tickets/suggestions", async (string? category, string? text, CurrentUser user, IEnumerable<ISuggestionSource> sources, CancellationToken cancel) =>
    {
        var reader = (await user.GetAsync()).Actor;
        var draft = new Draft(category, (text ?? "")[..Math.Min(text?.Length ?? 0, LongestText)], CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        var found = new List<Suggestion>();
        foreach (var source in sources) found.AddRange(await source.FindAsync(draft, reader, cancel));
        return Results.Ok(found.Take(Most));
    }).RequireAuthorization().ExcludeFromDescription();
}
