using Microsoft.Extensions.DependencyInjection;

namespace Akis.Desk.Search;

/// <summary>Registers search.</summary>
internal static class SearchServices
{
    public static IServiceCollection AddDeskSearch(this IServiceCollection services) => services
        .AddSingleton<SearchIndex>()
        .AddSingleton<TicketSearch>()
        .AddSingleton<Snippets>()
        .AddSingleton<SavedViews>();
}
