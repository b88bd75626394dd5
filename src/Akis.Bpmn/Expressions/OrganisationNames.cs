namespace Akis.Bpmn.Expressions;

/// <summary>What expressions of a model may ask about the organisation; the host answers while a step runs, and what comes of it stands in the history.</summary>
public static class OrganisationNames
{
    /// <summary>Manager of the unit that a person belongs to, or of the nearest above that somebody else manages.</summary>
    public const string ManagerOf = "manager of";

    /// <summary>Manager of a unit by its code, or of the nearest above that has one.</summary>
    public const string UnitManager = "unit manager";

    /// <summary>Who leads a group, by its code.</summary>
    public const string LeadOf = "lead of";

    /// <summary>Deputy of a unit's manager or of a group's lead, by its code.</summary>
    public const string DeputyOf = "deputy of";

    /// <summary>Role whose people look after a record, by its key.</summary>
    public const string OwnerGroupOf = "owner group of";

    /// <summary>Person in whose hands a record is, by its key.</summary>
    public const string KeeperOf = "keeper of";

    /// <summary>All of them; FEEL can read names with spaces only where it knows them.</summary>
    public static IReadOnlyList<string> All { get; } = [ManagerOf, UnitManager, LeadOf, DeputyOf, OwnerGroupOf, KeeperOf];
}
