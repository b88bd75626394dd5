namespace Akis.Desk.Categories;

/// <summary>A queue of the desk.</summary>
/// <param name="Code">GEN, AG, SIS, YAZ, YZC or ATL.</param>
/// <param name="Tr">Turkish name.</param>
/// <param name="En">English name.</param>
/// <param name="Role">The role whose people work on it.</param>
/// <param name="Lead">The role that leads it; null where the head of department does.</param>
public sealed record DeskQueue(string Code, string Tr, string En, string Role, string? Lead)
{
    /// <summary>The name in a language; anything but English is Turkish.</summary>
    public string Name(string language) => language.StartsWith("en", StringComparison.Ordinal) ? En : Tr;
}

/// <summary>The six queues.</summary>
public static class Queues
{
    /// <summary>The help desk's role: it works on every queue.</summary>
    public const string HelpDesk = "masa";

    /// <summary>All queues in the department's order.</summary>
    public static IReadOnlyList<DeskQueue> All { get; } =
    [
        new("GEN", "Yardım Masası", "Help desk", HelpDesk, null),
        new("AG", "Ağ Hizmetleri", "Network services", "uzman-ag", "sorumlu-ag"),
        new("SIS", "Sistem Destek", "Systems support", "uzman-sistem", "sorumlu-sistem"),
        new("YAZ", "Yazılım Geliştirme", "Software development", "gelistirici", "sorumlu-yazilim"),
        new("YZC", "Yarı Zamanlı Çalışanlar", "Part-time staff", "koordinator", null),
        new("ATL", "Atölye", "Workshop", "atolye", null),
    ];

    /// <summary>The queue of a code; an unknown one is a bug.</summary>
    public static DeskQueue Of(string code) => All.First(queue => queue.Code == code);

    /// <summary>The role that answers for a queue: its lead, or the head of department where it has none.</summary>
    public static string LeadOf(string code) => Of(code).Lead ?? "baskan";

    /// <summary>The queues that somebody with these roles works on.</summary>
    public static IEnumerable<DeskQueue> WorkedBy(IReadOnlySet<string> roles) => All.Where(queue => roles.Contains(HelpDesk) || roles.Contains(queue.Role) || (queue.Lead is not null && roles.Contains(queue.Lead)));
}
