using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Akis.Bench.Desk;

/// <summary>Does over HTTP what people do all day, for a while, at 1 and at 8 clients; prints a line of figures for each.</summary>
internal static class Load
{
    // Words of every frequency: in most tickets, in many, in few, together, as a phrase, with conditions, without any hit.
    private static readonly string[] Queries =
        ["vpn", "parola sıfırlama", "eduroam sertifika", "\"lisans sunucusu\"", "durum:açık vpn", "grup:ağ -yazıcı bağlantı", "atanan:masa durum:açık", "yedek*", "zambak", "konsol televizyon hurda", "öncelik:P1 sunucu", "tarih:30g sınav"];

    public static async Task RunAsync(Uri address, int pid, string token, TimeSpan duration)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var numbers = new List<string>();
        for (var i = 0; i < 50; i++) numbers.Add(await CreateAsync(client, i));
        Func<int, Task> create = i => CreateAsync(client, i);
        var actions = new (string Name, Func<int, Task> Run)[]
        {
            ("create by API", create),
            ("ticket page", i => GetAsync(client, $"/tickets/{numbers[i % numbers.Count]}")),
            ("list page", i => GetAsync(client, i % 2 == 0 ? "/desk" : "/desk?view=Unassigned")),
            ("list by API", i => GetAsync(client, "/api/tickets?scope=desk")),
            ("search page", i => GetAsync(client, "/search?q=" + Uri.EscapeDataString(Queries[i % Queries.Length]))),
            ("search by API", i => GetAsync(client, "/api/search?query=" + Uri.EscapeDataString(Queries[i % Queries.Length]))),
        };
        foreach (var (name, run) in actions)
        {
            for (var i = 0; i < 30; i++) await run(i);
            foreach (var clients in new[] { 1, 8 }) await MeasureAsync(name, run, clients, duration, pid);
        }

        foreach (var query in Queries)
        {
            var times = new List<double>();
            for (var i = 0; i < 9; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await GetAsync(client, "/api/search?query=" + Uri.EscapeDataString(query));
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            times.Sort();
            Print($"  query {query,-28} median {times[4],7:0.0} ms, worst of 9 {times[^1],7:0.0} ms");
        }

        foreach (var page in new[] { $"/tickets/{numbers[0]}", "/desk", "/search?q=vpn" }) Print($"  bytes of {page}: {(await client.GetByteArrayAsync(new Uri(page, UriKind.Relative))).Length}");
        Print($"  memory (PSS) {File.ReadLines($"/proc/{pid}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]} kB");
    }

    private static async Task MeasureAsync(string name, Func<int, Task> run, int clients, TimeSpan duration, int pid)
    {
        var (cpu, started, count) = (Cpu(pid), Stopwatch.GetTimestamp(), 0);
        var times = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var from = Stopwatch.GetTimestamp();
                await run(Interlocked.Increment(ref count));
                own.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }

            return own;
        })));
        var all = times.SelectMany(own => own).Order().ToList();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Print($"{name,-14} {clients} client{(clients > 1 ? "s" : " ")} {all.Count / seconds,8:0.0} /s  p50 {all[all.Count / 2],7:0.0} ms  p99 {all[(int)(all.Count * 0.99)],7:0.0} ms  CPU {(Cpu(pid) - cpu) * 1000 / all.Count,6:0.0} ms");
    }

    private static async Task<string> CreateAsync(HttpClient client, int i)
    {
        using var answer = await client.PostAsJsonAsync(new Uri("/api/tickets", UriKind.Relative), new { category = i % 2 == 0 ? "VPN-02" : "SUN-03", subject = $"Ölçüm bileti {i} bağlantı kurulamıyor", body = "Sabahtan beri bağlanamıyorum, ekran görüntüsünü ekte gönderiyorum; yardımcı olur musunuz?" });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("number").GetString() ?? "";
    }

    private static async Task GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    // Seconds of processor that a process has used; a tick of Linux's counter is 10 ms.
    private static double Cpu(int pid)
    {
        var fields = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }

    private static void Print(string line) => Console.WriteLine(line);
}
