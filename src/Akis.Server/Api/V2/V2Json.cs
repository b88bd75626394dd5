using System.Globalization;
using System.Text.Json;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Server.Api.V2;

/// <summary>Shapes that all resources share: keys as strings, variables, problems.</summary>
internal static class V2Json
{
    public const string Tenant = "<default>";

    public static string Text(long key) => key.ToString(CultureInfo.InvariantCulture);

    /// <summary>A key from its text; what is no key is 0, which is found nowhere.</summary>
    public static long Key(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : 0;

    public static FeelContext Variables(JsonElement? json) => json is { ValueKind: JsonValueKind.Object } given ? FeelJson.Read(given).AsContext() ?? FeelContext.Empty : FeelContext.Empty;

    public static JsonElement Json(FeelContext context)
    {
        using var document = JsonDocument.Parse(FeelJson.ToJson(context));
        return document.RootElement.Clone();
    }

    /// <summary>Instants as Camunda writes them.</summary>
    public static string? Time(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 9457. The title is Camunda's word for the status, <c>code</c> the program's own for the cause.</summary>
    public static IResult ToResult(this Problem problem)
    {
        var status = problem.Status == 422 ? StatusCodes.Status400BadRequest : problem.Status; // Camunda's clients know no 422
        return Results.Problem(
            detail: CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? problem.En : problem.Tr, statusCode: status, title: TitleOf(status), type: "about:blank",
            extensions: new Dictionary<string, object?> { ["code"] = problem.Code });
    }

    public static IResult ToResult(this Outcome outcome) => outcome.Problem?.ToResult() ?? Results.NoContent();

    public static IResult NotFound { get; } = new Problem("not-found", 404, "Böyle bir kayıt yok ya da görme yetkiniz bulunmuyor.", "There is no such record, or you may not see it.").ToResult();

    public static string TitleOf(int status) => status switch
    {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "FORBIDDEN",
        404 => "NOT_FOUND",
        405 => "METHOD_NOT_ALLOWED",
        409 => "INVALID_STATE",
        413 => "PAYLOAD_TOO_LARGE",
        415 => "UNSUPPORTED_MEDIA_TYPE",
        501 => "NOT_IMPLEMENTED",
        503 => "RESOURCE_EXHAUSTED",
        504 => "DEADLINE_EXCEEDED",
        _ => "INTERNAL_ERROR",
    };
}
