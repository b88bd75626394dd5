using System.Globalization;
using System.Text;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Akis.Mail.Tests;

/// <summary>A message of the corpus and what must become of it. What a case does not say is an ordinary message of a known person that our mail server has checked.</summary>
public sealed class CorpusCase
{
    public string Name { get; set; } = "";

    public string? Raw { get; set; }

    public string? Auth { get; set; }

    public string From { get; set; } = "Demo Öğrenci <ogrenci@demouni.example>";

    public string To { get; set; } = "yardim@demouni.example";

    public string Subject { get; set; } = "VPN bağlantısı kurulamıyor";

    public string? Id { get; set; }

    public string Headers { get; set; } = "";

    public string Body { get; set; } = "Evden VPN'e bağlanamıyorum, parola kabul edilmiyor.";

    public string? Html { get; set; }

    public List<CorpusFile> Files { get; set; } = [];

    /// <summary>"true" for the very same bytes again, else a header line that the second road adds.</summary>
    public string? Twice { get; set; }

    public int Burst { get; set; } = 1;

    public bool Lf { get; set; }

    public Expectation? Expect { get; set; }

    /// <summary>Short for hostile HTML: a ticket whose HTML lacks and has these, or has none.</summary>
    public List<string> Lacks { get; set; } = [];

    public List<string> Has { get; set; } = [];

    public bool NoHtml { get; set; }

    public string? TextHas { get; set; }

    /// <summary>Which file it stands in.</summary>
    [YamlIgnore] public string Group { get; set; } = "";

    [YamlIgnore] public Expectation Wanted => Expect ?? new() { End = "ticket", HtmlHas = Has, HtmlLacks = Lacks, NoHtml = NoHtml, TextHas = TextHas };

    public override string ToString() => $"{Group}: {Name}";

    /// <summary>All cases, in the order of the files.</summary>
    public static IReadOnlyList<CorpusCase> All { get; } = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "corpus"), "*.yaml").Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>The message's bytes.</summary>
    public byte[] Bytes(CorpusWords words)
    {
        var bytes = words.Expand(Raw ?? Compose());
        return Lf || Raw is { Length: 0 } ? bytes : CrLf(bytes);
    }

    private string Compose()
    {
        var text = new StringBuilder();
        text.Append(Auth is null ? "{{pass}}" : Auth.Length == 0 ? "" : Auth + "\n");
        if (From.Length > 0) text.Append("From: ").Append(From).Append('\n');
        text.Append("To: ").Append(To).Append("\nDate: Mon, 23 Nov 2026 09:00:00 +0300\n");
        if (Subject.Length > 0) text.Append("Subject: ").Append(Subject).Append('\n');
        if (Id is null) text.Append("Message-ID: <{{n}}@demouni.example>\n");
        else if (Id.Length > 0) text.Append("Message-ID: <").Append(Id).Append(">\n");
        text.Append("MIME-Version: 1.0\n");
        if (Headers.Length > 0) text.Append(Headers).Append('\n');
        if (Html is null && Files.Count == 0) return text.Append('\n').Append(Body).ToString();

        text.Append("Content-Type: multipart/mixed; boundary=disarida\n\n--disarida\n");
        text.Append("Content-Type: multipart/alternative; boundary=icerde\n\n");
        if (Html is null || Group != "hostile") text.Append("--icerde\nContent-Type: text/plain; charset=utf-8\n\n").Append(Body).Append('\n');
        if (Html is not null) text.Append("--icerde\nContent-Type: text/html; charset=utf-8\n\n").Append(Html).Append('\n');
        text.Append("--icerde--\n");
        foreach (var file in Files) text.Append("--disarida\n").Append(file.Part());
        return text.Append("--disarida--\n").ToString();
    }

    private static byte[] CrLf(byte[] bytes)
    {
        var result = new List<byte>(bytes.Length + 1000);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r')) result.Add((byte)'\r');
            result.Add(bytes[i]);
        }

        return [.. result];
    }

    private static IEnumerable<CorpusCase> Read(string file)
    {
        var cases = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<List<CorpusCase>>(File.ReadAllText(file));
        foreach (var one in cases)
        {
            one.Group = Path.GetFileNameWithoutExtension(file);
            yield return one;
        }
    }
}

/// <summary>A file of a message: its content in base64, or the files that its winmail.dat holds.</summary>
public sealed class CorpusFile
{
    public string? Name { get; set; }

    public string? Header { get; set; }

    public string Type { get; set; } = "";

    public string? Cid { get; set; }

    public string Content { get; set; } = "";

    public Dictionary<string, string> Tnef { get; set; } = [];

    public string Part()
    {
        var content = Tnef.Count > 0 ? Convert.ToBase64String(TnefBytes.Of(Tnef)) : Content;
        return $"Content-Type: {Type}\n{Header ?? $"Content-Disposition: {(Cid is null ? "attachment" : "inline")}; filename=\"{Name}\""}\n{(Cid is null ? "" : $"Content-ID: <{Cid}>\n")}Content-Transfer-Encoding: base64\n\n{content}\n";
    }
}

/// <summary>What must become of a message.</summary>
public sealed class Expectation
{
    /// <summary>ticket, reply, report or held.</summary>
    public string End { get; set; } = "";

    public string? Reason { get; set; }

    public List<string> ReasonIn { get; set; } = [];

    public string? Ticket { get; set; }

    public string? Author { get; set; }

    public string? Subject { get; set; }

    public string? Text { get; set; }

    public string? TextHas { get; set; }

    public string? Folded { get; set; }

    public string? Note { get; set; }

    public List<string>? Files { get; set; }

    public List<string> HtmlHas { get; set; } = [];

    public List<string> HtmlLacks { get; set; } = [];

    public bool NoHtml { get; set; }
}

/// <summary>Replaces <c>{{word:argument}}</c> in messages; what a word stands for may be any bytes.</summary>
public sealed class CorpusWords(IReadOnlyDictionary<string, Func<string, string>> world)
{
    private static readonly Encoding Turkish = CodePagesEncodingProvider.Instance.GetEncoding(1254)!; // comes with .NET
    private static readonly Encoding Russian = CodePagesEncodingProvider.Instance.GetEncoding("koi8-r")!; // comes with .NET
    private static int _number;

    /// <summary>Words for reading alone, where no ticket exists.</summary>
    public static CorpusWords Alone { get; } = new(new Dictionary<string, Func<string, string>>
    {
        ["ticket"] = _ => "2026-000001", ["other"] = _ => "2026-000002", ["closed"] = _ => "2026-000003", ["id"] = _ => "2026-000001.7.aaaaaaaaaaaaaaaa@demouni.example", ["first"] = _ => "ilk@demouni.example",
        ["tag"] = _ => "yardim+2026-000001.aaaaaaaaaaaaaaaa@demouni.example", ["TAG"] = _ => "YARDIM+2026-000001.AAAAAAAAAAAAAAAA@DEMOUNI.EXAMPLE", ["mac"] = _ => "aaaaaaaaaaaaaaaa", ["same"] = _ => "ayni@demouni.example",
    });

    public byte[] Expand(string text)
    {
        using var bytes = new MemoryStream();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            bytes.Write(Encoding.UTF8.GetBytes(text[at..(open < 0 ? text.Length : open)]));
            if (open < 0) break;
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            var word = text[(open + 2)..close];
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            bytes.Write(colon < 0 ? Word(word, "") : Word(word[..colon], word[(colon + 1)..]));
            at = close + 2;
        }

        return bytes.ToArray();
    }

    private byte[] Word(string name, string argument) => name switch
    {
        "pass" => Utf8("Authentication-Results: mx.demouni.example; dmarc=pass\n"),
        "n" => Utf8(string.Create(CultureInfo.InvariantCulture, $"ileti-{Interlocked.Increment(ref _number)}")),
        "1254" => Turkish.GetBytes(argument),
        "hex" => Convert.FromHexString(argument.Replace(" ", "", StringComparison.Ordinal)),
        "b64" => Utf8(Convert.ToBase64String(Utf8(argument))),
        "b64-1254" => Utf8(Convert.ToBase64String(Turkish.GetBytes(argument))),
        "b64-utf16" => Utf8(Convert.ToBase64String([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(argument)])),
        "b64-koi8" => Utf8(Convert.ToBase64String(Russian.GetBytes(argument))),
        "qp-1254" => Utf8(string.Concat(Turkish.GetBytes(argument).Select(octet => octet is > 32 and < 127 and not (byte)'=' ? ((char)octet).ToString() : $"={octet:X2}"))),
        "repeat" => Repeat(argument),
        "random" => Random(int.Parse(argument, CultureInfo.InvariantCulture)),
        "nest" => Utf8(Nest(int.Parse(argument, CultureInfo.InvariantCulture))),
        _ => Utf8(world[name](argument)),
    };

    private static byte[] Repeat(string argument)
    {
        var colon = argument.IndexOf(':', StringComparison.Ordinal);
        return Utf8(string.Concat(Enumerable.Repeat(argument[(colon + 1)..], int.Parse(argument[..colon], CultureInfo.InvariantCulture))));
    }

    private static byte[] Random(int count)
    {
        var bytes = new byte[count];
        new Random(42).NextBytes(bytes);
        return bytes;
    }

    private static string Nest(int depth)
    {
        var text = new StringBuilder();
        for (var i = 0; i < depth; i++) text.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=sinir{i}\n\n--sinir{i}\n");
        text.Append("Content-Type: text/plain; charset=utf-8\n\nEn içteki metin burada duruyor.\n");
        for (var i = depth - 1; i >= 0; i--) text.Append(CultureInfo.InvariantCulture, $"--sinir{i}--\n");
        return text.ToString();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
