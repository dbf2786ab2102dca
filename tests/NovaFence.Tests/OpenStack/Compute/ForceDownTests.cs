using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using NovaFence.OpenStack.Tests.Wire.Recorded;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedOpenStack;

namespace NovaFence.OpenStack.Tests.Compute;

public sealed class ForceDownTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_force_downs_are_twenty_requests()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);
        await client.Cloud.ReadinessAsync(Now);
        var before = nova.Requests.Count;

        for (var i = 0; i < 20; i++)
            (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);

        nova.Requests.Skip(before).Should().HaveCount(20).And.OnlyContain(static request => request.Method == "PUT");
    }

    [Fact]
    public async Task By_UUID_the_PUT_is_pinned_to_2_53()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        reply.Should().Be(new ForceDownReply { Status = ForceDownStatus.Done, RequestId = "req-1" });
        var put = nova.Puts.Should().ContainSingle().Subject;
        put.Path.Should().Be($"/v2.1/os-services/{ServiceId}");
        put.Body.Should().Be("""{"forced_down":true}""");
        put.Headers["OpenStack-API-Version"].Should().Be("compute 2.53");
        put.Headers["X-OpenStack-Nova-API-Version"].Should().Be("2.53");
        put.Headers["X-Auth-Token"].Should().Be("token-1");
    }

    [Theory]
    [InlineData(true, StatusChange.Disable, """{"forced_down":true,"status":"disabled","disabled_reason":"NovaFence: forced down"}""")]
    [InlineData(false, StatusChange.Enable, """{"forced_down":false,"status":"enabled"}""")]
    [InlineData(true, StatusChange.Keep, """{"forced_down":true}""")]
    [InlineData(false, StatusChange.Keep, """{"forced_down":false}""")]
    public async Task By_UUID_the_PUT_says_what_becomes_of_the_status(bool forcedDown, StatusChange status, string body)
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);

        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, forcedDown, status, Now)).Status.Should().Be(ForceDownStatus.Done);

        nova.Puts.Should().ContainSingle().Which.Body.Should().Be(body);
    }

    [Theory]
    [InlineData(true, StatusChange.Disable)]
    [InlineData(false, StatusChange.Enable)]
    public async Task By_name_the_status_is_left_out(bool forcedDown, StatusChange status)
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url, [("MaxMicroversion", "2.52")]);

        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, forcedDown, status, Now)).Status.Should().Be(ForceDownStatus.Done);

        nova.Puts.Should().ContainSingle().Which.Body.Should().NotContain("status");
    }

    [Fact]
    public async Task Every_row_that_Nova_was_recorded_to_answer_a_PUT_by_UUID_with_is_read()
    {
        var recorded = Transcript.Read("update-by-uuid")
            .Where(static exchange => exchange is { Method: "PUT", Status: 200 } && exchange.ReplyBody.Contains("forced_down", StringComparison.Ordinal)).ToList();
        recorded.Should().HaveCountGreaterThan(5);
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);
        foreach (var exchange in recorded)
        {
            nova.OnPut = (context, _) => JsonAsync(context, 200, exchange.ReplyBody.Replace("$UUID", ServiceId, StringComparison.Ordinal));
            var forcedDown = exchange.ReplyBody.Contains("\"forced_down\": true", StringComparison.Ordinal);

            (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, forcedDown, StatusChange.Keep, Now)).Should()
                .Be(new ForceDownReply { Status = ForceDownStatus.Done, RequestId = "req-1" }, exchange.ReplyBody);
            (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, !forcedDown, StatusChange.Keep, Now)).Should().BeEquivalentTo(
                new { Status = ForceDownStatus.Unavailable, MayHaveReachedNova = true }, "it is not what was asked for");
        }
    }

    [Theory]
    [InlineData("2.52", ServiceId)]
    [InlineData("2.11", ServiceId)]
    [InlineData("2.69", null)]
    public async Task By_name_where_the_cloud_or_the_host_has_no_UUID(string max, string? id)
    {
        await using var nova = await StartAsync();
        nova.OnPut = static (context, _) => JsonAsync(context, 200, """{"service":{"host":"compute1","binary":"nova-compute","forced_down":false}}""");
        await using var client = ClientUnderTest.Of(nova.Url, [("MaxMicroversion", max)]);

        var reply = await client.Cloud.SetForcedDownAsync(new ComputeHost("compute1", id), false, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Done);
        var put = nova.Puts.Should().ContainSingle().Subject;
        put.Path.Should().Be("/v2.1/os-services/force-down");
        put.Body.Should().Be("""{"binary":"nova-compute","host":"compute1","forced_down":false}""");
        put.Headers["X-OpenStack-Nova-API-Version"].Should().Be("2.11");
    }

    [Theory]
    [InlineData("a host")]
    [InlineData("../os-services")]
    [InlineData("compute1\n")]
    [InlineData("")]
    public async Task A_name_Nova_does_not_take_is_refused_without_a_request(string name)
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url, [("MaxMicroversion", "2.52")]);

        var reply = await client.Cloud.SetForcedDownAsync(new ComputeHost(name, null), true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Refused);
        nova.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_UUID_does_not_carry_such_a_name_past_a_cloud_that_knows_none()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url, [("MaxMicroversion", "2.52")]);
        await client.Cloud.ReadinessAsync(Now);

        var reply = await client.Cloud.SetForcedDownAsync(new ComputeHost("a host", ServiceId), true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Refused);
        nova.Puts.Should().BeEmpty();
    }

    [Theory]
    [InlineData("..")]
    [InlineData("5")]
    public async Task An_id_that_is_no_UUID_is_refused_without_a_request(string id)
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);

        var reply = await client.Cloud.SetForcedDownAsync(new ComputeHost("compute1", id), true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Refused);
        nova.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData(404, """{"itemNotFound":{"code":404,"message":"Service x could not be found."}}""", ForceDownStatus.UnknownHost)]
    [InlineData(404, """{"itemNotFound":{"code":404,"message":"Unknown action"}}""", ForceDownStatus.Refused)]
    [InlineData(404, "<html>nothing here</html>", ForceDownStatus.Unavailable)]
    [InlineData(403, "<html>Forbidden</html>", ForceDownStatus.Unavailable)]
    [InlineData(403, "", ForceDownStatus.Unavailable)]
    [InlineData(400, "Bad Request", ForceDownStatus.Unavailable)]
    [InlineData(405, "<html>not allowed</html>", ForceDownStatus.Unavailable)]
    [InlineData(403, """{"error":{"code":403,"message":"Forbidden","status":"PERMISSION_DENIED"}}""", ForceDownStatus.Unavailable)]
    [InlineData(403, """{"fault":{"faultstring":"Access denied","detail":{"errorcode":"policies.ratelimit"}}}""", ForceDownStatus.Unavailable)]
    [InlineData(404, """{"error":{"code":404,"message":"no Route matched"}}""", ForceDownStatus.Unavailable)]
    [InlineData(400, """{"message":"blocked by a rule"}""", ForceDownStatus.Unavailable)]
    [InlineData(403, """{"forbidden":{"code":403,"message":"Policy doesn't allow it."}}""", ForceDownStatus.NotPermitted)]
    [InlineData(400, """{"badRequest":{"code":400,"message":"Invalid uuid 3"}}""", ForceDownStatus.Refused)]
    [InlineData(409, """{"conflictingRequest":{"code":409,"message":"no"}}""", ForceDownStatus.Refused)]
    [InlineData(302, "", ForceDownStatus.Refused)]
    [InlineData(406, """{"computeFault":{"code":406,"message":"Version 2.53 is not supported by the API."}}""", ForceDownStatus.Unavailable)]
    [InlineData(429, "slow down", ForceDownStatus.Unavailable)]
    public async Task What_repeating_does_not_change_is_asked_once(int status, string body, ForceDownStatus expected)
    {
        await using var nova = await StartAsync();
        nova.OnPut = (context, _) => JsonAsync(context, status, body);
        await using var client = ClientUnderTest.Of(nova.Url);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(expected);
        reply.RequestId.Should().Be("req-1");
        reply.Message.Should().NotBeNullOrEmpty();
        reply.MayHaveReachedNova.Should().BeFalse();
        nova.Puts.Should().ContainSingle();
    }

    [Theory]
    [InlineData(false, ForceDownStatus.WaitingForRestart)]
    [InlineData(true, ForceDownStatus.Refused)]
    public async Task Done_evacuations_hold_an_unset_until_the_restart(bool forcedDown, ForceDownStatus expected)
    {
        const string message = "Unable to force up host compute5 as `done` evacuation migration records remain associated with the host. Ensure the compute "
            + "service has been restarted, allowing these records to move to `completed` before retrying this request.";
        await using var nova = await StartAsync();
        nova.OnPut = static (context, _) => JsonAsync(context, 400, $$$"""{"badRequest":{"code":400,"message":"{{{message}}}"}}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, forcedDown, StatusChange.Keep, Now);

        reply.Status.Should().Be(expected);
        reply.Message.Should().Be(message);
    }

    [Theory]
    [InlineData(500, """{"computeFault":{"code":500,"message":"Unexpected API Error."}}""", true)]
    [InlineData(502, "bad gateway", true)]
    [InlineData(503, "<html><head><title>503</title></head><body>The Keystone service is temporarily unavailable.</body></html>", false)]
    [InlineData(504, "gateway timeout", true)]
    public async Task What_may_pass_is_tried_again_and_then_unavailable(int status, string body, bool mayHaveReached)
    {
        await using var nova = await StartAsync();
        nova.OnPut = (context, _) => JsonAsync(context, status, body, body.StartsWith('<') ? "text/html; charset=UTF-8" : "application/json");
        await using var client = ClientUnderTest.Of(nova.Url, [("ForceDown:Retries", "2")]);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().Be(mayHaveReached);
        reply.Message.Should().NotContain("<");
        nova.Puts.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_html_503_comes_out_as_its_words()
    {
        await using var nova = await StartAsync();
        nova.OnPut = static (context, _) => JsonAsync(context, 503, """
            <html>
             <head>
              <title>503 Service Unavailable</title>
             </head>
             <body>
              <h1>503 Service Unavailable</h1>
              The server is currently unavailable. Please try again at a later time.<br /><br />
            The Keystone service is temporarily unavailable.
             </body>
            </html>
            """, "text/html; charset=UTF-8");
        await using var client = ClientUnderTest.Of(nova.Url, [("ForceDown:Retries", "0")]);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        reply.Message.Should().Be("Nova answered 503 (text/html): 503 Service Unavailable 503 Service Unavailable The server is currently unavailable. "
            + "Please try again at a later time. The Keystone service is temporarily unavailable.");
    }

    [Fact]
    public async Task An_outage_that_passes_within_the_deadline_is_not_noticed()
    {
        await using var nova = await StartAsync();
        var puts = 0;
        nova.OnPut = (context, _) => Interlocked.Increment(ref puts) < 3
            ? JsonAsync(context, 503, "no backend", "text/plain")
            : JsonAsync(context, 200, Service(forcedDown: true));
        await using var client = ClientUnderTest.Of(nova.Url);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Done);
        reply.MayHaveReachedNova.Should().BeFalse();
        puts.Should().Be(3);
    }
}
