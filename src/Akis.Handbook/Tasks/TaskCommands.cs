using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Forms;
using Akis.Feel;
using Akis.Handbook.Files;

namespace Akis.Handbook.Tasks;

/// <summary>What became of an answer: done, or wrong at some fields, or refused.</summary>
/// <param name="Errors">Wrong answers; empty when none were.</param>
/// <param name="Problem">Why the engine refused; null when it did not.</param>
public sealed record TaskAnswer(IReadOnlyList<FormError> Errors, Problem? Problem)
{
    /// <summary>True when the task is done.</summary>
    public bool Succeeded => Errors.Count == 0 && Problem is null;
}

/// <summary>What people do with tasks. The engine decides who may; forms are checked here, whatever the browser said.</summary>
public sealed class TaskCommands(AkisDatabase database, ProcessEngine engine, EngineSettings settings)
{
    /// <summary>Completes a task with a form's answers.</summary>
    public async Task<TaskAnswer> CompleteAsync(TaskPage task, FeelContext answers, Actor actor, CancellationToken cancel = default)
    {
        var data = FeelContext.Empty;
        if (task.FormJson is not null)
        {
            if (!FormSchema.TryRead(task.FormJson, out var schema, out var error)) return Refused("form.broken", 422, $"Bu adımın formu okunamadı: {error}", $"This step's form cannot be read: {error}");
            var check = FormValidator.Validate(schema, answers, task.Variables, new FeelEnvironment { Clock = settings.Clock, Calendars = settings.Calendars });
            if (!check.IsValid) return new TaskAnswer(check.Errors, null);
            data = check.Data;
        }

        var done = await database.WriteAsync(async (session, token) =>
        {
            await FormFiles.LinkAsync(session, task.RequestKey, data, token);
            return await engine.CompleteTaskAsync(session, task.Key, data, actor, token);
        }, cancel);
        return new TaskAnswer([], done.Problem);
    }

    /// <summary>Takes a task that is offered.</summary>
    public Task<Outcome> ClaimAsync(long key, Actor actor, CancellationToken cancel = default) =>
        database.WriteAsync((session, token) => engine.AssignTaskAsync(session, key, actor.UserName, actor, token), cancel);

    /// <summary>Gives a task back to those it was offered to.</summary>
    public Task<Outcome> ReleaseAsync(long key, Actor actor, CancellationToken cancel = default) =>
        database.WriteAsync((session, token) => engine.AssignTaskAsync(session, key, null, actor, token), cancel);

    /// <summary>Hands a task to another candidate, who has it then.</summary>
    public Task<Outcome> HandOnAsync(long key, string to, Actor actor, CancellationToken cancel = default) =>
        database.WriteAsync((session, token) => engine.AssignTaskAsync(session, key, to, actor, token), cancel);

    /// <summary>Changes when a task should be done, until when it is put off and how urgent it is; null leaves as it is.</summary>
    public Task<Outcome> PlanAsync(long key, DateTimeOffset? due, DateTimeOffset? followUp, int? priority, Actor actor, CancellationToken cancel = default) =>
        database.WriteAsync((session, token) => engine.UpdateTaskAsync(session, key, new(Due: due, FollowUp: followUp, Priority: priority), actor, token), cancel);

    /// <summary>Says something about a task to everybody who sees it.</summary>
    public Task<Outcome> CommentAsync(long key, string text, Actor actor, CancellationToken cancel = default) =>
        database.WriteAsync((session, token) => engine.CommentTaskAsync(session, key, text, actor, token), cancel);

    /// <summary>Keeps what was typed, unchecked, to go on later.</summary>
    public Task<Outcome> SaveDraftAsync(long key, FeelContext answers, Actor actor, CancellationToken cancel = default) =>
        database.WriteAsync((session, token) => engine.SaveDraftAsync(session, key, answers, actor, token), cancel);

    private static TaskAnswer Refused(string code, int status, string tr, string en) => new([], new Problem(code, status, tr, en));
}
