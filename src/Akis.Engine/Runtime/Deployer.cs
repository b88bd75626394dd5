using System.Security.Cryptography;
using System.Text;
using Akis.Bpmn.Reading;
using Akis.Dmn;
using Akis.Engine.Database;
using Akis.Engine.Forms;

namespace Akis.Engine.Runtime;

/// <summary>A file to deploy; its kind is its ending: .bpmn, .dmn, .form.</summary>
public sealed record DeploymentResource(string Name, string Content);

/// <summary>One thing that was deployed, or was there already with the same content.</summary>
public sealed record DeployedItem(string Kind, long Key, string Id, int Version, string ResourceName);

/// <summary>A deployment.</summary>
public sealed record Deployment(long Key, IReadOnlyList<DeployedItem> Items);

/// <summary>Deploys a set of resources all or nothing; the same content again makes no new version.</summary>
internal static class Deployer
{
    public static async Task<Outcome<Deployment>> DeployAsync(WriteSession session, IReadOnlyList<DeploymentResource> resources, EngineSettings settings, CancellationToken cancel)
    {
        session.Lock("deployment"); // versions are counted
        var items = new List<DeployedItem>();
        var deployment = session.NextKey();
        foreach (var resource in resources)
        {
            var checksum = Checksum(resource.Content);
            switch (Path.GetExtension(resource.Name))
            {
                case ".bpmn":
                    var model = BpmnModel.Read(resource.Content);
                    if (model.Findings.Count > 0) return Refused(resource, model.Findings.Select(f => ($"{f.Line}: {f.ElementId}: {f.Tr}", $"{f.Line}: {f.ElementId}: {f.En}")));
                    foreach (var embedded in model.Forms)
                    {
                        if (!FormSchema.TryRead(embedded.Json, out _, out var wrong)) return Refused(resource, [($"'{embedded.Id}' formu geçerli bir form-js formu değil: {wrong}", $"The form '{embedded.Id}' is no valid form-js form: {wrong}")]);
                        items.Add(await AddAsync(session, "form", "form_definition", "form_id", embedded.Id, resource, Checksum(embedded.Json), deployment, ", json", ", @content", [("content", embedded.Json)], cancel));
                    }

                    foreach (var process in model.Processes)
                    {
                        var item = await AddAsync(session, "process", "process_definition", "process_id", process.ProcessId, resource, checksum, deployment,
                            ", version_tag, name, start_form, xml", ", @tag, @name, @form, @content", [("tag", process.VersionTag), ("name", process.Name), ("form", ProcessElements.StartForm(process)), ("content", resource.Content)], cancel);
                        await ProcessElements.WriteAsync(session, item.Key, process, resource.Content, cancel);
                        items.Add(item);
                        if (!await ProcessStarts.AreOfAsync(session, item.Key, process, cancel)) await ProcessStarts.ReplaceAsync(session, item.Key, process, settings, cancel);
                    }

                    break;
                case ".dmn":
                    var read = DmnReader.Read(resource.Content);
                    if (read.Model is null) return Refused(resource, read.Findings.Select(f => ($"{f.Line}: {f.Tr}", $"{f.Line}: {f.En}")));
                    await AddAsync(session, "requirements", "decision_requirements", "requirements_id", read.Model.Id, resource, checksum, deployment, ", name, xml", ", @name, @content", [("name", read.Model.Name), ("content", resource.Content)], cancel);
                    foreach (var decision in read.Model.Decisions)
                    {
                        items.Add(await AddAsync(session, "decision", "decision_definition", "decision_id", decision.Id, resource, checksum, deployment, ", name, xml", ", @name, @content", [("name", decision.Name), ("content", resource.Content)], cancel));
                    }

                    break;
                case ".form":
                    if (!FormSchema.TryRead(resource.Content, out var form, out var error)) return Refused(resource, [($"Form geçerli bir form-js dosyası değil: {error}", $"The form is no valid form-js file: {error}")]);
                    items.Add(await AddAsync(session, "form", "form_definition", "form_id", form.Id, resource, checksum, deployment, ", json", ", @content", [("content", resource.Content)], cancel));
                    break;
                default:
                    return Refused(resource, [("Yalnız .bpmn, .dmn ve .form dosyaları yayımlanabilir.", "Only .bpmn, .dmn and .form files can be deployed.")]);
            }
        }

        return new Deployment(deployment, items);
    }

    private static async Task<DeployedItem> AddAsync(
        WriteSession session, string kind, string table, string idColumn, string id, DeploymentResource resource, string checksum, long deployment,
        string columns, string values, (string, object?)[] parameters, CancellationToken cancel)
    {
        var newest = await session.QueryAsync($"SELECT key, version, checksum FROM {table} WHERE {idColumn} = @id ORDER BY version DESC LIMIT 1", row => (Key: row.GetInt64(0), Version: row.GetInt32(1), Checksum: row.GetString(2)), cancel, ("id", id));
        if (newest.Count > 0 && newest[0].Checksum == checksum) return new(kind, newest[0].Key, id, newest[0].Version, resource.Name);
        var deleted = await session.QueryAsync("SELECT coalesce(max(version), 0) FROM deleted_definition WHERE kind = @kind AND id = @id", row => row.GetInt32(0), cancel, ("kind", kind), ("id", id));
        var (key, version) = (session.NextKey(), Math.Max(newest.Count == 0 ? 0 : newest[0].Version, deleted[0]) + 1); // a number is not given twice
        await session.ExecuteAsync(
            $"INSERT INTO {table} (key, {idColumn}, version, resource_name, checksum, deployment_key, deployed_at{columns}) VALUES (@key, @id, @version, @resource, @checksum, @deployment, @at{values})", cancel,
            [("key", key), ("id", id), ("version", version), ("resource", resource.Name), ("checksum", checksum), ("deployment", deployment), ("at", session.Now), .. parameters]);
        return new(kind, key, id, version, resource.Name);
    }

    private static string Checksum(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static Problem Refused(DeploymentResource resource, IEnumerable<(string Tr, string En)> reasons)
    {
        var all = reasons.ToList();
        return new("deployment.refused", 400, string.Join("\n", all.Select(reason => $"{resource.Name}:{reason.Tr}")), string.Join("\n", all.Select(reason => $"{resource.Name}:{reason.En}")));
    }
}
