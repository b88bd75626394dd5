using Akis.Desk.Links;
using Akis.Desk.Sla;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Desk.Tickets.Closing;

/// <summary>Whose business a ticket is.</summary>
/// <param name="Unit">The unit, in words.</param>
/// <param name="Place">Where it is applied to: a link, a mail address, a telephone number.</param>
/// <param name="Reason">What the requester is told.</param>
public sealed record Redirection(string Unit, string Place, string Reason)
{
    /// <summary>The longest name of a unit.</summary>
    public const int LongestUnit = 120;

    /// <summary>The longest place.</summary>
    public const int LongestPlace = 200;

    private const int Shortest = 3;
    private const int ShortestReason = 20;

    /// <summary>What is wrong with it; empty when nothing is.</summary>
    public IReadOnlyList<FieldError> Check() =>
    [
        .. Unit.Trim().Length is < Shortest or > LongestUnit ? [new("unit", "Konunun hangi birimi ilgilendirdiğini yazın.", "Say whose business it is.")] : Array.Empty<FieldError>(),
        .. Place.Trim().Length is < Shortest or > LongestPlace ? [new("place", "O birime nereden başvurulacağını yazın: bağlantı, e-posta ya da telefon.", "Say where that unit is applied to: a link, an e-mail address or a telephone number.")] : Array.Empty<FieldError>(),
        .. Reason.Trim().Length < ShortestReason ? [new("text", $"Talep sahibine en az {ShortestReason} karakterlik bir açıklama yazın.", $"Write at least {ShortestReason} characters for the requester.")]
            : TicketRules.CheckMessage(Reason) is { } wrong ? [wrong with { Field = "text" }] : Array.Empty<FieldError>(),
    ];
}

/// <summary>Ends a ticket that is another unit's business (domain §8.4): its requester is told whose and why, its clocks end and do not count. Its process writes down where it went.</summary>
public sealed class RedirectTicket(TicketCommands commands)
{
    /// <summary>Somebody who works on the ticket passes it on.</summary>
    public Task<Outcome> RunAsync(string number, Redirection to, int? revision, Actor actor, CancellationToken cancel = default) => commands.ActAsync(number, actor, revision, async (session, page, token) =>
    {
        if (page.View != TicketView.Agent) return TicketCommands.NotYours;
        if (page.Ticket.State is not (TicketState.New or TicketState.Assigned or TicketState.InProgress)) return TicketCommands.NotNow;
        if (to.Check() is [var wrong, ..]) return new Problem("ticket.redirection", 422, wrong.Tr, wrong.En);
        if (await ClosingRules.BlockedByAsync(session, page.Ticket.Key, token) is { } blocked) return blocked;
        await TicketMessages.AddAsync(session, page.Ticket.Key, MessageKind.Message, actor.UserName, to.Reason.Trim(), token, isToldAsState: true);
        SlaRecord.Tell(session, page.Ticket.Key, isHuman: true);
        return await commands.CompleteAsync(session, page,
            [("action", FeelValue.Of("redirect")), ("redirectUnit", FeelValue.Of(to.Unit.Trim())), ("redirectPlace", FeelValue.Of(to.Place.Trim())), ("redirectReason", FeelValue.Of(to.Reason.Trim()))], actor, token);
    }, cancel);
}
