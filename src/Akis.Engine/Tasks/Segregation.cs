using Akis.Bpmn.Graph;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine.Tasks;

/// <summary>
/// Segregation of duties at a task: whom its <c>akis:segregation</c> names may neither take nor get nor complete it, nor may anybody who acts in their
/// place or stands in for them.
/// </summary>
internal static class Segregation
{
    private static readonly HashSet<string> Nobody = [];

    /// <summary>The user names that the task is kept from. What has no value yet names nobody.</summary>
    public static IReadOnlySet<string> Of(FlowNode node, IFeelScope variables, FeelEnvironment feel) =>
        node.UserTask?.Segregation is { } named ? named.EvaluateTexts(variables, feel).ToHashSet() : Nobody;

    /// <summary>Whether a task that is kept from these persons is kept from somebody.</summary>
    public static bool Keeps(IReadOnlySet<string> persons, Actor from) =>
        persons.Contains(from.UserName) || (from.OnBehalfOf is { } principal && persons.Contains(principal)) || from.Principals.Any(who => persons.Contains(who.UserName));

    /// <summary>What is said to who must not do it; null where he may.</summary>
    /// <param name="persons">Whom the task is kept from.</param>
    /// <param name="requester">Who asked for it all; null where that is not known.</param>
    /// <param name="by">Who would do it, or have it.</param>
    public static Problem? Refuse(IReadOnlySet<string> persons, string? requester, Actor by)
    {
        if (!Keeps(persons, by)) return null;
        if (!persons.Contains(by.UserName)) return Refusal("Görevler ayrılığı: bu adım, vekâlet ettiğiniz kişinin talebine ya da yaptığı işe ilişkin; başka bir yetkili yapmalıdır.", "Segregation of duties: this step concerns a request or the work of somebody you stand in for; another authorised person must do it.");
        return by.UserName == requester
            ? Refusal("Kendi talebinize ilişkin bu adımı siz tamamlayamazsınız; başka bir yetkili yapmalıdır.", "You cannot do this step of your own request; another authorised person must do it.")
            : Refusal("Görevler ayrılığı: denetlenecek işte payı olan kişi bu adımı yapamaz; başka bir yetkili yapmalıdır.", "Segregation of duties: who had a part in the work cannot do this step about it; another authorised person must do it.");
    }

    private static Problem Refusal(string tr, string en) => new("task.segregation", 403, tr, en);
}
