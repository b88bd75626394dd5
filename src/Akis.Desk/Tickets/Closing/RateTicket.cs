using Akis.Desk.Categories;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Desk.Tickets.Closing;

/// <summary>The requester's opinion of how a ticket was handled (CSAT).</summary>
/// <param name="Score">1 to 5.</param>
/// <param name="Tags">What it was about: speed, courtesy, knowledge, result.</param>
/// <param name="Comment">In their words; null where they gave none.</param>
public sealed record Rating(int Score, IReadOnlyList<string> Tags, string? Comment)
{
    /// <summary>The longest comment.</summary>
    public const int LongestComment = 1000;

    /// <summary>What a rating may be about.</summary>
    public static IReadOnlyList<string> KnownTags { get; } = ["speed", "courtesy", "knowledge", "result"];
}

/// <summary>Keeps a rating; a low one asks the group's lead to call within two working days (domain §8.11).</summary>
public sealed class RateTicket(AkisDatabase database, TicketCommands commands, ProcessEngine engine)
{
    private const int Low = 2;

    /// <summary>Rates a solved or closed ticket, once.</summary>
    public Task<Outcome> RunAsync(string number, Rating rating, Actor actor, CancellationToken cancel = default) => commands.ActAsync(number, actor, null, async (session, page, token) =>
    {
        if (page.View != TicketView.Requester) return TicketCommands.NotYours;
        if (page.Ticket.State is not (TicketState.Resolved or TicketState.Closed)) return TicketCommands.NotNow;
        if (rating.Score is < 1 or > 5) return new Problem("ticket.score", 422, "1 ile 5 arasında bir puan seçin.", "Choose a score between 1 and 5.");
        if (rating.Comment?.Length > Rating.LongestComment) return new Problem("ticket.comment", 422, "Yorum en çok 1000 karakter olabilir.", "The comment may have 1000 characters at most.");
        var tags = string.Join(',', rating.Tags.Where(Rating.KnownTags.Contains).Distinct());
        var kept = await session.ExecuteAsync("INSERT INTO ticket_rating (ticket_key, score, tags, comment, author, at) VALUES (@ticket, @score, @tags, @comment, @author, @now) ON CONFLICT DO NOTHING", token,
            ("ticket", page.Ticket.Key), ("score", rating.Score), ("tags", tags), ("comment", string.IsNullOrWhiteSpace(rating.Comment) ? null : rating.Comment.Trim()), ("author", actor.UserName), ("now", session.Now));
        if (kept == 0) return new Problem("ticket.rated", 409, "Bu bileti daha önce puanladınız.", "You have rated this ticket before.");
        if (rating.Score > Low) return Outcome.Done;
        var variables = FeelContext.Of(("ratingScore", FeelValue.Of(rating.Score)), ("ratingComment", FeelValue.Of(rating.Comment)), ("leadGroup", FeelValue.Of(Queues.LeadOf(page.Ticket.Queue))));
        return new((await engine.PublishMessageAsync(session, "ticket-rating-low", number, variables, null, TimeSpan.Zero, actor, token)).Problem);
    }, cancel);

    /// <summary>The rating of a ticket; null where there is none.</summary>
    public async Task<Rating?> FindAsync(long ticket, CancellationToken cancel = default) => (await database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT score, tags, comment FROM ticket_rating WHERE ticket_key = @ticket", row => new Rating(row.GetInt32(0), row.GetString(1).Split(',', StringSplitOptions.RemoveEmptyEntries), row.Text(2)), token, ("ticket", ticket)), cancel)).FirstOrDefault();
}
