using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.People.Accounts;

namespace Akis.Automation.Notify;

/// <summary>
/// <c>akis.notify</c>: lays down a notification and a mail for everybody concerned, in the transaction that completes the job; the mail
/// leaves after the commit. Reads header or variable <c>template</c> and <c>to</c> (user names, <c>role:</c> and a role, or mail addresses, one or a list; else the requester).
/// </summary>
internal sealed class NotifyJob(NotificationTemplates templates, PersonQueries persons, AutomationSettings settings, EngineSettings engine) : IJobHandler
{
    private const string DefaultTemplate = "bildirim";
    private const string RolePrefix = "role:"; // a user may be named like a role

    public string Type => "akis.notify";

    public bool TouchesOnlyTheDatabase => true;

    public async Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel)
    {
        var (job, session) = (call.Job, call.Session!); // TouchesOnlyTheDatabase
        var link = $"{settings.PublicUrl}/requests/{job.InstanceKey}";
        var variables = job.Variables.With("link", FeelValue.Of(link)).With("processCode", FeelValue.Of(job.BusinessKey ?? job.ProcessId));
        var template = job.Headers.GetValueOrDefault("template") ?? variables.Get("template").AsString() ?? DefaultTemplate;
        if (templates.Fill(template, variables, new FeelEnvironment { Clock = engine.Clock, Calendars = engine.Calendars }) is not { } text) return new JobAnswer.Failed($"'{template}' adında bir bildirim metni yok.", Retries: 0);
        var recipients = new List<string>();
        foreach (var recipient in Recipients(job, variables)) recipients.AddRange(recipient.StartsWith(RolePrefix, StringComparison.Ordinal) ? await persons.WithRoleAsync(recipient[RolePrefix.Length..], cancel) : [recipient]);
        recipients = [.. recipients.Distinct()];
        for (var i = 0; i < recipients.Count; i++) await SendAsync(session, job, recipients[i], text, link, i, cancel);
        return new JobAnswer.Completed(FeelContext.Empty);
    }

    private async Task SendAsync(WriteSession session, ActivatedJob job, string recipient, NotificationText text, string link, int index, CancellationToken cancel)
    {
        var person = recipient.Contains('@', StringComparison.Ordinal) ? null : await persons.FindAsync(recipient, cancel);
        if (person is not null)
        {
            await session.ExecuteAsync(
                "INSERT INTO notification (key, user_name, instance_key, subject_tr, subject_en, body_tr, body_en, link, created_at) VALUES (@key, @user, @instance, @subjectTr, @subjectEn, @bodyTr, @bodyEn, @link, @now)", cancel,
                ("key", session.NextKey()), ("user", person.UserName), ("instance", job.InstanceKey), ("subjectTr", text.SubjectTr), ("subjectEn", text.SubjectEn), ("bodyTr", text.BodyTr), ("bodyEn", text.BodyEn), ("link", link), ("now", session.Now));
        }

        if ((person?.Email ?? (recipient.Contains('@', StringComparison.Ordinal) ? recipient : null)) is not { } address) return; // somebody who has left gets nothing
        await Outbox.AddAsync(session, $"{job.Key}.{index}", address, text.SubjectTr, $"{text.BodyTr}\n\n-- \n{text.SubjectEn}\n\n{text.BodyEn}\n", cancel, job.InstanceKey);
    }

    private static IEnumerable<string> Recipients(ActivatedJob job, FeelContext variables)
    {
        if (job.Headers.GetValueOrDefault("to") is { Length: > 0 } header) return header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var to = variables.Get("to");
        if (to.AsList() is { } list) return list.Select(item => item.AsString()).OfType<string>();
        return (to.AsString() ?? variables.Get("requester").AsString()) is { Length: > 0 } one ? [one] : [];
    }
}
