using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Tests.Hosts;

public sealed class CorroborationTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task One_alert_however_often_it_comes_is_held_and_a_second_source_lets_it_through()
    {
        (await FireAsync("f1")).Verdict.Kind.Should().Be(VerdictKind.Held);
        (await FireAsync("f1")).Verdict.Kind.Should().Be(VerdictKind.Held);

        (await FireAsync("f2")).State.Should().Be(HostState.Down);

        (await _given.ViewAsync("compute1", Stop)).Should().BeEquivalentTo(new { Held = false, State = HostState.Down });
    }

    [Theory]
    [InlineData("f1", "f2")]
    [InlineData("f2", "f1")]
    public async Task The_host_stays_down_until_both_have_resolved_whichever_came_first(string first, string second)
    {
        await FireAsync("f1");
        await FireAsync("f2");

        (await ResolveAsync(first)).State.Should().Be(HostState.Down);
        (await ResolveAsync(second)).State.Should().Be(HostState.Clear);
    }

    [Fact]
    public async Task One_that_has_resolved_corroborates_nothing()
    {
        await FireAsync("f1");
        await ResolveAsync("f1");

        (await FireAsync("f2")).Verdict.Kind.Should().Be(VerdictKind.Held);
    }

    [Fact]
    public async Task One_of_another_host_corroborates_nothing()
    {
        await _given.DeliverAsync(_given.Alert("compute2", "f1", release: "agreeing"), Stop);

        (await FireAsync("f2")).Verdict.Kind.Should().Be(VerdictKind.Held);
    }

    [Fact]
    public async Task One_that_was_heard_before_the_window_corroborates_nothing()
    {
        await FireAsync("f1");
        _given.Clock.Advance(TimeSpan.FromMinutes(10));

        (await FireAsync("f2")).Verdict.Kind.Should().Be(VerdictKind.Held);
    }

    [Fact]
    public async Task One_rule_seen_by_two_replicas_corroborates_nothing()
    {
        await DeliverAsync("a", "HostDown");

        (await DeliverAsync("b", "HostDown")).Verdict.Reason.Should().Be(Reason.NoEvidence);
    }

    [Fact]
    public async Task Alerts_without_a_name_count_as_none()
    {
        await DeliverAsync("a", null);
        await DeliverAsync("b", null);

        (await DeliverAsync("c", "HostDown")).Verdict.Reason.Should().Be(Reason.NoEvidence);
    }

    [Fact]
    public async Task The_same_name_of_another_receiver_is_the_same_name()
    {
        await _given.DeliverAsync(_given.Paged("compute1", "HostDown"), Stop);
        _given.Cloud.Puts.Should().HaveCount(1);
        await _given.UnsetAsync("compute1", Stop);

        (await DeliverAsync("b", "HostDown")).Verdict.Reason.Should().Be(Reason.NoEvidence);
    }

    [Fact]
    public async Task An_overruled_one_corroborates_nothing()
    {
        await FireAsync("f1");
        await _given.UnsetAsync("compute1", Stop);
        _given.Clock.Advance(TimeSpan.FromMinutes(6));

        (await _given.DeliverAsync(_given.Alert("compute1", "f2", release: "agreeing"), Stop)).Verdict.Reason.Should().Be(Reason.NoEvidence);
    }

    [Fact]
    public async Task One_that_is_too_old_corroborates_nothing()
    {
        (await _given.DeliverAsync(_given.Paged("compute1", "f1", ago: TimeSpan.FromMinutes(16)), Stop)).Verdict.Reason.Should().Be(Reason.TooOld);

        (await FireAsync("f2")).Verdict.Reason.Should().Be(Reason.NoEvidence);
    }

    [Fact]
    public async Task One_that_another_route_took_agrees_as_well()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", release: "manually"), Stop);

        await FireAsync("f2");
        await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved, "manually"), Stop);

        (await _given.ViewAsync("compute1", Stop)).Alerts.Should().ContainSingle().Which.Accepted.Should().BeTrue();
    }

    [Fact]
    public async Task In_one_delivery_two_are_enough_and_explaining_it_says_so_without_doing_it()
    {
        AlertEvent[] delivery = [_given.Alert("compute1", "f1", release: "agreeing"), _given.Alert("compute1", "f2", release: "agreeing")];

        var explained = ((LedgerResult<IReadOnlyList<Explanation>>.Ok)await _given.Explainer.ExplainAsync(delivery, Stop)).Value;

        explained.Select(one => (one.Verdict, one.Rule)).Should().Equal((VerdictKind.Held, "evidence"), (VerdictKind.ForceDown, "act"));
        explained[1].Values.GetProperty("corroborating").GetInt32().Should().Be(2);
        _given.Cloud.Puts.Should().BeEmpty();
        _given.Ledger.Commits.SelectMany(commit => commit.Events).Should().BeEmpty();
        (await _given.ViewAsync("compute1", Stop)).Should().BeEquivalentTo(new { Held = false, State = HostState.Clear });
    }

    /// <summary>The alert with the label is the only one that all(…) lets through, and the one that agrees may come before it or after it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_of_label_and_agreement_is_met_whichever_comes_first(bool labelled)
    {
        await using var given = await Installation.CreateAsync(Stop, ("NovaFence:Routes:2:Evidence", "all(label:fenced=\"true\", corroborated:2)"));
        given.Cloud.Crash("compute1");
        foreach (var isFenced in (bool[])[labelled, !labelled])
        {
            var alert = given.Alert("compute1", isFenced ? "fenced" : "agrees", release: "agreeing");
            var labels = new Dictionary<string, string>(alert.Labels) { ["alertname"] = isFenced ? "HostFenced" : "HostDown" };
            if (isFenced)
                labels["fenced"] = "true";
            await given.DeliverAsync(alert with { Labels = labels }, Stop);
        }

        await given.PassAsync(TimeSpan.FromSeconds(1), Stop);

        given.Cloud.Puts.Should().Equal(("compute1", true));
        (await given.ViewAsync("compute1", Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task Two_that_agree_without_the_label_that_is_asked_for_too_are_held()
    {
        await using var given = await Installation.CreateAsync(Stop, ("NovaFence:Routes:2:Evidence", "all(label:fenced=\"true\", corroborated:2)"));
        foreach (var name in (string[])["f1", "f2"])
            (await given.DeliverAsync(given.Alert("compute1", name, release: "agreeing"), Stop)).Verdict.Reason.Should().Be(Reason.NoEvidence);

        await given.PassAsync(TimeSpan.FromMinutes(1), Stop);

        given.Cloud.Puts.Should().BeEmpty();
    }

    private Task<Outcome> DeliverAsync(string fingerprint, string? name)
    {
        var alert = _given.Alert("compute1", fingerprint, release: "agreeing");
        var labels = new Dictionary<string, string>(alert.Labels);
        labels.Remove("alertname");
        if (name is not null)
            labels["alertname"] = name;
        return _given.DeliverAsync(alert with { Labels = labels }, Stop);
    }

    private Task<Outcome> FireAsync(string fingerprint) => _given.DeliverAsync(_given.Alert("compute1", fingerprint, release: "agreeing", ago: TimeSpan.FromSeconds(30)), Stop);

    private Task<Outcome> ResolveAsync(string fingerprint) => _given.DeliverAsync(_given.Alert("compute1", fingerprint, AlertStatus.Resolved, "agreeing"), Stop);
}
