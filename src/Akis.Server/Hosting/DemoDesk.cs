using Akis.Desk.Assignment;
using Akis.Desk.Knowledge;
using Akis.People;
using Akis.People.Accounts;

namespace Akis.Server.Hosting;

/// <summary>What the demo university's desk begins with: the articles of <c>knowledge/</c>, written by the help desk and approved by a lead; and how its queues give out tickets.</summary>
internal static class DemoDesk
{
    // Domain §9.2. Leads of queues by skill hand out and approve; the rule gives them nothing.
    private static readonly (string Queue, AssignmentRule Rule, QueueMember[] Members)[] QueueRules =
    [
        ("GEN", AssignmentRule.RoundRobin, []),
        ("AG", AssignmentRule.Skill, [Skilled("uzman.ag", ("VPN", 5), ("AGK", 4), ("DIS", 3)), Skilled("uzman.ag2", ("YRT", 5), ("LAB", 4), ("AGK", 3)), Resting("sorumlu.ag")]),
        ("SIS", AssignmentRule.Skill, [Skilled("uzman.sistem", ("EPO", 5), ("HES", 4), ("LIS", 4)), Skilled("uzman.sistem2", ("SUN", 5), ("YED", 5)), Resting("sorumlu.sistem")]),
        ("YAZ", AssignmentRule.Owner, [Owner("gelistirici", "Portal", "Öğrenci Bilgi Sistemi", "ÖBS"), Owner("sorumlu.yazilim", "Sınav Programı", "Ders Yönetimi")]),
        ("YZC", AssignmentRule.LeadOrDeputy, []),
        ("ATL", AssignmentRule.Campus, [At("atolye", "Merkez Yerleşkesi"), At("atolye2", "Göl Yerleşkesi"), Resting("sorumlu.atolye")]),
    ];

    public static async Task SeedAsync(IServiceProvider services, AkisOptions options, CancellationToken cancel)
    {
        await QueuesAsync(services.GetRequiredService<QueueSettings>(), cancel);
        var folder = Path.Combine(options.Processes, "..", "knowledge");
        var persons = services.GetRequiredService<PersonQueries>();
        if (!Directory.Exists(folder) || await persons.FindAsync("masa", cancel) is not { } author || await persons.FindAsync("sorumlu.sistem", cancel) is not { } approver) return;
        await services.GetRequiredService<KnowledgeFolder>().LoadAsync(folder, author.Actor, approver.Actor, cancel);
    }

    // What somebody has set up stays.
    private static async Task QueuesAsync(QueueSettings settings, CancellationToken cancel)
    {
        var done = await settings.SetUpAsync(cancel);
        foreach (var (queue, rule, members) in QueueRules.Where(one => !done.Contains(one.Queue)))
        {
            if ((await settings.SaveAsync(queue, rule, members, Roles.Actor("baskan", new HashSet<string> { Roles.Head }), cancel)).Problem is { } problem) throw new InvalidOperationException(problem.En);
        }
    }

    private static QueueMember Skilled(string user, params (string Topic, int Level)[] skills) => Member(user) with { Skills = skills.ToDictionary(skill => skill.Topic, skill => skill.Level) };

    private static QueueMember Owner(string user, params string[] owns) => Member(user) with { Owns = owns };

    private static QueueMember At(string user, string campus) => Member(user) with { Campus = campus };

    private static QueueMember Resting(string user) => Member(user) with { Takes = false };

    private static QueueMember Member(string user) => new(user, "", Takes: true, IsAway: false, Load: 0);
}
