using Akis.Engine;

namespace Akis.Desk.Incidents;

/// <summary>How far a major incident is.</summary>
public enum IncidentState
{
    /// <summary>Something is wrong; the cause is being looked for.</summary>
    Investigated,

    /// <summary>The cause is known.</summary>
    Identified,

    /// <summary>It works again and is watched.</summary>
    Watched,

    /// <summary>Over.</summary>
    Over,
}

/// <summary>What was told about an incident.</summary>
public sealed record IncidentUpdate(IncidentState State, string TextTr, string TextEn, DateTimeOffset At)
{
    /// <summary>The text in a language; Turkish where there is no English one.</summary>
    public string Text(string language) => language.StartsWith("en", StringComparison.Ordinal) && TextEn.Length > 0 ? TextEn : TextTr;
}

/// <summary>A major incident as the public sees it; the newest update first.</summary>
/// <param name="Key">Its key.</param>
/// <param name="TicketKey">The ticket that it was declared from.</param>
/// <param name="Service">The service's code.</param>
/// <param name="Severity"><c>down</c> or <c>degraded</c>.</param>
/// <param name="TitleTr">Turkish title.</param>
/// <param name="TitleEn">English title; may be empty.</param>
/// <param name="State">How far it is.</param>
/// <param name="Manager">Account name of the incident manager.</param>
/// <param name="OpenedAt">When it was declared.</param>
/// <param name="NextUpdateAt">When the next update is due; null when it is over.</param>
/// <param name="EndedAt">When it was over.</param>
/// <param name="Children">How many tickets are its children.</param>
/// <param name="Updates">What was told.</param>
public sealed record Incident(
    long Key, long TicketKey, string Service, string Severity, string TitleTr, string TitleEn, IncidentState State, string Manager, DateTimeOffset OpenedAt, DateTimeOffset? NextUpdateAt, DateTimeOffset? EndedAt, int Children,
    IReadOnlyList<IncidentUpdate> Updates)
{
    /// <summary>The title in a language; Turkish where there is no English one.</summary>
    public string Title(string language) => language.StartsWith("en", StringComparison.Ordinal) && TitleEn.Length > 0 ? TitleEn : TitleTr;
}

/// <summary>Work that is announced.</summary>
public sealed record PlannedWork(long Key, string Service, string TitleTr, string TitleEn, DateTimeOffset From, DateTimeOffset Until, string? Reference)
{
    /// <summary>The title in a language; Turkish where there is no English one.</summary>
    public string Title(string language) => language.StartsWith("en", StringComparison.Ordinal) && TitleEn.Length > 0 ? TitleEn : TitleTr;
}

/// <summary>Tickets that may be one major incident, and by which rule.</summary>
/// <param name="Service">The service's code.</param>
/// <param name="Number">The oldest ticket, from which it would be declared.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Tickets">How many tickets.</param>
/// <param name="IsUrgent">Whether one has priority P1; otherwise they are many in a short time.</param>
public sealed record IncidentCandidate(string Service, string Number, string Subject, int Tickets, bool IsUrgent);

/// <summary>The rules of domain §8.9.</summary>
public static class IncidentRules
{
    /// <summary>So many tickets about one service …</summary>
    public const int ManyTickets = 5;

    /// <summary>… within this time are a major incident.</summary>
    public static readonly TimeSpan ShortTime = TimeSpan.FromMinutes(15);

    /// <summary>How often the public is told something.</summary>
    public static readonly TimeSpan UpdateEvery = TimeSpan.FromMinutes(30);

    /// <summary>Who declares and leads major incidents: the help desk, the leads, the security officer, the head.</summary>
    public static bool MayLead(Actor actor) => actor.IsIn(["masa", "baskan", "guvenlik", .. Categories.Queues.All.Select(queue => queue.Lead).OfType<string>()]);
}
