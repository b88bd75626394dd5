using Akis.Engine;
using Akis.Engine.Database;
using YamlDotNet.RepresentationModel;

namespace Akis.Desk.Knowledge;

/// <summary>
/// Brings articles in from files, <c>knowledge/SLUG.md</c>: front matter (<c>tr</c>, <c>en</c>, <c>topic</c>, <c>audience</c>, <c>owner</c>, <c>categories</c>), the Turkish text, a line
/// <c>&lt;!-- en --&gt;</c>, the English text. An article that is there already stays as people have made it.
/// </summary>
public sealed class KnowledgeFolder(AkisDatabase database, ArticleCommands commands)
{
    private const string English = "\n<!-- en -->\n";

    /// <summary>Loads what is missing; gives the number of new articles.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="author">In whose name they are written.</param>
    /// <param name="approver">Who approves them; another person.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<int> LoadAsync(string folder, Actor author, Actor approver, CancellationToken cancel = default)
    {
        var known = (await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT slug FROM article", row => row.GetString(0), token), cancel)).ToHashSet();
        var loaded = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal))
        {
            var draft = Read(Path.GetFileNameWithoutExtension(file), await File.ReadAllTextAsync(file, cancel));
            if (known.Contains(draft.Slug)) continue;
            if (ArticleCommands.Check(draft) is [var wrong, ..]) throw new InvalidDataException($"{file}: {wrong.En}");
            var key = (await commands.SaveAsync(null, draft, [], author, cancel)).Value;
            foreach (var step in new[] { await commands.SubmitAsync(key, author, cancel), await commands.ApproveAsync(key, approver, cancel) }) if (step.Problem is { } problem) throw new InvalidDataException($"{file}: {problem.En}");
            loaded++;
        }

        return loaded;
    }

    /// <summary>Reads one file.</summary>
    public static ArticleDraft Read(string slug, string text)
    {
        var parts = text.ReplaceLineEndings("\n").Split("---\n", 3);
        if (parts.Length != 3) throw new InvalidDataException($"{slug}: front matter between two lines of --- is missing.");
        var yaml = new YamlStream();
        yaml.Load(new StringReader(parts[1]));
        var front = ((YamlMappingNode)yaml.Documents[0].RootNode).Children;
        string Value(string name) => front.TryGetValue(name, out var value) ? value.ToString() : "";
        var texts = parts[2].Split(English, 2);
        return new(slug, Value("topic"), Value("audience"), Value("owner"), front.TryGetValue("categories", out var codes) ? [.. ((YamlSequenceNode)codes).Select(code => code.ToString())] : [],
            Value("tr"), texts[0].Trim(), Value("en"), texts.Length > 1 ? texts[1].Trim() : "");
    }
}
