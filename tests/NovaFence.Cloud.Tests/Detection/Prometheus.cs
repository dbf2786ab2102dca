using System.Globalization;
using System.Text.Json.Nodes;

namespace NovaFence.Cloud.Tests.Detection;

/// <summary>Debian's Prometheus with the configuration and rules that the documentation shows. Only addresses are others.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    public const string Program = "/usr/bin/prometheus";

    private readonly RunningProgram _program;
    private readonly HttpClient _http;
    private readonly DirectoryInfo _folder;

    private Prometheus(RunningProgram program, Uri address, DirectoryInfo folder)
    {
        _program = program;
        _folder = folder;
        _http = new HttpClient { BaseAddress = address };
    }

    public string Log => _program.Said;

    public static async Task<Prometheus> StartAsync(Exporters exporters, Alertmanager alertmanager)
    {
        var folder = Directory.CreateTempSubdirectory("novafence-prometheus-");
        var config = await File.ReadAllTextAsync(Repository.PathOf("docs/prometheus.example.yml"), TestContext.Current.CancellationToken);
        config = Replaced(config, "127.0.0.1:9093", alertmanager.Address.Authority);
        foreach (var shown in (string[])["127.0.0.1:9290", "127.0.0.1:9610", "127.0.0.1:9348", "127.0.0.1:9115"])
            config = Replaced(config, shown, exporters.Through);
        foreach (var (host, address) in exporters.Nodes)
            config = Replaced(config, $"{host}.example.org:9100", address);
        File.Copy(Repository.PathOf("docs/prometheus.rules.yml"), Path.Combine(folder.FullName, "prometheus.rules.yml"));
        return await StartAsync(folder, config);
    }

    /// <summary>One that scrapes a NovaFence as <c>docs/monitoring.md</c> shows it, each second, with the mixin's alerts and rules.</summary>
    public static async Task<Prometheus> ScrapingAsync(string novafence)
    {
        var folder = Directory.CreateTempSubdirectory("novafence-prometheus-");
        foreach (var rules in (string[])["alerts.yaml", "rules.yaml"])
            File.Copy(Repository.PathOf($"monitoring/rendered/{rules}"), Path.Combine(folder.FullName, rules));
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs/monitoring.md"), TestContext.Current.CancellationToken);
        var shown = page.Split("```yaml\n")[1].Split("```")[0];
        // From this machine, without a token.
        shown = Replaced(shown, "    authorization:\n      credentials_file: /etc/prometheus/novafence.token\n", "");
        shown = Replaced(shown, "novafence.example.org:7071", novafence);
        return await StartAsync(folder, $"global: {{scrape_interval: 1s, evaluation_interval: 1s}}\nrule_files: [alerts.yaml, rules.yaml]\n{shown}");
    }

    private static async Task<Prometheus> StartAsync(DirectoryInfo folder, string config)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "prometheus.yml"), config, TestContext.Current.CancellationToken);
        var address2 = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Ports.Free()}");
        var program = new RunningProgram(
            Program,
            [$"--config.file={Path.Combine(folder.FullName, "prometheus.yml")}", $"--storage.tsdb.path={Path.Combine(folder.FullName, "data")}", $"--web.listen-address={address2}"]);
        var prometheus = new Prometheus(program, new Uri($"http://{address2}/"), folder);
        await Patience.UntilAsync("Prometheus is ready", async () =>
            (await prometheus._http.GetAsync(new Uri("-/ready", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        return prometheus;
    }

    /// <summary>The one value of an expression; null where it has none.</summary>
    public async Task<double?> ValueAsync(string expression)
    {
        var answer = await _http.GetStringAsync(new Uri($"api/v1/query?query={Uri.EscapeDataString(expression)}", UriKind.Relative), TestContext.Current.CancellationToken);
        return JsonNode.Parse(answer)!["data"]!["result"]!.AsArray() is [{ } only]
            ? double.Parse(only["value"]![1]!.GetValue<string>(), CultureInfo.InvariantCulture)
            : null;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _program.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Replaced(string config, string shown, string address)
    {
        config.Should().Contain(shown);
        return config.Replace(shown, address, StringComparison.Ordinal);
    }
}
