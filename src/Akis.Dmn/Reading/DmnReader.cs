using System.Xml;
using System.Xml.Linq;
using Akis.Dmn.Reading;

namespace Akis.Dmn;

/// <summary>A model, or what stands in its way.</summary>
public sealed record DmnReadResult(DmnModel? Model, IReadOnlyList<DmnFinding> Findings);

/// <summary>Reads DMN 1.1 to 1.5 XML.</summary>
public static class DmnReader
{
    /// <summary>Reads a model; there is none where anything is wrong with it.</summary>
    /// <param name="xml">The text of the file.</param>
    /// <param name="imports">Gives the text of the model of a namespace that is imported, or null; without it nothing can be imported.</param>
    public static DmnReadResult Read(string xml, Func<string, string?>? imports = null)
    {
        var read = ReadLeniently(xml, imports);
        return read.Findings.Count == 0 ? read : read with { Model = null };
    }

    /// <summary>Reads a model even where single decisions are wrong: those evaluate to null with a diagnostic.</summary>
    public static DmnReadResult ReadLeniently(string xml, Func<string, string?>? imports = null)
    {
        var findings = new List<DmnFinding>();
        var model = Read(xml, imports ?? (_ => null), [], findings);
        return new(findings.Any(finding => finding.Code is "dmn.cycle" or "dmn.rule-columns") ? null : model, findings);
    }

    private static DmnModel? Read(string xml, Func<string, string?> imports, Dictionary<string, DmnModel> known, List<DmnFinding> findings)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = 50_000_000 });
            var root = XDocument.Load(reader, LoadOptions.SetLineInfo).Root;
            if (root is null || root.Name.LocalName != "definitions" || !root.IsDmn())
            {
                findings.Add(DmnTexts.Finding(1, "dmn.not-dmn"));
                return null;
            }

            var model = new DmnModel(root.Text("id") ?? "", root.DisplayName(), root.Text("namespace") ?? "");
            known[model.Namespace] = model;
            model.Imports = Imports(root, imports, known, findings);
            new ModelReader(model, root, findings).Read();
            return model;
        }
        catch (XmlException broken)
        {
            findings.Add(DmnTexts.Finding(broken.LineNumber, "dmn.xml", broken.Message));
            return null;
        }
    }

    private static List<(string Name, DmnModel Model)> Imports(XElement root, Func<string, string?> imports, Dictionary<string, DmnModel> known, List<DmnFinding> findings)
    {
        var models = new List<(string, DmnModel)>();
        foreach (var import in root.Children("import"))
        {
            var (name, space) = (import.Text("name") ?? "", import.Text("namespace") ?? "");
            if (import.Text("importType") is { } type && !DmnXml.Namespaces.Contains(type)) continue; // XML schemas and PMML give no decisions
            var imported = known.GetValueOrDefault(space) ?? (imports(space) is { } text ? Read(text, imports, known, findings) : null);
            if (imported is null) findings.Add(DmnTexts.Finding(import.Line(), "dmn.unknown-import", space));
            else models.Add((name, imported));
        }

        return models;
    }
}
