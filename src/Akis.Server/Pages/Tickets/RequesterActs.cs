using Akis.Desk.Tickets;
using Akis.Desk.Tickets.Closing;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Server.Pages.Tickets.Closing;

namespace Akis.Server.Pages.Tickets;

/// <summary>What the requester of a ticket posts from its page, signed in or by a guest's link; who that is was asked before.</summary>
internal sealed class RequesterActs(TicketCommands commands, ReopenTicket reopening, RateTicket ratings, Attachments attachments)
{
    /// <summary>The names of the forms that a ticket offers its requester now.</summary>
    public static IReadOnlyList<string> Forms(TicketPage page) =>
    [
        .. page.Ticket.State == TicketState.Resolved ? ["confirm"] : Array.Empty<string>(),
        .. ClosingForms.Forms(page),
        .. TicketState.IsOver(page.Ticket.State) ? Array.Empty<string>() : ["reply", "cancel"],
    ];

    /// <summary>What is wrong with what was typed or attached; null when nothing is.</summary>
    public static FieldError? Check(IFormCollection post) => post["act"].ToString() switch
    {
        "reply" when PostedFiles.Check(post.Files) is [var wrong, ..] => wrong,
        "reply" or "reopen" => TicketRules.CheckMessage(post["text"].ToString()),
        _ => null,
    };

    /// <summary>Does what was posted; null where it is no act of a requester.</summary>
    public async Task<Outcome?> RunAsync(string number, IFormCollection post, Actor actor, CancellationToken cancel)
    {
        var (act, text) = (post["act"].ToString(), post["text"].ToString().Trim());
        var rating = act is "confirm" or "rate" ? ClosingForms.Posted(post) : null;
        Outcome? done = act switch
        {
            "reply" => await commands.ReplyAsync(number, text, await PostedFiles.StoreAsync(post.Files, attachments, cancel), actor, cancel),
            "confirm" or "stillBroken" => await commands.AnswerAsync(number, act == "confirm", text, actor, cancel),
            "rate" => Outcome.Done,
            "reopen" => await reopening.RunAsync(number, text, actor, cancel),
            "cancel" => await commands.CancelAsync(number, actor, cancel),
            _ => (Outcome?)null,
        };
        return done is { Succeeded: true } && rating is not null ? await ratings.RunAsync(number, rating, actor, cancel) : done;
    }
}
