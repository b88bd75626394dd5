using Akis.Engine.Database;
using Akis.Engine.History;
using Akis.Engine.Repair;
using Akis.Handbook.Catalogue;

namespace Akis.Handbook.Retention;

/// <summary>How long a process's requests are kept is said by its card; the engine keeps to it, and the files and documents of a request go with its history.</summary>
public sealed class RequestRetention : IHistoryListener
{
    /// <summary>Hands the periods of all cards to the engine; a card without one keeps everything.</summary>
    public static Task<Outcome> ApplyAsync(AkisDatabase database, ProcessRepair repair, ProcessCatalogue catalogue, CancellationToken cancel = default)
    {
        var periods = catalogue.Processes.Where(card => card is { ProcessId: not null, Retention: not null }).ToDictionary(card => card.ProcessId!, card => card.Retention!); // asked just before
        return database.WriteAsync((session, token) => repair.KeepHistoryAsync(session, periods, token), cancel);
    }

    /// <inheritdoc />
    public async ValueTask OnRemovedAsync(WriteSession session, long rootKey, CancellationToken cancel)
    {
        await session.ExecuteAsync("DELETE FROM form_file WHERE instance_key = @root", cancel, ("root", rootKey));
        await session.ExecuteAsync("DELETE FROM document WHERE instance_key = @root", cancel, ("root", rootKey));
    }
}
