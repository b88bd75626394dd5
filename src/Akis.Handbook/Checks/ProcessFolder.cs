using System.Xml.Linq;
using Akis.Bpmn.Reading;
using Akis.Engine.Forms;
using Akis.Handbook.Catalogue;
using Akis.Handbook.Documents;
using Akis.Handbook.Scenarios;

namespace Akis.Handbook.Checks;

/// <summary>A file of a folder and what was read from it.</summary>
internal sealed record Read<T>(string File, T Content);

/// <summary>Everything that stands in a process folder, read once for all checks. What cannot be read is a finding and left out.</summary>
internal sealed class ProcessFolder
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    private ProcessFolder(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Its name: the code and a word.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Whether it holds what others call and use.</summary>
    public bool IsShared => Name == "shared" || System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(Path)) == "shared";

    /// <summary>Its models as XML, with lines.</summary>
    public List<Read<XElement>> Models { get; } = [];

    /// <summary>The ids of the processes in its models.</summary>
    public IEnumerable<string> ProcessIds => Models.SelectMany(model => model.Content.Elements(Bpmn + "process")).Select(process => (string?)process.Attribute("id")).OfType<string>();

    /// <summary>Its decision files.</summary>
    public List<Read<XElement>> Decisions { get; } = [];

    /// <summary>Its forms.</summary>
    public List<Read<FormSchema>> Forms { get; } = [];

    /// <summary>Its texts of notifications by name.</summary>
    public List<Read<Notification>> Notifications { get; } = [];

    /// <summary>Its documents.</summary>
    public List<Read<DocumentTemplate>> Documents { get; } = [];

    /// <summary>Its scenarios; null where there are none.</summary>
    public ScenarioFile? Scenarios { get; private set; }

    /// <summary>What cannot be read, and why.</summary>
    public List<string> Unreadable { get; } = [];

    /// <summary>Reads a folder.</summary>
    public static ProcessFolder Open(string path)
    {
        var folder = new ProcessFolder(path);
        foreach (var file in Directory.GetFiles(path).Order(StringComparer.Ordinal))
        {
            var name = System.IO.Path.GetFileName(file);
            try
            {
                if (name.EndsWith(".bpmn", StringComparison.Ordinal)) folder.Models.Add(new(name, XDocument.Load(file, LoadOptions.SetLineInfo).Root!)); // a document has a root
                else if (name.EndsWith(".dmn", StringComparison.Ordinal)) folder.Decisions.Add(new(name, XDocument.Load(file, LoadOptions.SetLineInfo).Root!)); // as above
                else if (name.EndsWith(".form", StringComparison.Ordinal)) folder.AddForm(file, name);
                else if (name.EndsWith(DocumentTemplate.Ending, StringComparison.Ordinal)) folder.Documents.Add(new(name, DocumentTemplate.Read(file)));
                else if (name == "notifications.yaml") folder.Notifications.AddRange(Notification.Read(file).Select(one => new Read<Notification>(name, one)));
                else if (name == "scenarios.yaml") folder.Scenarios = ScenarioFile.Read(file);
            }
            catch (Exception broken) when (broken is System.Xml.XmlException or HandbookError)
            {
                folder.Unreadable.Add(broken.Message.StartsWith(file, StringComparison.Ordinal) ? name + broken.Message[file.Length..] : $"{name}: {broken.Message}");
            }
        }

        return folder;
    }

    private void AddForm(string file, string name)
    {
        if (FormSchema.TryRead(File.ReadAllText(file), out var schema, out var error)) Forms.Add(new(name, schema));
        else Unreadable.Add($"{name}: {error}");
    }
}
