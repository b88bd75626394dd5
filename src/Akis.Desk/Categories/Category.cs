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
    /// <summary>The name in a language; anything but English is Turkish.</summary>
    public string Name(string language) => language.StartsWith("en", StringComparison.Ordinal) ? En : Tr;
}
