namespace Akis.Desk.Rules;

/// <summary>A rule of the desk: in which cases it does what.</summary>
/// <param name="Name">What people call it; it stands in the notes of tickets that it has touched.</param>
/// <param name="Conditions">FEEL unary tests by column (<see cref="RuleColumns"/>); a column without one may have any value.</param>
/// <param name="Action">What is done: a code of <see cref="RuleActions.Known"/>.</param>
/// <param name="Value">What the action needs.</param>
public sealed record DeskRule(string Name, IReadOnlyDictionary<string, string> Conditions, string Action, string Value);

/// <summary>The desk's rules: one decision table, all of whose matching rules are done in their order.</summary>
public sealed record RuleTable(IReadOnlyList<DeskRule> Rules)
{
    /// <summary>The most rules of a table.</summary>
    public const int MostRules = 100;

    /// <summary>No rules.</summary>
    public static RuleTable Empty { get; } = new([]);
}

/// <summary>A column of conditions.</summary>
/// <param name="Name">The input's name in expressions.</param>
/// <param name="Type">Its FEEL type.</param>
/// <param name="Tr">What it is called in Turkish.</param>
/// <param name="En">In English.</param>
/// <param name="Example">A test as it may be written.</param>
public sealed record RuleColumn(string Name, string Type, string Tr, string En, string Example)
{
    /// <summary>What it is called in a language; anything but English is Turkish.</summary>
    public string In(string language) => language.StartsWith("en", StringComparison.Ordinal) ? En : Tr;
}

/// <summary>What rules can ask of a ticket.</summary>
public static class RuleColumns
{
    /// <summary>The columns in their order.</summary>
    public static IReadOnlyList<RuleColumn> All { get; } =
    [
        new("event", "string", "Olay", "Event", "\"opened\""),
        new("category", "string", "Konu", "Category", "\"VPN-02\", \"VPN-01\""),
        new("queue", "string", "Kuyruk", "Queue", "\"AG\""),
        new("type", "string", "Tür", "Type", "\"incident\""),
        new("priority", "string", "Öncelik", "Priority", "\"P1\", \"P2\""),
        new("state", "string", "Durum", "State", "\"WaitingForUser\""),
        new("source", "string", "Kaynak", "Source", "\"E-posta\""),
        new("subject", "string", "Konu metni", "Subject", "contains(lower case(?), \"sınav\")"),
        new("message", "string", "Son ileti", "Last message", "contains(lower case(?), \"acil\")"),
        new("assigned", "boolean", "Sahibi var", "Has an owner", "false"),
        new("ageHours", "number", "Yaşı (saat)", "Age (hours)", ">= 24"),
        new("quietHours", "number", "Sessizlik (saat)", "Quiet for (hours)", ">= 48"),
        new("reopened", "number", "Yeniden açılma", "Times reopened", ">= 2"),
        new("slaLevel", "number", "SLA yüzdesi", "SLA per cent", ">= 75"),
    ];

    /// <summary>Events on which rules are asked.</summary>
    public static IReadOnlyList<string> Events { get; } = ["opened", "changed", "message", "sla", "schedule"];
}
