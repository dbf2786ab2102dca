using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>What else the PUT says of the service, so that others leave it alone.</summary>
public sealed class DisableTests : IAsyncLifetime
{
    private static readonly (string, string)[] Disabling = [("NovaFence:Fencing:Disable", "true")];

    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop, Disabling);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task Where_nothing_is_said_the_status_is_left_alone()
    {
        await using var plain = await Installation.CreateAsync(Stop);
        await DownAndUpAsync(plain);

        plain.Cloud.Statuses.Should().Equal(StatusChange.Keep, StatusChange.Keep);
    }

    [Fact]
    public async Task What_is_disabled_with_the_force_down_is_enabled_with_the_unset()
    {
        await DownAndUpAsync(_given);

        _given.Cloud.Statuses.Should().Equal(StatusChange.Disable, StatusChange.Enable);
    }

    [Fact]
    public async Task What_somebody_else_disabled_stays_as_they_left_it()
    {
        _given.Cloud.DisabledReasons["compute1"] = "new disks on Monday";
        await DownAndUpAsync(_given);

        _given.Cloud.Statuses.Should().Equal(StatusChange.Keep, StatusChange.Keep);
    }

    [Fact]
    public async Task That_somebody_else_disabled_it_is_known_to_an_instance_that_has_only_the_ledger()
    {
        _given.Cloud.DisabledReasons["compute1"] = "new disks on Monday";
        await _given.Auditor.RunAsync(Stop);
        await using var cold = _given.Another(Disabling);
        cold.Cloud.ListsNothing = true;

        await cold.DeliverAsync(cold.Alert("compute1", "f1"), Stop);

        _given.Cloud.Statuses.Should().Equal(StatusChange.Keep);
    }

    [Fact]
    public async Task What_somebody_took_over_meanwhile_is_not_enabled()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        _given.Cloud.DisabledReasons["compute1"] = "evacuated by hand";
        await _given.Auditor.RunAsync(Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved), Stop);

        _given.Cloud.Statuses.Should().Equal(StatusChange.Disable, StatusChange.Keep);
    }

    [Fact]
    public async Task An_operator_s_unset_enables_it_too()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        _given.Cloud.DisabledReasons["compute1"] = ComputeService.OurReason;
        await _given.Auditor.RunAsync(Stop);
        await _given.CommandAsync(new OperatorCommand("compute1", false, "it is well", "test"), Stop);

        _given.Cloud.Statuses.Should().Equal(StatusChange.Disable, StatusChange.Enable);
    }

    [Fact]
    public async Task What_somebody_disables_between_look_and_PUT_keeps_their_reason()
    {
        _given.Ledger.BeforeNextCommit = () =>
        {
            _given.Clock.Advance(TimeSpan.FromSeconds(3));
            _given.Cloud.DisabledReasons["compute1"] = "new disks on Monday";
            return Task.CompletedTask;
        };

        await DownAndUpAsync(_given);

        _given.Cloud.Statuses.Should().Equal(StatusChange.Keep, StatusChange.Keep);
        _given.Cloud.DisabledReasons["compute1"].Should().Be("new disks on Monday");
    }

    [Fact]
    public async Task What_somebody_takes_over_while_Nova_lists_its_evacuations_is_not_enabled()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        _given.Cloud.DuringQuestion = () =>
        {
            _given.Clock.Advance(TimeSpan.FromSeconds(3));
            _given.Cloud.DisabledReasons["compute1"] = "evacuated by hand";
            return Task.CompletedTask;
        };

        (await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved), Stop)).State.Should().Be(HostState.Clear);

        _given.Cloud.Statuses.Should().Equal(StatusChange.Disable, StatusChange.Keep);
        _given.Cloud.DisabledReasons["compute1"].Should().Be("evacuated by hand");
    }

    private static async Task DownAndUpAsync(Installation installation)
    {
        (await installation.DeliverAsync(installation.Alert("compute1", "f1"), Stop)).State.Should().Be(HostState.Down);
        (await installation.DeliverAsync(installation.Alert("compute1", "f1", AlertStatus.Resolved), Stop)).State.Should().Be(HostState.Clear);
    }
}
