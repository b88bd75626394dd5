using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Akis.Bpmn.Reading;

namespace Akis.Bpmn.Tests;

/// <summary>
/// Models of the BPMN Model Interchange Working Group, where they lie beside the repository (<c>shared/suites</c> in a folder above): read and
/// written again they hold the same elements, attributes, texts, extensions and diagram data, and are valid against the standard's schema, as all of them were.
/// </summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Interchange_models_lose_nothing()
    {
        foreach (var file in Files("bpmn-miwg", "*.bpmn"))
        {
            var xml = File.ReadAllText(file);
            var written = BpmnModel.Read(xml).ToXml().ShouldNotBeNull(Path.GetFileName(file));
            Content(written).ShouldBe(Content(xml), Path.GetFileName(file));
        }
    }

    [Fact]
    public void Interchange_models_are_valid_before_and_after()
    {
        var schema = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        schema.Add(null, Files("bpmn-xsd", "BPMN20.xsd").Single());
        foreach (var file in Files("bpmn-miwg", "*.bpmn"))
        {
            var xml = File.ReadAllText(file);
            Errors(xml, schema).ShouldBeEmpty(Path.GetFileName(file));
            Errors(BpmnModel.Read(xml).ToXml()!, schema).ShouldBeEmpty(Path.GetFileName(file)); // read above
        }
    }

    [Fact]
    public void Interchange_models_are_compiled_or_refused_but_never_break_the_reader()
    {
        foreach (var file in Files("bpmn-miwg", "*.bpmn"))
        {
            // As published none is meant to run; said to be executable, everything in them has to be understood or refused.
            var model = BpmnModel.Read(File.ReadAllText(file).Replace("isExecutable=\"false\"", "isExecutable=\"true\"", StringComparison.Ordinal));
            if (model.Processes.Count == 0) model.Findings.ShouldNotBeEmpty(Path.GetFileName(file));
            model.Findings.ShouldAllBe(finding => finding.Line > 0 && finding.Tr.Length > 0 && finding.En.Length > 0);
        }
    }

    private static List<string> Content(string xml) =>
    [
        .. XDocument.Parse(xml).Descendants().Select(element =>
            $"{element.Name} [{string.Join(' ', element.Attributes().Where(a => !a.IsNamespaceDeclaration).Select(a => $"{a.Name}={a.Value}").Order(StringComparer.Ordinal))}] {(element.HasElements ? "" : element.Value)}").Order(StringComparer.Ordinal),
    ];

    private static List<string> Errors(string xml, XmlSchemaSet schema)
    {
        var errors = new List<string>();
        XDocument.Parse(xml).Validate(schema, (_, e) => errors.Add(e.Message));
        return errors;
    }

    private static string[] Files(string suite, string pattern)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "suites", suite);
            if (Directory.Exists(path)) return [.. Directory.GetFiles(path, pattern).Order(StringComparer.Ordinal)];
        }

        Assert.Skip($"the suite {suite} does not lie beside the repository");
        return [];
    }
}
