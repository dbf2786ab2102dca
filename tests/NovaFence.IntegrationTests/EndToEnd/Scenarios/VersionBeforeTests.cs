using System.Text.Json.Nodes;
using NovaFence.EndToEnd.Tests.Read;
using NovaFence.EndToEnd.Tests.Stage;
using NovaFence.Sandbox;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>Rows are readable by the version before: its <c>serve</c> and this one's work on one ledger, as they do while an upgrade is rolled out or taken back.</summary>
[NeedsVariable(Before, "the novafence.dll of the version before: '.ci/long' sets it")]
[NeedsVariable(Now, "the novafence.dll of this version: '.ci/long' sets it")]
public sealed class VersionBeforeTests
{
    /// <summary>The <c>novafence.dll</c> of the version before, and of this one; <c>.ci/long</c> builds both.</summary>
    private const string Before = "NOVAFENCE_SERVE_BEFORE";
    private const string Now = "NOVAFENCE_SERVE_NOW";

    private const int HowMany = 25;

    /// <summary>Deliveries on their way at one time.</summary>
    private const int AtOnce = 6;

    private static readonly string[] Hosts = [.. Enumerable.Range(1, HowMany).Select(number => FormattableString.Invariant($"node{number:D2}"))];

    [Fact]
    public async Task A_storm_over_both_forces_each_host_down_once_and_unsets_it_once()
    {
        var before = Environment.GetEnvironmentVariable(Before)!;
        var now = Environment.GetEnvironmentVariable(Now)!;
        await using var cloud = await SandboxCloud.StartAsync(new() { Hosts = Hosts }, TestContext.Current.CancellationToken);
        await using var place = new SqlitePlace();
        var folder = Directory.CreateTempSubdirectory("novafence-before-");
        try
        {
            var config = Path.Combine(folder.FullName, "novafence.json");
            await File.WriteAllTextAsync(config, Json(SceneSettings.For(cloud, new() { Budget = HowMany }, place)), TestContext.Current.CancellationToken);
            // The older one first: it makes the ledger, and the newer one must leave it readable.
            await using var older = await ServeProcess.StartAsync(before, config);
            await using var newer = await ServeProcess.StartAsync(now, config);
            ServeProcess[] both = [older, newer];

            foreach (var host in Hosts)
                cloud.Crash(host);
            await EachAsync((host, number) => both[number % 2].Deliver(Firing(host)));
            // As the other Alertmanager of a cluster does, at the server that has only read of it.
            await EachAsync((host, number) => both[(number + 1) % 2].Deliver(Firing(host)));
            await BothSayAsync(both, "down");

            foreach (var host in Hosts)
                cloud.Boot(host);
            await EachAsync((host, number) => both[(number + 1) % 2].Deliver(Resolved(host)));
            await BothSayAsync(both, "clear");

            foreach (var server in both)
                (await server.Audit()).Status.Should().Be(200);
            await BothSayAsync(both, "clear");
            using var nova = new Nova(cloud);
            (await nova.ForcedDown()).Should().BeEmpty();
            Hosts.Select(nova.PutsOf).Should().AllBe("down up", "each host is told to Nova once");
            both.SelectMany(server => server.Said).Where(IsFault).Should().BeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task EachAsync(Func<string, int, Task<Reply>> deliver) => await Parallel.ForEachAsync(
        Hosts.Index(),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
        async (host, _) =>
        {
            var reply = await deliver(host.Item, host.Index);
            // One delivery may come between what another reads and writes; its sender repeats it.
            for (var tries = 0; reply.IsToBeRepeated && tries < 5; tries++)
                reply = await deliver(host.Item, host.Index);
            reply.Status.Should().Be(200, reply.Body);
        });

    private static async Task BothSayAsync(ServeProcess[] both, string state)
    {
        var said = await Task.WhenAll(both.Select(server => server.Hosts()));
        foreach (var hosts in said)
            hosts.Select(host => (host.Host, host.State, host.Held)).Should().BeEquivalentTo(Hosts.Select(host => (host, state, false)));
        said[0].Select(host => (host.Host, host.Owner, host.Title)).Should().BeEquivalentTo(said[1].Select(host => (host.Host, host.Owner, host.Title)));
    }

    /// <summary>What a log has at its levels error and critical, and whatever it has of a row that cannot be read.</summary>
    private static bool IsFault(string line) =>
        line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal) || line.Contains("inconsistent", StringComparison.Ordinal)
        || line.Contains("cannot be read", StringComparison.Ordinal);

    /// <summary>The settings as a file has them: sections are objects, and numbered ones are lists.</summary>
    private static string Json(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var root = new JsonObject();
        foreach (var (key, value) in settings)
        {
            var parts = key.Split(':');
            var node = root;
            foreach (var part in parts[..^1])
                node = (JsonObject)(node[part] ??= new JsonObject());
            node[parts[^1]] = value;
        }

        return WithLists(root).ToJsonString();
    }

    private static JsonNode WithLists(JsonNode node)
    {
        if (node is not JsonObject section)
            return node.DeepClone();
        return section.All(one => one.Key.All(char.IsAsciiDigit))
            ? new JsonArray([.. section.Select(one => WithLists(one.Value!))])
            : new JsonObject(section.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)WithLists(one.Value!))));
    }
}
