using System.Xml.Linq;
using Akis.Bpmn.Graph;
using Akis.Engine.Database;

namespace Akis.Engine.Runtime;

/// <summary>What the elements of each deployed version are called and what they are, for searches.</summary>
internal static class ProcessElements
{
    /// <summary>Writes the elements of a version that has none yet.</summary>
    public static async Task WriteAsync(WriteSession session, long definitionKey, ProcessGraph graph, string xml, CancellationToken cancel)
    {
        var known = await session.QueryAsync("SELECT 1 FROM process_element WHERE definition_key = @definition LIMIT 1", _ => true, cancel, ("definition", definitionKey));
        if (known.Count > 0) return;
        var elements = XDocument.Parse(xml).Descendants().Where(element => element.Attribute("id") is not null).GroupBy(element => element.Attribute("id")?.Value ?? "").ToDictionary(same => same.Key, same => same.First());
        var batch = new StatementBatch(session);
        foreach (var node in graph.Nodes.DistinctBy(node => node.Id))
        {
            batch.Add("INSERT INTO process_element (definition_key, element_id, name, type, loops) VALUES (@definition, @element, @name, @type, @loops)",
                ("definition", definitionKey), ("element", node.Id), ("name", node.Title), ("type", elements.GetValueOrDefault(node.Id) is { } element ? TypeOf(element) : "UNSPECIFIED"), ("loops", node.Loop is not null));
        }

        await batch.RunAsync(cancel);
    }

    /// <summary>The form that is filled in to start the process, or null.</summary>
    public static string? StartForm(ProcessGraph graph) => graph.Nodes[0].StartEvents.Select(start => graph.Nodes[start].StartFormId).FirstOrDefault(form => form is not null);

    /// <summary>Writes the elements of versions that were deployed before there was a table for them.</summary>
    public static async Task CompleteAsync(AkisDatabase database, Definitions definitions, CancellationToken cancel)
    {
        var missing = await database.ReadAsync((connection, token) => connection.QueryAsync(
            "SELECT d.key, d.xml FROM process_definition d WHERE NOT EXISTS (SELECT 1 FROM process_element e WHERE e.definition_key = d.key)", row => (Key: row.GetInt64(0), Xml: row.GetString(1)), token), cancel);
        foreach (var (key, xml) in missing)
        {
            await database.WriteAsync(async (session, token) =>
            {
                session.Lock("deployment");
                var graph = (await definitions.GetAsync(session, key, token)).Graph;
                await WriteAsync(session, key, graph, xml, token);
                await session.ExecuteAsync("UPDATE process_definition SET start_form = @form WHERE key = @key", token, ("form", StartForm(graph)), ("key", key));
                return Outcome.Done;
            }, cancel);
        }
    }

    private static string TypeOf(XElement element) => element.Name.LocalName switch
    {
        "process" => "PROCESS",
        "subProcess" => element.Attribute("triggeredByEvent")?.Value is "true" or "1" ? "EVENT_SUB_PROCESS" : "SUB_PROCESS",
        "transaction" => "SUB_PROCESS",
        "adHocSubProcess" => "AD_HOC_SUB_PROCESS",
        "startEvent" => "START_EVENT",
        "endEvent" => "END_EVENT",
        "boundaryEvent" => "BOUNDARY_EVENT",
        "intermediateCatchEvent" => "INTERMEDIATE_CATCH_EVENT",
        "intermediateThrowEvent" => "INTERMEDIATE_THROW_EVENT",
        "userTask" => "USER_TASK",
        "serviceTask" => "SERVICE_TASK",
        "sendTask" => "SEND_TASK",
        "receiveTask" => "RECEIVE_TASK",
        "scriptTask" => "SCRIPT_TASK",
        "businessRuleTask" => "BUSINESS_RULE_TASK",
        "manualTask" => "MANUAL_TASK",
        "task" => "TASK",
        "callActivity" => "CALL_ACTIVITY",
        "exclusiveGateway" => "EXCLUSIVE_GATEWAY",
        "parallelGateway" => "PARALLEL_GATEWAY",
        "inclusiveGateway" => "INCLUSIVE_GATEWAY",
        "eventBasedGateway" => "EVENT_BASED_GATEWAY",
        _ => "UNKNOWN",
    };
}
