using Akis.Desk.Knowledge;
using Akis.People.Accounts;

namespace Akis.Server.Hosting;

/// <summary>What the demo university's desk begins with: the articles of <c>knowledge/</c>, written by the help desk and approved by a lead.</summary>
internal static class DemoDesk
{
    public static async Task SeedAsync(IServiceProvider services, AkisOptions options, CancellationToken cancel)
    {
        var folder = Path.Combine(options.Processes, "..", "knowledge");
        var persons = services.GetRequiredService<PersonQueries>();
        if (!Directory.Exists(folder) || await persons.FindAsync("masa", cancel) is not { } author || await persons.FindAsync("sorumlu.sistem", cancel) is not { } approver) return;
        await services.GetRequiredService<KnowledgeFolder>().LoadAsync(folder, author.Actor, approver.Actor, cancel);
    }
}
