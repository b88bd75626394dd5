using Akis.Automation.Connectors;
using Akis.Engine;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Handbook.Documents;
using Akis.Handbook.Files;
using Akis.Registry.Records;

namespace Akis.Automation.Documents;

/// <summary>
/// <c>document.create</c>: prints the document in the header <c>template</c> with the job's variables, keeps it with the request, and gives <c>belge</c> = { no, title, key }.
/// Printing happens outside any transaction; the document exists with the transaction that completes the job. A job that comes again keeps its number and code.
/// </summary>
internal sealed class CreateDocument(DocumentTemplates templates, DocumentPage page, DocumentStore documents, FileStore files, RunLog log, EngineSettings engine) : IJobHandler
{
    public string Type => "document.create";

    public bool TouchesOnlyTheDatabase => false;

    public async Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel)
    {
        var job = call.Job;
        var name = job.Headers.GetValueOrDefault("template", "");
        if (templates.Find(job.ProcessId, name) is not { } template) return new JobAnswer.Failed($"'{name}' adında bir belge şablonu yok ({name}{DocumentTemplate.Ending}).", Retries: 0);
        var environment = new FeelEnvironment { Clock = engine.Clock, Calendars = engine.Calendars };
        var processCode = job.Variables.Get("processCode").AsString() ?? job.BusinessKey;
        var document = await documents.ReserveAsync(job.IdempotencyKey, job.RootKey, processCode, template.Title, (session, token) => RecordNumbers.NextAsync(session, template.Series, environment.Zone, token), cancel);

        // The day on the paper is the day its number was taken, whichever try prints it.
        var html = page.Html(template, document, processCode, job.Variables.With("processCode", FeelValue.Of(processCode)), environment with { Clock = new FixedClock(document.At) });
        var pdf = await log.RunAsync(new("document", "create", document.Number, $"weasyprint {name}{DocumentTemplate.Ending}", "real"), job, () => WeasyPrint.PrintAsync(html, cancel), cancel);
        using var content = new MemoryStream(pdf);
        var file = await files.StoreAsync($"{document.Number}.pdf", "application/pdf", content, cancel);
        var result = FeelContext.Of(("no", FeelValue.Of(document.Number)), ("title", FeelValue.Of(template.Title.Tr)), ("key", FeelValue.Of(document.Key.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        return new JobAnswer.Completed(FeelContext.Of(("belge", FeelValue.Of(result))), (session, token) => DocumentStore.IssueAsync(session, document.Key, file, token));
    }

    private sealed class FixedClock(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
