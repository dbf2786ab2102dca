using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NovaFence.Functions.Tests.Settings;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>Where nothing runs between two requests, receivers are told after the answer, and by the timer's audit.</summary>
[NeedsTime("a worker of its own; what is told is tested without one always")]
public sealed class NotifiedTests : IAsyncLifetime
{
    private readonly ScriptedReceiver _receiver = new();
    private readonly Stage _stage;

    public NotifiedTests() => _stage = new(new Dictionary<string, string>
    {
        ["NovaFence__Notify__0__Name"] = "ops",
        ["NovaFence__Notify__0__Url"] = _receiver.Url,
        ["NovaFence__Notify__0__Secrets__0"] = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    });

    public ValueTask InitializeAsync() => _stage.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_receiver_is_told_after_the_answer_and_what_an_operator_does_by_the_next_audit()
    {
        _stage.Cloud.Crash("compute1");
        (await Callers.VerdictAsync(await _stage.Callers.AlertAsync("firing", LocalSettings.AlertmanagerToken))).Should().Be("force-down");
        await Patience.UntilAsync("it is told", () => Task.FromResult(Told().Count > 0));

        using var word = new HttpRequestMessage(HttpMethod.Put, "/api/hosts/compute1/force-down")
        {
            Headers = { Authorization = new("Bearer", LocalSettings.OperatorToken) },
            Content = JsonContent.Create(new JsonObject { ["forced_down"] = false, ["reason"] = "it is well", ["force"] = true }),
        };
        using (await _stage.Callers.SendAsync(word))
            (await _stage.IsForcedDownAsync("compute1")).Should().BeFalse();
        await _stage.Callers.AuditedSinceAsync(DateTimeOffset.UtcNow, () => _stage.Host.FireTimerAsync(TestContext.Current.CancellationToken));
        await Patience.UntilAsync("that is told too", () => Task.FromResult(Told().Contains("io.novafence.host.unset.v1 compute1")));

        Told().Take(2).Should().Equal("io.novafence.host.forced_down.v1 compute1", "io.novafence.host.unset.v1 compute1");
    }

    private IReadOnlyList<string> Told() => [.. _receiver.All.Select(request => JsonNode.Parse(request.Body)!).Select(told => $"{told["type"]} {told["subject"]}")];
}
