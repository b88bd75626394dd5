using System.Globalization;
using System.Xml.Linq;
using Akis.Desk.Incidents;

namespace Akis.Server.Pages.Status;

/// <summary>The state of the services for feed readers (<c>/durum/rss.xml</c>) and programs (<c>/api/status</c>); public.</summary>
internal static class StatusFeed
{
    private const int MostPast = 20;

    /// <summary>A service and how it is: <c>works</c>, <c>degraded</c>, <c>down</c>.</summary>
    internal sealed record ServiceState(string Code, string Name, string State);

    /// <summary>Everything that the status page shows.</summary>
    internal sealed record StatusReport(IReadOnlyList<ServiceState> Services, IReadOnlyList<Told> Open, IReadOnlyList<PlannedWork> Planned, IReadOnlyList<Told> Past);

    /// <summary>An incident without the names of who works on it.</summary>
    internal sealed record Told(string Key, string Service, string Severity, string Title, IncidentState State, DateTimeOffset OpenedAt, DateTimeOffset? EndedAt, IReadOnlyList<IncidentUpdate> Updates);

    public static void MapAkisStatus(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/status", ReportAsync).WithTags("Status").Produces<StatusReport>().WithSummary("How the services are: open incidents, planned work, history; public");
        endpoints.MapGet("/durum/rss.xml", RssAsync).ExcludeFromDescription();
    }

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private static async Task<StatusReport> ReportAsync(IncidentQueries incidents, CancellationToken cancel)
    {
        var open = await incidents.OpenAsync(cancel);
        return new(
            [.. Services.All.Select(service => new ServiceState(service.Code, service.Name(Language), open.FirstOrDefault(incident => incident.Service == service.Code)?.Severity ?? "works"))],
            [.. open.Select(Tell)], await incidents.PlannedAsync(cancel), [.. (await incidents.PastAsync(MostPast, cancel)).Select(Tell)]);
    }

    private static async Task<IResult> RssAsync(HttpContext http, IncidentQueries incidents, CancellationToken cancel)
    {
        var page = $"{http.Request.Scheme}://{http.Request.Host}/durum";
        var items = (await incidents.OpenAsync(cancel)).Concat(await incidents.PastAsync(MostPast, cancel)).SelectMany(incident => incident.Updates.Select(update => (incident, update))).OrderByDescending(item => item.update.At)
            .Select(item => new XElement("item",
                new XElement("title", $"{Services.Find(item.incident.Service)?.Name(Language)}: {item.incident.Title(Language)}"),
                new XElement("description", item.update.Text(Language)),
                new XElement("link", page),
                new XElement("guid", new XAttribute("isPermaLink", "false"), $"{item.incident.Key}-{item.update.At.ToUnixTimeMilliseconds()}"),
                new XElement("pubDate", item.update.At.ToString("R", CultureInfo.InvariantCulture))));
        var rss = new XElement("rss", new XAttribute("version", "2.0"), new XElement("channel",
            new XElement("title", Language == "en" ? "Service status" : "Servis durumu"), new XElement("link", page), new XElement("description", Language == "en" ? "Incidents of our services" : "Servislerimizdeki olaylar"), items));
        return Results.Text($"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{rss}", "application/rss+xml", System.Text.Encoding.UTF8);
    }

    private static Told Tell(Incident incident) =>
        new(incident.Key.ToString(CultureInfo.InvariantCulture), incident.Service, incident.Severity, incident.Title(Language), incident.State, incident.OpenedAt, incident.EndedAt, incident.Updates);
}
