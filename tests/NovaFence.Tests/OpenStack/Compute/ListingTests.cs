using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using NovaFence.OpenStack.Tests.Wire.Recorded;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedOpenStack;

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

    /// <summary>
    /// As Nova 26.2.2 answered at 2.69 while the database of its second cell, with the host lost1, was away. It took 60 s over that, which is why it says
    /// down of hosts that had reported when it read their rows.
    /// </summary>
    [Fact]
    public async Task The_hosts_of_a_cell_that_is_down_are_listed_beside_the_others()
    {
        await using var nova = await StartAsync();
        nova.OnList = static context => JsonAsync(context, 200, """
            {"services": [{"binary": "nova-compute", "host": "compute2", "id": "f3d33467-33db-4e39-b7e2-6cc6e45c9b88", "zone": "nova", "status": "enabled", "state": "down", "updated_at": "2026-11-25T18:47:23.000000", "disabled_reason": null, "forced_down": false}, {"binary": "nova-compute", "host": "compute1", "id": "641a87e6-fe69-4fe1-8fd8-476ef75553b0", "zone": "nova", "status": "enabled", "state": "down", "updated_at": "2026-11-25T18:47:23.000000", "disabled_reason": null, "forced_down": false}, {"binary": "nova-compute", "host": "lost1", "status": "UNKNOWN"}]}
            """);
        await using var client = ClientUnderTest.Of(nova.Url);

        var listing = await client.Cloud.ListComputeServicesAsync(Now);

        var reported = new DateTimeOffset(2026, 11, 25, 18, 47, 23, TimeSpan.Zero);
        listing.Should().BeOfType<CloudListing.Listed>().Which.Services.Should().Equal(
            new ComputeService
            {
                Host = new ComputeHost("compute2", "f3d33467-33db-4e39-b7e2-6cc6e45c9b88"),
                State = ServiceState.Down,
                ForcedDown = false,
                UpdatedAt = reported,
                Disabled = false,
            },
            new ComputeService
            {
                Host = new ComputeHost("compute1", "641a87e6-fe69-4fe1-8fd8-476ef75553b0"),
                State = ServiceState.Down,
                ForcedDown = false,
                UpdatedAt = reported,
                Disabled = false,
            },
            new ComputeService { Host = new ComputeHost("lost1", null), State = ServiceState.Unknown });
    }

    [Theory]
    [InlineData(""" "state":"up","status":"enabled","forced_down":false """, ServiceState.Up, false, false)]
    [InlineData(""" "state":"down","status":"disabled","forced_down":true """, ServiceState.Down, true, true)]
    [InlineData(""" "state":"up","status":"enabled" """, ServiceState.Up, null, false)]
    [InlineData(""" "state":"down","forced_down":true """, ServiceState.Down, true, null)]
    [InlineData(""" "status":"disabled","forced_down":false """, ServiceState.Unknown, false, true)]
    [InlineData(""" "state":"UNKNOWN","status":"UNKNOWN","forced_down":true """, ServiceState.Unknown, true, null)]
    [InlineData(""" "state":null,"status":null,"forced_down":null """, ServiceState.Unknown, null, null)]
    [InlineData(""" "state":"Up","status":"Enabled" """, ServiceState.Unknown, null, null)]
    public async Task Of_state_status_and_forced_down_none_is_concluded_from_another(string fields, ServiceState state, bool? forcedDown, bool? disabled)
    {
        await using var nova = await StartAsync();
        nova.OnList = context => JsonAsync(context, 200, $$$"""{"services":[{"binary":"nova-compute","host":"compute1",{{{fields}}}}]}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        var listing = await client.Cloud.ListComputeServicesAsync(Now);

        listing.Should().BeOfType<CloudListing.Listed>().Which.Services.Should().Equal(
            new ComputeService { Host = new ComputeHost("compute1", null), State = state, ForcedDown = forcedDown, Disabled = disabled });
    }

    [Fact]
    public async Task A_reason_is_kept_as_it_is_whatever_the_status()
    {
        await using var nova = await StartAsync();
        nova.OnList = static context => JsonAsync(
            context, 200, """{"services":[{"binary":"nova-compute","host":"compute1","status":"enabled","disabled_reason":" NovaFence: forced down "}]}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        var listing = await client.Cloud.ListComputeServicesAsync(Now);

        listing.Should().BeOfType<CloudListing.Listed>().Which.Services.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Disabled = false, DisabledReason = " NovaFence: forced down " });
    }

    [Fact]
    public async Task Every_row_of_a_host_that_has_several_is_returned()
    {
        const string other = "0b5b0fc5-9c4c-4a6b-9c1c-6d3e4b7a9f10";
        await using var nova = await StartAsync();
        nova.OnList = static context => JsonAsync(context, 200, $$"""
            {"services":[
             {"binary":"nova-compute","host":"compute1","id":"{{ServiceId}}","state":"up","status":"enabled","forced_down":false},
             {"binary":"nova-compute","host":"compute1","id":"{{other}}","state":"down","status":"enabled","forced_down":true},
             {"binary":"nova-compute","host":"compute1","status":"UNKNOWN"},
             {"binary":"nova-compute","host":"compute1","id":"{{ServiceId}}","state":"up","status":"enabled","forced_down":false},
             {"binary":"nova-compute","host":"COMPUTE1","id":"{{other}}","state":"up","status":"enabled","forced_down":false}]}
            """);
        await using var client = ClientUnderTest.Of(nova.Url);

        var listing = await client.Cloud.ListComputeServicesAsync(Now);

        listing.Should().BeOfType<CloudListing.Listed>().Which.Services.Select(static service => (service.Host.Name, service.Host.ServiceId, service.ForcedDown)).Should().Equal(
            ("compute1", ServiceId, false), ("compute1", other, true), ("compute1", null, null), ("compute1", ServiceId, false), ("COMPUTE1", other, false));
    }

    [Theory]
    [InlineData("versions-and-listing", 4)]
    [InlineData("force-down-by-name", 3)]
    [InlineData("update-by-uuid", 1)]
    public async Task No_field_of_a_recorded_list_is_lost(string recording, int lists)
    {
        var bodies = Transcript.Read(recording)
            .Where(static exchange => exchange.Method == "GET" && exchange.Url.Contains("os-services?", StringComparison.Ordinal) && exchange.Status == 200)
            .Select(static exchange => exchange.ReplyBody.Replace("$UUID", ServiceId, StringComparison.Ordinal)).ToList();
        bodies.Should().HaveCountGreaterThanOrEqualTo(lists);
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);
        foreach (var body in bodies)
        {
            nova.OnList = context => JsonAsync(context, 200, body);

            var services = (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Listed>().Subject.Services;

            var rows = JsonNode.Parse(body)!["services"]!.AsArray().Where(static row => (string?)row!["binary"] == "nova-compute").ToList();
            services.Select(Fields).Should().Equal(rows.Select(static row => Fields(row!)), body);
        }
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

    [Theory]
    [InlineData(403, "<html>Forbidden</html>")]
    [InlineData(403, "")]
    [InlineData(404, "<html>nothing here</html>")]
    [InlineData(403, """{"error":{"code":403,"message":"Forbidden"}}""")]
    [InlineData(403, """{"fault":{"faultstring":"Access denied"}}""")]
    public async Task A_proxy_s_page_is_no_word_of_Nova_s_about_what_this_user_may(int status, string page)
    {
        await using var nova = await StartAsync();
        nova.OnList = context => JsonAsync(context, status, page);
        await using var client = ClientUnderTest.Of(nova.Url);

        (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Unavailable>().Which.NotPermitted.Should().BeFalse();
    }

    [Fact]
    public async Task A_refusal_or_an_outage_is_a_value()
    {
        await using var nova = await StartAsync();
        nova.OnList = static context => JsonAsync(context, 403, """{"forbidden":{"code":403,"message":"Policy doesn't allow it."}}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        (await client.Cloud.ListComputeServicesAsync(Now)).Should().Be(new CloudListing.Unavailable("Policy doesn't allow it.") { NotPermitted = true });

        await nova.DisposeAsync();
        (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Unavailable>().Which.Should().Match<CloudListing.Unavailable>(refused => refused.Why.StartsWith("No connection to Nova") && !refused.NotPermitted);
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

    private static string Fields(ComputeService service) => string.Join(
        '|',
        service.Host.Name,
        service.Host.ServiceId,
        service.State is ServiceState.Unknown ? null : service.State.ToString().ToLowerInvariant(),
        service.Disabled switch { true => "disabled", false => "enabled", null => null },
        service.UpdatedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        service.DisabledReason,
        service.ForcedDown?.ToString().ToLowerInvariant());

    private static string Fields(JsonNode row) => string.Join(
        '|',
        (string?)row["host"],
        row["id"]?.GetValueKind() is JsonValueKind.String ? (string?)row["id"] : null,
        (string?)row["state"],
        (string?)row["status"],
        (string?)row["updated_at"],
        (string?)row["disabled_reason"],
        row["forced_down"]?.ToJsonString());
}
