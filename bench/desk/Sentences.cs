namespace Akis.Bench.Desk;

/// <summary>Turkish that reads like tickets: words follow each other as they do in the articles of <c>knowledge/</c>, with rooms, devices and codes that are rare as they are in life.</summary>
internal sealed class Sentences
{
    private readonly Random _random;
    private readonly Dictionary<string, List<string>> _after = [];
    private readonly List<string> _starts = [];

    public Sentences(string folder, int seed)
    {
        _random = new(seed);
        foreach (var file in Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal))
        {
            var turkish = File.ReadAllText(file).Split("---\n", 3)[2].Split("<!-- en -->")[0];
            var words = turkish.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('*', '|', '#', '`', '“', '”', '(', ')', '-')).Where(word => word.Length > 0).ToList();
            foreach (var (word, next) in words.Zip(words.Skip(1)))
            {
                if (!_after.TryGetValue(word, out var list)) _after[word] = list = [];
                list.Add(next);
                if (char.IsUpper(word[0])) _starts.Add(word);
            }
        }
    }

    public int Next(int below) => _random.Next(below);

    public T Any<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    public string Text(int words)
    {
        var text = new List<string>(words + 4);
        for (var word = Any(_starts); text.Count < words; word = _after.TryGetValue(word, out var next) ? Any(next) : Any(_starts)) text.Add(word);
        text.Insert(_random.Next(text.Count), $"{Any(Places)} {_random.Next(100, 420)}");
        if (_random.Next(3) == 0) text.Add($"hata 0x{_random.Next():X8}");
        if (_random.Next(4) == 0) text.Add($"DM-{_random.Next(1_000_000):000000}");
        return string.Join(' ', text);
    }

    private static readonly string[] Places = ["MUH", "FEN", "MDA", "BID", "İİBF", "kütüphane", "Ihlamur Yurdu", "rektörlük", "KYK", "hastane"];
}
