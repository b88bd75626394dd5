using System.Xml.Linq;
using Akis.Dmn.Checks;
using Akis.Feel;
using CsCheck;

namespace Akis.Dmn.Tests;

/// <summary>Whatever happens to a model on its way, reading, checking and deciding answer with findings and reasons: never with an exception.</summary>
public sealed class RobustnessTests
{
    // One of everything that DMN has.
    private static readonly string Whole = Models.Xml(Models.Literals("""
        <import name="ortak" namespace="urn:m" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
        <itemDefinition name="tYaş"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>
        <itemDefinition name="tKişi"><itemComponent name="ad"><typeRef>string</typeRef></itemComponent><itemComponent name="yaş"><typeRef>tYaş</typeRef></itemComponent><itemComponent name="çocuklar" isCollection="true"><typeRef>tKişi</typeRef></itemComponent></itemDefinition>
        <itemDefinition name="tÇift" isCollection="true"><typeRef>number</typeRef><typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>
        <itemDefinition name="tİşlev"><functionItem outputTypeRef="number"><parameters name="n" typeRef="number"/></functionItem></itemDefinition>
        <inputData id="i" name="Kişi"><variable name="Kişi" typeRef="tKişi"/></inputData>
        <inputData id="j" name="sayı"><variable name="sayı" typeRef="number"/></inputData>
        <businessKnowledgeModel id="k" name="çarpan"><variable name="çarpan" typeRef="number"/><encapsulatedLogic><formalParameter name="n" typeRef="number"/>{if n = 0 then 1 else n * çarpan(n - 1)}</encapsulatedLogic></businessKnowledgeModel>
        <businessKnowledgeModel id="t" name="tablo"><encapsulatedLogic><formalParameter name="p" typeRef="number"/><decisionTable hitPolicy="PRIORITY"><input><inputExpression typeRef="number"><text>p</text></inputExpression></input><output name="o"><outputValues><text>"b", "a"</text></outputValues></output><rule><inputEntry><text>-</text></inputEntry><outputEntry><text>"a"</text></outputEntry></rule><rule><inputEntry><text>? > 5</text></inputEntry><outputEntry><text>"b"</text></outputEntry></rule></decisionTable></encapsulatedLogic></businessKnowledgeModel>
        <decision id="a" name="a"><variable name="a" typeRef="tÇift"/><informationRequirement><requiredInput href="#j"/></informationRequirement><list>{sayı}{2}</list></decision>
        <decision id="b" name="b"><informationRequirement><requiredDecision href="#a"/></informationRequirement><knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement><context><contextEntry><variable name="f"/><functionDefinition><formalParameter name="m"/>{m + 1}</functionDefinition></contextEntry><contextEntry><variable name="r"/><relation><column name="x"/><column name="y" typeRef="number"/><row>{1}{2}</row></relation></contextEntry><contextEntry><invocation>{çarpan}<binding><parameter name="n"/>{count(a)}</binding></invocation></contextEntry></context></decision>
        <decision id="c" name="c"><informationRequirement><requiredDecision href="#a"/></informationRequirement><conditional><if><every iteratorVariable="e"><in>{a}</in><satisfies>{e > 0}</satisfies></every></if><then><for iteratorVariable="e"><in>{a}</in><return>{e * 2}</return></for></then><else><filter><in>{a}</in><match>{item > 1}</match></filter></else></conditional></decision>
        <decision id="d" name="d"><informationRequirement><requiredInput href="#i"/></informationRequirement><informationRequirement><requiredDecision href="#b"/></informationRequirement><knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement><decisionTable hitPolicy="COLLECT" aggregation="SUM"><input label="Yaş"><inputExpression typeRef="number"><text>Kişi.yaş</text></inputExpression><inputValues><text>[0..150]</text></inputValues></input><input><inputExpression><text>b</text></inputExpression></input><output name="o" typeRef="number"><defaultOutputEntry><text>0</text></defaultOutputEntry></output><rule><inputEntry><text>[18..65)</text></inputEntry><inputEntry><text>1, 2</text></inputEntry><outputEntry><text>hizmet(sayı: 3)[1]</text></outputEntry></rule><rule><inputEntry><text>&lt; 30</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>2</text></outputEntry></rule></decisionTable></decision>
        <decisionService id="s" name="hizmet"><outputDecision href="#a"/><inputData href="#j"/></decisionService>
        """));

    private static readonly string[] Pieces = ["<", ">", "\"", "&", "{", "]]>", "1", "text", "#a", "function(", "null", "@\"P1D\"", "\u0000", "😀", "tKişi", "number", "FIRST", "MIN"];

    [Fact]
    public void A_text_that_was_damaged_anywhere_never_throws() =>
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Int[0, 40], Gen.Int[0, Pieces.Length - 1]).Array[1, 3].Sample(
            damages =>
            {
                var xml = Whole;
                foreach (var (at, length, piece) in damages)
                {
                    var from = Math.Min(at, xml.Length);
                    xml = string.Concat(xml.AsSpan(0, from), Pieces[piece], xml.AsSpan(Math.Min(xml.Length, from + length)));
                }

                Use(xml);
            }, iter: 600);

    [Fact]
    public void Elements_in_the_wrong_places_never_throw() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 10_000], Gen.Int[0, 10_000], Gen.Int[0, Pieces.Length - 1]).Array[1, 4].Sample(
            moves =>
            {
                var document = XDocument.Parse(Whole);
                foreach (var (kind, first, second, piece) in moves) Change(document, kind, first, second, piece);
                Use(document.ToString());
            }, iter: 600);

    [Fact]
    public void The_whole_model_itself_decides()
    {
        var model = DmnReader.ReadLeniently(Whole).Model.ShouldNotBeNull();
        var inputs = Inputs;
        model.Evaluate("d", inputs, FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of(5L));
        model.Evaluate("b", inputs, FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of(2L));
        model.Evaluate("c", inputs, FeelEnvironment.Default).Value.ToString().ShouldBe("[14, 4]");
        model.Evaluate("tablo", FeelContext.Of(("p", FeelValue.Of(7L))), FeelEnvironment.Default).Value.ShouldBe(FeelValue.Of("b"));
    }

    private static readonly FeelContext Inputs = FeelContext.Of(
        ("Kişi", FeelValue.Of(FeelContext.Of(("ad", FeelValue.Of("Ayşe")), ("yaş", FeelValue.Of(20L)), ("çocuklar", FeelValue.Of(FeelList.Empty))))), ("sayı", FeelValue.Of(7L)));

    private static void Change(XDocument document, int kind, int first, int second, int piece)
    {
        var elements = document.Descendants().Skip(1).ToList();
        if (elements.Count < 2) return;
        var (one, other) = (elements[first % elements.Count], elements[second % elements.Count]);
        switch (kind)
        {
            case 0:
                one.Remove();
                break;
            case 1 when !other.AncestorsAndSelf().Contains(one):
                one.Remove();
                other.Add(one);
                break;
            case 2:
                other.AddAfterSelf(new XElement(one));
                break;
            case 3 when one.Attributes().Skip(second % 2).FirstOrDefault() is { } attribute:
                attribute.Value = other.Attributes().FirstOrDefault()?.Value ?? Pieces[piece].Replace("\u0000", "", StringComparison.Ordinal);
                break;
            default:
                if (one.Elements().Any()) return;
                one.Value = other.Value;
                break;
        }
    }

    [Fact]
    public void A_type_that_is_nothing_but_itself_takes_what_its_tests_take()
    {
        var read = DmnReader.ReadLeniently("""
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="d" namespace="urn:d">
              <itemDefinition name="a"><typeRef>b</typeRef><allowedValues><text>&gt; 0</text></allowedValues></itemDefinition>
              <itemDefinition name="b"><typeRef>a</typeRef><allowedValues><text>&lt; 9</text></allowedValues></itemDefinition>
              <inputData id="i" name="x"><variable name="x" typeRef="a"/></inputData>
              <decision id="k" name="k"><variable name="k"/><informationRequirement><requiredInput href="#i"/></informationRequirement><literalExpression><text>x + 1</text></literalExpression></decision>
            </definitions>
            """, _ => null);
        read.Model.ShouldNotBeNull().Evaluate("k", FeelContext.Of(("x", FeelValue.Of(4L))), FeelEnvironment.Default).Value.AsInteger().ShouldBe(5);
    }

    private static void Use(string xml)
    {
        var environment = FeelEnvironment.Default with { StepLimit = 2_000, DepthLimit = 50 };
        var read = DmnReader.ReadLeniently(xml, _ => null);
        TableCheck.Run(xml);
        if (read.Model is not { } model) return;
        foreach (var name in model.Decisions.Select(decision => decision.Id).Concat(model.Services.Select(service => service.Id)).Concat(model.KnowledgeModels.Select(knowledge => knowledge.Name)))
        {
            model.Evaluate(name, Inputs, environment);
            model.Evaluate(name, FeelContext.Empty, environment);
        }
    }
}
