using Akis.Engine.Forms;

namespace Akis.Handbook.Checks;

/// <summary>form-js shows no form in which two components fill the same entry or have the same id: hidden ones count, too.</summary>
internal static class FormFields
{
    /// <summary>Runs it over a folder's forms.</summary>
    public static IEnumerable<string> Run(ProcessFolder folder)
    {
        foreach (var (file, form) in folder.Forms)
        {
            foreach (var twice in Twice(Entries(form.Components, ""))) yield return $"{file}: two fields fill '{twice}'; a browser shows neither";
            foreach (var twice in Twice(form.All().Select(component => component.Id))) yield return $"{file}: two components have the id '{twice}'";
        }
    }

    private static IEnumerable<string> Twice(IEnumerable<string> names) => names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key);

    private static IEnumerable<string> Entries(IEnumerable<FormComponent> components, string within) => components.SelectMany(component => component switch
    {
        { Type: FormComponentType.Table } => [],
        { Type: FormComponentType.DynamicList, Path: { } list } => Entries(component.Components, $"{within}{list}[].").Prepend(within + list),
        { Type: FormComponentType.Group } => Entries(component.Components, component.Path is { } path ? $"{within}{path}." : within),
        { Key: { } key } => [within + key],
        _ => [],
    });
}
