using Akis.Automation.Devices;
using Akis.Automation.Records;
using Akis.Handbook.Checks;

namespace Akis.Automation.Connectors;

/// <summary>What each connector reads from and gives to a process, for the checks of process folders; docs/connectors.md tells it to people.</summary>
public static class JobContracts
{
    private static readonly string[] Vpn = ["vpnOwner", "vpnProfile", "vpnStartsAt", "vpnEndsAt", "vpnSessions", "vpnOfficeHoursOnly", "vpnAccount"];
    private static readonly string[] Record = ["recordKey", "recordTitle", "recordTag", "recordError"];

    /// <summary>By the type of the job.</summary>
    public static IReadOnlyDictionary<string, JobContract> All { get; } = new Dictionary<string, JobContract>(
        DeviceOperation.All.Select(operation => KeyValuePair.Create(operation.Type, new JobContract([.. operation.Needs, .. operation.Takes], [.. operation.Answers.Keys, "otomasyonHatasi"]))))
    {
        ["vpn.account.create"] = new(Vpn, ["vpnAccount", "vpnError"]),
        ["vpn.account.extend"] = new(Vpn, ["vpnError"]),
        ["vpn.account.close"] = new(Vpn, ["vpnError"]),
        ["vpn.account.archive"] = new(Vpn, ["vpnError"]),
        ["akis.ticket.open"] = new(["ticketSubject", "ticketBody", "ticketCategory", "ticketDedupeKey"], ["openedTicket", "openedTicketIsNew"]),
        ["announcement.create"] = new(["announcementReference", "announcementTitle", "announcementTargets", "announcementFrom", "announcementUntil"], ["announcedServices", "announcementError"]),
        ["announcement.end"] = new(["announcementReference", "announcementText"], ["announcementsEnded"]),
        ["akis.notify"] = new(["template", "to", "subject", "subjectEn", "message", "messageEn"], []),
        ["registry.save"] = new(["record", "recordKey"], Record) { Rehearsal = RecordRehearsals.Save },
        ["registry.find"] = new(["recordKey", "recordWords", "recordFilter"], ["records", "recordCount", "record"]) { Rehearsal = RecordRehearsals.Find },
        ["registry.number"] = new([], ["recordNumber"]),
        ["registry.parameter"] = new(["parameterDate"], ["parameterValue"]),
        ["document.create"] = new([], ["belge"]),
    };
}
