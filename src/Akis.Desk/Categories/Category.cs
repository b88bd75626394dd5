namespace Akis.Desk.Categories;

/// <summary>A category of tickets: what it is about, which queue works on it, and how urgent it is unless somebody says otherwise.</summary>
/// <param name="Code">Never changes: <c>VPN-02</c>.</param>
/// <param name="Tr">Turkish name with its path.</param>
/// <param name="En">English name with its path.</param>
/// <param name="Queue">GEN, AG, SIS, YAZ, YZC or ATL.</param>
/// <param name="Who">Roles that are offered it.</param>
/// <param name="Impact">person, unit, building or university.</param>
/// <param name="Urgency">low, medium, high or critical.</param>
/// <param name="IsConfidential">Seen only by who has it and the security officer.</param>
/// <param name="IsUnsure">The help desk must sort it first.</param>
public sealed record Category(string Code, string Tr, string En, string Queue, IReadOnlySet<string> Who, string Impact, string Urgency, bool IsConfidential, bool IsUnsure)
{
    /// <summary>incident, request, information, complaint or suggestion, unless somebody says otherwise.</summary>
    public string Type { get; init; } = "incident";

    /// <summary>Suspected loss of data or breach: it raises the priority (D-01).</summary>
    public bool IsSuspicion { get; init; }

    /// <summary>The handbook's code of the process that begins with the ticket, and whose start form is the ticket's; null for none.</summary>
    public string? Process { get; init; }

    /// <summary>The handbook's code of the process that an agent is offered to start from the ticket; null for none.</summary>
    public string? NextProcess { get; init; }

    /// <summary>The form that is asked besides subject and description; null where there is none.</summary>
    public string? Form { get; init; }

    /// <summary>The name in a language; anything but English is Turkish.</summary>
    public string Name(string language) => language.StartsWith("en", StringComparison.Ordinal) ? En : Tr;
}
