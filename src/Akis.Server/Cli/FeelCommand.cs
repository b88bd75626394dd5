using System.CommandLine;
using System.Text.Json;
using Akis.Feel;

namespace Akis.Server.Cli;

/// <summary><c>akis feel EXPRESSION</c>: evaluates; the value on standard output, diagnostics on standard error.</summary>
internal static class FeelCommand
{
    public static Command Create()
    {
        var expression = new Argument<string>("expression") { Description = "a FEEL expression" };
        var context = new Option<string>("--context") { Description = "variables as a JSON object", DefaultValueFactory = _ => "{}" };
        var command = new Command("feel", "Evaluates a FEEL expression") { expression, context };
        command.SetAction(parsed => Run(parsed.GetValue(expression)!, parsed.GetValue(context)!)); // required, and defaulted
        return command;
    }

    private static int Run(string expression, string json)
    {
        FeelContext? variables;
        try
        {
            variables = FeelJson.ParseContext(json);
        }
        catch (JsonException broken)
        {
            Console.Error.WriteLine($"--context: {broken.Message}");
            return 1;
        }

        if (variables is null)
        {
            Console.Error.WriteLine("--context: a JSON object is expected");
            return 1;
        }

        var parsed = FeelExpression.Parse(expression, variables.Keys);
        foreach (var error in parsed.Errors) Console.Error.WriteLine($"{error.Code}: {error.En}");
        if (!parsed.IsValid) return 1;
        var result = parsed.Evaluate(variables, FeelEnvironment.Default);
        foreach (var diagnostic in result.Diagnostics) Console.Error.WriteLine($"{diagnostic.Code} (at {diagnostic.Position}): {diagnostic.En}");
        Console.WriteLine(result.Value);
        return 0;
    }
}
