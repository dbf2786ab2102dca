using System.Globalization;
using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>More hosts at once than one commit of the ledger holds.</summary>
public sealed class StormTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(LedgerKind.Sqlite)]
    [InlineData(LedgerKind.Tables)]
    public async Task A_hundred_and_twenty_alerts_of_one_delivery_cost_a_put_each(LedgerKind ledger)
    {
        var hosts = Enumerable.Range(1, 120).Select(number => "node" + number.ToString("D3", CultureInfo.InvariantCulture)).ToList();
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger, Hosts = hosts, Budget = 120 }, azurite);
        var instance = await given.Instance();
        given.Cloud.Requests.Clear();

        var reply = await instance.Deliver([.. hosts.Select(host => Firing(host))]);

        reply.Status.Should().Be(200);
        reply.Outcomes.Select(outcome => (outcome.Host, outcome.State)).Should().Equal(hosts.Select(host => ((string?)host, (string?)"down")));
        // A PUT each, and a few looks for all of them: more where the machine is so busy that a look is two seconds old before its PUT.
        given.Cloud.Requests.Count.Should().BeInRange(121, 200);
        given.Nova.Puts.Select(put => put.Host).Should().BeEquivalentTo(hosts);
        (await given.Nova.ForcedDown()).Should().Equal(hosts);
    }

    [Theory]
    [InlineData(LedgerKind.Sqlite)]
    [InlineData(LedgerKind.Tables)]
    public async Task Three_hundred_alerts_of_hosts_that_nobody_knows_are_held_and_end(LedgerKind ledger)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger }, azurite);
        var instance = await given.Instance();
        var hosts = Enumerable.Range(1, 300).Select(number => FormattableString.Invariant($"stranger{number:D3}")).ToList();
        given.Cloud.Requests.Clear();

        var reply = await instance.Deliver([.. hosts.Select(host => Firing(host)), Firing("compute1")]);

        reply.Status.Should().Be(200);
        reply.Outcomes.SkipLast(1).Should().OnlyContain(outcome => outcome.Verdict == "held" && outcome.Title == "unknown host");
        reply.Outcomes[^1].State.Should().Be("down");
        // So many are kept one by one, and the others told together.
        var held = (await instance.Hosts("?state=held")).Select(host => host.Host).ToList();
        held.Intersect(hosts).Should().HaveCount(200);
        held.Should().HaveCount(201);
        // However many there are, Nova is asked for its hosts once at most.
        given.Cloud.Requests.Count.Should().BeLessThanOrEqualTo(4);

        (await instance.Deliver([.. hosts.Select(host => Resolved(host))])).Status.Should().Be(200);
        // The line that tells of the others goes with the last that was kept.
        (await instance.Hosts("?state=held")).Should().BeEmpty();
    }
}
