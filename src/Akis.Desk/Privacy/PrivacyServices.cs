using Microsoft.Extensions.DependencyInjection;

namespace Akis.Desk.Privacy;

/// <summary>Registers the protection of personal data.</summary>
internal static class PrivacyServices
{
    public static IServiceCollection AddDeskPrivacy(this IServiceCollection services) => services
        .AddSingleton<ReadLog>()
        .AddSingleton<Retention>()
        .AddSingleton<RetentionWatch>()
        .AddSingleton<PersonExport>();
}
