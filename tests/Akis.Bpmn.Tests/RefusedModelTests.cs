using Akis.Bpmn.Reading;
using YamlDotNet.Serialization;

namespace Akis.Bpmn.Tests;

/// <summary>Models that must not be deployed (<c>refused/*.cases.yaml</c>): each gives exactly the findings it names, with line and both languages.</summary>
public sealed class RefusedModelTests
{
    private static readonly IReadOnlyList<RefusedModel> All = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "refused"), "*.cases.yaml").Order(StringComparer.Ordinal)
        .SelectMany(file => new DeserializerBuilder().WithNamingConvention(YamlDotNet.Serialization.NamingConventions.CamelCaseNamingConvention.Instance).Build().Deserialize<List<RefusedModel>>(File.ReadAllText(file)))];

    public static TheoryData<string> Cases => new(All.Select(model => model.Name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_refused(string name)
    {
        var broken = All.Single(candidate => candidate.Name == name);
        var model = BpmnModel.Read(broken.File ?? Play.Xml(broken.Model + string.Concat(broken.Flows.Select(Scenario.Flow)), broken.Definitions));
        model.Findings.Select(finding => finding.Code).Distinct().Order().ShouldBe(broken.Code.Split(' ').Order());
        model.Processes.ShouldBeEmpty();
        model.Findings.ShouldAllBe(finding => finding.Line > 0 && finding.Tr.Length > 0 && finding.En.Length > 0 && finding.Tr != finding.En);
    }
}

/// <summary>A model that must not be deployed.</summary>
public sealed class RefusedModel
{
    public string Name { get; set; } = "";

    public string Code { get; set; } = "";

    public string Model { get; set; } = "";

    public string Definitions { get; set; } = "";

    public List<string> Flows { get; set; } = [];

    /// <summary>The whole file, instead of a model in a frame.</summary>
    public string? File { get; set; }
}
