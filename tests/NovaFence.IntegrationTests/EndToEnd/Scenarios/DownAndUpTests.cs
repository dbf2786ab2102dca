using NovaFence.EndToEnd.Tests.Sent;
using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>The way from an alert to <c>forced_down</c>, and back.</summary>
public sealed class DownAndUpTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(LedgerKind.Sqlite)]
    [InlineData(LedgerKind.Tables)]
    public async Task An_alert_forces_its_host_down_and_the_alerts_end_unsets_it(LedgerKind ledger)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger }, azurite);
        var instance = await given.Instance();

        var down = await instance.Deliver(Firing("compute1"));

        down.Status.Should().Be(200);
        down.Outcome.Should().Be(new Read.OutcomeRow(Firing("compute1").Fingerprint, "compute1", "force-down", down.Outcome.Reason, "down"));
        (await given.Nova.ForcedDown()).Should().Equal("compute1");

        var up = await instance.Deliver(Resolved("compute1"));

        up.Status.Should().Be(200);
        up.Outcome.Should().Be(new Read.OutcomeRow(Firing("compute1").Fingerprint, "compute1", "unset", up.Outcome.Reason, "clear"));
        (await given.Nova.ForcedDown()).Should().BeEmpty();
        given.Nova.PutsOf("compute1").Should().Be("down up");
    }

    [Theory]
    [InlineData(LedgerKind.Sqlite)]
    [InlineData(LedgerKind.Tables)]
    public async Task Repeats_do_nothing_twice(LedgerKind ledger)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger }, azurite);
        var instance = await given.Instance();

        await instance.Deliver(Firing("compute1"));
        var again = await instance.Deliver(Firing("compute1"));
        await instance.Deliver(Resolved("compute1"));
        var ended = await instance.Deliver(Resolved("compute1"));

        again.Outcome.Title.Should().Be("already down");
        ended.Outcome.Title.Should().Be("already up");
        given.Nova.PutsOf("compute1").Should().Be("down up");
    }

    [Fact]
    public async Task The_hot_path_costs_a_look_and_a_put()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();
        given.Cloud.Requests.Clear();

        await instance.Deliver(Firing("compute1"));
        Asked(given).Should().Equal("GET os-services", "PUT os-services");

        given.Cloud.Requests.Clear();
        await instance.Deliver(Resolved("compute1"));
        // Nova lists unfinished evacuations by status, and may have each of several.
        Asked(given).Distinct().Should().Equal("GET os-services", "GET os-migrations", "PUT os-services");
        Asked(given).Where(asked => asked.EndsWith("os-services", StringComparison.Ordinal)).Should().HaveCount(2);
    }

    [Theory]
    [InlineData(LedgerKind.Sqlite)]
    [InlineData(LedgerKind.Tables)]
    public async Task An_instance_that_has_just_started_knows_the_fleet_without_a_listing(LedgerKind ledger)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger }, azurite);
        await given.Instance();

        var second = await given.Instance();
        given.Cloud.Requests.Clear();
        await second.Deliver(Firing("compute2"));

        // The look before the PUT, and none to learn of the host.
        Asked(given).Should().Equal("GET os-services", "PUT os-services");
        given.Nova.PutsOf("compute2").Should().Be("down");
    }

    [Fact]
    public async Task An_older_cloud_is_told_by_name()
    {
        await using var given = await Scene.BeginAsync(new() { Settings = new Dictionary<string, string?> { ["NovaFence:Cloud:MaxMicroversion"] = "2.11" } });
        var instance = await given.Instance();

        await instance.Deliver(Firing("compute1"));
        given.Nova.Puts.Should().ContainSingle().Which.Path.Should().EndWith("/os-services/force-down");
        (await given.Nova.IsForcedDown("compute1")).Should().BeTrue();

        await instance.Deliver(Resolved("compute1"));
        (await given.Nova.IsForcedDown("compute1")).Should().BeFalse();
    }

    [Fact]
    public async Task A_page_forces_its_host_down_and_its_end_unsets_it()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();
        var began = given.Clock.GetUtcNow().AddMinutes(-1);

        (await instance.Deliver(Incident.Triggered("compute3", began))).Outcome.Verdict.Should().Be("force-down");
        (await given.Nova.IsForcedDown("compute3")).Should().BeTrue();

        (await instance.Deliver(Incident.Resolved("compute3", began.AddSeconds(30)))).Outcome.Verdict.Should().Be("unset");
        (await given.Nova.IsForcedDown("compute3")).Should().BeFalse();
    }

    [Fact]
    public async Task A_page_that_comes_hours_late_is_held_and_its_end_still_taken()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();
        var longAgo = given.Clock.GetUtcNow().AddHours(-3);

        var late = await instance.Deliver(Incident.Triggered("compute3", longAgo));

        late.Status.Should().Be(200);
        (late.Outcome.Verdict, late.Outcome.Title).Should().Be(("held", "too old"));
        (await instance.Host("compute3")).Held.Should().BeTrue();

        (await instance.Deliver(Incident.Resolved("compute3", longAgo.AddMinutes(5)))).Status.Should().Be(200);
        (await instance.Host("compute3")).Held.Should().BeFalse();
        given.Nova.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_host_may_be_named_in_another_case_with_its_domain_or_with_a_port()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();

        var reply = await instance.Deliver(Firing("COMPUTE1"), Firing("compute2.example.org"), Firing("compute3:9100"));

        reply.Outcomes.Select(outcome => outcome.Host).Should().Equal("compute1", "compute2", "compute3");
        (await given.Nova.ForcedDown()).Should().Equal("compute1", "compute2", "compute3");
    }

    /// <summary>What Nova was asked for: the method, and the resource.</summary>
    private static IEnumerable<string> Asked(Scene given) =>
        given.Cloud.Requests.Snapshot().Select(request => $"{request.Method} {request.Path.Split('/', '?').First(part => part.StartsWith("os-", StringComparison.Ordinal))}");

    [Fact]
    public async Task An_alert_that_no_route_takes_is_ignored()
    {
        await using var given = await Scene.BeginAsync(new());
        var instance = await given.Instance();

        var reply = await instance.Deliver(Firing("compute1").Named("DiskFull"));

        (reply.Status, reply.Outcome.Verdict, reply.Outcome.Title).Should().Be((200, "ignored", "no route"));
        given.Nova.Puts.Should().BeEmpty();
    }
}
