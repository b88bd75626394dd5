using Akis.Desk.Intake;
using Akis.Engine;

namespace Akis.Desk.Incidents;

/// <summary>The major incident of the service that a ticket is about.</summary>
internal sealed class IncidentSuggestions(IncidentQueries incidents) : ISuggestionSource
{
    public async Task<IReadOnlyList<Suggestion>> FindAsync(Draft draft, Actor reader, CancellationToken cancel = default) => draft.Category is { } category && Services.OfCategory(category) is { } service
        ? [.. (await incidents.LiveAsync(cancel)).Where(incident => incident.Service == service.Code).Select(incident => new Suggestion("incident", $"{service.Name(draft.Language)}: {incident.Title(draft.Language)}", "/durum"))]
        : [];
}
