using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedCloud;

namespace NovaFence.OpenStack.Tests.Compute;

public sealed class ListingTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_says_what_Nova_said()
    {
        await using var nova = await StartAsync();
        nova.OnList = static context => JsonAsync(context, 200, """
            {"services":[{"binary":"nova-compute","host":"compute1","id":"fae1dd2f-8390-489a-9753-8710c787980c","zone":"nova","status":"disabled",
            "state":"down","updated_at":"2026-11-22T13:48:36.000000","disabled_reason":"fenced","forced_down":true}]}
            """);
        await using var client = ClientUnderTest.Of(nova.Url);

        var listing = await client.Cloud.ListComputeServicesAsync(Now);

        listing.Should().BeOfType<CloudListing.Listed>().Which.Services.Should().Equal(new ComputeService
        {
            Host = new ComputeHost("compute1", ServiceId),
            State = ServiceState.Down,
            ForcedDown = true,
            UpdatedAt = new DateTimeOffset(2026, 11, 22, 13, 48, 36, TimeSpan.Zero),
            Disabled = true,
            DisabledReason = "fenced",
        });
    }

    [Theory]
    [InlineData("""{"binary":"nova-compute","host":"compute1","status":"UNKNOWN"}""")]
    [InlineData("""{"binary":"nova-compute","host":"compute1","status":"UNKNOWN","state":"UNKNOWN","updated_at":null,"forced_down":null}""")]
    [InlineData("""{"binary":"nova-compute","host":"compute1","id":null,"updated_at":"soon"}""")]
    public async Task What_a_row_of_a_cell_that_is_down_leaves_out_is_unknown(string row)
    {
        await using var nova = await StartAsync();
        nova.OnList = context => JsonAsync(context, 200, $$"""{"services":[{{row}}]}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        var listing = await client.Cloud.ListComputeServicesAsync(Now);

        listing.Should().BeOfType<CloudListing.Listed>().Which.Services.Should().Equal(
            new ComputeService { Host = new ComputeHost("compute1", null), State = ServiceState.Unknown });
    }

    [Fact]
    public async Task A_number_is_not_taken_for_a_services_id()
    {
        await using var nova = await StartAsync();
        nova.OnList = static context => JsonAsync(context, 200, """{"services":[{"binary":"nova-compute","host":"compute1","id":5,"state":"up"}]}""");
        await using var client = ClientUnderTest.Of(nova.Url, [("MaxMicroversion", "2.52")]);

        var listing = await client.Cloud.ListComputeServicesAsync(Now);

        listing.Should().BeOfType<CloudListing.Listed>().Which.Services.Should().ContainSingle().Which.Host.Should().Be(new ComputeHost("compute1", null));
    }

    [Fact]
    public async Task Other_binaries_and_rows_without_a_host_are_left_out()
    {
        await using var nova = await StartAsync();
        nova.OnList = static context => JsonAsync(
            context, 200, """{"services":[{"binary":"nova-scheduler","host":"a"},{"binary":"nova-compute"},{"host":"b"}]}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        var listing = await client.Cloud.ListComputeServicesAsync(Now);

        listing.Should().BeOfType<CloudListing.Listed>().Which.Services.Should().BeEmpty();
    }

    [Theory]
    [InlineData("2.93", null, "2.69")]
    [InlineData("2.68", null, "2.53")]
    [InlineData("2.93", "2.60", "2.53")]
    [InlineData("2.93", "2.52", "2.11")]
    public async Task The_listing_asks_for_the_newest_version_that_adds_something(string cloud, string? max, string expected)
    {
        await using var nova = await StartAsync();
        nova.OnVersion = context => JsonAsync(context, 200, $$$"""{"version":{"id":"v2.1","version":"{{{cloud}}}","min_version":"2.1"}}""");
        await using var client = ClientUnderTest.Of(nova.Url, [("MaxMicroversion", max)]);

        await client.Cloud.ListComputeServicesAsync(Now);

        var list = nova.Requests.Should().ContainSingle(static request => request.Path == "/v2.1/os-services?binary=nova-compute").Subject;
        list.Headers["X-OpenStack-Nova-API-Version"].Should().Be(expected);
    }

    [Fact]
    public async Task A_refusal_or_an_outage_is_a_value()
    {
        await using var nova = await StartAsync();
        nova.OnList = static context => JsonAsync(context, 403, """{"forbidden":{"code":403,"message":"Policy doesn't allow it."}}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        (await client.Cloud.ListComputeServicesAsync(Now)).Should().Be(new CloudListing.Unavailable("Policy doesn't allow it."));

        await nova.DisposeAsync();
        (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Unavailable>().Which.Why.Should().StartWith("No connection to Nova");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"services":null}""")]
    [InlineData("")]
    public async Task A_200_without_services_is_not_an_empty_fleet(string body)
    {
        await using var nova = await StartAsync();
        nova.OnList = context => JsonAsync(context, 200, body);
        await using var client = ClientUnderTest.Of(nova.Url, [("List:Retries", "0")]);

        (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Unavailable>();
    }

    [Fact]
    public async Task A_caller_who_stops_waiting_for_a_list_gets_the_cancellation()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);

        var list = () => client.Cloud.ListComputeServicesAsync(new CancellationToken(canceled: true));

        await list.Should().ThrowAsync<OperationCanceledException>();
    }
}
