using System.Globalization;
using NovaFence.EndToEnd.Tests.Stage;
using NovaFence.Testing;
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
        given.Cloud.Requests.Count.Should().Be(120);
        given.Nova.Puts.Select(put => put.Host).Should().BeEquivalentTo(hosts);
        (await given.Nova.ForcedDown()).Should().Equal(hosts);
    }
}
