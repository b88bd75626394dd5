using Microsoft.Extensions.DependencyInjection;

namespace Akis.Desk.Knowledge;

/// <summary>Registers the knowledge base.</summary>
internal static class KnowledgeServices
{
    public static IServiceCollection AddDeskKnowledge(this IServiceCollection services) => services
        .AddSingleton<ArticleQueries>()
        .AddSingleton<ArticleCommands>()
        .AddSingleton<ArticleSearch>()
        .AddSingleton<ArticleUse>()
        .AddSingleton<KnowledgeFolder>();
}
