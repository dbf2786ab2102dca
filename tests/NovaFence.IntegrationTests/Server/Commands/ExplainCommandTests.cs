using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary><c>novafence explain</c>: what it prints, and that it changes nothing.</summary>
public sealed class ExplainCommandTests(CloudAndLedger given) : IClassFixture<CloudAndLedger>
{
    private static readonly string Delivery =
        $$"""
        {"version":"4","alerts":[
          {"status":"firing","labels":{"host":"compute1"},"startsAt":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}","fingerprint":"f1"},
          {"status":"firing","labels":{"host":"compute9"},"startsAt":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}","fingerprint":"f2"}]}
        """;

    [Fact]
    public async Task Each_alert_is_explained_and_nothing_is_touched()
    {
        given.Cloud.Crash("compute1");
        await WriteAsync("delivery.json", Delivery);

        var json = await given.RunAsync("explain", "delivery.json", "--json");
        json.ExitCode.Should().Be(0, "it said {0}", json.Error);
        json.Json["explanations"]!.AsArray().Select(one => $"{one!["fingerprint"]} {one["host"]} {one["verdict"]} by {one["rule"]}").Should().Equal(
            "f1 compute1 force-down by act", "f2 compute9 held by host");
        json.Json["explanations"]![0]!["values"]!["fleet_size"]!.GetValue<int>().Should().Be(5);

        var text = await given.RunAsync("explain", "delivery.json", "--receiver", "alertmanager");
        text.ExitCode.Should().Be(0);
        text.Output.Should().Contain("f1 compute1: force-down (").And.Contain("f2 compute9: held (unknown host")
            .And.Contain("decided by   host").And.Contain("asked before route, freshness\n").And.Contain("budget_limit");

        given.Cloud.Requests.ServicePuts.Should().BeEmpty();
        (await given.RunAsync("events", "compute1")).Output.Should().BeEmpty();
        (await given.RunAsync("hosts", "--json")).Json["hosts"]!.AsArray().Should().AllSatisfy(host => host!["held"]!.GetValue<bool>().Should().BeFalse());
    }

    [Theory]
    [InlineData("nosuch.json", "nosuch.json")]
    [InlineData("broken.json", "receiver")]
    public async Task What_cannot_be_read_ends_with_1(string file, string told)
    {
        await WriteAsync("broken.json", "{");
        var ended = await given.RunAsync("explain", file);
        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        ended.Error.Should().Contain(told);
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(given.Surroundings.File(name), text, TestContext.Current.CancellationToken);
}
