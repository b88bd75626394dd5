using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Akis.Feel;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Akis.Handbook.Documents;

/// <summary>Fills a document's template with a process's variables. What people entered never becomes markup: it is put in after the Markdown has been read.</summary>
public static partial class FilledDocument
{
    private static readonly CultureInfo Turkish = CultureInfo.GetCultureInfo("tr-TR");
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    // Private characters, which stand for nothing else, mark where a value goes.
    private const char Begin = '\uE000', End = '\uE001';

    /// <summary>The body as HTML.</summary>
    public static string Html(DocumentTemplate template, FeelContext variables, FeelEnvironment environment)
    {
        var (markdown, values) = (new StringBuilder(), new List<string>());
        Write(template.Body, variables, environment, markdown, values);
        var document = Markdown.Parse(markdown.ToString(), Pipeline);

        // Nothing is fetched while a document is printed: neither what a template shows nor what somebody entered.
        foreach (var image in document.Descendants<LinkInline>().Where(link => link.IsImage).ToList()) image.Remove();
        return Mark().Replace(document.ToHtml(Pipeline), mark => values[int.Parse(mark.Groups[1].Value, CultureInfo.InvariantCulture)]);
    }

    /// <summary>A text with holes, such as a signer's name, as HTML.</summary>
    public static string Inline(IReadOnlyList<TemplatePart> parts, FeelContext variables, FeelEnvironment environment) =>
        string.Concat(parts.Select(part => part switch
        {
            TemplatePart.Words words => WebUtility.HtmlEncode(words.Markdown),
            TemplatePart.Hole hole => Escape(Words(Value(hole.Value, variables, environment), environment)),
            _ => "",
        }));

    private static void Write(IReadOnlyList<TemplatePart> parts, FeelContext variables, FeelEnvironment environment, StringBuilder markdown, List<string> values)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case TemplatePart.Words words:
                    markdown.Append(words.Markdown);
                    break;
                case TemplatePart.Hole hole:
                    markdown.Append(Begin).Append(values.Count.ToString(CultureInfo.InvariantCulture)).Append(End);
                    values.Add(Escape(Words(Value(hole.Value, variables, environment), environment)));
                    break;
                case TemplatePart.Each each:
                    foreach (var item in Value(each.List, variables, environment).AsList() ?? FeelList.Empty)
                    {
                        var scope = variables.With("item", item);
                        Write(each.Parts, item.AsContext() is { } entries ? scope.With(entries) : scope, environment, markdown, values);
                    }

                    break;
            }
        }
    }

    // A name with blanks is read where it is known, so the expression is parsed with the names that are there.
    private static FeelValue Value(FeelExpression expression, FeelContext variables, FeelEnvironment environment) => FeelExpression.Parse(expression.Text, variables.Keys).Evaluate(variables, environment).Value;

    private static string Escape(string text) => WebUtility.HtmlEncode(text.Replace(Begin, ' ').Replace(End, ' ')).ReplaceLineEndings("<br />");

    // As it is written in Türkiye: days and hours, decimal comma, Evet and Hayır.
    private static string Words(FeelValue value, FeelEnvironment environment) => value.IsNull ? ""
        : value.AsString() is { } text ? (DateText(text) ?? text)
        : value.AsList() is { } list ? string.Join(", ", list.Select(item => Words(item, environment)))
        : value.Kind == FeelKind.Boolean ? (value.IsTrue ? "Evet" : "Hayır")
        : value.AsDecimal() is { } number ? number.ToString(Turkish)
        : value.AsDate() is { } day ? day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)
        : value.AsInstant(environment.Zone) is { } instant ? TimeZoneInfo.ConvertTime(instant, environment.Zone).ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture)
        : value.ToString();

    // Forms give a day as ISO text.
    private static string? DateText(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture) : null;

    [GeneratedRegex($"(?:\uE000|%EE%80%80)([0-9]+)(?:\uE001|%EE%80%81)", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
