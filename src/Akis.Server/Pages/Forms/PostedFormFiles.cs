using Akis.Engine;
using Akis.Engine.Forms;
using Akis.Feel;
using Akis.Handbook.Files;

namespace Akis.Server.Pages.Forms;

/// <summary>
/// Files of a posted form: stored, and their references put where the form asks for them. Whatever the browser wrote there itself counts for nothing; files
/// that were kept before are named by their keys, which the store checks.
/// </summary>
internal sealed class PostedFormFiles(FormFiles files)
{
    /// <summary>What the names of the fields start with that keep a file sent before.</summary>
    public const string KeptPrefix = "kept.";

    /// <summary>The data with the references of its files, and what is wrong with the files; wrong ones are not stored.</summary>
    public async Task<(FeelContext Data, IReadOnlyList<FormError> Errors)> ReadAsync(FormSchema schema, IFormCollection post, FeelContext data, long? taskKey, Actor actor, CancellationToken cancel)
    {
        var errors = new List<FormError>();
        return (await FillAsync(schema.Components, data, ""), errors);

        async Task<FeelContext> FillAsync(IReadOnlyList<FormComponent> components, FeelContext given, string at)
        {
            foreach (var component in components)
            {
                switch (component)
                {
                    case { Type: FormComponentType.FilePicker, Key: { } key }:
                        given = given.With(key, await PickedAsync(component, at + key, given.Get(key).AsString()));
                        break;
                    case { Type: FormComponentType.Group, Path: null }:
                        given = await FillAsync(component.Components, given, at);
                        break;
                    case { Type: FormComponentType.Group, Path: { } path } when Holds(component):
                        given = given.With(path, FeelValue.Of(await FillAsync(component.Components, given.Get(path).AsContext() ?? FeelContext.Empty, $"{at}{path}.")));
                        break;
                    case { Type: FormComponentType.DynamicList, Path: { } path } when Holds(component):
                        var rows = new List<FeelValue>();
                        foreach (var row in given.Get(path).AsList() ?? FeelList.Empty) rows.Add(FeelValue.Of(await FillAsync(component.Components, row.AsContext() ?? FeelContext.Empty, $"{at}{path}[{rows.Count}].")));
                        given = given.With(path, FeelValue.Of(FeelList.Of([.. rows])));
                        break;
                }
            }

            return given;
        }

        async Task<FeelValue> PickedAsync(FormComponent component, string path, string? reference)
        {
            // The living form names its files by its own reference, a plain field by its path.
            var sent = post.Files.GetFiles(FormPost.Prefix + path).Concat(reference is null ? [] : post.Files.GetFiles(reference)).Where(file => file.FileName.Length > 0).ToList();
            var kept = component.Multiple || sent.Count == 0 ? await files.KeptAsync(post[KeptPrefix + path], taskKey, actor, cancel) : [];
            var wrong = sent.Select(file => FileStore.Refuse(path, file.FileName, file.Length) ?? NotAccepted(component, path, file)).OfType<FormError>().FirstOrDefault()
                ?? (sent.Count + kept.Count > (component.Multiple ? FileStore.MostFiles : 1) ? new FormError(path, "file.many", component.Multiple ? $"En çok {FileStore.MostFiles} dosya ekleyebilirsiniz." : "Yalnız bir dosya ekleyebilirsiniz.", component.Multiple ? $"You may attach {FileStore.MostFiles} files at most." : "You may attach one file only.") : null);
            if (wrong is not null) errors.Add(wrong);
            var references = kept.ToList();
            if (wrong is null)
            {
                foreach (var file in sent)
                {
                    await using var content = file.OpenReadStream();
                    references.Add(await files.StoreAsync(file.FileName, file.ContentType, content, taskKey, actor, cancel));
                }
            }

            return references.Count == 0 ? default : FeelValue.Of(FeelList.Of([.. references]));
        }
    }

    private static bool Holds(FormComponent component) => component.Components.Any(inner => inner.Type == FormComponentType.FilePicker || Holds(inner));

    // As browsers read `accept`: endings, whole media types, or a kind of them with a star.
    private static FormError? NotAccepted(FormComponent component, string path, IFormFile file)
    {
        var accepted = component.Accept.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return accepted.Length == 0 || Array.Exists(accepted, Fits) ? null
            : new(path, "file.kind", $"“{file.FileName}”: yalnız şu türler eklenebilir: {component.Accept}.", $"“{file.FileName}”: only these kinds may be attached: {component.Accept}.");

        bool Fits(string kind) => kind.StartsWith('.') ? file.FileName.EndsWith(kind, StringComparison.OrdinalIgnoreCase)
            : kind.EndsWith("/*", StringComparison.Ordinal) ? file.ContentType.StartsWith(kind[..^1], StringComparison.OrdinalIgnoreCase)
            : file.ContentType.Equals(kind, StringComparison.OrdinalIgnoreCase);
    }
}
