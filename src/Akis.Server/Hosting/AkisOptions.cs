using System.Text.Json;

namespace Akis.Server.Hosting;

/// <summary>The settings of the program: from the command line, else the environment, else <c>akis.json</c> in the data folder.</summary>
internal sealed record AkisOptions(string Data, string? Database, string Urls, string Processes, bool Demo, TimeProvider Clock)
{
    public static AkisOptions Read(string? data, string? database, string? urls, bool demo, DateTimeOffset? clock = null)
    {
        var folder = Path.GetFullPath(data ?? Environment.GetEnvironmentVariable("AKIS_DATA") ?? "data");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "akis.json");
        using var json = File.Exists(file) ? JsonDocument.Parse(File.ReadAllText(file)) : null;
        return new(
            folder,
            database ?? Environment.GetEnvironmentVariable("AKIS_DB") ?? Setting(json, "db"),
            urls ?? Environment.GetEnvironmentVariable("AKIS_URLS") ?? Setting(json, "urls") ?? "http://127.0.0.1:5080",
            Environment.GetEnvironmentVariable("AKIS_PROCESSES") ?? Setting(json, "processes") ?? FindProcesses(),
            demo,
            OffsetClock.StartingAt(clock));
    }

    private static string? Setting(JsonDocument? json, string name) => json is not null && json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

    // Beside the program where it is installed, above it in a checkout.
    public static string FindProcesses()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var processes = Path.Combine(folder.FullName, "processes");
            if (File.Exists(Path.Combine(processes, "index.yaml"))) return processes;
        }

        throw new InvalidOperationException("The folder 'processes' with index.yaml was not found; name it with AKIS_PROCESSES.");
    }
}
