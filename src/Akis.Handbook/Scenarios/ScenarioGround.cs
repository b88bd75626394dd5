using Akis.Feel.Calendars;
using Akis.Handbook.Content;

namespace Akis.Handbook.Scenarios;

/// <summary>
/// A database with everything that a folder's process may call, made once for each moment at which scenarios start (what starts by a timer depends on it). Each
/// scenario gets a copy: deploying takes longer than most of them.
/// </summary>
internal sealed class ScenarioGround(string folder, string processes, IReadOnlyDictionary<string, WorkCalendar> calendars) : IDisposable
{
    private readonly Dictionary<DateTimeOffset, string> _made = [];

    public IReadOnlyDictionary<string, WorkCalendar> Calendars => calendars;

    /// <summary>A folder of one's own with a copy of a moment's database.</summary>
    public async Task<string> CopyAsync(DateTimeOffset start, CancellationToken cancel)
    {
        if (!_made.TryGetValue(start, out var made)) _made[start] = made = await MakeAsync(start, cancel);
        var to = Directory.CreateTempSubdirectory("akis-scenario-").FullName;
        foreach (var file in Directory.GetFiles(made)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        return to;
    }

    public void Dispose()
    {
        foreach (var made in _made.Values) Directory.Delete(made, recursive: true);
    }

    private async Task<string> MakeAsync(DateTimeOffset start, CancellationToken cancel)
    {
        var made = Directory.CreateTempSubdirectory("akis-ground-").FullName;
        try
        {
            await ScenarioEngine.DeployAsync(made, [.. CalledFolders.Of(folder, processes).SelectMany(ContentDeployer.ResourcesOf)], start, calendars, cancel);
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools(); // what is in its log must be in its file
            return made;
        }
        catch
        {
            Directory.Delete(made, recursive: true);
            throw;
        }
    }
}
