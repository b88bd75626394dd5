using Akis.Desk.Tickets;

namespace Akis.Desk.Sla;

/// <summary>What a state does to a clock.</summary>
internal enum ClockRule
{
    /// <summary>Working time counts.</summary>
    Runs,

    /// <summary>It stands still.</summary>
    Stands,

    /// <summary>The run is over.</summary>
    Ends,
}

/// <summary>The table of states and clocks (domain §8.4).</summary>
internal static class SlaRules
{
    /// <summary>Of what a reopened ticket has at least, of its whole target.</summary>
    public const double LeastAfterReopening = 0.25;

    /// <summary>Percentages of a target at which somebody is told (OA-08).</summary>
    public static IReadOnlyList<int> Levels { get; } = [75, 100, 150];

    public static ClockRule Of(SlaClock clock, string state) => clock switch
    {
        SlaClock.FirstAnswer => state switch
        {
            TicketState.New or TicketState.Assigned or TicketState.InProgress or TicketState.Reopened => ClockRule.Runs,
            TicketState.Resolved or TicketState.Closed or TicketState.Cancelled or TicketState.Merged or TicketState.Redirected => ClockRule.Ends,
            _ => ClockRule.Stands,
        },
        SlaClock.Update => state switch
        {
            TicketState.InProgress or TicketState.WaitingForSupplier or TicketState.InProcess or TicketState.Reopened => ClockRule.Runs,
            TicketState.WaitingForUser or TicketState.Planned => ClockRule.Stands,
            _ => ClockRule.Ends,
        },
        _ => state switch
        {
            TicketState.New or TicketState.Assigned or TicketState.InProgress or TicketState.Reopened => ClockRule.Runs,
            TicketState.WaitingForSupplier => clock == SlaClock.Solution ? ClockRule.Runs : ClockRule.Stands,
            TicketState.WaitingForUser or TicketState.Planned or TicketState.InProcess => ClockRule.Stands,
            _ => ClockRule.Ends,
        },
    };
}
