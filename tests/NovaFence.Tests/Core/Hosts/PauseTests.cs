using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Hosts;

public sealed class PauseTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task What_fires_while_paused_is_held_and_a_repeat_after_the_resume_forces_down()
    {
        await PauseAsync(null);
        var alert = _given.Alert("compute1", "f1");
        (await _given.DeliverAsync(alert, Stop)).Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Held }, MayPass = false });
        (await _given.ViewAsync("compute1", Stop)).Held.Should().BeTrue();
        _given.Cloud.Puts.Should().BeEmpty();

        await _given.Pauses.ResumeAsync(null, "test", Stop);

        (await _given.DeliverAsync(alert, Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task What_resolves_while_paused_is_unset_by_the_audit_after_the_resume_and_not_before()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", ago: TimeSpan.FromMinutes(1)), Stop);
        await PauseAsync("compute1");
        (await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved), Stop)).Verdict.Kind.Should().Be(VerdictKind.Held);
        await _given.Auditor.RunAsync(Stop);
        _given.Cloud.Puts.Should().Equal(("compute1", true));

        await _given.Pauses.ResumeAsync("compute1", "test", Stop);
        await _given.Auditor.RunAsync(Stop);

        _given.Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false));
    }

    [Fact]
    public async Task A_host_in_maintenance_is_left_alone_and_no_other()
    {
        await PauseAsync("COMPUTE1");

        (await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop)).Verdict.Kind.Should().Be(VerdictKind.Held);
        (await _given.DeliverAsync(_given.Alert("compute2", "f2"), Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task It_holds_for_every_instance_at_once_whatever_that_remembers()
    {
        await using var other = _given.Another();
        await other.DeliverAsync(other.Alert("compute1", "f1", ago: TimeSpan.FromMinutes(1)), Stop);

        await PauseAsync(null);

        (await other.DeliverAsync(other.Alert("compute2", "f2"), Stop)).Verdict.Kind.Should().Be(VerdictKind.Held);
        (await other.DeliverAsync(other.Alert("compute1", "f1", AlertStatus.Resolved), Stop)).Verdict.Kind.Should().Be(VerdictKind.Held);
        _given.Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Fact]
    public async Task Its_end_counts_for_every_instance_at_once_too()
    {
        await PauseAsync(null);
        await using var other = _given.Another();
        (await other.DeliverAsync(other.Alert("compute1", "f1"), Stop)).Verdict.Kind.Should().Be(VerdictKind.Held);

        await _given.Pauses.ResumeAsync(null, "test", Stop);

        (await other.DeliverAsync(other.Alert("compute2", "f2"), Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task It_expires_by_itself()
    {
        await _given.Pauses.PauseAsync(null, TimeSpan.FromMinutes(3), "short", "test", Stop);
        _given.Clock.Advance(TimeSpan.FromMinutes(3));

        (await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop)).State.Should().Be(HostState.Down);
        (await HoldingAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_operators_command_goes_through()
    {
        await PauseAsync(null);

        (await _given.CommandAsync(new OperatorCommand("compute1", ForcedDown: true, "it is off", "test"), Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task A_second_pause_of_the_same_host_takes_the_place_of_the_first()
    {
        await PauseAsync("compute1");
        await _given.Pauses.PauseAsync("compute1", TimeSpan.FromHours(2), "longer", "test", Stop);

        (await HoldingAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Host = "compute1", Reason = "longer" });
    }

    [Theory]
    [InlineData("compute99", "off")]
    [InlineData("compute1", "")]
    public async Task What_cannot_be_paused_is_refused_with_a_sentence(string host, string reason) =>
        (await _given.Pauses.PauseAsync(host, null, reason, "test", Stop)).Should().BeOfType<PauseResult.Refused>().Which.Why.Should().NotBeEmpty();

    [Fact]
    public async Task Reasons_are_cut_and_every_host_can_have_one()
    {
        foreach (var number in Enumerable.Range(1, 20))
            await _given.Pauses.PauseAsync($"compute{number}", null, new string('"', 1000), "test", Stop);

        (await HoldingAsync()).Should().HaveCount(20).And.OnlyContain(pause => pause.Reason.Length == Pause.MaxReasonLength);
    }

    [Fact]
    public async Task Hosts_are_paused_and_resumed_one_after_the_other_however_many_there_are()
    {
        await KnowAsync(400);
        foreach (var number in Enumerable.Range(1, 300))
        {
            (await PauseAsync($"compute{number}")).Should().BeOfType<PauseResult.Done>();
            _given.Clock.Advance(TimeSpan.FromSeconds(20));
            (await _given.Pauses.ResumeAsync($"compute{number}", "test", Stop)).Should().BeOfType<PauseResult.Done>();
        }

        (await HoldingAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("x", 60)]
    [InlineData("😀", 15)]
    public async Task Everything_can_be_paused_however_many_hosts_are_and_each_be_resumed(string reason, int atLeast)
    {
        await KnowAsync(100);
        reason = string.Concat(Enumerable.Repeat(reason, 200));
        var paused = new List<string>();
        foreach (var host in Enumerable.Range(1, 100).Select(number => $"compute{number}"))
        {
            if (await _given.Pauses.PauseAsync(host, null, reason, "page, Ada (claimed)", Stop) is PauseResult.Done)
                paused.Add(host);
        }

        paused.Should().HaveCountGreaterThanOrEqualTo(atLeast).And.HaveCountLessThanOrEqualTo(60);
        (await _given.Pauses.PauseAsync(null, null, reason, "page, Ada (claimed)", Stop)).Should().BeOfType<PauseResult.Done>();
        foreach (var host in paused)
            (await _given.Pauses.ResumeAsync(host, "test", Stop)).Should().BeOfType<PauseResult.Done>();
        (await HoldingAsync()).Should().ContainSingle().Which.Host.Should().BeNull();
    }

    [Fact]
    public async Task Resuming_what_is_not_paused_changes_nothing_and_says_so() =>
        (await _given.Pauses.ResumeAsync(null, "test", Stop)).Should().BeOfType<PauseResult.Done>().Which.Changed.Should().BeFalse();

    private async Task KnowAsync(int hosts)
    {
        _given.Cloud.Hosts = hosts;
        _given.Clock.Advance(TimeSpan.FromMinutes(1));
        await _given.Auditor.RunAsync(Stop);
    }

    private Task<PauseResult> PauseAsync(string? host) => _given.Pauses.PauseAsync(host, null, "work on the switch", "test", Stop);

    private async Task<IReadOnlyList<Pause>> HoldingAsync() => ((PauseResult.Done)await _given.Pauses.ListAsync(Stop)).Pauses;
}
