using Akis.Desk.Tickets.Alerts;
using Akis.Engine.Database;
using Akis.Handbook.Requests;
using Akis.People.SignIn;
using Akis.Server.Api.V2;

namespace Akis.Server.Api;

/// <summary><c>/api/alerts</c>: the webhook of Alertmanager (<c>webhook_configs</c> with a bearer token of an account of the desk).</summary>
internal static class AlertApi
{
    private const string Version = "4";
    private static readonly string[] Reporters = ["masa", "uzman-sistem", "sorumlu-sistem", "uzman-ag", "sorumlu-ag", "yonetici"];

    public static void MapAkisAlertApi(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/alerts", TakeAsync).RequireAuthorization().WithTags("Alerts")
        .Produces<AlertsTaken>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403)
        .WithSummary("Takes a notification of Alertmanager (webhook version 4): one ticket a fingerprint; a repetition is a note, a resolved alert closes what nobody has begun");

    private static async Task<IResult> TakeAsync(AlertNotification notification, CurrentUser user, AlertIntake intake, CancellationToken cancel)
    {
        var person = await user.GetAsync();
        if (!Reporters.Any(person.Is)) return new Problem("forbidden", 403, "Alarm bildirmek için destek biriminde bir rol gerekir.", "Reporting alerts needs a role in the desk.").ToResult();
        if (notification is not { Version: Version, Alerts.Count: > 0 and <= AlertIntake.Most }) return new Problem("alerts.format", 400, $"Alertmanager'ın {Version}. sürüm bildirimi bekleniyor (1–{AlertIntake.Most} alarm).", $"Expected a notification of Alertmanager's version {Version} with 1 to {AlertIntake.Most} alerts.").ToResult();
        var reporter = new Requester(person.UserName, person.Name, person.Unit, person.Status, person.Email, person.Manager);
        var taken = await intake.RunAsync(notification, reporter, person.Actor, cancel);
        return taken.Problem is { } problem ? problem.ToResult() : Results.Ok(taken.Value);
    }
}
