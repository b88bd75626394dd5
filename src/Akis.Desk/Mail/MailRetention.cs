using Akis.Desk.Mail.Intake;
using Akis.Desk.Privacy;

namespace Akis.Desk.Mail;

/// <summary>How long what mail leaves behind is kept. A ticket's mail goes with the ticket's persons at the latest.</summary>
internal static class MailRetention
{
    private const string Images = "DELETE FROM incoming_mail_image WHERE mail_key = @key";

    public static IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new("saklama.eposta.dogrulanmamis", 3, "Adresini doğrulamamış gönderenlerin iletileri", "Messages of senders who did not prove their address", "incoming_mail", "key", $"state = 0 AND reason = '{QuarantineReason.Unverified}' AND received_at < @limit") { File = "raw_sha256", Also = Images },
        new("saklama.eposta.karantina", 30, "Karantinadaki ve karantinadan silinen iletiler", "Messages in quarantine or removed from it", "incoming_mail", "key", "state IN (0, 4) AND received_at < @limit") { File = "raw_sha256", Also = Images },
        new("saklama.eposta.ham", 180, "Bilete dönüşen iletilerin ham hâli", "The raw form of messages that became tickets", "incoming_mail", "key", "state IN (1, 2, 3) AND raw_sha256 <> '' AND received_at < @limit") { File = "raw_sha256", Change = "raw_sha256 = ''" },
        new("saklama.eposta.biletsiz", 180, "Bileti olmayan teslim raporları ve iletiler", "Delivery reports and messages without a ticket", "incoming_mail", "key", "state IN (1, 2, 3) AND ticket_key IS NULL AND received_at < @limit") { File = "raw_sha256", Also = Images, Ticket = "ticket_key" },
        new("saklama.eposta.konuk", 730, "Hesabı ve bileti olmayan kişilerin doğrulanmış adresleri", "Proven addresses of people without account and ticket", "mail_guest", "address", $"proven_at < @limit AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.requester = '{MailSenders.GuestName("")}' || address)"),
        new("saklama.eposta.dogrulama", 30, "Süresi dolmuş doğrulama bağlantıları", "Links for proving an address that are over", "sender_proof", "hash", "expires_at < @limit"),
        new("saklama.abonelik.onaysiz", 3, "Onaylanmamış servis durumu abonelikleri", "Subscriptions to news of services that were never confirmed", "status_subscriber", "key", "confirmed_at IS NULL AND asked_at < @limit"),
        new("saklama.bildirim.masa", 180, "Görevlilerin ve izleyenlerin bildirimleri", "Notifications of agents and watchers", "desk_notification", "about_key", "at < @limit") { Ticket = "ticket_key" },
    ];
}
