using NovaFence.Core.Cloud;

namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>"Listing".</summary>
public abstract partial class CloudContract
{
    [Fact]
    public async Task A_healthy_host_is_listed_as_one()
    {
        var service = await ServiceAsync(Stage.Host);

        service.State.Should().Be(ServiceState.Up);
        service.ForcedDown.Should().BeFalse();
        service.Disabled.Should().BeFalse();
        service.DisabledReason.Should().BeNull();
        service.UpdatedAt.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromSeconds(60));
        service.UpdatedAt!.Value.Offset.Should().Be(TimeSpan.Zero);
        Guid.TryParse(service.Host.ServiceId, out _).Should().Be(ByUuid, "below 2.53 an id is a number, and no name");
    }

    [Fact]
    public async Task Every_host_is_listed_once_and_nothing_else_is()
    {
        var listing = await Cloud.ListComputeServicesAsync(Now);

        var names = listing.Should().BeOfType<CloudListing.Listed>().Subject.Services.Select(static service => service.Host.Name).ToList();
        names.Should().OnlyHaveUniqueItems().And.Contain([Stage.Host, Stage.EvacuatedHost]);
        names.Should().OnlyContain(static name => name.StartsWith("compute", StringComparison.Ordinal), "schedulers and conductors are no compute hosts");
    }

    [Fact]
    public async Task A_disabled_service_is_listed_with_its_reason()
    {
        var id = await Stage.Admin.ServiceIdAsync(Stage.Host);
        await Stage.Admin.SetDisabledAsync(id, "contract: maintenance");
        try
        {
            var service = await ServiceAsync(Stage.Host);

            service.Disabled.Should().BeTrue();
            service.DisabledReason.Should().Be("contract: maintenance");
            service.State.Should().Be(ServiceState.Up, "it is disabled for scheduling, and still reports");
        }
        finally
        {
            await Stage.Admin.SetDisabledAsync(id, null);
        }
    }

    [Fact]
    public async Task A_living_host_keeps_reporting_while_it_is_forced_down()
    {
        var host = await HostAsync(Stage.Host);
        await Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now);
        var moments = new HashSet<DateTimeOffset?>();

        // The PUT itself counts as the first.
        await Patience.UntilAsync(
            "updated_at has advanced twice",
            async () =>
            {
                var service = await ServiceAsync(Stage.Host);
                service.State.Should().Be(ServiceState.Down);
                moments.Add(service.UpdatedAt);
                return moments.Count == 3;
            });
    }

    [Fact]
    public async Task After_looks_that_were_given_up_the_next_one_and_the_PUT_work()
    {
        var host = await HostAsync(Stage.Host);
        for (var i = 0; i < 5; i++)
        {
            using var patience = new CancellationTokenSource();
            var look = Cloud.ListComputeServicesAsync(patience.Token);
            await patience.CancelAsync();
            // The reply may have come first.
            (await Task.WhenAny(look)).IsFaulted.Should().BeFalse();

            (await ServiceAsync(Stage.Host)).Host.Should().Be(host);
            (await Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
        }
    }

    [Fact]
    public async Task Who_is_not_an_administrator_gets_no_list()
    {
        await using var member = ClientAs(await Stage.MemberAsync());

        var listing = await member.Cloud.ListComputeServicesAsync(Now);

        listing.Should().Be(new CloudListing.Unavailable("Policy doesn't allow os_compute_api:os-services:list to be performed.") { NotPermitted = true });
    }
}
