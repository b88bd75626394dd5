using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Akis.Feel;
using Akis.Handbook.Catalogue;
using Akis.Handbook.Documents;
using QRCoder;

namespace Akis.Automation.Documents;

/// <summary>Puts a filled document on the university's paper: head, number, date, signatures, and the code by which anybody can ask whether it is genuine.</summary>
internal sealed partial class DocumentPage(ProcessCatalogue catalogue, string publicUrl)
{
    private static readonly CultureInfo Turkish = CultureInfo.GetCultureInfo("tr-TR");
    private static readonly string Paper = ReadPaper();

    /// <summary>Where a document can be verified.</summary>
    public string VerificationUrl(string code) => $"{publicUrl}/belge/{code}";

    /// <summary>The whole page as HTML.</summary>
    public string Html(DocumentTemplate template, ReservedDocument document, string? processCode, FeelContext variables, FeelEnvironment environment)
    {
        var parts = new Dictionary<string, string>
        {
            ["title"] = WebUtility.HtmlEncode(template.Title.Tr),
            ["heading"] = WebUtility.HtmlEncode(template.Title.Tr.ToUpper(Turkish)),
            ["university"] = WebUtility.HtmlEncode(catalogue.University is { } university ? $"{university.Tr} Rektörlüğü".ToUpper(Turkish) : ""),
            ["department"] = WebUtility.HtmlEncode(catalogue.Department.Tr),
            ["address"] = WebUtility.HtmlEncode(catalogue.Address.Tr),
            ["phone"] = WebUtility.HtmlEncode(catalogue.Phone),
            ["number"] = WebUtility.HtmlEncode(document.Number),
            ["code"] = WebUtility.HtmlEncode(document.Code),
            ["process"] = WebUtility.HtmlEncode(processCode ?? "-"),
            ["date"] = TimeZoneInfo.ConvertTime(document.At, environment.Zone).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
            ["url"] = WebUtility.HtmlEncode(VerificationUrl(document.Code)),
            ["qr"] = Qr(VerificationUrl(document.Code)),
            ["body"] = FilledDocument.Html(template, variables, environment),
            ["signatures"] = Signatures(template, variables, environment),
        };
        return Place().Replace(Paper, place => parts.GetValueOrDefault(place.Groups[1].Value, place.Value));
    }

    private static string Signatures(DocumentTemplate template, FeelContext variables, FeelEnvironment environment) => template.Signatures.Count == 0 ? "" :
        $"<div class=\"signatures\">{string.Concat(template.Signatures.Select(one => $"<div><p class=\"line\"></p><p class=\"name\">{FilledDocument.Inline(one.Name, variables, environment)}</p><p>{WebUtility.HtmlEncode(one.Role)}</p></div>"))}</div>";

    private static string Qr(string url)
    {
        using var data = QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        return code.GetGraphic(4, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    private static string ReadPaper()
    {
        using var reader = new StreamReader(typeof(DocumentPage).Assembly.GetManifestResourceStream("Akis.Automation.Documents.page.html")!); // embedded by the project
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{([a-z]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
