using Akis.Engine;

namespace Akis.People;

/// <summary>Role codes; the engine's candidate groups are the same words.</summary>
public static class Roles
{
    /// <summary>Student.</summary>
    public const string Student = "ogrenci";

    /// <summary>Academic staff.</summary>
    public const string Academic = "akademik";

    /// <summary>Administrative staff.</summary>
    public const string Administrative = "idari";

    /// <summary>Head of department: sees everything.</summary>
    public const string Head = "baskan";

    /// <summary>Quality auditor: reads everything, writes nothing.</summary>
    public const string Auditor = "kalite";

    /// <summary>Administrator of the system: not of its contents.</summary>
    public const string Administrator = "yonetici";

    /// <summary>Manager of a unit.</summary>
    public const string UnitManager = "birim-yoneticisi";

    /// <summary>Which group a lead leads: its lead sees what is offered to the group and hands it out.</summary>
    public static IReadOnlyDictionary<string, string> GroupOfLead { get; } = new Dictionary<string, string>
    {
        ["sorumlu-ag"] = "uzman-ag",
        ["sorumlu-sistem"] = "uzman-sistem",
        ["sorumlu-yazilim"] = "gelistirici",
        ["sorumlu-atolye"] = "atolye",
    };

    /// <summary>A person with these roles as the engine sees it.</summary>
    public static Actor Actor(string userName, IReadOnlySet<string> roles) =>
        new(userName, roles) { Leads = roles.Select(role => GroupOfLead.GetValueOrDefault(role)).OfType<string>().ToHashSet() };

    /// <summary>All roles with their names in Turkish and English.</summary>
    public static IReadOnlyDictionary<string, (string Tr, string En)> All { get; } = new Dictionary<string, (string, string)>
    {
        [Student] = ("Öğrenci", "Student"),
        [Academic] = ("Akademik Personel", "Academic staff"),
        [Administrative] = ("İdari Personel", "Administrative staff"),
        ["asistan"] = ("Asistan Öğrenci", "Student assistant"),
        ["nobetci"] = ("Nöbetçi Asistan Öğrenci", "Student assistant on duty"),
        ["masa"] = ("Yardım Masası Uzmanı", "Help desk agent"),
        ["uzman-ag"] = ("Ağ Uzmanı", "Network specialist"),
        ["sorumlu-ag"] = ("Ağ Grup Sorumlusu", "Network group lead"),
        ["uzman-sistem"] = ("Sistem Uzmanı", "Systems specialist"),
        ["sorumlu-sistem"] = ("Sistem Grup Sorumlusu", "Systems group lead"),
        ["gelistirici"] = ("Yazılım Geliştirici", "Software developer"),
        ["sorumlu-yazilim"] = ("Yazılım Grup Sorumlusu", "Software group lead"),
        ["koordinator"] = ("Yarı Zamanlı Koordinatörü", "Part-time staff coordinator"),
        ["atolye"] = ("Atölye Teknisyeni", "Workshop technician"),
        ["sorumlu-atolye"] = ("Atölye Birim Sorumlusu", "Workshop lead"),
        ["lab"] = ("Laboratuvar Sorumlusu", "Laboratory manager"),
        ["satinalma"] = ("Satın Alma Görevlisi", "Purchasing officer"),
        ["tasinir"] = ("Taşınır Kayıt Yetkilisi", "Asset registrar"),
        ["tasinir-kontrol"] = ("Taşınır Kontrol Yetkilisi", "Asset controller"),
        ["gerceklestirme"] = ("Gerçekleştirme Görevlisi", "Realisation officer"),
        ["muayene"] = ("Muayene ve Kabul Komisyonu Üyesi", "Member of the inspection and acceptance commission"),
        ["ihale"] = ("İhale Komisyonu Üyesi", "Member of the tender commission"),
        ["sistem-odasi"] = ("Sistem Odası Sorumlusu", "Server room officer"),
        ["guvenlik"] = ("Bilgi Güvenliği Sorumlusu", "Information security officer"),
        ["ddk"] = ("Değişiklik Danışma Kurulu Üyesi", "Member of the change advisory board"),
        ["birim-bt"] = ("Birim BT Sorumlusu", "IT contact of a unit"),
        ["yurt"] = ("Yurt Müdürlüğü", "Dormitory administration"),
        ["yapi-isleri"] = ("Yapı İşleri ve Teknik Daire Başkanlığı", "Department of construction and technical works"),
        ["strateji"] = ("Strateji Geliştirme Daire Başkanlığı", "Department of strategy development"),
        ["rektorluk"] = ("Rektörlük", "Rectorate"),
        [UnitManager] = ("Birim Yöneticisi", "Unit manager"),
        [Head] = ("Daire Başkanı", "Head of department"),
        [Auditor] = ("Kalite Denetçisi", "Quality auditor"),
        [Administrator] = ("Sistem Yöneticisi", "System administrator"),
    };
}
