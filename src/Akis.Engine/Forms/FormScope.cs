using System.Globalization;
using System.Text.RegularExpressions;
using Akis.Feel;

namespace Akis.Engine.Forms;

/// <summary>A form's FEEL, evaluated over the instance's variables and what the person has given so far.</summary>
public sealed partial class FormScope
{
    private readonly FeelContext _values;
    private readonly FeelEnvironment _environment;

    /// <summary>A scope in which the given data hides variables of the same name.</summary>
    public FormScope(FeelContext variables, FeelContext data, FeelEnvironment environment)
    {
        _values = variables.With(data);
        _environment = environment;
    }

    /// <summary>A date and time as FEEL reads it: with seconds and the university's offset. Browsers give neither or their own; what is no moment stays as it is.</summary>
    public string Moment(string text)
    {
        if (text.Contains('@', StringComparison.Ordinal) || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var local)) return text;
        var moment = local.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(local, _environment.Zone.GetUtcOffset(local)) : TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture), _environment.Zone);
        return moment.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
    }

    /// <summary>Today in the environment's zone.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(_environment.Clock.GetUtcNow(), _environment.Zone).DateTime);

    /// <summary>The value of a name; null when unknown.</summary>
    public FeelValue this[string name] => _values.Get(name);

    /// <summary>The same scope with a row's entries in front, for the components of a list.</summary>
    public FormScope Within(FeelContext row) => new(_values, row, _environment);

    /// <summary>FEEL's value (without the leading “=”); null when it cannot be evaluated.</summary>
    public FeelValue Evaluate(string expression) =>
        FeelExpression.Parse(expression, _values.Keys) is { IsValid: true } parsed ? parsed.Evaluate(_values, _environment).Value : default;

    /// <summary>True when the component is not to be shown, and so neither asked nor kept.</summary>
    public bool IsHidden(FormComponent component) => component.HideWhen is not null && Evaluate(component.HideWhen).IsTrue;

    /// <summary>A rule's number, written or computed; null when there is none.</summary>
    public decimal? Number(string? rule) => rule switch
    {
        null => null,
        ['=', .. var expression] => Evaluate(expression).AsDecimal(),
        _ => decimal.TryParse(rule, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    /// <summary>The options of a component: written, listed by a variable, or computed.</summary>
    public IReadOnlyList<FormOption> Options(FormComponent component) =>
        component.OptionsKey is not null ? Options(this[component.OptionsKey])
        : component.Expression is not null && component.Options.Count == 0 ? Options(Evaluate(component.Expression))
        : component.Options;

    /// <summary>A text for the reader: FEEL when it starts with “=”, otherwise with its `{{expressions}}` filled in.</summary>
    public string Text(FormText text, string language)
    {
        var written = text.In(language);
        return written.StartsWith('=') ? Words(Evaluate(written[1..])) : Template().Replace(written, match => Words(Evaluate(match.Groups[1].Value)));
    }

    private static FormOption[] Options(FeelValue value) => [.. (value.AsList() ?? FeelList.Empty).Select(item => item.AsContext() is { } option
        ? new FormOption(Words(option.Get("value")), new FormText(Words(option.Get("label").IsNull ? option.Get("value") : option.Get("label")), option.Get("label:en").AsString()))
        : new FormOption(Words(item), new FormText(Words(item), null)))];

    /// <summary>A value in a sentence.</summary>
    internal static string Words(FeelValue value) => value.Kind == FeelKind.List ? string.Join(", ", value.AsList()!.Select(Words)) // the kind was asked
        : value.IsNull ? ""
        : value.AsString() ?? value.ToString().TrimStart('@').Trim('"'); // a temporal literal is its ISO text after an @

    [GeneratedRegex(@"\{\{\s*=?(.+?)\s*\}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Template();
}
