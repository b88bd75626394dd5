using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Server.Api.V2;

/// <summary>Runs commands of the engine as the caller, each as one unit of work.</summary>
internal sealed class V2Commands(AkisDatabase database, ProcessEngine engine, Caller caller)
{
    /// <summary>A new unique number.</summary>
    public long NextKey() => database.Keys.Next();

    /// <summary>A command that answers nothing but that it is done.</summary>
    public async Task<IResult> DoAsync(Func<ProcessEngine, WriteSession, Actor, CancellationToken, Task<Outcome>> command, CancellationToken cancel)
    {
        var actor = await caller.ActorAsync();
        return (await database.WriteAsync((session, token) => command(engine, session, actor, token), cancel)).ToResult();
    }

    /// <summary>A command that answers something.</summary>
    public async Task<IResult> AnswerAsync<T>(Func<ProcessEngine, WriteSession, Actor, CancellationToken, Task<Outcome<T>>> command, Func<T, object> answer, CancellationToken cancel)
    {
        var outcome = await RunAsync(command, cancel);
        return outcome.Problem is { } problem ? problem.ToResult() : Results.Ok(answer(outcome.Value));
    }

    /// <summary>A command whose outcome is used before it is answered.</summary>
    public async Task<Outcome<T>> RunAsync<T>(Func<ProcessEngine, WriteSession, Actor, CancellationToken, Task<Outcome<T>>> command, CancellationToken cancel)
    {
        var actor = await caller.ActorAsync();
        return await database.WriteAsync((session, token) => command(engine, session, actor, token), cancel);
    }
}
