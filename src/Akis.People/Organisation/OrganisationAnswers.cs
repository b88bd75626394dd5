using Akis.Bpmn.Expressions;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;

namespace Akis.People.Organisation;

/// <summary>Answers what models ask about units and groups. A unit that has ended is its successor; who is away is still who is meant, his substitute sees the task with him.</summary>
internal static class OrganisationAnswers
{
    // Longer than any tree of units is deep; a circle in the data ends here.
    private const int Deepest = 32;

    public static IEnumerable<HostFunction> Functions { get; } =
    [
        new(OrganisationNames.ManagerOf, (session, user) => Text(UnitOf(session, user) is { } unit ? ManagerFrom(session, unit, except: user) : null)),
        new(OrganisationNames.UnitManager, (session, code) => Text(ManagerFrom(session, code, except: null))),
        new(OrganisationNames.LeadOf, (session, code) => Text(One(session, "SELECT lead FROM work_group WHERE code = @code AND active", code))),
        new(OrganisationNames.DeputyOf, (session, code) => Text(One(session, "SELECT deputy FROM work_group WHERE code = @code AND active", code) ?? (Current(session, code) is { } unit ? unit.Deputy : null))),
    ];

    private static FeelValue Text(string? userName) => userName is null ? FeelValue.Null : FeelValue.Of(userName);

    private static string? One(WriteSession session, string sql, string code) => session.Query(sql, row => row.Text(0), ("code", code)).FirstOrDefault();

    private static string? UnitOf(WriteSession session, string user) => One(session, "SELECT unit_code FROM person WHERE user_name = @code AND active", user);

    // Nobody is asked to approve what he asks for himself: the unit above is.
    private static string? ManagerFrom(WriteSession session, string? code, string? except)
    {
        for (var depth = 0; code is not null && depth < Deepest; depth++)
        {
            if (Current(session, code) is not { } unit) return null;
            if (unit.Manager is { } manager && manager != except) return manager;
            code = unit.Parent;
        }

        return null;
    }

    private static (string? Manager, string? Parent, string? Deputy)? Current(WriteSession session, string code)
    {
        var today = TimeZoneInfo.ConvertTime(session.Now, FeelEnvironment.Default.Zone).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        for (var depth = 0; depth < Deepest; depth++)
        {
            var units = session.Query("SELECT manager, parent_code, deputy, valid_until, successor FROM unit WHERE code = @code",
                row => (Manager: row.Text(0), Parent: row.Text(1), Deputy: row.Text(2), Until: row.Text(3), Successor: row.Text(4)), ("code", code));
            if (units is not [var unit]) return null;
            if (unit.Successor is null || unit.Until is null || string.CompareOrdinal(unit.Until, today) >= 0) return (unit.Manager, unit.Parent, unit.Deputy);
            code = unit.Successor;
        }

        return null;
    }
}
