using Akis.Desk.Events;

namespace Akis.Automation.Webhooks;

/// <summary>A program that is told what happens at the desk.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Url">Where it listens.</param>
/// <param name="Events">Kinds of events that it is told.</param>
/// <param name="IsActive">False while it is told nothing.</param>
/// <param name="CreatedAt">When it was set up.</param>
public sealed record Webhook(long Key, string Name, string Url, IReadOnlyList<string> Events, bool IsActive, DateTimeOffset CreatedAt)
{
    /// <summary>Kinds of events that can be told.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [DeskEventKind.Opened, DeskEventKind.State, DeskEventKind.Taken, DeskEventKind.Message];
}

/// <summary>How far a delivery is.</summary>
public enum DeliveryState
{
    /// <summary>It is tried again when it is due.</summary>
    Waiting,

    /// <summary>The program answered with a status of 200 to 299.</summary>
    Taken,

    /// <summary>It was tried often enough.</summary>
    GivenUp,
}

/// <summary>A delivery as its log shows it.</summary>
public sealed record WebhookDelivery(long Key, string Webhook, string Kind, DeliveryState State, int Tries, int? Status, string? Error, long? Milliseconds, DateTimeOffset CreatedAt, DateTimeOffset DueAt);
