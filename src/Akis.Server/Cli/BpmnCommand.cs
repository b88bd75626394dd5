using System.CommandLine;
using Akis.Bpmn.Layout;
using Akis.Bpmn.Reading;

namespace Akis.Server.Cli;

/// <summary><c>akis bpmn check FILE…</c>, <c>akis bpmn roundtrip FILE OUT</c> and <c>akis bpmn layout FILE…</c>.</summary>
internal static class BpmnCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "BPMN files", Arity = ArgumentArity.OneOrMore };
        var check = new Command("check", "Says what keeps a model from being deployed") { files };
        check.SetAction(parsed => parsed.GetValue(files)!.Sum(Check) > 0 ? 1 : 0); // one or more

        var (file, output) = (new Argument<string>("file"), new Argument<string>("out"));
        var roundtrip = new Command("roundtrip", "Reads a model and writes it again") { file, output };
        roundtrip.SetAction(parsed =>
        {
            if (BpmnModel.Read(File.ReadAllText(parsed.GetValue(file)!)).ToXml() is not { } xml) return 1; // required
            File.WriteAllText(parsed.GetValue(output)!, xml); // required
            return 0;
        });
        var drawn = new Argument<string[]>("files") { Description = "BPMN files", Arity = ArgumentArity.OneOrMore };
        var layout = new Command("layout", "Draws models anew: lanes, flow from left to right, nothing through a shape") { drawn };
        layout.SetAction(parsed => parsed.GetValue(drawn)!.Sum(Layout) > 0 ? 1 : 0); // one or more
        return new Command("bpmn", "BPMN files") { check, roundtrip, layout };
    }

    private static int Layout(string file)
    {
        if (DiagramLayout.Draw(File.ReadAllText(file)) is not { } xml)
        {
            Console.Error.WriteLine($"{file}: no BPMN 2.0 model");
            return 1;
        }

        File.WriteAllText(file, xml);
        return 0;
    }

    private static int Check(string file)
    {
        var findings = BpmnModel.Read(File.ReadAllText(file)).Findings;
        foreach (var finding in findings) Console.WriteLine($"{file}:{finding.Line}: {finding.Code}: {finding.En}");
        return findings.Count;
    }
}
