using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Rules;

/// <summary>What a table would do with a ticket.</summary>
public sealed record TriedTicket(string Number, string Subject, IReadOnlyList<RuleMatch> Matches);

/// <summary>Tries a table, saved or not, on tickets that there are: nothing is changed.</summary>
public sealed class RuleTrial(AkisDatabase database, EngineSettings settings)
{
    private const int Most = 25;

    /// <summary>What the table would do with the given ticket, or with the newest ones that are not confidential; null where the table cannot be read.</summary>
    /// <param name="table">The table.</param>
    /// <param name="happened">Which event is supposed.</param>
    /// <param name="slaLevel">With sla: the percentage.</param>
    /// <param name="number">One ticket; null for the newest.</param>
    /// <param name="cancel">Stops the work.</param>
    public async Task<IReadOnlyList<TriedTicket>?> RunAsync(RuleTable table, string happened, int? slaLevel, string? number, CancellationToken cancel = default)
    {
        if (RuleSet.Compile(table, 0).Set is not { } rules) return null;
        var where = number is null ? "" : " AND t.number = @number";
        var tickets = await database.ReadAsync((connection, token) => connection.QueryAsync(
            $"SELECT {RuleTicket.Columns} FROM ticket t WHERE NOT t.confidential{where} ORDER BY t.key DESC LIMIT {Most}", RuleTicket.Row, token, number is null ? [] : [("number", number)]), cancel);
        return [.. tickets.Select(ticket => new TriedTicket(ticket.Number, ticket.Subject, rules.Ask(ticket.Inputs(happened, slaLevel, settings.Clock.GetUtcNow()), settings)))];
    }
}
