using Microsoft.Extensions.DependencyInjection;

namespace Akis.Desk.Privacy;

/// <summary>Registers the protection of personal data.</summary>
public static class PrivacyServices
{
    /// <summary>Adds rows that are removed when their time is over.</summary>
    public static IServiceCollection AddRetained(this IServiceCollection services, IEnumerable<RetainedRows> kinds)
    {
        foreach (var kind in kinds) services.AddSingleton(kind);
        return services;
    }

    internal static IServiceCollection AddDeskPrivacy(this IServiceCollection services) => services
        .AddSingleton<ReadLog>()
        .AddSingleton<Retention>().AddSingleton<RowRetention>().AddRetained(Mail.MailRetention.Rows)
        .AddSingleton<RetentionWatch>()
        .AddSingleton<PersonExport>();
}
