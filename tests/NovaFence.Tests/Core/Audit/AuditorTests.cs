using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Audit;

public sealed class AuditorTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task What_Nova_refused_is_not_told_as_done()
    {
        await LoseAsync();
        _given.Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.NotPermitted, Message = "403" };
        _given.Clock.Advance(TimeSpan.FromMinutes(1));

        var finding = (await _given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Subject;

        finding.Should().BeEquivalentTo(new { Kind = FindingKind.Incomplete, State = HostState.ForcingDown, Did = "" });
        finding.ToDo.Should().Contain("403");
    }

    [Fact]
    public async Task What_a_lost_PUT_of_ours_forced_down_is_not_taken_for_somebody_elses()
    {
        await LoseAsync();
        _given.Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.NotPermitted, Message = "403" };
        await _given.Auditor.RunAsync(Stop);
        _given.Cloud.Refuses = _ => null;
        _given.Cloud.ForceDown("compute1");
        await _given.Auditor.RunAsync(Stop);

        var outcome = await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);

        outcome.State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task A_row_that_says_nothing_does_not_end_the_doubt_about_a_lost_PUT()
    {
        var clock = new TestClock();
        await using var given = await Installation.AtAsync(clock, Stop);
        given.Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.Unavailable, Message = "the connection broke", MayHaveReachedNova = true };
        await given.DeliverAsync(given.Alert("compute1", "f1"), Stop);
        given.Cloud.Refuses = _ => null;
        clock.Advance(TimeSpan.FromSeconds(1));
        await given.DeliverAsync(given.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        given.Cloud.CellIsDown = true;
        clock.Advance(TimeSpan.FromMinutes(1));
        (await given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Kind = FindingKind.Unknown, State = HostState.ForcingDown });

        given.Cloud.CellIsDown = false;
        given.Cloud.ForceDown("compute1");
        given.Clock.Advance(TimeSpan.FromMinutes(1));

        (await given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Kind = FindingKind.InSync, State = HostState.Clear });
        given.Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task Where_a_late_unset_of_ours_took_effect_and_Nova_refuses_to_repeat_the_force_down_a_person_is_asked_and_it_is_tried_on()
    {
        var clock = new TestClock();
        await using var given = await Installation.AtAsync(clock, Stop);
        await given.DeliverAsync(given.Alert("compute1", "f1"), Stop);
        clock.Advance(TimeSpan.FromSeconds(1));
        given.Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.Unavailable, Message = "the connection broke", MayHaveReachedNova = true };
        await given.DeliverAsync(given.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        given.Cloud.Refuses = _ => null;
        clock.Advance(TimeSpan.FromSeconds(1));
        await given.DeliverAsync(given.Alert("compute1", "f1"), Stop);
        given.Cloud.Unset("compute1");
        given.Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.Refused, Message = "409" };
        clock.Advance(TimeSpan.FromMinutes(1));
        await given.Auditor.RunAsync(Stop);
        clock.Advance(TimeSpan.FromMinutes(1));

        (await given.Auditor.RunAsync(Stop)).Findings.Should().ContainSingle().Which.Should().Match<Finding>(finding => finding.Kind == FindingKind.Incomplete && finding.NeedsAPerson);
        given.Cloud.Refuses = _ => null;
        await given.PassAsync(TimeSpan.FromMinutes(1), Stop);

        given.Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task One_that_a_person_asks_for_looks_and_tries_what_waits_for_its_back_off()
    {
        await using var given = await Installation.CreateAsync(Stop);
        given.Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.Refused, Message = "409" };
        await given.DeliverAsync(given.Alert("compute1", "f1"), Stop);
        var (puts, listings) = (given.Cloud.Puts.Count, given.Cloud.Listings.Count);
        await given.Auditor.RunAsync(Stop);
        given.Cloud.Puts.Should().HaveCount(puts, "the timer's audit leaves it to its back-off");

        await given.Auditor.RunAskedAsync(Stop);
        given.Cloud.Puts.Should().HaveCount(puts + 1, "refused once more it waits again");
        given.Cloud.Listings.Should().HaveCount(listings + 2);
        (await given.RecordAsync("compute1", Stop))!.RetryAt.Should().BeAfter(given.Clock.Now);
        given.Cloud.Refuses = _ => null;
        await given.Auditor.RunAskedAsync(Stop);

        given.Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task One_that_a_person_asks_for_does_not_force_down_what_lives_by_now()
    {
        await using var given = await Installation.CreateAsync(Stop);
        given.Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.Refused, Message = "409" };
        await given.DeliverAsync(given.Alert("compute1", "f1"), Stop);
        given.Cloud.Refuses = _ => null;
        given.Cloud.Report("compute1");

        var finding = (await given.Auditor.RunAskedAsync(Stop)).Findings.Should().ContainSingle().Subject;

        given.Cloud.Has("compute1").Should().BeFalse();
        finding.Kind.Should().Be(FindingKind.Held);
    }

    [Fact]
    public async Task One_that_a_person_asks_for_repeats_an_unset_that_waits_for_a_restart()
    {
        await using var given = await Installation.CreateAsync(Stop);
        await given.DeliverAsync(given.Alert("compute1", "f1"), Stop);
        given.Clock.Advance(TimeSpan.FromSeconds(1));
        given.Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.WaitingForRestart, Message = "400" };
        await given.DeliverAsync(given.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        given.Cloud.Refuses = _ => null;
        await given.Auditor.RunAsync(Stop);
        given.Cloud.Has("compute1").Should().BeTrue();

        await given.Auditor.RunAskedAsync(Stop);

        given.Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task An_operator_unsets_what_Nova_no_longer_has()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        _given.Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.UnknownHost, Message = "404" };

        var outcome = await _given.CommandAsync(new OperatorCommand("compute1", false, "deleted", "test"), Stop);

        outcome.Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Unset }, State = HostState.Clear, MayPass = false });
        (await _given.EventsAsync("compute1", Stop)).Should().Contain(json => json.Contains("Nova no longer has this service", StringComparison.Ordinal));
    }

    /// <summary>A PUT that forces down, and whose reply never comes.</summary>
    private async Task LoseAsync()
    {
        _given.Cloud.Refuses = _ => new ForceDownReply { Status = ForceDownStatus.Unavailable, Message = "the connection broke", MayHaveReachedNova = true };
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
    }
}
