using Akis.Feel;

namespace Akis.Engine.Forms;

/// <summary>A wrong answer: where (`key`, `group.key`, `list[0].key`), why by code, and in words for the person.</summary>
public sealed record FormError(string Path, string Code, string Tr, string En)
{
    /// <summary>The words for a reader of that language.</summary>
    public string In(string language) => language.StartsWith("en", StringComparison.Ordinal) ? En : Tr;
}

/// <summary>What a form's answers come to: the data to keep (only what was asked, in the asked kinds) and what is wrong.</summary>
public sealed record FormCheck(FeelContext Data, IReadOnlyList<FormError> Errors)
{
    /// <summary>True when nothing is wrong.</summary>
    public bool IsValid => Errors.Count == 0;
}

/// <summary>
/// Checks answers against a form as form-js does in the browser. The server's check counts: what the form does not ask,
/// hides or shows read-only is dropped, so that nobody sets a variable by adding a field to a request.
/// </summary>
public static class FormValidator
{
    private const int MostRows = 200;

    /// <summary>Checks the answers given; variables are the instance's, for conditions, options and computed values.</summary>
    public static FormCheck Validate(FormSchema schema, FeelContext data, FeelContext variables, FeelEnvironment environment)
    {
        var errors = new List<FormError>();
        var kept = Check(schema.Components, data, new FormScope(variables, data, environment), "", errors);
        return new FormCheck(kept, errors);
    }

    private static FeelContext Check(IReadOnlyList<FormComponent> components, FeelContext data, FormScope scope, string at, List<FormError> errors)
    {
        var kept = FeelContext.Empty;
        foreach (var component in components)
        {
            if (scope.IsHidden(component)) continue;
            switch (component)
            {
                case { Type: FormComponentType.Group, Path: null }:
                    kept = kept.With(Check(component.Components, data, scope, at, errors));
                    break;
                case { Type: FormComponentType.Group, Path: { } path }:
                    var inner = data.Get(path).AsContext() ?? FeelContext.Empty;
                    kept = kept.With(path, FeelValue.Of(Check(component.Components, inner, scope.Within(inner), $"{at}{path}.", errors)));
                    break;
                case { Type: FormComponentType.DynamicList, Path: { } path }:
                    kept = kept.With(path, FeelValue.Of(Rows(component, data.Get(path).AsList() ?? FeelList.Empty, scope, at + path, errors)));
                    break;
                case { Type: FormComponentType.Expression, Key: { } key, Expression: { } expression }:
                    kept = kept.With(key, scope.Evaluate(expression));
                    break;
                case { Key: { } key, ReadOnly: false } when Asks(component.Type):
                    var value = Normal(component, data.Get(key), scope);
                    FormAnswer.Check(component, value, scope, at + key, errors);
                    kept = kept.With(key, value);
                    break;
            }
        }

        return kept;
    }

    private static FeelList Rows(FormComponent list, FeelList rows, FormScope scope, string at, List<FormError> errors)
    {
        if (rows.Count > MostRows) errors.Add(new FormError(at, "form.too-many", $"En çok {MostRows} satır olabilir.", $"There may be at most {MostRows} rows."));
        return FeelList.Of(rows.Take(MostRows).Select((row, index) =>
        {
            var entries = row.AsContext() ?? FeelContext.Empty;
            return FeelValue.Of(Check(list.Components, entries, scope.Within(entries), $"{at}[{index}].", errors));
        }).ToArray());
    }

    private static bool Asks(FormComponentType type) => type is not (FormComponentType.Unknown or FormComponentType.Text or FormComponentType.Table or FormComponentType.Separator);

    /// <summary>An empty text is no answer; blanks around a line are an accident; a checkbox that was not sent is not checked.</summary>
    private static FeelValue Normal(FormComponent component, FeelValue value, FormScope scope) => component.Type switch
    {
        FormComponentType.Checkbox => FeelValue.Of(value.IsTrue),
        FormComponentType.Checklist or FormComponentType.TagList => value.IsNull ? FeelValue.Of(FeelList.Empty) : value,
        FormComponentType.TextArea => string.IsNullOrWhiteSpace(value.AsString()) && value.Kind is FeelKind.String ? default : value,
        FormComponentType.DateTime when component.Subtype == "datetime" && value.AsString()?.Trim() is { Length: > 0 } moment => FeelValue.Of(scope.Moment(moment)),
        _ => value.AsString() is not { } text ? value : string.IsNullOrWhiteSpace(text) ? default : FeelValue.Of(text.Trim()),
    };
}
