using System.Text.Json;
using Akis.Engine.Database;
using Akis.Engine.Forms;
using Akis.Feel;
using Akis.Handbook.Files;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Akis.Server.Api.V2;

/// <summary>
/// Documents: the same files as those given in forms. A document belongs to who sent it until a variable of an instance refers to it; from then on who may see
/// the instance may load it, and it can no longer be deleted.
/// </summary>
internal static class DocumentResource
{
    private const string Purpose = "akis.v2.document";
    private static readonly TimeSpan UsualLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(7);

    internal sealed record LinkRequest(long? TimeToLive);

    public static void Map(IEndpointRouteBuilder v2)
    {
        var sizes = new RequestSizeLimitAttribute(FileStore.LargestFile * FileStore.MostFiles + (1 << 20));
        v2.MapPost("/documents", CreateAsync).WithMetadata(sizes).WithSummary("Keeps a file");
        v2.MapPost("/documents/batch", CreateAllAsync).WithMetadata(sizes).WithSummary("Keeps several files; 207 where some could not be kept");
        v2.MapGet("/documents/{key}", async (string key, string? contentHash, FormFiles files, Caller caller, CancellationToken cancel) =>
            await files.FindAsync(V2Json.Key(key), await caller.ActorAsync(), cancel) is { } found && (contentHash is null || contentHash == Path.GetFileName(found.Path)) ? Download(found) : V2Json.NotFound).WithSummary("The content of a document");
        v2.MapDelete("/documents/{key}", async (string key, FormFiles files, Caller caller, CancellationToken cancel) =>
            (await files.DeleteAsync(V2Json.Key(key), await caller.ActorAsync(), cancel)).ToResult()).WithSummary("Forgets a document that no instance refers to");
        v2.MapPost("/documents/{key}/links", LinkAsync).WithSummary("An address by which anybody may load a document for a while");
        v2.MapGet("/document-links/{ticket}", async (string ticket, FormFiles files, IDataProtectionProvider protection, CancellationToken cancel) =>
        {
            try
            {
                var key = protection.CreateProtector(Purpose).ToTimeLimitedDataProtector().Unprotect(ticket);
                return await files.LinkedAsync(V2Json.Key(key), cancel) is { } found ? Download(found) : V2Json.NotFound;
            }
            catch (System.Security.Cryptography.CryptographicException)
            {
                return V2Json.NotFound; // made up, or its time is over
            }
        }).AllowAnonymous().WithSummary("The content of a document by a link");
    }

    private static IResult Download((RequestFile File, string Path) found) =>
        File.Exists(found.Path) ? Results.File(found.Path, "application/octet-stream", found.File.Name, enableRangeProcessing: true) : V2Json.NotFound; // never to be run by a browser

    private static async Task<IResult> CreateAsync(HttpRequest request, FormFiles files, Caller caller, CancellationToken cancel)
    {
        if (await FilesAsync(request, cancel) is not [var file]) return new Problem("document.file", 400, "Tek bir dosya, çok parçalı formun (multipart/form-data) file alanında gönderilmeli.", "One file must be sent in the field file of multipart/form-data.").ToResult();
        if (FileStore.Refuse("file", file.FileName, file.Length) is { } refused) return Refused(refused).ToResult();
        return Results.Json(await KeepAsync(file, files, caller, cancel), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> CreateAllAsync(HttpRequest request, FormFiles files, Caller caller, CancellationToken cancel)
    {
        var sent = await FilesAsync(request, cancel);
        if (sent.Count is 0 or > FileStore.MostFiles) return new Problem("document.files", 400, $"1 ile {FileStore.MostFiles} arasında dosya, çok parçalı formun files alanında gönderilmeli.", $"Between 1 and {FileStore.MostFiles} files must be sent in the field files of multipart/form-data.").ToResult();
        var (created, failed) = (new List<JsonElement>(), new List<object>());
        foreach (var file in sent)
        {
            if (FileStore.Refuse("files", file.FileName, file.Length) is { } refused) failed.Add(new { fileName = file.FileName, status = 400, title = V2Json.TitleOf(400), detail = refused.En });
            else created.Add(await KeepAsync(file, files, caller, cancel));
        }

        return Results.Json(new { failedDocuments = failed, createdDocuments = created }, statusCode: failed.Count == 0 ? StatusCodes.Status201Created : StatusCodes.Status207MultiStatus);
    }

    private static async Task<IResult> LinkAsync(string key, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] LinkRequest? link, HttpRequest request, FormFiles files, Caller caller, IDataProtectionProvider protection, TimeProvider clock, CancellationToken cancel)
    {
        var life = link?.TimeToLive is { } wanted ? TimeSpan.FromMilliseconds(wanted) : UsualLife;
        if (life <= TimeSpan.Zero || life > LongestLife) return new Problem("document.life", 400, "timeToLive 1 milisaniye ile 7 gün arasında olmalı.", "timeToLive must be between 1 millisecond and 7 days.").ToResult();
        if (await files.FindAsync(V2Json.Key(key), await caller.ActorAsync(), cancel) is null) return V2Json.NotFound;
        var until = clock.GetUtcNow() + life;
        var ticket = protection.CreateProtector(Purpose).ToTimeLimitedDataProtector().Protect(key, until);
        return Results.Json(new { url = $"{request.Scheme}://{request.Host}/v2/document-links/{ticket}", expiresAt = V2Json.Time(until) }, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IReadOnlyList<IFormFile>> FilesAsync(HttpRequest request, CancellationToken cancel) =>
        request.HasFormContentType ? (await new FormFeature(request, new FormOptions { MultipartBodyLengthLimit = FileStore.LargestFile * FileStore.MostFiles + (1 << 20) }).ReadFormAsync(cancel)).Files : [];

    private static async Task<JsonElement> KeepAsync(IFormFile file, FormFiles files, Caller caller, CancellationToken cancel)
    {
        await using var content = file.OpenReadStream();
        var reference = await files.StoreAsync(file.FileName, file.ContentType ?? "application/octet-stream", content, null, await caller.ActorAsync(), cancel);
        var context = reference.AsContext() ?? FeelContext.Empty;
        var metadata = (context.Get("metadata").AsContext() ?? FeelContext.Empty).With(FeelContext.Of(("expiresAt", FeelValue.Null), ("processDefinitionId", FeelValue.Null), ("processInstanceKey", FeelValue.Null), ("customProperties", FeelValue.Of(FeelContext.Empty))));
        return V2Json.Json(context.With(FeelContext.Of(("metadata", FeelValue.Of(metadata)))));
    }

    private static Problem Refused(FormError error) => new(error.Code, 400, error.Tr, error.En);
}
