using Akis.Engine.Forms;
using Akis.Feel;
using Akis.Handbook.Catalogue;

namespace Akis.Handbook.Checks;

/// <summary>Whether every expression reads what can be there, every field is read by something, and kinds fit where they are known.</summary>
internal static class VariableChecks
{
    private static readonly DateTimeOffset SomeDay = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(3));

    // Codes of FEEL's diagnostics that a value of the right kind cannot cause.
    private static readonly HashSet<string> KindErrors =
    [
        "feel.compare", "feel.arithmetic", "feel.argument", "feel.not-boolean", "feel.negate", "feel.iteration", "feel.no-property", "feel.no-entry", "feel.not-a-function", "feel.argument-count", "feel.argument-names", "feel.unknown-type",
    ];

    /// <summary>Runs them over a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="declarations">The variables of every folder of the handbook.</param>
    /// <param name="card">Its card, for what the indicators read.</param>
    /// <param name="environment">Clock and calendars.</param>
    public static IEnumerable<string> Run(ProcessFolder folder, Declarations declarations, HandbookCard? card, FeelEnvironment environment)
    {
        if (folder.Models.Count == 0) yield break;
        var declared = declarations.Of(folder);
        var expressions = WrittenExpressions.Of(folder).ToList();
        var kinds = Samples(declarations.FormsOf(folder), Declarations.WrittenBy(folder));
        foreach (var expression in expressions)
        {
            if (!expression.Feel.IsValid)
            {
                yield return $"{expression.Where} {expression.Feel.Errors[0].En}";
                continue;
            }

            foreach (var name in expression.Feel.Names.Where(name => !declared.Contains(name) && !expression.Local.Contains(name) && !expression.Feel.EntryNames.Contains(name) && !declarations.GivenByCall(expression, name)).Order(StringComparer.Ordinal))
            {
                yield return $"{expression.Where} reads '{name}', which no form, start, mapping, result, job or message gives";
            }

            if (KindError(expression, kinds, environment) is { } wrong) yield return $"{expression.Where} {wrong}";
        }

        // What is asked in a shared process is its answer to whoever calls it, today or later.
        foreach (var unused in folder.IsShared ? [] : UnusedFields(folder, declarations, card, expressions)) yield return unused;
    }

    // Evaluated with a value of each field's kind: what goes wrong then goes wrong whatever a person enters.
    private static string? KindError(WrittenExpression expression, Dictionary<string, FeelValue> samples, FeelEnvironment environment)
    {
        if (expression.Feel.EntryNames.Count > 0 || !expression.Feel.Names.All(samples.ContainsKey)) return null;
        var result = expression.Feel.Evaluate(FeelContext.Of(expression.Feel.Names.Select(name => (name, samples[name]))), environment with { Clock = new Scenarios.VirtualClock(SomeDay) });
        if (result.Diagnostics is [{ } first, ..] && KindErrors.Contains(first.Code) && !first.Values.Contains("null")) return first.En; // what follows another mistake, or a value that is no date yet, proves nothing
        return expression.IsCondition && result.Value.Kind is not (FeelKind.Boolean or FeelKind.Null) ? $"is a condition, but '{expression.Feel.Text}' is neither true nor false" : null;
    }

    // A name that two forms fill with different kinds, or that a mapping writes too, has no kind of its own.
    private static Dictionary<string, FeelValue> Samples(IEnumerable<FormSchema> forms, HashSet<string> written) =>
        forms.SelectMany(form => Declarations.Fields(form.Components)).Select(field => (Name: Declarations.NameOf(field), Sample: Sample(field))).Where(field => !written.Contains(field.Name))
            .GroupBy(field => field.Name).Where(group => group.All(field => !field.Sample.IsNull) && group.Select(field => field.Sample.Kind).Distinct().Count() == 1)
            .ToDictionary(group => group.Key, group => group.First().Sample);

    private static FeelValue Sample(FormComponent field) => field.Type switch
    {
        FormComponentType.Number => FeelValue.Of(1m),
        FormComponentType.Checkbox => FeelValue.True,
        FormComponentType.DateTime => FeelValue.Of(field.Subtype switch { "time" => "09:00:00", "datetime" => "2026-03-02T09:00:00+03:00", _ => "2026-03-02" }),
        FormComponentType.TextField or FormComponentType.TextArea or FormComponentType.Radio or FormComponentType.Select => FeelValue.Of(field.Options.Count > 0 ? field.Options[0].Value : "1"),
        FormComponentType.Checklist or FormComponentType.TagList => FeelValue.Of(FeelList.Of(FeelValue.Of(field.Options.Count > 0 ? field.Options[0].Value : "1"))),
        FormComponentType.DynamicList => FeelValue.Of(FeelList.Of(FeelValue.Of(FeelContext.Of(Declarations.Fields(field.Components).Select(inner => (Declarations.NameOf(inner), Sample(inner))))))),
        _ => FeelValue.Null,
    };

    // What is shown or computed asks nothing; files are listed on the request's page; a box that must be ticked does its work by being ticked; a record is for whoever reads the history.
    private static bool IsForItself(FormComponent field) => field.ReadOnly || field.IsRecord || field.Type is FormComponentType.Expression or FormComponentType.FilePicker or FormComponentType.Unknown || field is { Type: FormComponentType.Checkbox, Rules.Required: true };

    // A field is used where an expression reads it, a decision or called process takes it, or another form shows it.
    private static IEnumerable<string> UnusedFields(ProcessFolder folder, Declarations declarations, HandbookCard? card, List<WrittenExpression> expressions)
    {
        var read = expressions.SelectMany(expression => expression.Feel.Names).ToHashSet();
        read.UnionWith(References.DecisionInputs(folder, declarations.All));
        read.UnionWith(References.KpiNames(card));
        read.UnionWith(declarations.ReadByCallers(folder));
        read.UnionWith(declarations.ReadByJobs(folder));
        var ids = folder.Forms.Select(form => form.Content.Id).ToHashSet();
        foreach (var other in declarations.All.Where(other => other != folder && declarations.FormsOf(other).Any(form => ids.Contains(form.Id)))) read.UnionWith(WrittenExpressions.Of(other).SelectMany(expression => expression.Feel.Names));
        foreach (var form in folder.Forms)
        {
            foreach (var field in Declarations.Fields(form.Content.Components).Where(field => !IsForItself(field)))
            {
                var name = Declarations.NameOf(field);
                if (read.Contains(name) || folder.Forms.Any(other => other != form && other.Content.All().Any(component => Declarations.NameOf(component) == name))) continue;
                yield return $"{form.File}: the field '{name}' is used by nothing: no expression, form, document, notification or decision of the folder reads or shows it (a note for the record alone has the property akis:record)";
            }
        }
    }
}
