using System.Globalization;

namespace NovaFence.Architecture.Tests.Documents;

/// <summary>The detection kit by the tools of those who run it. <c>NOVAFENCE_REQUIRE_PROMTOOL=1</c> makes a missing tool a failure.</summary>
public sealed class DetectionKitTests
{
    [Theory]
    [InlineData("promtool", "check config docs/prometheus.example.yml")]
    [InlineData("promtool", "check rules docs/prometheus.rules.yml")]
    [InlineData("promtool", "test rules tests/NovaFence.Tests/Architecture/Documents/prometheus.rules.test.yml")]
    [InlineData("amtool", "check-config docs/alertmanager.example.yml")]
    public async Task It_is_sound(string tool, string arguments) => await Tool.RunAsync(tool, arguments);

    [Fact]
    public void Alertmanagers_example_sends_every_alert_of_the_rules_on()
    {
        var alerts = Repository.Read("docs/prometheus.rules.yml").Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("- alert: ", StringComparison.Ordinal)).Select(line => line["- alert: ".Length..]).Distinct(StringComparer.Ordinal).ToList();

        alerts.Should().HaveCount(3);
        Repository.Read("docs/alertmanager.example.yml").Should().Contain($"alertname=~\"{string.Join('|', alerts)}\"");
    }

    [Fact]
    public void What_proves_nothing_does_not_say_that_a_host_is_fenced()
    {
        var missed = Repository.Read("docs/prometheus.rules.yml").Split("- name: ").Single(group => group.StartsWith("host is missed", StringComparison.Ordinal));

        missed.Should().NotContain("fenced:");
    }

    [Fact]
    public void What_proves_is_read_twice()
    {
        var scraped = Repository.Read("docs/prometheus.example.yml");
        var proves = Repository.Read("docs/prometheus.rules.yml").Split("- name: ").Single(group => group.StartsWith("fenced by power", StringComparison.Ordinal));

        // By then the next scrape has answered or failed.
        Seconds(proves, "for").Should().HaveCount(3).And.AllSatisfy(waits => waits.Should().BeGreaterThanOrEqualTo(
            Seconds(scraped, "scrape_interval").Single() + Seconds(scraped, "scrape_timeout").Single()));
    }

    private static List<int> Seconds(string yaml, string key) => yaml.Split('\n').Select(line => line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words.Length > 1 && words[0] == key + ":").Select(words => int.Parse(words[1].TrimEnd('s'), CultureInfo.InvariantCulture)).ToList();
}
