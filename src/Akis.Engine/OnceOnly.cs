using System.Text.Json;
using Akis.Engine.Database;

namespace Akis.Engine;

/// <summary>Requests that may come twice: a form sent again, a client that did not see its answer.</summary>
public static class OnceOnly
{
    /// <summary>
    /// Runs the work for the first request with this id; whoever asks again gets the first answer. The answer is remembered in the
    /// transaction of the work, so a work that failed or was rolled back may be tried again.
    /// </summary>
    /// <param name="session">The transaction.</param>
    /// <param name="commandId">Made by the client, unique for what it wants done once; the caller prefixes it with the user.</param>
    /// <param name="work">What is done once. Its value must survive JSON.</param>
    /// <param name="cancel">Cancels.</param>
    public static async Task<Outcome<T>> OnceAsync<T>(this WriteSession session, string commandId, Func<Task<Outcome<T>>> work, CancellationToken cancel = default)
    {
        // On PostgreSQL a second request waits here for the first one's commit.
        var isFirst = await session.ExecuteAsync("INSERT INTO remembered_command (id, answer, at) VALUES (@id, '', @at) ON CONFLICT DO NOTHING", cancel, ("id", commandId), ("at", session.Now)) == 1;
        if (!isFirst)
        {
            var answers = await session.QueryAsync("SELECT answer FROM remembered_command WHERE id = @id", row => row.GetString(0), cancel, ("id", commandId));
            return JsonSerializer.Deserialize<T>(answers[0])!; // written below, from a value
        }

        var outcome = await work();
        if (outcome.Succeeded) await session.ExecuteAsync("UPDATE remembered_command SET answer = @answer WHERE id = @id", cancel, ("answer", JsonSerializer.Serialize(outcome.Value)), ("id", commandId));
        return outcome;
    }
}
