using Akis.Desk.Privacy;

namespace Akis.Automation.Notify;

/// <summary>How long what was sent is kept. What still waits is never removed.</summary>
internal static class OutgoingRetention
{
    public static IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new("saklama.eposta.giden", 180, "Gönderilen, reddedilen ve geri dönen iletiler", "Messages that were sent, refused or came back", "outbox_mail", "key", "state <> 0 AND created_at < @limit") { Ticket = "ticket_key" },
        new("saklama.eposta.ozet", 30, "Gönderilmeyi bekleyen özet satırları (ayrılan kişiler)", "Lines that wait for a digest (of people who left)", "digest_item", "key", "at < @limit"),
        new("saklama.bildirim.surec", 180, "Süreçlerin bildirimleri", "Notifications of processes", "notification", "key", "created_at < @limit"),
        new("saklama.kanca", 90, "Web kancası gönderimleri", "Webhook deliveries", "webhook_delivery", "key", "state <> 0 AND created_at < @limit"),
    ];
}
