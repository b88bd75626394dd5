using Akis.Bpmn.Graph;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Catalogue;
using Akis.Handbook.Numbering;

namespace Akis.Handbook.Requests;

/// <summary>Gives the handbook's processes that begin by themselves what those that people start have: a number and, unless a message brought them, the variables of a requester, who is nobody.</summary>
public sealed class OwnStart(ProcessCatalogue catalogue) : IOwnStart
{
    private static readonly string[] OfNobody = ["requester", "requesterName", "requesterUnit", "requesterStatus", "requesterEmail", "requesterManager", "ticketNumber"];

    /// <inheritdoc/>
    public async Task<(FeelContext Variables, string? BusinessKey)> CompleteAsync(WriteSession session, string processId, Trigger? trigger, FeelContext variables, CancellationToken cancel)
    {
        // A folder may hold several processes; their ids begin with the card's code, as the folder's name does.
        var card = catalogue.OfProcess(processId) ?? catalogue.Processes.FirstOrDefault(card => $"{processId}-".StartsWith($"{card.Code.ToLowerInvariant().Replace(' ', '-')}-", StringComparison.Ordinal));
        if (card is null) return (variables, null);
        var number = await ProcessNumbers.NextAsync(session, card.Code, cancel);
        var given = FeelContext.Of(OfNobody.Select(name => (name, FeelValue.Null)))
            .With("source", FeelValue.Of(trigger is TimerTrigger ? "Zamanlanmış" : "Süreç"))
            .With(variables)
            .With("processCode", FeelValue.Of(number));
        return (given, number);
    }
}
