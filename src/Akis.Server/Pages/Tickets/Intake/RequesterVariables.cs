using Akis.Engine;
using Akis.Feel;
using Akis.Handbook.Requests;
using Akis.People.Accounts;

namespace Akis.Server.Pages.Tickets.Intake;

/// <summary>A person as start forms and processes see who asks.</summary>
internal static class RequesterVariables
{
    public static FeelContext Of(Person person) => FeelContext.Of(
        ("requester", FeelValue.Of(person.UserName)), ("requesterName", FeelValue.Of(person.Name)), ("requesterUnit", FeelValue.Of(person.Unit)),
        ("requesterStatus", FeelValue.Of(person.Status)), ("requesterEmail", FeelValue.Of(person.Email)));

    public static Requester ToRequester(Person person) => new(person.UserName, person.Name, person.Unit, person.Status, person.Email, person.Manager);

    /// <summary>The start form of a process's newest version; null where it asks for none or is not deployed.</summary>
    public static async Task<string?> StartFormAsync(this ProcessQueries processes, string processId, CancellationToken cancel)
    {
        var definition = (await processes.DefinitionsAsync(processId, newestOnly: true, cancel)).FirstOrDefault();
        var graph = definition is null ? null : await processes.GraphAsync(definition.Key, cancel);
        return graph?.Nodes.FirstOrDefault(node => node.StartFormId is not null && node.Scope == 0)?.StartFormId;
    }
}
