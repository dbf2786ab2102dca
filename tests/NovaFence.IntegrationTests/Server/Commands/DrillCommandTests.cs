using System.Net;
using System.Text;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary><c>novafence drill</c> on a running server, with the alert of a host that lives.</summary>
public sealed class DrillCommandTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task It_shows_where_each_second_went_and_tells_Nova_nothing()
    {
        var drill = RunAsync("compute2", "--for", "60s");
        await DrillsAsync("compute2");
        (await server.Operator.DeliverAsync("compute2")).Should().Be(HttpStatusCode.OK);

        var ended = await drill;

        ended.ExitCode.Should().Be(0, ended.Error);
        ended.Output.Should().ContainAll("began ", "received ", "looked ", "decided ", "would have forced down", "Nova would have been told at once");
        server.Given.Down.Should().NotContain("compute2");
        (await server.Operator.GetStringAsync("/api/pause", TestContext.Current.CancellationToken)).Should().NotContain("compute2", "the drill is over");
    }

    [Fact]
    public async Task Without_an_alert_it_says_what_was_missing()
    {
        var ended = await RunAsync("compute3", "--for", "2s");

        ended.ExitCode.Should().Be(1);
        ended.Output.Should().Contain("missing").And.Contain("no alert that names compute3 was received");
    }

    [Fact]
    public async Task A_pause_that_somebody_has_put_in_its_place_meanwhile_is_not_ended_with_it()
    {
        var drill = RunAsync("compute5", "--for", "5s");
        await DrillsAsync("compute5");
        using var maintenance = new StringContent("""{"host":"compute5","reason":"new disks"}""", Encoding.UTF8, "application/json");
        (await server.Operator.PutAsync("/api/pause", maintenance, TestContext.Current.CancellationToken)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await drill).ExitCode.Should().Be(1);

        (await server.Operator.GetStringAsync("/api/pause", TestContext.Current.CancellationToken)).Should().Contain("new disks");
        (await server.Operator.DeleteAsync("/api/pause?host=compute5", TestContext.Current.CancellationToken)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task In_JSON_it_says_the_same()
    {
        var drill = RunAsync("compute4", "--for", "60s", "--json");
        await DrillsAsync("compute4");
        await server.Operator.DeliverAsync("compute4");

        var json = (await drill).Json;

        ((string?)json["host"]).Should().Be("compute4");
        json["decided"]!.GetValue<DateTimeOffset>().Should().BeOnOrAfter(json["received"]!.GetValue<DateTimeOffset>());
        json["became_real"]!.GetValue<bool>().Should().BeFalse();
    }

    [Theory]
    [InlineData("--for 16m --reason why", 2, "15 minutes at most")]
    [InlineData("", 2, "--reason")]
    public async Task What_is_no_drill_is_not_understood(string options, int exitCode, string told)
    {
        var ended = await Novafence.RunAsync(server.Given.Surroundings, ["drill", "compute1", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        ended.ExitCode.Should().Be(exitCode);
        ended.Error.Should().Contain(told);
    }

    private Task<Ended> RunAsync(params string[] arguments)
    {
        server.Given.Surroundings.Variables["NOVAFENCE_TOKEN"] = CloudAndLedger.OperatorToken;
        return Novafence.RunAsync(server.Given.Surroundings, ["drill", .. arguments, "--reason", "rehearsal", "--server", server.Address.ToString()]);
    }

    private Task DrillsAsync(string host) => Patience.UntilAsync($"a drill of {host} runs", async () =>
        (await server.Operator.GetStringAsync("/api/pause", TestContext.Current.CancellationToken)).Contains(host, StringComparison.Ordinal));
}
