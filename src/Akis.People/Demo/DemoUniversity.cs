using System.Security.Cryptography;
using Akis.Engine;
using Akis.People.Accounts;
using Akis.People.Organisation;

namespace Akis.People.Demo;

/// <summary>The demo university's units and accounts: invented, named after their roles, one password for all. They exist only where the demo is asked for.</summary>
public sealed class DemoUniversity(PersonQueries persons, PersonCommands commands, Units units)
{
    private const string Domain = "demouni.example";

    private static readonly (string Code, string Tr, string En, string? Parent, string? Manager, string Campus)[] Units =
    [
        ("REK", "Rektörlük", "Rectorate", null, null, "Merkez Yerleşkesi"),
        ("BIDB", "Bilgi İşlem Daire Başkanlığı", "Department of Information Technologies", "REK", "baskan", "Merkez Yerleşkesi"),
        ("BIDB-IDR", "BİDB İdari Büro", "IT Administrative Office", "BIDB", null, "Merkez Yerleşkesi"),
        ("MUH", "Mühendislik Fakültesi", "Faculty of Engineering", "REK", "dekan", "Merkez Yerleşkesi"),
        ("YURT", "Yurt Müdürlüğü", "Dormitory Administration", "REK", "yurt", "Göl Yerleşkesi"),
        ("YAPI", "Yapı İşleri ve Teknik Daire Başkanlığı", "Department of Construction and Technical Works", "REK", null, "Merkez Yerleşkesi"),
        ("SGDB", "Strateji Geliştirme Daire Başkanlığı", "Department of Strategy Development", "REK", null, "Merkez Yerleşkesi"),
    ];

    private static readonly WorkGroup[] Groups =
    [
        new("GEN", "Yardım Masası", "Help desk", "masa", "masa", "baskan", "T1", "yardim@" + Domain, true),
        new("AG", "Ağ Hizmetleri Planlama Destek Grubu", "Network services", "uzman-ag", "sorumlu.ag", "uzman.ag", "T1", "ag@" + Domain, true),
        new("SIS", "Sistem Destek Grubu", "Systems support", "uzman-sistem", "sorumlu.sistem", "uzman.sistem", "T1", "sistem@" + Domain, true),
        new("YAZ", "Yazılım Geliştirme Grubu", "Software development", "gelistirici", "sorumlu.yazilim", "gelistirici", "T1", "yazilim@" + Domain, true),
        new("YZC", "Yarı Zamanlı Çalışan Koordinatörlüğü", "Part-time staff coordination", "koordinator", "koordinator", "masa", "T1", "yarizamanli@" + Domain, true),
        new("ATL", "Atölye Hizmetleri Birimi", "Workshop", "atolye", "sorumlu.atolye", "atolye", "T1", "atolye@" + Domain, true),
    ];

    private static readonly (string User, string Name, string Status, string Unit, string[] Roles)[] Accounts =
    [
        ("ogrenci", "Demo Öğrenci 1", "Öğrenci", "MUH", [Roles.Student]),
        ("akademik", "Demo Öğretim Üyesi 1", "Akademik", "MUH", [Roles.Academic]),
        ("idari", "Demo İdari Personel", "İdari", "BIDB-IDR", [Roles.Administrative]),
        ("dekan", "Demo Dekan", "Akademik", "MUH", [Roles.Academic, Roles.UnitManager]),
        ("birim.bt", "Demo Birim BT Sorumlusu", "İdari", "MUH", ["birim-bt", Roles.Administrative]),
        ("asistan", "Demo Asistan Öğrenci 1", "Asistan Öğrenci", "BIDB", ["asistan", Roles.Student]),
        ("nobetci", "Demo Nöbetçi Asistan 1", "Asistan Öğrenci", "BIDB", ["nobetci", "asistan", Roles.Student]),
        ("masa", "Demo Yardım Masası Uzmanı 1", "İdari", "BIDB", ["masa", Roles.Administrative]),
        ("uzman.ag", "Demo Ağ Uzmanı 1", "İdari", "BIDB", ["uzman-ag", Roles.Administrative]),
        ("uzman.ag2", "Demo Ağ Uzmanı 2", "İdari", "BIDB", ["uzman-ag", "muayene", Roles.Administrative]),
        ("sorumlu.ag", "Demo Ağ Grup Sorumlusu", "İdari", "BIDB", ["sorumlu-ag", "uzman-ag", "ddk", Roles.Administrative]),
        ("uzman.sistem", "Demo Sistem Uzmanı 1", "İdari", "BIDB", ["uzman-sistem", Roles.Administrative]),
        ("uzman.sistem2", "Demo Sistem Uzmanı 2", "İdari", "BIDB", ["uzman-sistem", "muayene", "sistem-odasi", Roles.Administrative]),
        ("sorumlu.sistem", "Demo Sistem Grup Sorumlusu", "İdari", "BIDB", ["sorumlu-sistem", "uzman-sistem", "ddk", Roles.Administrative]),
        ("gelistirici", "Demo Yazılım Geliştirici 1", "İdari", "BIDB", ["gelistirici", Roles.Administrative]),
        ("sorumlu.yazilim", "Demo Yazılım Grup Sorumlusu", "İdari", "BIDB", ["sorumlu-yazilim", "gelistirici", "ddk", Roles.Administrative]),
        ("koordinator", "Demo Yarı Zamanlı Koordinatörü", "İdari", "BIDB", ["koordinator", Roles.Administrative]),
        ("atolye", "Demo Atölye Teknisyeni 1", "İdari", "BIDB", ["atolye", Roles.Administrative]),
        ("atolye2", "Demo Atölye Teknisyeni 2", "İdari", "BIDB", ["atolye", "muayene", Roles.Administrative]),
        ("sorumlu.atolye", "Demo Atölye Birim Sorumlusu", "İdari", "BIDB", ["sorumlu-atolye", "atolye", Roles.Administrative]),
        ("lab", "Demo Laboratuvar Sorumlusu 1", "İdari", "BIDB", ["lab", Roles.Administrative]),
        ("satinalma", "Demo Satın Alma", "İdari", "BIDB", ["satinalma", Roles.Administrative]),
        ("tasinir", "Demo Taşınır Kayıt", "İdari", "BIDB", ["tasinir", Roles.Administrative]),
        ("gerceklestirme", "Demo Gerçekleştirme Görevlisi", "İdari", "BIDB-IDR", ["gerceklestirme", Roles.Administrative]),
        ("tasinir.kontrol", "Demo Taşınır Kontrol", "İdari", "BIDB-IDR", ["tasinir-kontrol", Roles.Administrative]),
        ("guvenlik", "Demo Bilgi Güvenliği Sorumlusu", "İdari", "BIDB", ["guvenlik", "ddk", Roles.Administrative]),
        ("yurt", "Demo Yurt Müdürü", "İdari", "YURT", ["yurt", Roles.UnitManager, Roles.Administrative]),
        ("yapi.isleri", "Demo Yapı İşleri Temsilcisi", "İdari", "YAPI", ["yapi-isleri", Roles.Administrative]),
        ("strateji", "Demo Strateji Geliştirme Temsilcisi", "İdari", "SGDB", ["strateji", Roles.Administrative]),
        ("rektorluk", "Demo Rektör Yardımcısı", "Akademik", "REK", ["rektorluk", Roles.Academic]),
        ("baskan", "Demo Daire Başkanı", "İdari", "BIDB", [Roles.Head, Roles.UnitManager, "ddk", Roles.Administrative]),
        ("kalite", "Demo İç Denetçi", "İdari", "REK", [Roles.Auditor]),
        ("yonetici", "Demo Sistem Yöneticisi", "İdari", "BIDB", [Roles.Administrator]),
    ];

    /// <summary>The accounts' user names and roles, for the start message.</summary>
    public static IEnumerable<(string User, string Name)> List => Accounts.Select(account => (account.User, account.Name));

    /// <summary>Makes what is missing; gives the password, which stays the same for a data folder.</summary>
    /// <param name="dataFolder">Where the generated password is kept, readable by the program's user only.</param>
    /// <param name="givenPassword">A password from the environment; null generates one.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<string> SeedAsync(string dataFolder, string? givenPassword, CancellationToken cancel = default)
    {
        var password = givenPassword ?? KeptPassword(dataFolder);
        if (await persons.FindAsync(Accounts[^1].User, cancel) is not null) return password;
        foreach (var (code, tr, en, parent, manager, campus) in Units) await commands.SaveUnitAsync(code, tr, en, parent, manager, campus, cancel);
        foreach (var (user, name, status, unit, roles) in Accounts)
        {
            var saved = await commands.SaveAsync(user, name, $"{user}@{Domain}", status, unit, roles, password, cancel);
            if (saved.Problem is { } problem) throw new InvalidOperationException(problem.En);
        }

        foreach (var group in Groups)
        {
            if ((await units.SaveAsync(group, Actor.System, cancel)).Problem is { } problem) throw new InvalidOperationException(problem.En);
        }

        return password;
    }

    private static string KeptPassword(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "demo-password");
        if (File.Exists(file)) return File.ReadAllText(file).Trim();
        var password = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 12);
        File.WriteAllText(file, password);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return password;
    }
}
