using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Runtime;

namespace Akis.Handbook.Content;

/// <summary>Deploys the models, decisions and forms of every process folder; what has not changed makes no new version.</summary>
public static class ContentDeployer
{
    private static readonly HashSet<string> Kinds = [".bpmn", ".dmn", ".form"];

    /// <summary>The deployable files of a process folder.</summary>
    public static IReadOnlyList<DeploymentResource> ResourcesOf(string folder) =>
        [.. Directory.GetFiles(folder).Where(file => Kinds.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal).Select(file => new DeploymentResource($"{Path.GetFileName(folder)}/{Path.GetFileName(file)}", File.ReadAllText(file)))];

    /// <summary>All folders that hold something to deploy; shared ones first, since others call them.</summary>
    public static IEnumerable<string> Folders(string processes)
    {
        var shared = Path.Combine(processes, "shared");
        return (Directory.Exists(shared) ? [shared, .. Directory.GetDirectories(shared).Order(StringComparer.Ordinal)] : Array.Empty<string>()).Concat(Directory.GetDirectories(processes, "sek-*").Order(StringComparer.Ordinal));
    }

    /// <summary>Deploys everything in one transaction; what cannot be deployed is an error that names file and line.</summary>
    public static async Task<Outcome> DeployAsync(AkisDatabase database, ProcessEngine engine, string processes, CancellationToken cancel = default) => await database.WriteAsync<Outcome>(async (session, token) =>
    {
        foreach (var folder in Folders(processes))
        {
            if (ResourcesOf(folder) is not { Count: > 0 } resources) continue;
            var deployed = await engine.DeployAsync(session, resources, token);
            if (deployed.Problem is { } problem) return problem;
        }

        return Outcome.Done;
    }, cancel);
}
