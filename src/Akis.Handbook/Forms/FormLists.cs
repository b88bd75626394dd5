using Akis.Engine;
using Akis.Engine.Forms;
using Akis.Feel;

namespace Akis.Handbook.Forms;

/// <summary>Gives a list that a form's choices are taken from, where a process does not carry it itself: places, servers, switch ports.</summary>
public interface IFormList
{
    /// <summary>The options (contexts of label and value) of a variable that a form names as <c>valuesKey</c>; null where the variable is none of this list's.</summary>
    Task<FeelValue?> OptionsAsync(string variable, Actor actor, CancellationToken cancel);
}

/// <summary>Adds to a process's variables the lists that a form asks for.</summary>
public sealed class FormLists(IEnumerable<IFormList> lists)
{
    /// <summary>The variables with the lists of the form's choices; a variable of the process itself comes first.</summary>
    public async Task<FeelContext> AddAsync(string? formJson, FeelContext variables, Actor actor, CancellationToken cancel = default)
    {
        if (formJson is null || !FormSchema.TryRead(formJson, out var schema, out _)) return variables;
        foreach (var name in schema.All().Select(component => component.OptionsKey).OfType<string>().Distinct().Where(name => !variables.ContainsKey(name)))
        {
            foreach (var list in lists) if (await list.OptionsAsync(name, actor, cancel) is { } options) variables = variables.With(name, options);
        }

        return variables;
    }
}
