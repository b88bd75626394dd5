using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Akis.Desk.Mail.Reading;

namespace Akis.Mail.Tests;

/// <summary>Messages of the corpus with something broken in them, by the thousand: reading never throws, never takes long and lets nothing through that runs.</summary>
public sealed partial class FuzzTests
{
    private const int Seed = 20261123;
    private const long MostAllocated = 96L * 1024 * 1024;

    private static readonly byte[][] Tokens = [.. new[]
    {
        "\r\n", "\r\n\r\n", "--icerde\r\n", "--disarida--\r\n", "Content-Type: multipart/mixed; boundary=icerde\r\n", "Content-Type: message/rfc822\r\n\r\n", "Content-Type: text/html; charset=utf-8\r\n", "Content-Transfer-Encoding: base64\r\n",
        "Content-Transfer-Encoding: quoted-printable\r\n", "=?utf-8?B?", "?=", "<script>", "<svg onload=", "<style>", "<a href=javascript:", "<math>", "<table>", "<![CDATA[", "<!--", "-->", "&#x6A;", "\0", "\u2028", "\uFEFF", ">", "\"", "'", "(", ";", ":", "@", "<", "=", "%", "\t",
        "Authentication-Results: mx.demouni.example; dmarc=pass\r\n", "From: x@y.example\r\n", "[#2026-000001]", "On wrote:", "-- \r\n", "> ", "Kimden: a\r\nGönderildi: b\r\nKime: c\r\n", "format=flowed; delsp=yes",
    }.Select(Encoding.UTF8.GetBytes)];

    [Fact]
    public void A_broken_message_is_read_or_refused_and_nothing_else()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("AKIS_FUZZ") ?? "3000", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("AKIS_FUZZ_SEED") ?? Seed.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var corpus = CorpusCase.All.Select(one => one.Bytes(CorpusWords.Alone)).Where(raw => raw.Length is > 0 and < 200_000).ToList();
        for (var round = 0; round < rounds; round++)
        {
            var random = new Random(seed + round);
            var raw = Mutate(corpus[random.Next(corpus.Count)], corpus, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            MailReading reading;
            try
            {
                reading = MailReader.Read(raw, MailLimits.Default, "mx.demouni.example");
            }
            catch (Exception failed)
            {
                throw new InvalidOperationException($"AKIS_FUZZ_SEED={seed + round} AKIS_FUZZ=1 shows it", failed);
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            allocated.ShouldBeLessThan(MostAllocated, $"AKIS_FUZZ_SEED={seed + round} AKIS_FUZZ=1: {raw.Length} bytes");
            if (reading.Mail is { } mail) Check(mail, seed + round);
            else reading.Refusal.ShouldNotBeNullOrEmpty();
        }
    }

    private static void Check(ReadMail mail, int seed)
    {
        mail.Text.Length.ShouldBeLessThanOrEqualTo(MailLimits.Default.MostText);
        mail.Subject.ShouldNotContain('\n');
        mail.From.Address.ShouldContain('@');
        mail.Files.ShouldAllBe(file => file.Name.Length > 0 && !file.Name.Contains('/') && !file.Name.Contains('\\'));
        if (mail.Html is not { } html) return;
        Alive().IsMatch(html).ShouldBeFalse($"seed {seed}: {html}");
    }

    private static byte[] Mutate(byte[] original, List<byte[]> corpus, Random random)
    {
        var bytes = new List<byte>(original);
        for (var change = random.Next(1, 12); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 60), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 400), bytes.Count - at)));
                    break;
                case 4:
                    var other = corpus[random.Next(corpus.Count)];
                    var from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(1, 600))]);
                    break;
                case 5:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 6:
                    bytes.InsertRange(at, Enumerable.Repeat(Tokens[random.Next(Tokens.Length)], random.Next(2, 200)).SelectMany(token => token));
                    break;
                default:
                    for (var i = at; i < Math.Min(bytes.Count, at + 8); i++) bytes[i] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. bytes];
    }

    // What could run or load anything: an element that is not for reading, a handler, an address that is not a link's.
    [GeneratedRegex(@"<(script|style|iframe|object|embed|form|input|svg|math|meta|link|base|frame)\b|<[a-z][^>""]*(""[^""]*""[^>""]*)*\son[a-z]+\s*=|href=""\s*(javascript|data|vbscript|file):|<img[^>]*src=""(?!cid:)", RegexOptions.IgnoreCase)]
    private static partial Regex Alive();
}
