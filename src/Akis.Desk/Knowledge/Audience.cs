using Akis.Desk.Categories;
using Akis.Engine;

namespace Akis.Desk.Knowledge;

/// <summary>Who may read an article, and who may write them.</summary>
public static class Audience
{
    /// <summary>Everybody, also without signing in.</summary>
    public const string Public = "public";

    /// <summary>Everybody who has signed in.</summary>
    public const string Members = "members";

    /// <summary>Those who work at the university.</summary>
    public const string Staff = "staff";

    /// <summary>Those who work at the desk.</summary>
    public const string Desk = "desk";

    /// <summary>What an article can be for: the four circles, or one queue's own people.</summary>
    public static IReadOnlyList<string> All { get; } = [Public, Members, Staff, Desk, .. Queues.All.Select(queue => queue.Role)];

    /// <summary>The audiences that a reader belongs to; null is somebody who has not signed in.</summary>
    public static IReadOnlyList<string> Of(Actor? reader)
    {
        if (reader is null) return [Public];
        if (reader.IsIn(["baskan", "kalite"])) return All;
        var queues = Queues.WorkedBy(reader.Groups).Select(queue => queue.Role).ToList();
        var isDesk = IsWriter(reader) || queues.Count > 0;
        return [Public, Members, .. isDesk || reader.IsIn(["akademik", "idari"]) ? [Staff] : Array.Empty<string>(), .. isDesk ? [Desk] : Array.Empty<string>(), .. queues];
    }

    /// <summary>Whether somebody writes articles: who works on a queue.</summary>
    public static bool IsWriter(Actor actor) => Queues.WorkedBy(actor.Groups).Any() || actor.IsIn(["guvenlik"]);

    /// <summary>Whether somebody approves what others have written: the leads, the help desk, the head.</summary>
    public static bool IsApprover(Actor actor) => actor.IsIn(["baskan", Queues.HelpDesk, .. Queues.All.Select(queue => queue.Lead).OfType<string>()]);
}
