namespace Akis.Handbook.Kpis;

/// <summary>What the formula of an indicator may read, besides the instance's variables.</summary>
internal static class KpiScope
{
    /// <summary>Its names: when the instance began and ended, the name of its end event, and its steps by name.</summary>
    public static readonly IReadOnlySet<string> Names = new HashSet<string> { "started", "ended", "ending", "steps" };
}
