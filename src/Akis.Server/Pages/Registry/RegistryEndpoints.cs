using System.Globalization;
using Akis.Handbook.Files;
using Akis.People.SignIn;
using Akis.Registry.Records;
using QRCoder;

namespace Akis.Server.Pages.Registry;

/// <summary>What the registry's pages load: exports, files, QR codes, and the short address on labels.</summary>
internal static class RegistryEndpoints
{
    private const int MostExported = 10_000;

    public static void MapAkisRegistryPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/registry/{type}/export", ExportAsync).RequireAuthorization().ExcludeFromDescription();
        endpoints.MapGet("/registry/files/{key:long}", FileAsync).RequireAuthorization().ExcludeFromDescription();
        endpoints.MapGet("/registry/qr/{tag:length(10)}.svg", Qr).RequireAuthorization().ExcludeFromDescription();
        endpoints.MapGet("/k/{tag:length(10)}", OpenAsync).RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<IResult> ExportAsync(string type, string? q, HttpContext http, CurrentUser user, RecordQueries records)
    {
        var actor = (await user.GetAsync()).Actor;
        if (RecordTypes.Default.Find(type) is not { } kind || !RecordAccess.MayRead(actor, kind)) return Results.NotFound();
        var list = await records.ListAsync(actor, kind, q, kind.Fields.ToDictionary(field => field.Name, field => http.Request.Query[field.Name].ToString()), 0, MostExported, http.RequestAborted);
        var titles = await records.TitlesAsync(list.Items, http.RequestAborted);
        return Results.File(RecordCsv.Write(kind, list.Items, titles, CultureInfo.CurrentUICulture.Name, RecordAccess.MaySeePersonal(actor, kind)), "text/csv; charset=utf-8", $"{type}.csv");
    }

    private static async Task<IResult> FileAsync(long key, HttpContext http, CurrentUser user, RecordQueries records, FileStore files)
    {
        var actor = (await user.GetAsync()).Actor;
        return await records.FileAsync(actor, key, http.RequestAborted) is { } file ? Results.File(files.PathOf(file.Sha256), "application/octet-stream", file.Name) : Results.NotFound();
    }

    private static IResult Qr(string tag, HttpRequest request)
    {
        using var data = QRCodeGenerator.GenerateQrCode($"{request.Scheme}://{request.Host}/k/{tag}", QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        return Results.Text(code.GetGraphic(4), "image/svg+xml");
    }

    private static async Task<IResult> OpenAsync(string tag, HttpContext http, CurrentUser user, RecordQueries records) =>
        await records.FindByTagAsync((await user.GetAsync()).Actor, tag, http.RequestAborted) is { } record ? Results.LocalRedirect($"/registry/{record.Type.Code}/{record.Key}") : Results.NotFound();
}
