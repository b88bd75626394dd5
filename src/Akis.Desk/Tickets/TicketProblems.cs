using Akis.Engine.Database;

namespace Akis.Desk.Tickets;

/// <summary>What goes wrong with any command on a ticket.</summary>
public static class TicketProblems
{
    /// <summary>It does not exist for who asks.</summary>
    public static Problem Unknown { get; } = new("ticket.unknown", 404, "Böyle bir bilet yok.", "There is no such ticket.");

    /// <summary>Its state does not allow that.</summary>
    public static Problem NotNow { get; } = new("ticket.not-now", 409, "Bilet şu anki durumunda bunu yapamazsınız; sayfa yenilendi.", "The ticket's present state does not allow that; the page has been refreshed.");

    /// <summary>Who asks may see it, but not do that.</summary>
    public static Problem NotYours { get; } = new("ticket.not-yours", 403, "Bu işlem için yetkiniz yok.", "You may not do that.");

    /// <summary>It is over.</summary>
    public static Problem Over { get; } = new("ticket.over", 409, "Kapanmış bilete yazılamaz; yeni bir bilet açın.", "A closed ticket takes no messages; open a new one.");

    /// <summary>Nothing would change.</summary>
    public static Problem Same { get; } = new("ticket.same", 409, "Bilet zaten bu durumda.", "It is so already.");
}
