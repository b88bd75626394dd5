using Akis.Engine.Database;

namespace Akis.Server.Api.V2;

/// <summary>What Camunda 8 has and Akış has not: said in so many words, instead of as an unknown path.</summary>
internal static class LeftOut
{
    private static readonly (string Path, string Tr, string En)[] Parts =
    [
        ("clock", "Sunucunun saati değiştirilemez; süreçleri sanal saatle “akis process test” çalıştırır.", "The server's clock cannot be changed; 'akis process test' runs processes by a virtual clock."),
        ("tenants", "Kiracı ayrımı yoktur; her şey <default> kiracısındadır.", "There are no tenants; everything belongs to <default>."),
        ("mapping-rules", "Eşleme kuralları yoktur; roller kişilere verilir.", "There are no mapping rules; roles are given to persons."),
        ("cluster-variables", "Küme değişkenleri yoktur.", "There are no cluster variables."),
        ("global-task-listeners", "Bütün görevleri dinleyenler yoktur; dinleyiciler modelde yazılır.", "There are no global task listeners; listeners are part of a model."),
        ("system", "Kullanım ölçüleri tutulmaz; ölçüler /metrics adresindedir.", "Usage is not metered; metrics are at /metrics."),
        ("setup", "Kişiler “akis user” komutuyla eklenir.", "Persons are added by the command 'akis user'."),
        ("users", "Kişiler “akis user” komutuyla ve yönetim sayfalarında değiştirilir.", "Persons are changed by the command 'akis user' and in the pages of the administration."),
        ("roles", "Roller kişilere yönetim sayfalarında verilir.", "Roles are given to persons in the pages of the administration."),
        ("groups", "Gruplar rollerdir; kişilere yönetim sayfalarında verilir.", "Groups are roles, which are given to persons in the pages of the administration."),
        ("authorizations", "Rollerin yetkileri değiştirilemez.", "What roles may do cannot be changed."),
        ("resources", "Kaynaklar tanımlarının adresinden okunur (process-definitions/…/xml).", "Resources are read where their definitions are (process-definitions/…/xml)."),
        ("jobs/statistics/by-workers", "İş sayıları yalnız bütünü ve türleri için tutulur.", "Jobs are counted only over all and by type."),
        ("jobs/statistics/time-series", "İş sayıları yalnız bütünü ve türleri için tutulur.", "Jobs are counted only over all and by type."),
        ("jobs/statistics/errors", "İş sayıları yalnız bütünü ve türleri için tutulur.", "Jobs are counted only over all and by type."),
    ];

    public static void Map(IEndpointRouteBuilder v2)
    {
        foreach (var (path, tr, en) in Parts)
        {
            var answer = new Problem("not-supported", 501, tr, en).ToResult();
            v2.Map($"/{path}/{{**rest}}", () => answer).ExcludeFromDescription();
        }
    }
}
