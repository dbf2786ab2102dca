using NovaFence.Core.Cloud;

namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>"By name" and "By UUID".</summary>
public abstract partial class CloudContract
{
    [Fact]
    public async Task Where_there_are_UUIDs_the_same_PUT_disables_the_service_and_enables_it_again()
    {
        var host = await HostAsync(Stage.Host);

        (await Cloud.SetForcedDownAsync(host, true, StatusChange.Disable, Now)).Status.Should().Be(ForceDownStatus.Done);
        (await ServiceAsync(Stage.Host)).Should().BeEquivalentTo(
            new { ForcedDown = true, Disabled = ByUuid, DisabledReason = ByUuid ? ComputeService.OurReason : null, IsDisabledByOthers = false });

        (await Cloud.SetForcedDownAsync(host, false, StatusChange.Enable, Now)).Status.Should().Be(ForceDownStatus.Done);
        (await ServiceAsync(Stage.Host)).Should().BeEquivalentTo(new { ForcedDown = false, Disabled = false, DisabledReason = (string?)null });
    }

    [Fact]
    public async Task A_force_down_is_done_and_the_very_next_list_says_down()
    {
        var host = await HostAsync(Stage.Host);

        var reply = await Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Done);
        reply.RequestId.Should().StartWith("req-");
        var service = await ServiceAsync(Stage.Host);
        service.State.Should().Be(ServiceState.Down);
        service.ForcedDown.Should().BeTrue();
    }

    [Fact]
    public async Task Repeating_a_force_down_or_an_unset_is_done_too()
    {
        var host = await HostAsync(Stage.Host);

        foreach (var wanted in new[] { true, true, false, false })
            (await Cloud.SetForcedDownAsync(host, wanted, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
    }

    [Fact]
    public async Task Without_a_UUID_a_host_is_forced_down_by_its_name_on_any_cloud()
    {
        (await Cloud.SetForcedDownAsync(new ComputeHost(Stage.Host, null), true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);

        (await ServiceAsync(Stage.Host)).ForcedDown.Should().BeTrue();
    }

    [Fact]
    public async Task A_name_in_another_case_is_the_same_host()
    {
        // MariaDB compares that way; the reply echoes the name as it was asked for.
        (await Cloud.SetForcedDownAsync(new ComputeHost(Stage.Host.ToUpperInvariant(), null), true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);

        (await ServiceAsync(Stage.Host)).ForcedDown.Should().BeTrue();
    }

    [Fact]
    public async Task A_name_that_no_cell_knows_is_an_unknown_host()
    {
        var reply = await Cloud.SetForcedDownAsync(new ComputeHost("nosuch", null), true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.UnknownHost);
        reply.Message.Should().Be("Host 'nosuch' is not mapped to any cell");
        reply.RequestId.Should().StartWith("req-");
    }

    [Fact]
    public async Task A_UUID_that_nobody_has_is_an_unknown_host_and_by_name_no_UUID_counts()
    {
        var reply = await Cloud.SetForcedDownAsync(new ComputeHost(Stage.Host, "00000000-0000-0000-0000-000000000000"), true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ByUuid ? ForceDownStatus.UnknownHost : ForceDownStatus.Done);
        if (!ByUuid)
            return;
        reply.Message.Should().Be("Service 00000000-0000-0000-0000-000000000000 could not be found.");
    }

    [Fact]
    public async Task Who_is_not_an_administrator_is_not_permitted()
    {
        var host = await HostAsync(Stage.Host);
        await using var member = ClientAs(await Stage.MemberAsync());

        var reply = await member.Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.NotPermitted);
        reply.Message.Should().Be("Policy doesn't allow os_compute_api:os-services:update to be performed.");
        (await ServiceAsync(Stage.Host)).ForcedDown.Should().BeFalse();
    }

    [Fact]
    public async Task The_projects_own_id_may_stand_in_the_endpoint()
    {
        await using var scoped = ClientAs(Stage.Administrator, ("ComputeEndpoint", $"{Stage.Admin.Compute}/{Stage.Admin.ProjectId}/"));

        (await scoped.Cloud.SetForcedDownAsync(await HostAsync(Stage.Host), true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
    }

    [Fact]
    public async Task Another_projects_id_in_the_endpoint_is_refused()
    {
        await using var scoped = ClientAs(Stage.Administrator, ("ComputeEndpoint", $"{Stage.Admin.Compute}/99943e9e83ac4c7f8679bb05eb91c23c"));

        var reply = await scoped.Cloud.SetForcedDownAsync(await HostAsync(Stage.Host), true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Refused);
        reply.Message.Should().StartWith("Malformed request URL: URL's project_id '99943e9e83ac4c7f8679bb05eb91c23c' doesn't match");
    }

    [Fact]
    public async Task The_cloud_is_asked_by_UUID_from_2_53_and_by_name_below()
    {
        var readiness = await Cloud.ReadinessAsync(Now);

        readiness.IsReady.Should().BeTrue(readiness.Why);
        readiness.Details["microversion"].Should().Be(ByUuid ? "2.53" : "2.11");
        readiness.Details["addressing"].Should().Be(ByUuid ? "uuid" : "name");
    }
}
