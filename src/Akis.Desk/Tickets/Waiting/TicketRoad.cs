namespace Akis.Desk.Tickets.Waiting;

/// <summary>The simplified road of a ticket in five steps, as its requester sees it (domain §8.6).</summary>
public static class TicketRoad
{
    /// <summary>The steps in their order; texts are found by these names.</summary>
    public static IReadOnlyList<string> Steps { get; } = ["Received", "Assigned", "Worked", "Solved", "Closed"];

    /// <summary>At which step a ticket is, counted from 0; null where it ended beside the road.</summary>
    public static int? StepOf(string state) => state switch
    {
        TicketState.New => 0,
        TicketState.Assigned => 1,
        TicketState.Resolved => 3,
        TicketState.Closed => 4,
        TicketState.Cancelled or TicketState.Merged or TicketState.Redirected => null,
        _ => 2,
    };
}
