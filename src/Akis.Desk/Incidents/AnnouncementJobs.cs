using System.Globalization;
using Akis.Engine;
using Akis.Engine.Runtime;
using Akis.Feel;

namespace Akis.Desk.Incidents;

/// <summary>
/// <c>announcement.create</c>: a process announces work. Reads <c>announcementReference</c>, <c>announcementTitle</c>, <c>announcementTargets</c> (services by code or name, devices, servers),
/// <c>announcementFrom</c> and <c>announcementUntil</c>; gives <c>announcedServices</c>. What cannot be announced is the BPMN error DUYURU_HATA with <c>announcementError</c>.
/// </summary>
internal sealed class CreateAnnouncement(StatusMail mail, IncidentQueries seen, IDependentServices? registry = null) : IJobHandler
{
    private const string ErrorCode = "DUYURU_HATA";
    private static readonly FeelExpression DateAndTime = FeelExpression.Parse("date and time(t)", ["t"]);

    public string Type => "announcement.create";

    public bool TouchesOnlyTheDatabase => true;

    public async Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel)
    {
        var (variables, session) = (call.Job.Variables, call.Session!); // TouchesOnlyTheDatabase
        if (Instant(variables.Get("announcementFrom")) is not { } from || Instant(variables.Get("announcementUntil")) is not { } until) return Refused("Duyurunun başlangıcı ve bitişi birer tarih ve saat olmalı.");
        var work = new Announcement(Reference(call.Job), variables.Get("announcementTitle").AsString()?.Trim() ?? "", from, until, Actor.System.UserName);
        if (Announcements.Check(work.Title, from, until, session.Now) is { } problem) return Refused(problem.Tr);
        IReadOnlyList<string> targets = [.. (variables.Get("announcementTargets").AsList() ?? FeelList.Empty).Select(target => target.AsString()).OfType<string>()];
        var services = await Announcements.AffectedAsync(session, registry, targets, cancel);
        await Announcements.AnnounceAsync(session, mail, work, services, cancel);
        seen.Forget();
        return new JobAnswer.Completed(FeelContext.Of(("announcedServices", FeelValue.Of(FeelList.Of(services.Select(service => FeelValue.Of(service.Tr)))))));
    }

    internal static string Reference(ActivatedJob job) => job.Variables.Get("announcementReference").AsString() ?? job.BusinessKey ?? job.InstanceKey.ToString(CultureInfo.InvariantCulture);

    private static JobAnswer.Error Refused(string why) => new(ErrorCode, why, FeelContext.Of(("announcementError", FeelValue.Of(why))));

    // A value that went through a form is text; without an offset it is the clock on the wall.
    private static DateTimeOffset? Instant(FeelValue value)
    {
        var zone = FeelEnvironment.Default.Zone;
        var spoken = value.AsString() is { } text ? DateAndTime.Evaluate(FeelContext.Of(("t", FeelValue.Of(text))), FeelEnvironment.Default).Value : value;
        if (spoken.AsInstant(zone) is { } instant) return instant.ToUniversalTime();
        if (!DateTime.TryParse(value.AsString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces, out var written)) return null;
        return written.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(written, zone.GetUtcOffset(written)).ToUniversalTime() : new DateTimeOffset(written).ToUniversalTime();
    }
}

/// <summary><c>announcement.end</c>: the work of <c>announcementReference</c> is over or does not take place; subscribers are told <c>announcementText</c>, where there is one. Gives <c>announcementsEnded</c>.</summary>
internal sealed class EndAnnouncement(StatusMail mail, IncidentQueries seen) : IJobHandler
{
    public string Type => "announcement.end";

    public bool TouchesOnlyTheDatabase => true;

    public async Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel)
    {
        var ended = await Announcements.EndAsync(call.Session!, mail, CreateAnnouncement.Reference(call.Job), call.Job.Variables.Get("announcementText").AsString()?.Trim() ?? "", cancel); // TouchesOnlyTheDatabase
        seen.Forget();
        return new JobAnswer.Completed(FeelContext.Of(("announcementsEnded", FeelValue.Of(ended))));
    }
}
