using Akis.Feel;

namespace Akis.Dmn.Tests;

/// <summary>Types, knowledge models, decision services and imports: how the parts of a model work together.</summary>
public sealed class RequirementTests
{
    private const string Types = """
        <itemDefinition name="tYaş"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>
        <itemDefinition name="tKişi"><itemComponent name="ad"><typeRef>string</typeRef></itemComponent><itemComponent name="yaş"><typeRef>tYaş</typeRef></itemComponent></itemDefinition>
        <itemDefinition name="tKişiler" isCollection="true"><typeRef>tKişi</typeRef></itemDefinition>
        <itemDefinition name="tRenk"><typeRef>string</typeRef><allowedValues><text>"al", "mor"</text></allowedValues></itemDefinition>
        <itemDefinition name="tÇift" isCollection="true"><typeRef>number</typeRef><typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>
        <itemDefinition name="tAğaç"><itemComponent name="değer"><typeRef>number</typeRef></itemComponent><itemComponent name="dallar" isCollection="true"><typeRef>tAğaç</typeRef></itemComponent></itemDefinition>
        """;

    [Theory]
    [InlineData("tYaş", "30", "30")]
    [InlineData("tYaş", "200", null)]
    [InlineData("tYaş", "[30]", "30")]
    [InlineData("tYaş", "null", "null")]
    [InlineData("tKişi", "{ad: \"Ali\", yaş: 30, boy: 1}", "{ad: \"Ali\", yaş: 30, boy: 1}")]
    [InlineData("tKişi", "{ad: \"Ali\"}", null)]
    [InlineData("tKişi", "{ad: \"Ali\", yaş: 200}", null)]
    [InlineData("tKişi", "{ad: null, yaş: 3}", "{ad: null, yaş: 3}")]
    [InlineData("tKişiler", "{ad: \"Ali\", yaş: 30}", "[{ad: \"Ali\", yaş: 30}]")]
    [InlineData("tKişiler", "[{ad: 5, yaş: 30}]", null)]
    [InlineData("tRenk", "\"mor\"", "\"mor\"")]
    [InlineData("tRenk", "\"ak\"", null)]
    [InlineData("tÇift", "[1, 2]", "[1, 2]")]
    [InlineData("tÇift", "[1, 2, 3]", null)]
    [InlineData("tAğaç", "{değer: 1, dallar: [{değer: 2, dallar: []}]}", "{değer: 1, dallar: [{değer: 2, dallar: []}]}")]
    [InlineData("tAğaç", "{değer: 1, dallar: [{değer: \"x\", dallar: []}]}", null)]
    [InlineData("list&lt;number&gt;", "1", "[1]")]
    [InlineData("feel:string", "\"a\"", "\"a\"")]
    [InlineData("date and time", "@\"2026-11-24\"", "@\"2026-11-24T00:00:00Z\"")]
    public void A_value_is_coerced_to_its_type_or_refused(string type, string value, string? expected)
    {
        var model = Models.Read($"{Types}<decision id='d' name='d'><variable name='d' typeRef='{type}'/><literalExpression><text>{value}</text></literalExpression></decision>");
        var result = model.Evaluate("d", FeelContext.Empty, FeelEnvironment.Default);
        result.Value.ToString().ShouldBe(expected ?? "null");
        result.Diagnostics.Any(diagnostic => diagnostic.Code == "dmn.type").ShouldBe(expected is null);
    }

    [Fact]
    public void An_input_of_another_type_is_null_with_a_reason_and_a_missing_one_too()
    {
        var model = Models.Read(Types + Models.Literals("<inputData id='r' name='Renk Adı'><variable name='Renk Adı' typeRef='tRenk'/></inputData><decision id='d' name='d'><informationRequirement><requiredInput href='#r'/></informationRequirement>{Renk Adı}</decision>"));
        model.Evaluate("d", FeelContext.Of(("Renk Adı", FeelValue.Of("mor"))), FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of("mor"));
        model.Evaluate("d", FeelContext.Of(("Renk Adı", FeelValue.Of(5L))), FeelEnvironment.Default).Diagnostics.ShouldContain(diagnostic => diagnostic.Code == "dmn.type");
        model.Evaluate("d", FeelContext.Empty, FeelEnvironment.Default).Diagnostics.ShouldContain(diagnostic => diagnostic.Code == "dmn.missing-input" && diagnostic.Tr.Contains("Renk Adı"));
    }

    private const string Knowledge = """
        <businessKnowledgeModel id="k" name="çarpan"><variable name="çarpan" typeRef="number"/><encapsulatedLogic><formalParameter name="n" typeRef="number"/>{if n &lt; 2 then 1 else n * çarpan(n - 1)}</encapsulatedLogic></businessKnowledgeModel>
        <decision id="d" name="d"><knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>{çarpan(6)}</decision>
        <decision id="yanlış" name="yanlış"><knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>{çarpan("a")}</decision>
        <decision id="sonsuz" name="sonsuz"><knowledgeRequirement><requiredKnowledge href="#k2"/></knowledgeRequirement>{k2(1)}</decision>
        <businessKnowledgeModel id="k2" name="k2"><encapsulatedLogic><formalParameter name="n"/>{k2(n)}</encapsulatedLogic></businessKnowledgeModel>
        """;

    [Theory]
    [InlineData("d", "720", null)]
    [InlineData("yanlış", "null", "feel.argument")]
    [InlineData("sonsuz", "null", "dmn.limit.depth")]
    public void Knowledge_models_are_functions(string decision, string expected, string? code)
    {
        var result = Models.Read(Models.Literals(Knowledge.Replace("&lt;", "<", StringComparison.Ordinal))).Evaluate(decision, FeelContext.Empty, FeelEnvironment.Default);
        result.Value.ToString().ShouldBe(expected);
        if (code is not null) result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == code);
    }

    [Fact]
    public void A_knowledge_model_can_be_asked_itself() =>
        Models.Read(Models.Literals(Knowledge.Replace("&lt;", "<", StringComparison.Ordinal))).Evaluate("çarpan", FeelContext.Of(("n", FeelValue.Of(4L))), FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of(24L));

    private const string Service = """
        <inputData id="i" name="i"><variable name="i" typeRef="number"/></inputData>
        <decision id="g" name="g">{100}</decision>
        <decision id="o" name="o"><informationRequirement><requiredDecision href="#g"/></informationRequirement><informationRequirement><requiredInput href="#i"/></informationRequirement>{g + i}</decision>
        <decision id="o2" name="o2">{7}</decision>
        <decisionService id="s" name="s"><variable name="s"/><outputDecision href="#o"/><inputDecision href="#g"/><inputData href="#i"/></decisionService>
        <decisionService id="s2" name="s2"><outputDecision href="#o2"/><outputDecision href="#g"/></decisionService>
        <decision id="d" name="d"><knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement><informationRequirement><requiredDecision href="#o"/></informationRequirement>{[s(1, 2), s(g: 10, i: 5), o]}</decision>
        """;

    [Fact]
    public void A_service_is_a_function_of_its_inputs_and_leaves_the_rest_alone()
    {
        var model = Models.Read(Models.Literals(Service));
        model.Evaluate("d", FeelContext.Of(("i", FeelValue.Of(3L))), FeelEnvironment.Default).Value.ToString().ShouldBe("[3, 15, 103]");
        model.Evaluate("s", FeelContext.Of(("i", FeelValue.Of(3L)), ("g", FeelValue.Of(4L))), FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of(7L));
        model.Evaluate("s", FeelContext.Of(("i", FeelValue.Of(3L))), FeelEnvironment.Default).Diagnostics.ShouldContain(diagnostic => diagnostic.Code == "dmn.missing-input");
        model.Evaluate("s2", FeelContext.Empty, FeelEnvironment.Default).Value.ToString().ShouldBe("{o2: 7, g: 100}");
    }

    [Theory]
    [InlineData("ortak", "ortak.iki kat(4)", "ortak.tSayı")]
    [InlineData("", "iki kat(4)", "tSayı")]
    public void An_imported_model_is_read_under_its_name_or_as_one_s_own(string name, string call, string type)
    {
        var shared = Models.Xml(Models.Literals("<itemDefinition name='tSayı'><typeRef>number</typeRef></itemDefinition><businessKnowledgeModel id='k' name='iki kat'><encapsulatedLogic><formalParameter name='n' typeRef='tSayı'/>{n * 2}</encapsulatedLogic></businessKnowledgeModel>"), "urn:ortak");
        var model = Models.Read(
            Models.Literals($"<import name='{name}' namespace='urn:ortak' importType='https://www.omg.org/spec/DMN/20230324/MODEL/'/><decision id='d' name='d'><variable name='d' typeRef='{type}'/><knowledgeRequirement><requiredKnowledge href='urn:ortak#k'/></knowledgeRequirement>{{{call}}}</decision>"),
            space => space == "urn:ortak" ? shared : null);
        model.Evaluate("d", FeelContext.Empty, FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of(8L));
    }

    [Theory]
    [InlineData("<import name='a' namespace='urn:yok'/>", "dmn.unknown-import")]
    [InlineData("<decision id='d' name='d'><variable name='d' typeRef='tYok'/>{1}</decision>", "dmn.unknown-type")]
    [InlineData("<decision id='d' name='a'>{1}</decision><decision id='d' name='b'>{1}</decision>", "dmn.duplicate-id")]
    [InlineData("<decision id='a' name='d'>{1}</decision><decision id='b' name='d'>{1}</decision>", "dmn.duplicate-name")]
    [InlineData("<decision id='d' name='d'><decisionTable hitPolicy='LAST'><input><inputExpression><text>1</text></inputExpression></input><output/></decisionTable></decision>", "dmn.hit-policy")]
    [InlineData("<itemDefinition name='t'><typeRef>number</typeRef><allowedValues><text>&lt;</text></allowedValues></itemDefinition>", "dmn.expression")]
    [InlineData("<decision id='d' name='d'><informationRequirement><requiredDecision href='#e'/></informationRequirement>{1}</decision><decision id='e' name='e'><informationRequirement><requiredDecision href='#d'/></informationRequirement>{1}</decision>", "dmn.cycle")]
    [InlineData("<decisionService id='s' name='s'><outputDecision href='#yok'/></decisionService>", "dmn.unknown-requirement")]
    public void What_is_wrong_is_found(string elements, string code) => DmnReader.Read(Models.Xml(Models.Literals(elements))).Findings.ShouldContain(finding => finding.Code == code && finding.Tr != finding.En);

    [Fact]
    public void A_decision_is_evaluated_once_however_many_read_it()
    {
        var model = Models.Read(Models.Literals("<decision id='a' name='a'>{1}</decision><decision id='b' name='b'><informationRequirement><requiredDecision href='#a'/></informationRequirement>{a + a}</decision><decision id='c' name='c'><informationRequirement><requiredDecision href='#a'/></informationRequirement><informationRequirement><requiredDecision href='#b'/></informationRequirement>{a + b}</decision>"));
        var result = model.Evaluate("c", FeelContext.Empty, FeelEnvironment.Default);
        result.Value.ShouldBe(FeelValue.Of(3L));
        result.Trace.Select(trace => trace.DecisionId).ShouldBe(["a", "b", "c"]);
    }

    [Theory]
    [InlineData("http://www.omg.org/spec/DMN/20151101/dmn.xsd")]
    [InlineData("http://www.omg.org/spec/DMN/20151101/dmn11.xsd")]
    [InlineData("http://www.omg.org/spec/DMN/20180521/MODEL/")]
    [InlineData("https://www.omg.org/spec/DMN/20191111/MODEL/")]
    [InlineData("https://www.omg.org/spec/DMN/20211108/MODEL/")]
    [InlineData("https://www.omg.org/spec/DMN/20230324/MODEL/")]
    public void Every_version_is_read(string version) => DmnReader.Read($"<definitions xmlns='{version}' id='m' name='m' namespace='m'><decision id='d' name='d'><literalExpression><text>1</text></literalExpression></decision></definitions>")
        .Model.ShouldNotBeNull().Evaluate("d", FeelContext.Empty, FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of(1L));
}
