namespace Akis.Browser.Tests;

/// <summary>A program of its own for tests that speak to it as programs do, and kill it.</summary>
public sealed class RunningProgram : IAsyncLifetime
{
    private readonly Dictionary<string, string> _tokens = [];

    public AkisProcess Akis { get; } = new();

    public async ValueTask InitializeAsync() => await Akis.StartAsync();

    public async ValueTask DisposeAsync() => await Akis.DisposeAsync();

    /// <summary>A token of a demo account.</summary>
    public async Task<string> TokenAsync(string user)
    {
        if (!_tokens.TryGetValue(user, out var token)) _tokens[user] = token = (await Akis.CommandAsync("token", "create", "--user", user)).Trim();
        return token;
    }
}

[CollectionDefinition(Name)]
public sealed class ProgramCollection : ICollectionFixture<RunningProgram>
{
    public const string Name = "program";
}
