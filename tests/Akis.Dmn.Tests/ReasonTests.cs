using Akis.Feel;

namespace Akis.Dmn.Tests;

/// <summary>Why a model is refused and why a decision is null: word for word, in both languages.</summary>
public sealed class ReasonTests
{
    private const string Table = "<decision id='d' name='Karar'><decisionTable><input><inputExpression><text>1</text></inputExpression></input><output/><rule id='r'><inputEntry><text>1</text></inputEntry></rule></decisionTable></decision>";

    [Theory]
    [InlineData("<import name='a' namespace='urn:yok'/>", "dmn.unknown-import", "urn:yok")]
    [InlineData("<decision id='d' name='Karar'><variable name='v' typeRef='tYok'/>{1}</decision>", "dmn.unknown-type", "tYok")]
    [InlineData("<decision id='d' name='a'>{1}</decision><decision id='d' name='b'>{1}</decision>", "dmn.duplicate-id", "'d'")]
    [InlineData("<decision id='a' name='Karar'>{1}</decision><decision id='b' name='Karar'>{1}</decision>", "dmn.duplicate-name", "'Karar'")]
    [InlineData("<decision id='d' name='d'><decisionTable hitPolicy='LAST'><input><inputExpression><text>1</text></inputExpression></input><output/></decisionTable></decision>", "dmn.hit-policy", "'LAST'")]
    [InlineData("<decision id='d' name='Karar'><informationRequirement><requiredDecision href='#d'/></informationRequirement>{1}</decision>", "dmn.cycle", "'Karar'")]
    [InlineData("<decision id='d' name='Karar'><informationRequirement><requiredDecision href='#yok'/></informationRequirement>{1}</decision>", "dmn.unknown-requirement", "'Karar' 'yok'")]
    [InlineData("<decision id='d' name='Karar'><informationRequirement><requiredInput href='#yok'/></informationRequirement>{1}</decision>", "dmn.unknown-requirement", "'Karar' 'yok'")]
    [InlineData("<decision id='d' name='Karar'><knowledgeRequirement><requiredKnowledge href='#yok'/></knowledgeRequirement>{1}</decision>", "dmn.unknown-requirement", "'Karar' 'yok'")]
    [InlineData("<decisionService id='s' name='Hizmet'><inputData href='#yok'/></decisionService>", "dmn.unknown-requirement", "'Hizmet' 'yok'")]
    [InlineData("<decisionService id='s' name='Hizmet'><inputDecision href='#yok'/></decisionService>", "dmn.unknown-requirement", "'Hizmet' 'yok'")]
    [InlineData("<decision id='d' name='Karar'><unheardOf/></decision>", "dmn.unsupported", "'Karar'")]
    [InlineData("<decision id='d' name='Karar'><literalExpression expressionLanguage='groovy'><text>x</text></literalExpression></decision>", "dmn.unsupported", "'Karar'")]
    [InlineData("<decision id='d' name='Karar'><decisionTable><input><inputExpression expressionLanguage='groovy'><text>Girdi</text></inputExpression></input><output/></decisionTable></decision>", "dmn.unsupported", "'Girdi'")]
    [InlineData("<businessKnowledgeModel id='k' name='Model'><encapsulatedLogic kind='PMML'>{x}</encapsulatedLogic></businessKnowledgeModel>", "dmn.unsupported", "'Model'")]
    [InlineData("<businessKnowledgeModel id='k' name='Model'><encapsulatedLogic/></businessKnowledgeModel>", "dmn.no-logic", "'Model'")]
    [InlineData("<decision id='d' name='Karar'><conditional><if>{1}</if><then>{1}</then></conditional></decision>", "dmn.no-logic", "'Karar'")]
    [InlineData("<decision id='d' name='Karar'><relation><column name='a'/><column name='b'/><row>{1}</row></relation></decision>", "dmn.rule-columns", "'Karar'")]
    [InlineData(Table, "dmn.rule-columns", "'r'")]
    public void A_model_that_cannot_be_run_is_refused(string elements, string code, string names)
    {
        var read = DmnReader.Read(Models.Xml("\n" + Models.Literals(elements)));
        read.Model.ShouldBeNull();
        var finding = read.Findings.ShouldHaveSingleItem();
        finding.Code.ShouldBe(code);
        finding.Line.ShouldBe(2);
        foreach (var name in names.Split(' '))
        {
            finding.Tr.ShouldContain(name);
            finding.En.ShouldContain(name);
        }
    }

    [Theory]
    [InlineData("", "dmn.xml")]
    [InlineData("<a/>", "dmn.not-dmn")]
    [InlineData("<definitions xmlns='urn:other'/>", "dmn.not-dmn")]
    [InlineData("<decision xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/'/>", "dmn.not-dmn")]
    [InlineData("<!DOCTYPE a [<!ENTITY e 'x'>]><definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/'/>", "dmn.xml")]
    public void A_file_that_is_no_model_is_refused(string xml, string code) => DmnReader.Read(xml).Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(finding => finding.Code.ShouldBe(code), finding => finding.Tr.ShouldNotBe(finding.En));

    [Theory]
    [InlineData("<decision id='d' name='Karar'/>", "dmn.no-logic", "'Karar' öğesinin karar mantığı yok.", "'Karar' has no logic.")]
    [InlineData("<decision id='d' name='Karar'><description>a</description><question>q</question><allowedAnswers>a</allowedAnswers><variable name='v'/><usingTask href='#t'/></decision>", "dmn.no-logic", "'Karar' öğesinin karar mantığı yok.", "'Karar' has no logic.")]
    [InlineData("<decision id='d' name='Karar'><conditional><if>{5}</if><then>{1}</then><else>{2}</else></conditional></decision>", "dmn.not-boolean", null, "The condition must be true or false, not 5.")]
    [InlineData("<decision id='d' name='Karar'><filter><in>{[1, 2]}</in><match>{item}</match></filter></decision>", "dmn.not-boolean", null, "The condition must be true or false, not 1.")]
    [InlineData("<decision id='d' name='Karar'><filter><in>{null}</in><match>{true}</match></filter></decision>", "dmn.not-a-list", null, "null is no list.")]
    [InlineData("<decision id='d' name='Karar'><for iteratorVariable='i'><in>{null}</in><return>{i}</return></for></decision>", "dmn.not-a-list", null, "null is no list.")]
    [InlineData("<decision id='d' name='Karar'><some iteratorVariable='i'><in>{[1]}</in><satisfies>{i}</satisfies></some></decision>", "dmn.not-boolean", null, "The condition must be true or false, not 1.")]
    [InlineData("<decision id='d' name='Karar'><every iteratorVariable='i'><in>{null}</in><satisfies>{true}</satisfies></every></decision>", "dmn.not-a-list", null, "null is no list.")]
    [InlineData("<decision id='d' name='Karar'><invocation>{5}</invocation></decision>", "dmn.not-a-function", null, "What is called is no function: 5.")]
    [InlineData("<decision id='d' name='Karar'><variable name='v' typeRef='string'/>{5}</decision>", "dmn.type", null, "'Karar' should be of type string, but is 5.")]
    [InlineData("<inputData id='i' name='Girdi'/><decision id='d' name='Karar'><informationRequirement><requiredInput href='#i'/></informationRequirement>{Girdi}</decision>", "dmn.missing-input", "'Girdi' girdisi verilmedi.", "The input 'Girdi' was not given.")]
    public void A_decision_that_is_null_says_why(string elements, string code, string? tr, string en)
    {
        var result = Models.Read(Models.Literals(elements)).Evaluate("d", FeelContext.Empty, FeelEnvironment.Default);
        result.Value.IsNull.ShouldBeTrue();
        var reason = result.Diagnostics.ShouldHaveSingleItem();
        (reason.Code, reason.En).ShouldBe((code, en));
        reason.Tr.ShouldNotBe(reason.En);
        if (tr is not null) reason.Tr.ShouldBe(tr);
    }

    [Fact]
    public void What_is_not_there_cannot_be_decided()
    {
        var model = Models.Read(Models.Literals("<inputData id='i' name='Girdi'/><decision id='d' name='Karar'>{1}</decision>"));
        foreach (var name in new[] { "yok", "i", "Girdi" })
        {
            var reason = model.Evaluate(name, FeelContext.Empty, FeelEnvironment.Default).Diagnostics.ShouldHaveSingleItem();
            reason.Code.ShouldBe("dmn.unknown-decision");
            reason.En.ShouldBe($"There is no decision '{name}'.");
        }

        model.Evaluate("Karar", FeelContext.Empty, FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of(1L));
    }

    [Fact]
    public void Steps_of_calls_are_limited()
    {
        var model = Models.Read(Models.Literals("<businessKnowledgeModel id='k' name='k'><encapsulatedLogic><formalParameter name='n'/>{n}</encapsulatedLogic></businessKnowledgeModel><decision id='d' name='d'><knowledgeRequirement><requiredKnowledge href='#k'/></knowledgeRequirement>{for i in 1..20 return k(i)}</decision>"));
        model.Evaluate("d", FeelContext.Empty, FeelEnvironment.Default with { StepLimit = 100 }).Diagnostics.ShouldBeEmpty();
        model.Evaluate("d", FeelContext.Empty, FeelEnvironment.Default with { StepLimit = 10 }).Diagnostics.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_boxed_iteration_makes_no_list_that_is_too_long()
    {
        var model = Models.Read(Models.Literals("<decision id='d' name='d'><for iteratorVariable='i'><in>{[1..5]}</in><return>{i}</return></for></decision>"));
        model.Evaluate("d", FeelContext.Empty, FeelEnvironment.Default with { ListLimit = 5 }).Value.ToString().ShouldBe("[1, 2, 3, 4, 5]");
        model.Evaluate("d", FeelContext.Empty, FeelEnvironment.Default with { ListLimit = 4 }).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("dmn.limit.steps");
    }

    [Fact]
    public void A_model_knows_its_parts()
    {
        var model = Models.Read(Models.Literals("<itemDefinition name='t'><typeRef>number</typeRef></itemDefinition><inputData id='i' name='Girdi'/><decision id='d' name='Karar'><variable name='k'/><informationRequirement><requiredInput href='#i'/></informationRequirement>{1}</decision><decision id='e' name='Üst'><informationRequirement><requiredDecision href='#d'/></informationRequirement>{k}</decision>"));
        (model.Id, model.Name, model.Namespace).ShouldBe(("m", "m", "urn:m"));
        model.InputData.ShouldHaveSingleItem().Variable.ShouldBe("Girdi");
        model.Types.Keys.ShouldBe(["t"]);
        model.Decisions.Select(decision => (decision.Id, decision.Name, decision.Variable)).ShouldBe([("d", "Karar", "k"), ("e", "Üst", "Üst")]);
        model.Find("e").ShouldNotBeNull().Requires.ShouldBe(["d"]);
        model.Find("Karar").ShouldBeSameAs(model.Find("d"));
        model.Find("Girdi").ShouldBeNull();
    }
}
