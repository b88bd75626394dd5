using System.Globalization;
using System.Text.RegularExpressions;
using Akis.Engine.Forms;
using Akis.Feel;
using Microsoft.AspNetCore.Components;

namespace Akis.Server.Pages.Forms;

/// <summary>Renders a form with what was given so far and what is wrong with it.</summary>
public sealed partial class TaskForm
{
    private FormScope _scope = null!; // set before the first rendering, from parameters that are required
    private HashSet<string> _ownKeys = [];

    /// <summary>The form.</summary>
    [Parameter, EditorRequired] public required FormSchema Schema { get; set; }

    /// <summary>The same form as its JSON, for the living form.</summary>
    [Parameter, EditorRequired] public required string SchemaJson { get; set; }

    /// <summary>The name by which the page knows which form was posted.</summary>
    [Parameter, EditorRequired] public required string Name { get; set; }

    /// <summary>Called when the form was posted; the page reads the request's fields.</summary>
    [Parameter, EditorRequired] public required EventCallback OnSubmit { get; set; }

    /// <summary>What was given so far: a draft, or what was just typed.</summary>
    [Parameter] public FeelContext Data { get; set; } = FeelContext.Empty;

    /// <summary>The variables that the form's expressions may read.</summary>
    [Parameter] public FeelContext Variables { get; set; } = FeelContext.Empty;

    /// <summary>What is wrong with the answers just given.</summary>
    [Parameter] public IReadOnlyList<FormError> Errors { get; set; } = [];

    /// <summary>The buttons under the fields.</summary>
    [Parameter] public RenderFragment? Buttons { get; set; }

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _scope = new FormScope(Variables, Data, FeelEnvironment.Default);
        _ownKeys = [.. Schema.All().Select(component => component.Key).OfType<string>()];
    }

    private string LabelOf(string path)
    {
        var key = RowIndex().Replace(path, "").Split('.')[^1];
        var component = Schema.All().FirstOrDefault(component => component.Key == key || component.Path == key);
        return component is null ? key : _scope.Text(component.Label, Language);
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex RowIndex();
}
