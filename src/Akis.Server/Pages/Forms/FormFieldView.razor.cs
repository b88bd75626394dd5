using System.Globalization;
using System.Text.RegularExpressions;
using Akis.Engine.Forms;
using Akis.Feel;
using Markdig;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Forms;

/// <summary>One component of a form as plain HTML.</summary>
public sealed partial class FormFieldView
{
    private const int OfferedRows = 2;

    // A form's author writes words, not markup: HTML in them is shown as text.
    private static readonly MarkdownPipeline Words = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <summary>What to render.</summary>
    [Parameter, EditorRequired] public required FormComponent Component { get; set; }

    /// <summary>The data of the component's own level.</summary>
    [Parameter, EditorRequired] public required FeelContext Data { get; set; }

    /// <summary>The scope of the form's expressions.</summary>
    [Parameter, EditorRequired] public required FormScope Scope { get; set; }

    /// <summary>The keys that the form itself asks; what is hidden by one of them cannot be known before posting.</summary>
    [Parameter, EditorRequired] public required IReadOnlySet<string> OwnKeys { get; set; }

    /// <summary>What is wrong, over the whole form.</summary>
    [Parameter] public IReadOnlyList<FormError> Errors { get; set; } = [];

    /// <summary>The reader's language.</summary>
    [Parameter] public string Language { get; set; } = "tr";

    /// <summary>The path of the level, with its point.</summary>
    [Parameter] public string Prefix { get; set; } = "";

    /// <summary>True in a row that is only offered.</summary>
    [Parameter] public bool Optional { get; set; }

    /// <summary>The element id of a field, for links from the list of errors.</summary>
    public static string IdOf(string path) => "f-" + path.Replace('[', '-').Replace(']', '-').Replace('.', '-');

    private string Path => Prefix + (Component.Key ?? Component.Path);

    private string Name => FormPost.Prefix + Path;

    private string Id => IdOf(Path);

    private string Label => Scope.Text(Component.Label, Language);

    private FeelValue Value => Data.ContainsKey(Component.Key!) ? Data.Get(Component.Key!) // fields have a key: the view asks first
        : !Scope[Component.Key!].IsNull && Prefix.Length == 0 ? Scope[Component.Key!]
        : Component.Default;

    private IReadOnlyList<(string Id, string Name)> Kept => Akis.Handbook.Files.FormFiles.Named(Data.Get(Component.Key!)); // as above

    private FormError? Error => Errors.FirstOrDefault(error => error.Path == Path);

    private string? Invalid => Error is null ? null : "is-invalid";

    private string? Wrong => Error is null ? null : "true";

    private string? RequiredClass => Component.Rules.Required ? "required" : null;

    private bool IsRequired => Component.Rules.Required && !Optional && !IsConditional;

    private string? DescribedBy
    {
        get
        {
            var ids = string.Join(' ', new[] { Error is null ? null : Id + "-error", Component.Description.IsEmpty ? null : Id + "-help" }.OfType<string>());
            return ids.Length == 0 ? null : ids;
        }
    }

    /// <summary>Hidden or not by an answer of this very form: without script it must be offered.</summary>
    private bool IsConditional => Component.HideWhen is { } hide && FeelExpression.Parse(hide).Names.Overlaps(OwnKeys);

    private bool IsShown => (IsConditional || !Scope.IsHidden(Component)) && !HasNothingToShow;

    // What is only shown is left out where there is nothing to show.
    private bool HasNothingToShow => Component is { ReadOnly: true, Key: not null } && Prefix.Length == 0 && (Value.IsNull || Value.AsString() is "" || Value.AsList() is { Count: 0 });

    private string InputType => Component switch
    {
        { Type: FormComponentType.DateTime, Subtype: "time" } => "time",
        { Type: FormComponentType.DateTime, Subtype: "datetime" } => "datetime-local",
        { Type: FormComponentType.DateTime } => "date",
        { Rules.Format: "email" } => "email",
        { Rules.Format: "phone" } => "tel",
        _ => "text",
    };

    // A day or time that is only shown stands as people write it.
    private string Shown => Component is { ReadOnly: true, Type: FormComponentType.TextField } && Value.AsString() is { } given && Moment().Match(given) is { Success: true } moment
        ? $"{moment.Groups[3].Value}.{moment.Groups[2].Value}.{moment.Groups[1].Value} {moment.Groups[4].Value}".TrimEnd()
        : Plain;

    [GeneratedRegex(@"^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)\S*)?$")]
    private static partial Regex Moment();

    private string Plain => Value.AsDecimal() is { } number
        ? number.ToString("0.############", CultureInfo.CurrentCulture)
        : Value.AsString() ?? (Value.IsNull ? "" : Value.ToString().TrimStart('@').Trim('"'));

    private int GivenRows => Data.Get(Component.Path!).AsList()?.Count ?? 0; // asked of lists only, which have a path

    private bool IsChosen(FormOption option) => Value.AsList() is { } many ? many.Any(one => one.AsString() == option.Value) : Value.AsString() == option.Value || Value.AsDecimal()?.ToString(CultureInfo.InvariantCulture) == option.Value;

    private FeelContext Inner(string? path) => path is null ? Data : Data.Get(path).AsContext() ?? FeelContext.Empty;

    private IEnumerable<(FeelContext Row, int Index)> Rows()
    {
        var given = Data.Get(Component.Path!).AsList() ?? FeelList.Empty; // as above
        return given.Select(row => row.AsContext() ?? FeelContext.Empty).Concat(Enumerable.Repeat(FeelContext.Empty, OfferedRows)).Select((row, index) => (row, index));
    }

    private int? Limit(string? rule) => Scope.Number(rule) is { } number ? (int)number : null;

    private static MarkupString Markdown(string text) => new(Markdig.Markdown.ToHtml(text, Words));
}
