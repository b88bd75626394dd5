using System.Globalization;
using Akis.Engine.Database;

namespace Akis.Server.Api.V2;

/// <summary>
/// Whatever goes wrong under <c>/v2</c>, by the framework or by a bug too, is answered by a problem that programs can read: no sign-in, an unknown
/// path, a body that is no JSON, too large, or an error that nobody expected, which is logged and not told.
/// </summary>
internal sealed partial class V2Problems(RequestDelegate next, ILogger<V2Problems> logger)
{
    private static readonly Dictionary<int, Problem> Known = new Problem[]
    {
        new("request.unreadable", 400, "İstek okunamadı: gövde geçerli bir JSON olmalı ve alanların türleri belgeye uymalı.", "The request could not be read: the body must be valid JSON, and its fields must have the documented types."),
        new("request.unauthenticated", 401, "Oturum açılmamış: “Authorization: Bearer BELİRTEÇ” başlığı eksik ya da belirteç geçersiz.", "Not signed in: the header 'Authorization: Bearer TOKEN' is missing, or the token is not valid."),
        new("request.forbidden", 403, "Bu işlem için yetkiniz yok.", "You may not do this."),
        new("request.unknown-path", 404, "Bu adreste bir şey yok; yolu denetleyin.", "There is nothing at this address; check the path."),
        new("request.wrong-method", 405, "Bu adres bu yöntemle çağrılamaz.", "This address does not take this method."),
        new("request.too-large", 413, "Gönderilen veri çok büyük.", "What was sent is too large."),
        new("request.media-type", 415, "Gövde application/json türünde gönderilmeli.", "The body must be sent as application/json."),
    }.ToDictionary(problem => problem.Status);

    private static readonly Problem Unexpected = new("internal", 500, "Beklenmeyen bir hata oldu; kayıt altına alındı.", "Something unexpected went wrong; it was logged.");

    public async Task InvokeAsync(HttpContext context)
    {
        // Programs have no cookie for the language; those that ask for English get it.
        if (context.Request.Headers.AcceptLanguage.ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase)) CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-GB");
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = e.StatusCode;
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Failed(logger, context.Request.Method, context.Request.Path, e);
            await Unexpected.ToResult().ExecuteAsync(context);
            return;
        }

        var response = context.Response;
        if (response is { StatusCode: >= 400, HasStarted: false, ContentType: null, ContentLength: null or 0 } && Known.GetValueOrDefault(response.StatusCode) is { } problem) await problem.ToResult().ExecuteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void Failed(ILogger logger, string method, PathString path, Exception e);
}
