using System.Net;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>What <c>novafence serve</c> records, <c>novafence replay</c> takes.</summary>
public sealed class RecordingTests : IAsyncLifetime
{
    private readonly CloudAndLedger _given = new();

    public ValueTask InitializeAsync() => _given.InitializeAsync();

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task A_recorded_delivery_can_be_replayed()
    {
        _given.Surroundings.Variables["NovaFence__Record"] = "recorded";
        await using (var server = Novafence.Start(_given.Surroundings, "serve", "--port", "0"))
        {
            await server.WhenPrintedAsync("novafence listens on ");
            using var client = new HttpClient();
            client.DefaultRequestHeaders.Authorization = new("Bearer", CloudAndLedger.Token);
            using var body = new StringContent(
                $$"""{"version":"4","alerts":[{"status":"firing","labels":{"host":"compute3"},"startsAt":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}","fingerprint":"f1"}]}""", null, "application/json");
            _given.Cloud.Crash("compute3");
            using var delivered = await client.PostAsync(server.Output.Split("novafence listens on ")[1].Trim() + "/api/webhooks/alertmanager", body, TestContext.Current.CancellationToken);
            delivered.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        var replayed = await _given.RunAsync("replay", "recorded", "--json");

        replayed.ExitCode.Should().Be(0, "it said {0}", replayed.Error);
        var row = replayed.Json.AsArray().Should().ContainSingle().Which!;
        (row["host"]!.GetValue<string>(), row["verdict"]!.GetValue<string>()).Should().Be(("compute3", "force-down"));
        _given.Cloud.Requests.ServicePuts.Should().ContainSingle("only the server's own PUT reached this cloud");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_stops_the_start_and_names_the_key()
    {
        await File.WriteAllTextAsync(_given.Surroundings.File("taken"), "", TestContext.Current.CancellationToken);
        _given.Surroundings.Variables["NovaFence__Record"] = "taken";

        var ended = await _given.RunAsync("serve", "--port", "0");

        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        ended.Error.Should().Contain("NovaFence:Record");
    }
}
