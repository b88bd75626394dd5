using System.CommandLine;
using Akis.Bpmn.Reading;

namespace Akis.Server.Cli;

/// <summary><c>akis bpmn check FILE…</c> and <c>akis bpmn roundtrip FILE OUT</c>.</summary>
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
        return new Command("bpmn", "BPMN files") { check, roundtrip };
    }

    private static int Check(string file)
    {
        var findings = BpmnModel.Read(File.ReadAllText(file)).Findings;
        foreach (var finding in findings) Console.WriteLine($"{file}:{finding.Line}: {finding.Code}: {finding.En}");
        return findings.Count;
    }
}
