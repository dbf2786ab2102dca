using Microsoft.AspNetCore.Http;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedCloud;

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
            (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now)).Status.Should().Be(ForceDownStatus.Done);

        nova.Requests.Skip(before).Should().HaveCount(20).And.OnlyContain(static request => request.Method == "PUT");
    }

    [Fact]
    public async Task By_UUID_the_PUT_is_pinned_to_2_53()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now);

        reply.Should().Be(new ForceDownReply { Status = ForceDownStatus.Done, RequestId = "req-1" });
        var put = nova.Puts.Should().ContainSingle().Subject;
        put.Path.Should().Be($"/v2.1/os-services/{ServiceId}");
        put.Body.Should().Be("""{"forced_down":true}""");
        put.Headers["OpenStack-API-Version"].Should().Be("compute 2.53");
        put.Headers["X-OpenStack-Nova-API-Version"].Should().Be("2.53");
        put.Headers["X-Auth-Token"].Should().Be("token-1");
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

        var reply = await client.Cloud.SetForcedDownAsync(new ComputeHost("compute1", id), false, Now);

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

        var reply = await client.Cloud.SetForcedDownAsync(new ComputeHost(name, null), true, Now);

        reply.Status.Should().Be(ForceDownStatus.Refused);
        nova.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_UUID_does_not_carry_such_a_name_past_a_cloud_that_knows_none()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url, [("MaxMicroversion", "2.52")]);
        await client.Cloud.ReadinessAsync(Now);

        var reply = await client.Cloud.SetForcedDownAsync(new ComputeHost("a host", ServiceId), true, Now);

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

        var reply = await client.Cloud.SetForcedDownAsync(new ComputeHost("compute1", id), true, Now);

        reply.Status.Should().Be(ForceDownStatus.Refused);
        nova.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData(404, """{"itemNotFound":{"code":404,"message":"Service x could not be found."}}""", ForceDownStatus.UnknownHost)]
    [InlineData(404, """{"itemNotFound":{"code":404,"message":"Unknown action"}}""", ForceDownStatus.Refused)]
    [InlineData(404, "<html>nothing here</html>", ForceDownStatus.Refused)]
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

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now);

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

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, forcedDown, Now);

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

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now);

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

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now);

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

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now);

        reply.Status.Should().Be(ForceDownStatus.Done);
        reply.MayHaveReachedNova.Should().BeFalse();
        puts.Should().Be(3);
    }

    [Theory]
    [InlineData("""{"service":{"host":"compute1","forced_down":false,"state":"up"}}""", "forced_down false")]
    [InlineData("""{"service":{"host":"compute1","state":"down"}}""", "forced_down missing")]
    [InlineData("""{"service":{"host":"compute1","forced_down":true,"state":"up"}}""", "state up")]
    [InlineData("""{"service":{"host":"compute2","forced_down":true,"state":"down"}}""", "for compute2")]
    [InlineData("""{"service":null}""", "200")]
    [InlineData("{}", "200")]
    [InlineData("", "200")]
    [InlineData("""{"service":{"host":"compute1","forced""", "200")]
    public async Task A_200_that_does_not_confirm_is_not_done(string body, string said)
    {
        await using var nova = await StartAsync();
        nova.OnPut = (context, _) => JsonAsync(context, 200, body);
        await using var client = ClientUnderTest.Of(nova.Url, [("ForceDown:Retries", "0")]);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now);

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeTrue();
        reply.Message.Should().Contain(said);
    }

    [Fact]
    public async Task A_reply_in_another_case_of_the_name_is_the_same_host()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);

        var reply = await client.Cloud.SetForcedDownAsync(new ComputeHost("COMPUTE1", ServiceId), true, Now);

        reply.Status.Should().Be(ForceDownStatus.Done);
    }

    [Fact]
    public async Task A_caller_who_stops_waiting_gets_an_answer_that_says_so()
    {
        await using var nova = await StartAsync();
        var arrived = new TaskCompletionSource();
        nova.OnPut = async (context, _) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };
        await using var client = ClientUnderTest.Of(nova.Url);
        using var caller = new CancellationTokenSource();

        var asked = client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, caller.Token);
        await arrived.Task.WaitAsync(Now);
        await caller.CancelAsync();
        var reply = await asked;

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeTrue();
    }

    [Fact]
    public async Task A_caller_who_had_stopped_before_reaches_nothing()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);
        await client.Cloud.ReadinessAsync(Now);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, new CancellationToken(canceled: true));

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeFalse();
        nova.Puts.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_stalls_holds_no_call_beyond_its_attempt(bool afterHeaders)
    {
        await using var nova = await StartAsync();
        nova.OnPut = async (context, _) =>
        {
            if (afterHeaders)
            {
                context.Response.StatusCode = 503;
                await context.Response.WriteAsync("The reply of a server that");
                await context.Response.Body.FlushAsync();
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };
        await using var client = ClientUnderTest.Of(nova.Url, [("ForceDown:AttemptTimeout", "00:00:00.200"), ("ForceDown:Retries", "1")]);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now).WaitAsync(TimeSpan.FromSeconds(20), Now);

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeTrue();
        nova.Puts.Should().HaveCount(2);
    }

    [Fact]
    public async Task The_deadline_ends_the_call_however_many_retries_are_left()
    {
        await using var nova = await StartAsync();
        nova.OnPut = static (context, _) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        await using var client = ClientUnderTest.Of(nova.Url, [("ForceDown:Deadline", "00:00:00.300"), ("ForceDown:Retries", "10")]);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now).WaitAsync(TimeSpan.FromSeconds(20), Now);

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeTrue();
        nova.Puts.Should().ContainSingle();
    }

    [Fact]
    public async Task A_connection_that_dies_before_the_reply_is_tried_again_at_once()
    {
        await using var nova = await StartAsync();
        var puts = 0;
        nova.OnPut = (context, _) => Interlocked.Increment(ref puts) == 1 ? DieAsync(context) : JsonAsync(context, 200, Service(forcedDown: true));
        await using var client = ClientUnderTest.Of(nova.Url, [("ForceDown:RetryDelay", "00:01:00"), ("ForceDown:Deadline", "00:10:00")]);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now).WaitAsync(TimeSpan.FromSeconds(20), Now);

        reply.Status.Should().Be(ForceDownStatus.Done);
        puts.Should().Be(2);
    }

    [Fact]
    public async Task Nobody_listening_means_that_nothing_was_reached()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);
        await client.Cloud.ReadinessAsync(Now);
        await nova.DisposeAsync();

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now);

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeFalse();
        reply.Message.Should().StartWith($"No connection to Nova at {nova.Url.GetLeftPart(UriPartial.Authority)}");
    }

    [Fact]
    public async Task A_request_that_may_have_arrived_is_not_forgotten_over_a_retry_that_did_not()
    {
        await using var nova = await StartAsync();
        var puts = 0;
        nova.OnPut = (context, _) => Interlocked.Increment(ref puts) == 1 ? DieAsync(context) : JsonAsync(context, 503, "no backend", "text/plain");
        await using var client = ClientUnderTest.Of(nova.Url, [("ForceDown:Retries", "1")]);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now);

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeTrue();
    }

    [Fact]
    public async Task Messages_are_bounded_and_fit_for_a_terminal()
    {
        await using var nova = await StartAsync();
        nova.OnPut = static (context, _) => JsonAsync(
            context, 400, $$$"""{"badRequest":{"code":400,"message":"no\u001b[31m\u0000\r\nway\u202e {{{new string('x', 5000)}}}"}}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now);

        reply.Message.Should().StartWith("no [31m way xxx").And.EndWith("…");
        reply.Message!.Length.Should().BeLessThanOrEqualTo(500);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_token()
    {
        await using var nova = await StartAsync();
        await using var elsewhere = await StartAsync();
        nova.OnPut = (context, _) =>
        {
            context.Response.Headers.Location = elsewhere.Url.AbsoluteUri;
            context.Response.StatusCode = 307;
            return Task.CompletedTask;
        };
        await using var client = ClientUnderTest.Of(nova.Url);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, Now);

        reply.Status.Should().Be(ForceDownStatus.Refused);
        elsewhere.Requests.Should().BeEmpty();
    }
}
