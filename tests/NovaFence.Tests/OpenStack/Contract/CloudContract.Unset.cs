using NovaFence.Core.Cloud;

namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>"Unset".</summary>
public abstract partial class CloudContract
{
    [Fact]
    public async Task An_unset_is_done_and_a_host_that_reports_is_up_at_once()
    {
        var host = await HostAsync(Stage.Host);
        await Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now);

        (await Cloud.SetForcedDownAsync(host, false, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);

        var service = await ServiceAsync(Stage.Host);
        service.State.Should().Be(ServiceState.Up);
        service.ForcedDown.Should().BeFalse();
    }

    [Fact]
    public async Task Evacuations_in_flight_do_not_hold_an_unset_and_done_ones_do_until_the_restart()
    {
        var name = Stage.EvacuatedHost;
        var host = await HostAsync(name);
        // Also shows, before anything is touched, whether there is a way to restart it.
        await Stage.StartComputeAsync(name);
        var server = await Stage.Admin.CreateServerAsync(name, RealContractCloud.Image, RealContractCloud.Flavor);
        try
        {
            (await Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
            (await InFlightAsync(host)).Should().Be(0);
            await Stage.Admin.EvacuateAsync(server);
            (await InFlightAsync(host)).Should().Be(1);
            (await Cloud.SetForcedDownAsync(host, false, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done, "Nova looks for `done` ones only");

            await Patience.UntilAsync("the evacuation is done", async () => await Stage.Admin.EvacuationStatusAsync(server) == "done");
            (await InFlightAsync(host)).Should().Be(0, "nothing is being moved any more");
            (await Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
            var held = await Cloud.SetForcedDownAsync(host, false, StatusChange.Keep, Now);
            held.Status.Should().Be(ForceDownStatus.WaitingForRestart);
            held.Message.Should().StartWith($"Unable to force up host {name} as `done` evacuation migration records remain associated with the host.");
            held.MayHaveReachedNova.Should().BeFalse();
            (await ServiceAsync(name)).ForcedDown.Should().BeTrue();
            (await Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done, "setting it again is still fine");

            await Stage.StopComputeAsync(name);
            await Stage.StartComputeAsync(name);
            await Patience.UntilAsync("the restart has completed the evacuation", async () => await Stage.Admin.EvacuationStatusAsync(server) == "completed");
            (await Cloud.SetForcedDownAsync(host, false, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
            (await ServiceAsync(name)).State.Should().Be(ServiceState.Up);
        }
        finally
        {
            await Stage.StartComputeAsync(name);
            await Stage.Admin.DeleteServerAsync(server);
            await Cloud.SetForcedDownAsync(host, false, StatusChange.Keep, CancellationToken.None);
        }
    }

    private async Task<int> InFlightAsync(ComputeHost host) =>
        (await Client.Evacuations.InFlightFromAsync(host, Now)).Should().BeOfType<EvacuationCount.Known>().Subject.InFlight;
}
