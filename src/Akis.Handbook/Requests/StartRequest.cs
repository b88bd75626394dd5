using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Files;
using Akis.Handbook.Numbering;

namespace Akis.Handbook.Requests;

/// <summary>A request that was started.</summary>
/// <param name="InstanceKey">The process instance.</param>
/// <param name="ProcessCode">Its number for people, also the instance's business key.</param>
public sealed record StartedRequest(long InstanceKey, string ProcessCode);

/// <summary>Starts a process of the handbook for a person: numbers it, gives it the variables every process has, and runs it to its first wait.</summary>
public sealed class StartRequest(ProcessEngine engine)
{
    /// <summary>Starts within the caller's session, so that a ticket and its process begin together or not at all.</summary>
    /// <param name="session">The unit of work.</param>
    /// <param name="code">The handbook's code, <c>SEK 08-04-34</c>.</param>
    /// <param name="processId">The BPMN process to start.</param>
    /// <param name="answers">The start form's checked data; it cannot overrule the server's own variables.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="actor">Who acts; usually the same person.</param>
    /// <param name="source">Portal, Bilet, API …</param>
    /// <param name="ticketNumber">The ticket it comes from; null when there is none.</param>
    /// <param name="commandId">The same id again gets the first answer instead of a second request (a form sent twice); null to start anyway.</param>
    /// <param name="cancel">Stops the work.</param>
    public async Task<Outcome<StartedRequest>> RunAsync(
        WriteSession session, string code, string processId, FeelContext answers, Requester requester, Actor actor, string source = "Portal", string? ticketNumber = null, string? commandId = null,
        CancellationToken cancel = default) =>
        commandId is null
            ? await StartAsync(session, code, processId, answers, requester, actor, source, ticketNumber, cancel)
            : await session.OnceAsync($"request:{actor.UserName}:{commandId}", () => StartAsync(session, code, processId, answers, requester, actor, source, ticketNumber, cancel), cancel);

    private async Task<Outcome<StartedRequest>> StartAsync(
        WriteSession session, string code, string processId, FeelContext answers, Requester requester, Actor actor, string source, string? ticketNumber, CancellationToken cancel)
    {
        var processCode = await ProcessNumbers.NextAsync(session, code, cancel);
        var variables = answers.With(FeelContext.Of(
            ("requester", FeelValue.Of(requester.UserName)),
            ("requesterName", FeelValue.Of(requester.Name)),
            ("requesterUnit", FeelValue.Of(requester.Unit)),
            ("requesterStatus", FeelValue.Of(requester.Status)),
            ("requesterEmail", FeelValue.Of(requester.Email)),
            ("requesterManager", FeelValue.Of(requester.Manager)),
            ("processCode", FeelValue.Of(processCode)),
            ("ticketNumber", FeelValue.Of(ticketNumber)),
            ("source", FeelValue.Of(source))));
        var started = await engine.StartAsync(session, new StartProcess(processId, variables, processCode), actor, cancel);
        if (started.Problem is null) await FormFiles.LinkAsync(session, started.Value.Key, answers, cancel);
        return started.Problem is { } problem ? problem : new StartedRequest(started.Value.Key, processCode);
    }
}
