using System.Globalization;
using System.Text;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Registry;
using Akis.Registry.Records;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Akis.Server.Tests.Registry;

public sealed class RecordTests : IAsyncLifetime
{
    private static readonly Actor Network = Person("uzman.ag", "uzman-ag");
    private static readonly Actor Student = Person("ogrenci", "ogrenci");
    private static readonly Actor Desk = Person("masa", "masa");

    private readonly string _folder = Directory.CreateTempSubdirectory("akis-registry-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3)));
    private AkisDatabase _database = null!; // made before each test
    private RecordCommands _commands = null!; // made before each test
    private RecordQueries _queries = null!; // made before each test

    public async ValueTask InitializeAsync()
    {
        _database = AkisDatabase.Open(_folder, null, _clock);
        (_commands, _queries) = (new(_database), new(_database));
        await Migrator.MigrateAsync(_database, [RegistryServices.Migrations]);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Every_kind_is_whole()
    {
        foreach (var type in RecordTypes.Default.All)
        {
            foreach (var field in type.Fields)
            {
                (field.Kind is FieldKind.Choice or FieldKind.State).ShouldBe(field.Options.Count > 0, $"{type.Code}.{field.Name}");
                field.Moves.Keys.Concat(field.Moves.Values.SelectMany(to => to)).ShouldAllBe(state => field.Options.Any(option => option.Tr == state), $"{type.Code}.{field.Name}");
                if (field.IsPersonal) type.Title.ShouldNotContain("{" + field.Name + "}", customMessage: $"{type.Code}: titles are seen by all readers");
            }

            foreach (var name in System.Text.RegularExpressions.Regex.Matches(type.Title, @"\{(\w+)\}").Select(match => match.Groups[1].Value)) type.Find(name).ShouldNotBeNull($"{type.Code}: {name}");
            foreach (var name in type.NoOverlap is { } span ? span.Same.Append(span.From).Append(span.To) : []) type.Find(name).ShouldNotBeNull($"{type.Code}: {name}");
            foreach (var state in type.NoOverlap?.States ?? []) type.State!.Options.ShouldContain(option => option.Tr == state, $"{type.Code}: {state}"); // states need a state field
            type.Keepers.Concat(type.Readers).ShouldAllBe(role => Akis.People.Roles.All.ContainsKey(role), type.Code);
            type.Keepers.ShouldNotBeEmpty(type.Code);
        }
    }

    [Fact]
    public async Task The_demo_has_records_to_choose_from_and_is_seeded_once()
    {
        var demo = new Akis.Registry.Demo.DemoRecords(_database, _queries, _clock);
        await demo.SeedAsync(TestContext.Current.CancellationToken);
        await demo.SeedAsync(TestContext.Current.CancellationToken);
        var counts = new Dictionary<string, int> { ["mekan"] = 40, ["vlan"] = 35, ["altag"] = 70, ["varlik"] = 200, ["ag-cihazi"] = 60, ["sunucu"] = 40, ["servis"] = 24, ["lab"] = 12 };
        foreach (var (type, count) in counts) (await _queries.ListAsync(Actor.System, Type(type), null, new Dictionary<string, string>(), 0, 1)).Total.ShouldBe(count, type);
    }

    [Fact]
    public async Task A_record_is_made_changed_and_its_history_says_by_whom()
    {
        var key = await AddAsync("vlan", Network, ("no", "120"), ("ad", "lab"), ("amac", "Laboratuvarlar"), ("bolge", "Öğrenci"));
        _clock.Advance(TimeSpan.FromHours(1));
        (await _commands.SaveAsync(Type("vlan"), key, Values(("ad", "lab-a")), 1, Network)).Succeeded.ShouldBeTrue();
        var record = (await _queries.FindAsync(Desk, key))!; // the desk reads
        (record.Title, record["amac"], record.Revision).ShouldBe(("120 · lab-a", "Laboratuvarlar", 2));
        var changes = await _queries.ChangesAsync(key, 10);
        changes[0].Author.ShouldBe("uzman.ag");
        changes[0].Fields.ShouldHaveSingleItem().Value.ShouldBe(["lab", "lab-a"]);
        (await _commands.SaveAsync(Type("vlan"), key, Values(("ad", "x")), 1, Network)).Problem!.Code.ShouldBe("record.changed");
        (await _commands.SaveAsync(Type("vlan"), key, Values(("ad", "lab-a")), null, Network)).Succeeded.ShouldBeTrue();
        (await _queries.ChangesAsync(key, 10)).Count.ShouldBe(2, "what changes nothing is no change");
    }

    [Fact]
    public async Task Who_does_not_keep_records_changes_none_and_who_does_not_see_them_learns_nothing()
    {
        var key = await AddAsync("vlan", Network, ("no", "7"), ("ad", "personel"), ("amac", "Personel"), ("bolge", "Personel"));
        (await _commands.SaveAsync(Type("vlan"), key, Values(("ad", "x")), null, Desk)).Problem!.Status.ShouldBe(403);
        (await _commands.SaveAsync(Type("vlan"), key, Values(("ad", "x")), null, Student)).Problem!.Status.ShouldBe(404);
        (await _queries.FindAsync(Student, key)).ShouldBeNull();
        (await _queries.ListAsync(Student, Type("vlan"), null, new Dictionary<string, string>(), 0, 10)).Items.ShouldBeEmpty();
        (await _queries.CountsAsync(Student)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ag-cihazi", "yonetimIp", "10.1.2.3.4")]
    [InlineData("ag-cihazi", "yonetimIp", "10.1.2")]
    [InlineData("altag", "cidr", "10.1.0.0/33")]
    [InlineData("yurt-cihazi", "mac", "00:1a:2b")]
    [InlineData("sunucu", "ad", "web_1")]
    [InlineData("vlan", "no", "4095")]
    [InlineData("vlan", "no", "on")]
    [InlineData("vlan", "bolge", "Uzay")]
    [InlineData("dis-erisim", "bitis", "31.02.2026")]
    [InlineData("satinalma", "yaklasikMaliyet", "-5")]
    [InlineData("lab-kisiti", "baslangic", "yarın")]
    [InlineData("sunucu", "kisiselVeri", "belki")]
    public void What_cannot_be_taken_is_said_in_both_languages(string type, string field, string given)
    {
        var one = Type(type).Find(field)!; // named by the cases
        FieldRules.Canonical(one, given, out var error).ShouldBe(given);
        error.ShouldNotBeNull().Tr.ShouldContain(given);
        error.En.ShouldContain(given);
    }

    [Theory]
    [InlineData("dis-erisim", "bitis", "5.3.2026", "2026-03-05")]
    [InlineData("satinalma", "yaklasikMaliyet", "1.021.827,5", "1021827.50")]
    [InlineData("yurt-cihazi", "mac", "00-1A-2B-3C-4D-5E", "00:1a:2b:3c:4d:5e")]
    [InlineData("sunucu", "ad", "Web1.Demouni.example", "web1.demouni.example")]
    [InlineData("sunucu", "kisiselVeri", "Hayır", "false")]
    [InlineData("altag", "cidr", "10.1.2.3/16", "10.1.0.0/16")]
    [InlineData("vlan", "bolge", "Students", "Öğrenci")]
    [InlineData("lab-kisiti", "baslangic", "23.11.2026 09:00", "2026-11-23T09:00:00+03:00")]
    public void What_people_write_is_stored_in_one_form(string type, string field, string given, string stored)
    {
        FieldRules.Canonical(Type(type).Find(field)!, given, out var error).ShouldBe(stored); // named by the cases
        error.ShouldBeNull();
    }

    [Fact]
    public async Task A_unique_value_is_taken_once_whatever_the_case_of_its_letters()
    {
        await AddAsync("servis", Person("uzman.sistem", "uzman-sistem"), ("ad", "E-Posta Işıl"), ("sahip", "a"), ("yedekSahip", "b"), ("kritiklik", "B"));
        var again = await _commands.SaveAsync(Type("servis"), null, Values(("ad", "e-posta ışıl"), ("sahip", "a"), ("yedekSahip", "b"), ("kritiklik", "B")), null, Network);
        again.Errors.ShouldHaveSingleItem().Field.ShouldBe("ad");
    }

    [Fact]
    public async Task A_state_follows_only_where_the_kind_allows_it()
    {
        var key = await AddAsync("sunucu", Network, ("ad", "web1.demouni.example"), ("tur", "Sanal"), ("yonetici", "uzman.sistem"));
        (await _queries.FindAsync(Network, key))!["durum"].ShouldBe("Planlı"); // made just now
        var jump = await _commands.SaveAsync(Type("sunucu"), key, Values(("durum", "Bakım")), null, Network);
        jump.Errors.ShouldHaveSingleItem().Tr.ShouldContain("Etkin");
        (await _commands.SaveAsync(Type("sunucu"), key, Values(("durum", "Etkin")), null, Network)).Succeeded.ShouldBeTrue();
        (await _commands.SaveAsync(Type("sunucu"), key, Values(("durum", "Bakım")), null, Network)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Reservations_of_a_room_do_not_overlap_and_cancelled_ones_do_not_count()
    {
        var keeper = Person("lab", "lab");
        var lab = await AddAsync("lab", keeper, ("kod", "L1"), ("ad", "Bilgisayar 1"), ("kapasite", "30"), ("sorumlu", "lab"));
        Task<Saved> Reserve(string from, string to) => _commands.SaveAsync(Type("rezervasyon"), null, Values(("lab", "L1"), ("baslangic", from), ("bitis", to), ("tur", "Ders"), ("ders", "BLG 101")), null, keeper);
        var first = await Reserve("23.11.2026 09:00", "23.11.2026 11:00");
        first.Succeeded.ShouldBeTrue();
        (await Reserve("23.11.2026 10:00", "23.11.2026 12:00")).Errors.ShouldHaveSingleItem().Field.ShouldBe("baslangic");
        (await Reserve("23.11.2026 11:00", "23.11.2026 12:00")).Succeeded.ShouldBeTrue("one ends when the next begins");
        (await _commands.SaveAsync(Type("rezervasyon"), first.Key, Values(("durum", "İptal")), null, keeper)).Succeeded.ShouldBeTrue();
        (await Reserve("23.11.2026 09:30", "23.11.2026 10:30")).Succeeded.ShouldBeTrue();
        (await _queries.DependentsAsync(keeper, lab, 50)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Subnets_of_one_parent_are_disjoint()
    {
        await AddAsync("altag", Network, ("cidr", "10.0.0.0/8"));
        await AddAsync("altag", Network, ("cidr", "10.1.0.0/16"), ("ust", "10.0.0.0/8"));
        (await _commands.SaveAsync(Type("altag"), null, Values(("cidr", "10.1.128.0/17"), ("ust", "10.0.0.0/8")), null, Network)).Errors.ShouldHaveSingleItem().Tr.ShouldContain("10.1.0.0/16");
        await AddAsync("altag", Network, ("cidr", "10.2.0.0/16"), ("ust", "10.0.0.0/8"));
    }

    [Fact]
    public async Task Impact_follows_references_over_several_steps()
    {
        var place = await AddAsync("mekan", Network, ("kod", "SO1"), ("ad", "Sistem odası"), ("tur", "Sistem odası"));
        await AddAsync("ag-cihazi", Network, ("ad", "omurga-1"), ("rol", "Omurga"), ("model", "X"), ("osSurum", "1"), ("yonetimIp", "10.0.0.1"), ("kritiklik", "A"), ("mekan", "SO1"));
        await AddAsync("port", Network, ("cihaz", "omurga-1"), ("ad", "Gi1/1"));
        var impact = await _queries.ImpactAsync(Network, place);
        impact.Select(one => (one.Link.Type.Code, one.Distance)).ShouldBe([("ag-cihazi", 1), ("port", 2)]);
        impact[1].Link.Title.ShouldBe("omurga-1 · X Gi1/1");
    }

    [Fact]
    public async Task A_trial_import_says_what_it_would_do_and_keeps_nothing()
    {
        await AddAsync("vlan", Network, ("no", "10"), ("ad", "eski"), ("amac", "a"), ("bolge", "DMZ"));
        const string File = "No;Ad;Amaç;Güvenlik bölgesi\n10;eski;a;DMZ\n10;yeni;a;DMZ\n20;öğrenci;Öğrenciler;Öğrenci\n";
        var trial = await _commands.ImportAsync(Type("vlan"), File, dryRun: true, Network);
        trial.Rows.Select(row => row.Effect).ShouldBe([RowEffect.Same, RowEffect.Changed, RowEffect.Added]);
        (await _queries.CountsAsync(Network))["vlan"].ShouldBe(1);
        (await _commands.ImportAsync(Type("vlan"), File, dryRun: false, Network)).Succeeded.ShouldBeTrue();
        (await _queries.CountsAsync(Network))["vlan"].ShouldBe(2);
    }

    [Fact]
    public async Task One_wrong_row_keeps_the_whole_file_out_and_is_named_by_its_line()
    {
        var report = await _commands.ImportAsync(Type("vlan"), "no,ad,amac,bolge\n1,a,b,DMZ\n5000,c,d,DMZ\n", dryRun: false, Network);
        report.Succeeded.ShouldBeFalse();
        report.Rows[1].Line.ShouldBe(3);
        report.Rows[1].Errors.ShouldHaveSingleItem().Field.ShouldBe("no");
        (await _queries.CountsAsync(Network)).ShouldBeEmpty();
        (await _commands.ImportAsync(Type("vlan"), "no;renk\n1;mavi\n", dryRun: true, Network)).Tr.ShouldNotBeNull().ShouldContain("renk");
        (await _commands.ImportAsync(Type("vlan"), "", dryRun: true, Network)).Tr.ShouldNotBeNull();
        (await _commands.ImportAsync(Type("vlan"), "no\n1\n", dryRun: true, Desk)).Tr.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_exported_can_be_imported_again()
    {
        await AddAsync("mekan", Network, ("kod", "K1"), ("ad", "Kampüs; \"ana\""), ("tur", "Yerleşke"));
        await AddAsync("mekan", Network, ("kod", "B1"), ("ad", "Bina"), ("tur", "Bina"), ("ust", "K1"));
        var records = (await _queries.ListAsync(Network, Type("mekan"), null, new Dictionary<string, string>(), 0, 10)).Items;
        var file = Encoding.UTF8.GetString(RecordCsv.Write(Type("mekan"), records, await _queries.TitlesAsync(records), "tr", withPersonal: true));
        file.ShouldContain("İçinde bulunduğu yer");
        var again = await _commands.ImportAsync(Type("mekan"), file, dryRun: true, Network);
        again.Tr.ShouldBeNull();
        again.Rows.ShouldAllBe(row => row.Effect == RowEffect.Same);
    }

    [Fact]
    public async Task Spreadsheets_run_nothing_that_is_exported()
    {
        await AddAsync("mekan", Network, ("kod", "K1"), ("ad", "=HYPERLINK(1)"), ("tur", "Yerleşke"));
        var records = (await _queries.ListAsync(Network, Type("mekan"), null, new Dictionary<string, string>(), 0, 10)).Items;
        Encoding.UTF8.GetString(RecordCsv.Write(Type("mekan"), records, new Dictionary<string, string>(), "tr", withPersonal: true)).ShouldNotContain(";=HYPERLINK");
    }

    [Fact]
    public async Task Lists_are_searched_by_words_without_regard_to_Turkish_letters_and_filtered_by_fields()
    {
        foreach (var i in Enumerable.Range(1, 12)) await AddAsync("vlan", Network, ("no", i.ToString(CultureInfo.InvariantCulture)), ("ad", $"ışık-{i}"), ("amac", i % 2 == 0 ? "Yurt binası" : "Kütüphane"), ("bolge", i % 3 == 0 ? "Öğrenci" : "Personel"));
        (await _queries.ListAsync(Network, Type("vlan"), "ISIK yurt", new Dictionary<string, string>(), 0, 4)).Total.ShouldBe(6);
        (await _queries.ListAsync(Network, Type("vlan"), "yurt", new Dictionary<string, string> { ["bolge"] = "Students" }, 0, 50)).Total.ShouldBe(2);
        (await _queries.ListAsync(Network, Type("vlan"), "%", new Dictionary<string, string>(), 0, 50)).Total.ShouldBe(0, "a percent sign is a letter like others");
        (await _queries.ListAsync(Network, Type("vlan"), null, new Dictionary<string, string>(), 10, 5)).Items.Count.ShouldBe(2);
    }

    private static Actor Person(string name, params string[] roles) => new(name, roles.ToHashSet());

    private static RecordType Type(string code) => RecordTypes.Default.Find(code)!; // named by the tests

    private static Dictionary<string, string?> Values(params (string Name, string Value)[] values) => values.ToDictionary(value => value.Name, value => (string?)value.Value);

    private async Task<long> AddAsync(string type, Actor actor, params (string, string)[] values)
    {
        var saved = await _commands.SaveAsync(Type(type), null, Values(values), null, actor);
        saved.Errors.ShouldBeEmpty();
        saved.Problem.ShouldBeNull();
        return saved.Key;
    }
}
