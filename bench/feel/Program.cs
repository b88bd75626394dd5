using System.Diagnostics;
using System.Globalization;
using System.Security;
using System.Text;
using System.Text.Json;
using Akis.Dmn;
using Akis.Feel;

// Evaluations a second of Akis.Feel beside feelin's on the same cases: Akis.Bench.Feel cases.json feelin.json millis
using var file = JsonDocument.Parse(File.ReadAllText(args[0]));
using var theirs = JsonDocument.Parse(File.ReadAllText(args[1]));
var millis = double.Parse(args[2], CultureInfo.InvariantCulture);
var cases = file.RootElement;
var context = FeelJson.ParseContext(cases.GetProperty("context").GetRawText())!; // the file has an object there
var environment = FeelEnvironment.Default;

Console.WriteLine($"{"case",-14}{"evaluate/s",14}{"feelin",14}{"ratio",8}{"bytes",8}   {"parse+eval/s",14}{"feelin",12}{"ratio",8}{"bytes",8}");
var (evaluations, parses) = (new List<double>(), new List<double>());
foreach (var entry in cases.GetProperty("expressions").EnumerateArray())
{
    var (name, source) = (entry[0].GetString()!, entry[1].GetString()!); // pairs of texts
    var expression = FeelExpression.Parse(source);
    var value = expression.Evaluate(context, environment).Value;
    var reference = theirs.RootElement.GetProperty(name);
    if (FeelJson.ToJson(value) != reference.GetProperty("value").GetString()) Console.WriteLine($"{name}: {FeelJson.ToJson(value)} here, {reference.GetProperty("value").GetString()} there");
    var (rate, bytes) = Rate(() => expression.Evaluate(context, environment).Value);
    var (parseRate, parseBytes) = Rate(() => FeelExpression.Parse(source).Evaluate(context, environment).Value);
    var (their, theirParse) = (reference.GetProperty("evaluate").GetDouble(), reference.GetProperty("parse").GetDouble());
    evaluations.Add(rate / their);
    parses.Add(parseRate / theirParse);
    Console.WriteLine($"{name,-14}{rate,14:N0}{their,14:N0}{rate / their,8:N1}{bytes,8:N0}   {parseRate,14:N0}{theirParse,12:N0}{parseRate / theirParse,8:N1}{parseBytes,8:N0}");
}

var model = DmnReader.Read(Table(cases.GetProperty("table"))).Model!; // the table is written below
var inputs = FeelJson.ParseContext(cases.GetProperty("table").GetProperty("values").GetRawText())!; // the file has an object there
var decided = model.Evaluate("d", inputs, environment).Value;
var (tableRate, tableBytes) = Rate(() => model.Evaluate("d", inputs, environment).Value);
var theirTable = theirs.RootElement.GetProperty("table").GetProperty("evaluate").GetDouble();
Console.WriteLine($"{"table 20×5",-14}{tableRate,14:N0}{theirTable,14:N0}{tableRate / theirTable,8:N1}{tableBytes,8:N0}   {decided}, with trace");
Console.WriteLine($"geometric mean: evaluate {Mean(evaluations):N1}, parse and evaluate {Mean(parses):N1}, table {tableRate / theirTable:N1} times feelin");

(double Rate, double Bytes) Rate(Func<FeelValue> work)
{
    // Until the tiered compiler has done its best.
    for (var pass = 0; pass < 4; pass++)
    {
        for (var i = 0; i < 30_000; i++) work();
        Thread.Sleep(60);
    }

    // The best of many short rounds, by the processor's time: on a shared machine the wall's says how busy the others were.
    var best = 0.0;
    var allocated = 0.0;
    for (var round = 0; round < 20; round++)
    {
        var watch = Stopwatch.StartNew();
        var (before, used) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime);
        long count = 0;
        while (watch.Elapsed.TotalMilliseconds < millis / 5)
        {
            for (var i = 0; i < 200; i++) work();
            count += 200;
        }

        best = Math.Max(best, count / (Environment.CpuUsage.TotalTime - used).TotalSeconds);
        allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)count;
    }

    return (best, allocated);
}

static double Mean(List<double> ratios) => Math.Exp(ratios.Average(Math.Log));

static string Table(JsonElement table)
{
    var xml = new StringBuilder("""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="m"><decision id="d" name="d"><decisionTable hitPolicy="FIRST">""");
    foreach (var input in table.GetProperty("inputs").EnumerateArray()) xml.Append(CultureInfo.InvariantCulture, $"<input><inputExpression><text>{input.GetString()}</text></inputExpression></input>");
    xml.Append("<output name=\"onay\"/>");
    foreach (var rule in table.GetProperty("rules").EnumerateArray())
    {
        var cells = rule.EnumerateArray().Select(cell => SecurityElement.Escape(cell.GetString())).ToList();
        xml.Append("<rule>").AppendJoin("", cells.SkipLast(1).Select(cell => $"<inputEntry><text>{cell}</text></inputEntry>")).Append(CultureInfo.InvariantCulture, $"<outputEntry><text>{cells[^1]}</text></outputEntry></rule>");
    }

    return xml.Append("</decisionTable></decision></definitions>").ToString();
}
