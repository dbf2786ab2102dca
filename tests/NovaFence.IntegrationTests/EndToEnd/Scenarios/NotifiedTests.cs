using System.Text.Json.Nodes;
using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>Notifications, from an alert to a receiver over HTTP, on both ledgers.</summary>
public sealed class NotifiedTests(AzuriteFixture azurite)
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    /// <summary>Longer than a dead instance has a receiver to itself.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(61);

    [Theory]
    [InlineData(LedgerKind.Sqlite)]
    [InlineData(LedgerKind.Tables)]
    public async Task A_server_tells_by_itself_what_it_does_and_what_it_finds(LedgerKind ledger)
    {
        await using var receiver = new ScriptedReceiver();
        await using var given = await BeginAsync(ledger, hasTimer: true, receiver);
        var instance = await given.Instance();

        await instance.Deliver(Firing("compute1"), Firing("compute2").Named("HostMaybeDown"), Firing("elsewhere"));
        await Patience.UntilAsync("both are told", () => Task.FromResult(Told(receiver).Count == 3));
        await instance.Deliver(Resolved("compute1"));
        await Patience.UntilAsync("it is told up", () => Task.FromResult(Told(receiver).Count == 4));
        await given.Nova.Set("compute3", forcedDown: true);
        await instance.Audit();
        await Patience.UntilAsync("the findings are told", () => Task.FromResult(Told(receiver).Count >= 7));

        Told(receiver).Should().BeEquivalentTo(
            "host.forced_down compute1", "host.held compute2", "host.held elsewhere", "host.unset compute1",
            "finding.opened compute2", "finding.opened compute3", "finding.opened elsewhere");
        Told(receiver).Where(told => told.EndsWith("compute1", StringComparison.Ordinal)).Should().Equal("host.forced_down compute1", "host.unset compute1");
        receiver.All.Should().OnlyContain(request => request.Headers.ContainsKey("webhook-signature"));
    }

    [Theory]
    [InlineData(LedgerKind.Sqlite)]
    [InlineData(LedgerKind.Tables)]
    public async Task What_an_instance_had_not_told_when_it_died_another_tells_and_each_host_in_its_order(LedgerKind ledger)
    {
        await using var receiver = new ScriptedReceiver();
        await using var given = await BeginAsync(ledger, hasTimer: true, receiver);
        var (taken, hang) = (0, true);
        // It takes one, and then it hangs.
        receiver.Answer = (_, stream) => Interlocked.Increment(ref taken) == 1 || !Volatile.Read(ref hang) ? ScriptedReceiver.Says(stream, "200 OK") : Task.Delay(Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);
        var first = await given.Instance();
        await first.Deliver(Firing("compute1"), Firing("compute2"));
        await Patience.UntilAsync("the second hangs", () => Task.FromResult(receiver.All.Count == 2));
        await first.Deliver(Resolved("compute1"), Resolved("compute2"));
        await first.Crash();
        var before = receiver.All.Select(request => request.Headers["webhook-id"]).ToList();

        given.Clock.Advance(Lease);
        Volatile.Write(ref hang, false);
        var second = await given.Instance();
        await second.Audit();
        await Patience.UntilAsync("all is told", () => Task.FromResult(Told(receiver).Distinct(StringComparer.Ordinal).Count() == 4));

        var ids = receiver.All.Select(request => request.Headers["webhook-id"]).ToList();
        ids.Distinct(StringComparer.Ordinal).Should().HaveCount(4);
        ids.Count(id => id == before[1]).Should().Be(2, "whether it was told, the one that died could not say any more");
        ids.Count(id => id == before[0]).Should().Be(1);
        foreach (var host in (string[])["compute1", "compute2"])
            Told(receiver).Where(told => told.EndsWith(host, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Should().Equal($"host.forced_down {host}", $"host.unset {host}");
    }

    [Fact]
    public async Task Without_a_timer_it_is_told_after_the_answer_and_what_was_not_taken_by_a_later_audit()
    {
        await using var receiver = new ScriptedReceiver();
        await using var given = await BeginAsync(LedgerKind.Sqlite, hasTimer: false, receiver);
        var instance = await given.Instance();

        await instance.Deliver(Firing("compute1"));
        await Patience.UntilAsync("it is told", () => Task.FromResult(Told(receiver).Count == 1));
        receiver.Answers("500 Internal Server Error");
        await instance.Deliver(Resolved("compute1"));
        await Patience.UntilAsync("it is tried", () => Task.FromResult(Told(receiver).Count == 2));
        await Patience.UntilAsync("that is written", () => Task.FromResult(instance.Log.Text.Contains("it answered 500", StringComparison.Ordinal)));
        receiver.Answers("200 OK");
        given.Clock.Advance(TimeSpan.FromSeconds(6));
        await instance.Audit();

        Told(receiver).Should().Equal("host.forced_down compute1", "host.unset compute1", "host.unset compute1");
        receiver.All[1].Headers["webhook-id"].Should().Be(receiver.All[2].Headers["webhook-id"]);
        (await instance.SendAsync(HttpMethod.Delete, "/api/pause?notify=nobody", null, SceneSettings.OperatorToken)).Status.Should().Be(422);
        (await instance.SendAsync(HttpMethod.Delete, "/api/pause?notify=ops", null, SceneSettings.OperatorToken)).Status.Should().Be(200);
    }

    private Task<Scene> BeginAsync(LedgerKind ledger, bool hasTimer, ScriptedReceiver receiver) => Scene.BeginAsync(
        new SceneOptions
        {
            Ledger = ledger,
            HasTimer = hasTimer,
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["NovaFence:Notify:0:Name"] = "ops",
                ["NovaFence:Notify:0:Url"] = receiver.Url,
                ["NovaFence:Notify:0:Secrets:0"] = Secret,
            },
        },
        azurite);

    private static IReadOnlyList<string> Told(ScriptedReceiver receiver) => [.. receiver.All.Select(request => JsonNode.Parse(request.Body)!).Select(told =>
        $"{told["type"]!.GetValue<string>().Replace("io.novafence.", "", StringComparison.Ordinal).Replace(".v1", "", StringComparison.Ordinal)} {told["subject"]}")];
}
