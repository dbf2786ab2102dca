using Microsoft.AspNetCore.Http;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedOpenStack;

namespace NovaFence.OpenStack.Tests.Compute;

public sealed class ForceDownOutageTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

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

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now).WaitAsync(TimeSpan.FromSeconds(20), Now);

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

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now).WaitAsync(TimeSpan.FromSeconds(20), Now);

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

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now).WaitAsync(TimeSpan.FromSeconds(20), Now);

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

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

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

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeTrue();
    }

    [Theory]
    [InlineData(403, """{"forbidden":{"code":403,"message":"Policy doesn't allow it."}}""", ForceDownStatus.NotPermitted)]
    [InlineData(404, """{"itemNotFound":{"code":404,"message":"Service x could not be found."}}""", ForceDownStatus.UnknownHost)]
    [InlineData(409, """{"conflictingRequest":{"code":409,"message":"no"}}""", ForceDownStatus.Refused)]
    public async Task Nor_over_one_that_is_refused(int status, string body, ForceDownStatus expected)
    {
        await using var nova = await StartAsync();
        var puts = 0;
        nova.OnPut = (context, _) => Interlocked.Increment(ref puts) == 1 ? DieAsync(context) : JsonAsync(context, status, body);
        await using var client = ClientUnderTest.Of(nova.Url, [("ForceDown:Retries", "1")]);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(expected);
        reply.MayHaveReachedNova.Should().BeTrue();
    }

    [Fact]
    public async Task Messages_are_bounded_and_fit_for_a_terminal()
    {
        await using var nova = await StartAsync();
        nova.OnPut = static (context, _) => JsonAsync(
            context, 400, $$$"""{"badRequest":{"code":400,"message":"no\u001b[31m\u0000\r\nway\u202e {{{new string('x', 5000)}}}"}}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

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

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Refused);
        elsewhere.Requests.Should().BeEmpty();
    }
}
