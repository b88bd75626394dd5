using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Akis.Dmn;
using Akis.Engine.Database;
using Akis.Engine.History;
using Akis.Engine.Search;
using Akis.Feel;

namespace Akis.Server.Api.V2;

/// <summary>Decisions, the files that hold them, and what was decided.</summary>
internal static class DecisionResource
{
    internal sealed record EvaluationBody(string? DecisionDefinitionId, string? DecisionDefinitionKey, JsonElement? Variables);

    public static void Map(IEndpointRouteBuilder v2)
    {
        v2.MapSearch("/decision-definitions/search", DecisionSearches.Decisions, "Searches decisions");
        v2.MapFind("/decision-definitions/{key}", DecisionSearches.Decisions, "A version of a decision");
        v2.MapGet("/decision-definitions/{key}/xml", async (string key, DecisionQueries decisions, CancellationToken cancel) => Xml(await decisions.XmlAsync(V2Json.Key(key), cancel))).WithSummary("The DMN file of a decision");
        v2.MapPost("/decision-definitions/evaluation", EvaluateAsync).AddEndpointFilter(Caller.OnlyOperators).WithSummary("Asks a decision");
        v2.MapSearch("/decision-requirements/search", DecisionSearches.Requirements, "Searches files of decisions");
        v2.MapFind("/decision-requirements/{key}", DecisionSearches.Requirements, "A version of a file of decisions");
        v2.MapGet("/decision-requirements/{key}/xml", async (string key, DecisionQueries decisions, CancellationToken cancel) => Xml(await decisions.RequirementsXmlAsync(V2Json.Key(key), cancel))).WithSummary("A file of decisions");
        v2.MapSearch("/decision-instances/search", DecisionSearches.Instances, "Searches what was decided").AddEndpointFilter(Caller.OnlyOperators);
        v2.MapGet("/decision-instances/{key}", FindAsync).AddEndpointFilter(Caller.OnlyOperators).WithSummary("What was decided, with inputs and matched rules");
    }

    private static async Task<IResult> FindAsync(string key, ProcessSearches searches, DecisionQueries decisions, CancellationToken cancel)
    {
        if (await searches.FindAsync(DecisionSearches.Instances, V2Json.Key(key), null, cancel) is not { } item || await decisions.InstanceAsync(V2Json.Key(key), cancel) is not { } made) return V2Json.NotFound;
        (item["evaluatedInputs"], item["matchedRules"]) = (Inputs(made), Rules(made, await decisions.TableAsync(made.DecisionKey, made.DecisionId, cancel)));
        return Results.Ok(item);
    }

    private static async Task<IResult> EvaluateAsync(EvaluationBody body, AkisDatabase database, DecisionEvaluation evaluation, DecisionQueries decisions, ProcessSearches searches, Caller caller, CancellationToken cancel)
    {
        var actor = await caller.ActorAsync();
        var outcome = await database.WriteAsync((session, token) => evaluation.EvaluateAsync(session, body.DecisionDefinitionId, body.DecisionDefinitionKey is { } key ? V2Json.Key(key) : null, V2Json.Variables(body.Variables), actor, token), cancel);
        if (outcome.Problem is { } problem) return problem.ToResult();
        if (await searches.FindAsync(DecisionSearches.Decisions, outcome.Value.DecisionKey, null, cancel) is not { } decision) return V2Json.NotFound;
        var made = new List<(DecisionInstanceView One, TableLogic? Table)>();
        foreach (var key in outcome.Value.InstanceKeys) if (await decisions.InstanceAsync(key, cancel) is { } one) made.Add((one, await decisions.TableAsync(one.DecisionKey, one.DecisionId, cancel)));
        var evaluated = made.Count == 0 ? null : V2Json.Text(made[^1].One.Key);
        return Results.Ok(new
        {
            decisionDefinitionId = decision["decisionDefinitionId"], decisionDefinitionKey = decision["decisionDefinitionKey"], decisionDefinitionName = decision["name"], decisionDefinitionVersion = decision["version"],
            decisionRequirementsId = decision["decisionRequirementsId"], decisionRequirementsKey = decision["decisionRequirementsKey"], decisionEvaluationKey = evaluated, decisionInstanceKey = evaluated,
            output = FeelJson.ToJson(outcome.Value.Output), failedDecisionDefinitionId = (string?)null, failureMessage = (string?)null, tenantId = V2Json.Tenant,
            evaluatedDecisions = made.Select(of => new
            {
                decisionDefinitionId = of.One.DecisionId, decisionDefinitionKey = V2Json.Text(of.One.DecisionKey), decisionDefinitionName = of.One.Name ?? of.One.DecisionId, decisionDefinitionVersion = of.One.Version,
                decisionDefinitionType = of.Table is null ? "LITERAL_EXPRESSION" : "DECISION_TABLE", decisionEvaluationInstanceKey = V2Json.Text(of.One.Key), output = of.One.Output, tenantId = V2Json.Tenant,
                evaluatedInputs = Inputs(of.One), matchedRules = Rules(of.One, of.Table),
            }),
        });
    }

    private static IResult Xml(string? xml) => xml is null ? V2Json.NotFound : Results.Text(xml, "text/xml", Encoding.UTF8);

    private static JsonArray Inputs(DecisionInstanceView made)
    {
        using var inputs = JsonDocument.Parse(made.Inputs);
        return [.. inputs.RootElement.EnumerateObject().Select(input => new JsonObject { ["inputId"] = input.Name, ["inputName"] = input.Name, ["inputValue"] = input.Value.GetRawText() })];
    }

    // Camunda names rules by the model's ids; the index counts from 1.
    private static JsonArray Rules(DecisionInstanceView made, TableLogic? table)
    {
        var numbers = JsonSerializer.Deserialize<int[]>(made.MatchedRules) ?? [];
        var gave = made.RuleOutputs is { } outputs ? JsonSerializer.Deserialize<JsonElement[]>(outputs) ?? [] : [];
        return [.. numbers.Select((number, place) => new JsonObject
        {
            ["ruleId"] = RuleId(table, number),
            ["ruleIndex"] = number,
            ["evaluatedOutputs"] = table is null || place >= gave.Length ? new JsonArray() : Outputs(table, gave[place], number),
        })];
    }

    private static JsonArray Outputs(TableLogic table, JsonElement gave, int number) => [.. table.Outputs.Select(output =>
    {
        var value = table.Outputs.Count == 1 ? gave.GetRawText() : gave.ValueKind == JsonValueKind.Object && gave.TryGetProperty(output.Name, out var entry) ? entry.GetRawText() : "null";
        return new JsonObject { ["outputId"] = output.Name, ["outputName"] = output.Name, ["outputValue"] = value, ["ruleId"] = RuleId(table, number), ["ruleIndex"] = number };
    })];

    private static string RuleId(TableLogic? table, int number) => table?.Rules.ElementAtOrDefault(number - 1) is { Id.Length: > 0 } rule ? rule.Id : number.ToString(CultureInfo.InvariantCulture);
}
