using System.Globalization;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Engine.Tests;
using Akis.Registry;
using Akis.Registry.Records;
using Akis.Server.Hosting;
using Akis.Server.Tests.Desk;
using Microsoft.Extensions.Time.Testing;

namespace Akis.Server.Tests.Registry;

/// <summary>Whom work on a device or a server touches.</summary>
public abstract class DependentServicesTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akis-dependents-").FullName;
    private AkisDatabase _database = null!; // made before each test

    protected abstract string? Postgres { get; }

    public async ValueTask InitializeAsync()
    {
        _database = AkisDatabase.Open(_folder, Postgres, new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3))));
        await Migrator.MigrateAsync(_database, [RegistryServices.Migrations]);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Services_are_found_through_servers_and_through_services_that_they_need()
    {
        var server = await AddAsync("sunucu", ("ad", "dir-1.demouni.example"), ("tur", "Sanal"), ("yonetici", "uzman.sistem"));
        var identity = await ServiceAsync("Kimlik");
        var mail = await ServiceAsync("E-posta");
        await ServiceAsync("Web");
        await AddAsync("bagimlilik", ("servis", identity), ("sunucu", server), ("tur", "Çalışır"));
        await AddAsync("bagimlilik", ("servis", mail), ("dayandigi", identity), ("tur", "Bağlanır"));
        (await OfAsync("dir-1.demouni.example")).ShouldBe(["Kimlik", "E-posta"]);
        (await OfAsync("Kimlik")).ShouldBe(["E-posta"]);
        (await OfAsync("kenar-anahtar-7")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Services_that_need_each_other_are_found_once()
    {
        var (one, other) = (await ServiceAsync("DNS"), await ServiceAsync("DHCP"));
        await AddAsync("bagimlilik", ("servis", one), ("dayandigi", other), ("tur", "Bağlanır"));
        await AddAsync("bagimlilik", ("servis", other), ("dayandigi", one), ("tur", "Bağlanır"));
        (await OfAsync("DNS")).ShouldBe(["DHCP", "DNS"]);
    }

    private Task<IReadOnlyList<string>> OfAsync(string thing) => _database.WriteAsync((session, token) => new DependentServices(new RecordQueries(_database)).OfAsync(session, [thing], token));

    private Task<string> ServiceAsync(string name) => AddAsync("servis", ("ad", name), ("sahip", "uzman.sistem"), ("yedekSahip", "uzman.sistem2"), ("kritiklik", "A"));

    private async Task<string> AddAsync(string type, params (string Field, string Value)[] values)
    {
        var saved = await _database.WriteAsync((session, token) => RecordStore.AddAsync(session, RecordTypes.Default.Find(type)!, values.ToDictionary(value => value.Field, value => (string?)value.Value), new(Actor.System), token));
        saved.Succeeded.ShouldBeTrue(string.Join(" ", saved.Errors.Select(error => error.En)));
        return saved.Key.ToString(CultureInfo.InvariantCulture);
    }
}

public sealed class SqliteDependentServicesTests : DependentServicesTests
{
    protected override string? Postgres => null;
}

[Collection(DeskPostgreSql.Name)]
public sealed class PostgreSqlDependentServicesTests(PostgreSqlCluster cluster) : DependentServicesTests
{
    protected override string? Postgres => cluster.NewDatabase();
}
