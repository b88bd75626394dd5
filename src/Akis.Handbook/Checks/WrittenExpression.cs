using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Akis.Bpmn.Expressions;
using Akis.Engine.Forms;
using Akis.Feel;

namespace Akis.Handbook.Checks;

/// <summary>A FEEL expression of a folder and where it stands.</summary>
/// <param name="Where">File, line or component, in words for the author.</param>
/// <param name="Feel">The expression.</param>
/// <param name="Local">Names that are given where it stands, besides the process's variables.</param>
/// <param name="IsCondition">Whether it must be true or false.</param>
internal sealed record WrittenExpression(string Where, FeelExpression Feel, IReadOnlySet<string> Local, bool IsCondition = false)
{
    /// <summary>Of a call activity's output: the process that is called.</summary>
    public string? OutputOf { get; init; }
}

/// <summary>Finds every FEEL expression in the models, forms, notifications and documents of a folder.</summary>
internal static partial class WrittenExpressions
{
    private static readonly HashSet<string> None = [];
    private static readonly HashSet<string> InModels = [.. OrganisationNames.All];
    private static readonly HashSet<string> InNotifications = ["link", "processCode"];

    /// <summary>All of a folder's expressions.</summary>
    public static IEnumerable<WrittenExpression> Of(ProcessFolder folder) =>
        folder.Models.SelectMany(model => InModel(model.File, model.Content))
            .Concat(folder.Forms.SelectMany(form => InForm(form.File, form.Content)))
            .Concat(folder.Notifications.SelectMany(one => one.Content.Holes.Select(hole => new WrittenExpression($"{one.File}:{hole.Line}: '{one.Content.Name}'", FeelExpression.Parse(hole.Expression), InNotifications))))
            .Concat(folder.Documents.SelectMany(document => document.Content.Expressions.Select(one => new WrittenExpression($"{document.File}:{one.Line}:", one.Value, one.InList ? new HashSet<string>(one.Value.Names) : None))));

    /// <summary>Those of a form's components.</summary>
    public static IEnumerable<WrittenExpression> InForm(string file, FormSchema form)
    {
        var own = form.All().SelectMany(component => new[] { component.Key, component.Path, component.OptionsKey }).OfType<string>().ToHashSet();
        foreach (var component in form.All())
        {
            var where = $"{file}: '{(component.Label.IsEmpty ? component.Key ?? component.Id : component.Label.Tr)}'";
            var texts = new[] { component.Label, component.Description, component.Text, component.Rules.PatternMessage }.SelectMany(text => new[] { text.Tr, text.En }).OfType<string>().SelectMany(InText);
            var rules = new[] { component.Rules.Min, component.Rules.Max, component.Rules.MinLength, component.Rules.MaxLength }.Where(rule => rule is ['=', ..]).Select(rule => rule![1..]); // begins with =
            foreach (var text in texts.Concat(rules).Concat(component.Expression is { } computed ? [computed] : [])) yield return new(where, FeelExpression.Parse(text), own);
            if (component.HideWhen is { } hide) yield return new(where, FeelExpression.Parse(hide), own, IsCondition: true);
        }
    }

    /// <summary>Those of a model: every attribute and text that begins with =.</summary>
    public static IEnumerable<WrittenExpression> InModel(string file, XElement root)
    {
        foreach (var element in root.Descendants())
        {
            foreach (var attribute in element.Attributes().Where(attribute => attribute.Value is ['=', _, ..] && attribute.Name.LocalName != "name")) yield return At(attribute, attribute.Value);
            if (!element.HasElements && element.Value.Trim() is ['=', _, ..] text) yield return At(element, text, element.Name.LocalName is "conditionExpression" or "condition" or "completionCondition");
        }

        WrittenExpression At(XObject place, string text, bool isCondition = false) => new($"{file}:{((IXmlLineInfo)place).LineNumber}: '{Owner(place.Parent!)}'", FeelExpression.Parse(text[1..], OrganisationNames.All), InModels, isCondition) { OutputOf = OutputOf(place.Parent!) }; // attributes and inner elements have parents
    }

    private static string? OutputOf(XElement element) => element.Name.LocalName == "output" ? (string?)element.Parent?.Parent?.Elements().FirstOrDefault(one => one.Name.LocalName == "calledElement")?.Attribute("processId") : null;

    private static IEnumerable<string> InText(string text) => text.StartsWith('=') ? [text[1..]] : Hole().Matches(text).Select(hole => hole.Groups[1].Value);

    private static string Owner(XElement element) => element.AncestorsAndSelf().Select(one => (string?)one.Attribute("name") is { Length: > 0 } name && one.Name.NamespaceName.Contains("BPMN", StringComparison.Ordinal) ? name : null).OfType<string>().FirstOrDefault() ?? "";

    [GeneratedRegex(@"\{\{\s*=?(.+?)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hole();
}
