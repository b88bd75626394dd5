using System.Xml;
using System.Xml.Linq;
using Akis.Bpmn.Graph;

namespace Akis.Bpmn.Reading;

/// <summary>A BPMN file: the whole document, so that nothing is lost, and the executable graphs compiled from it.</summary>
public sealed class BpmnModel
{
    private BpmnModel(XDocument? document, IReadOnlyList<ProcessGraph> processes, IReadOnlyList<Finding> findings) => (_document, Processes, Findings) = (document, processes, findings);

    private readonly XDocument? _document;

    /// <summary>The executable processes; empty where there are findings.</summary>
    public IReadOnlyList<ProcessGraph> Processes { get; }

    /// <summary>What stands in the way of deployment.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Forms that lie in the file itself (<c>zeebe:userTaskForm</c>): id and form-js JSON.</summary>
    public IReadOnlyList<(string Id, string Json)> Forms =>
        [.. _document?.Descendants(Names.Zeebe + "userTaskForm").Select(form => ((string?)form.Attribute("id") ?? "", form.Value.Trim())).Where(form => form.Item1.Length > 0) ?? []];

    /// <summary>Reads a file and checks that every executable process in it can run.</summary>
    public static BpmnModel Read(string xml) => Read(xml, isDeployed: false);

    /// <summary>Reads what was deployed before: a check that came later does not stop instances that run. There are findings and processes.</summary>
    public static BpmnModel ReadDeployed(string xml) => Read(xml, isDeployed: true);

    private static BpmnModel Read(string xml, bool isDeployed)
    {
        var findings = new List<Finding>();
        try
        {
            var document = Load(xml);
            if (document.Root?.Name != Names.Bpmn + "definitions")
            {
                return new(document, [], [new(1, null, "bpmn.not-bpmn", "Dosya bir BPMN 2.0 modeli değil.", "The file is no BPMN 2.0 model.")]);
            }

            StandardChecks.Check(document.Root, findings);
            DialectChecks.Check(document.Root, findings);
            CollaborationChecks.Check(document.Root, findings);

            // What is compiled is read a second time where it has to be rewritten: the document itself stays as it was.
            var definitions = ClassicDialect.IsUsed(document.Root) ? Load(xml).Root! : document.Root; // the same text, so it has a root
            if (definitions != document.Root) new ClassicDialect(definitions, findings).Translate();
            DialectValues.Check(definitions, findings);
            var processes = definitions.Elements(Names.Bpmn + "process").Where(process => process.Flag("isExecutable"))
                .Select(process => new GraphBuilder(definitions, process, findings).Build()).ToList();
            if (processes.Count == 0 && findings.Count == 0)
            {
                findings.Add(new(1, null, "bpmn.nothing-executable", "Dosyada yürütülebilir (isExecutable) bir süreç yok.", "The file holds no executable process (isExecutable)."));
            }

            return new(document, findings.Count == 0 || isDeployed ? processes : [], findings);
        }
        catch (XmlException broken)
        {
            return new(null, [], [new(Math.Max(broken.LineNumber, 1), null, "bpmn.xml", "XML okunamadı: " + broken.Message, "The XML cannot be read: " + broken.Message)]);
        }
    }

    internal static XDocument Load(string xml)
    {
        using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XDocument.Load(reader, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace);
    }

    /// <summary>The document again, with everything that was in it; null where the text was no XML.</summary>
    public string? ToXml()
    {
        if (_document is null) return null;
        return (_document.Declaration?.ToString() is { } declaration ? declaration + "\n" : "") + _document.ToString(SaveOptions.DisableFormatting);
    }
}
