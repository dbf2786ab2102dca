using System.Net;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Identity;
using NovaFence.OpenStack.Tests.Scripted;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedOpenStack;

namespace NovaFence.OpenStack.Tests.Identity;

public sealed class SharedTokenTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_callers_cause_one_token_request()
    {
        await using var nova = await StartAsync();
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        nova.OnToken = async context =>
        {
            arrived.TrySetResult();
            await release.Task;
            await nova.IssueAsync(context);
        };
        await using var client = ClientUnderTest.Of(nova.Url);

        var callers = Enumerable.Range(0, 100).Select(_ => client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).ToList();
        await arrived.Task.WaitAsync(Now);
        release.SetResult();
        var replies = await Task.WhenAll(callers);

        replies.Should().OnlyContain(static reply => reply.Status == ForceDownStatus.Done);
        nova.TokenRequests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_caller_who_stops_waiting_does_not_take_the_token_from_the_others()
    {
        await using var nova = await StartAsync();
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        nova.OnToken = async context =>
        {
            arrived.TrySetResult();
            await release.Task;
            await nova.IssueAsync(context);
        };
        await using var client = ClientUnderTest.Of(nova.Url);
        using var impatient = new CancellationTokenSource();

        var first = client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, impatient.Token);
        var second = client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);
        await arrived.Task.WaitAsync(Now);
        await impatient.CancelAsync();
        var given = await first;
        release.SetResult();

        given.Status.Should().Be(ForceDownStatus.Unavailable);
        given.MayHaveReachedNova.Should().BeFalse();
        (await second).Status.Should().Be(ForceDownStatus.Done);
        nova.TokenRequests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_401_gives_one_new_token_and_one_more_try()
    {
        await using var nova = await StartAsync();
        nova.OnPut = static (context, _) => context.Request.Headers["X-Auth-Token"] == "token-1"
            ? JsonAsync(context, 401, """{"error":{"code":401,"title":"Unauthorized","message":"The request you have made requires authentication."}}""")
            : JsonAsync(context, 200, Service(forcedDown: true));
        await using var client = ClientUnderTest.Of(nova.Url);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Done);
        nova.TokenRequests.Should().HaveCount(2);
        nova.Puts.Should().HaveCount(2);
    }

    [Fact]
    public async Task Fifty_401s_at_once_give_one_new_token()
    {
        await using var nova = await StartAsync();
        nova.OnPut = static (context, _) => context.Request.Headers["X-Auth-Token"] == "token-1"
            ? JsonAsync(context, 401, "{}")
            : JsonAsync(context, 200, Service(forcedDown: true));
        await using var client = ClientUnderTest.Of(nova.Url);
        await client.Cloud.ReadinessAsync(Now);

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)));

        replies.Should().OnlyContain(static reply => reply.Status == ForceDownStatus.Done);
        nova.TokenRequests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_second_401_is_unavailable_and_ends_it()
    {
        await using var nova = await StartAsync();
        nova.OnPut = static (context, _) => JsonAsync(context, 401, """{"error":{"code":401,"message":"no"}}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeFalse();
        reply.Message.Should().Contain("service_type");
        nova.Puts.Should().HaveCount(2);
        nova.TokenRequests.Should().HaveCount(2);
    }

    [Fact]
    public async Task Near_its_end_a_token_is_replaced_while_it_still_serves()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var nova = await StartAsync();
        var release = new TaskCompletionSource();
        nova.OnToken = async context =>
        {
            if (nova.TokenRequests.Count > 1)
                await release.Task;
            await nova.IssueAsync(context);
        };
        await using var client = ClientUnderTest.Of(nova.Url, time: time);
        await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);
        time.Advance(TimeSpan.FromMinutes(59.5));

        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
        nova.Puts.Should().OnlyContain(static put => put.Headers["X-Auth-Token"] == "token-1");

        var nearItsEnd = client.Tokens.Current!;
        release.SetResult();
        (await client.Tokens.ReplaceAsync(nearItsEnd, Now)).Should().BeOfType<TokenResult.Issued>();
        await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);
        nova.Puts[^1].Headers["X-Auth-Token"].Should().Be("token-2");
        nova.TokenRequests.Should().HaveCount(2);
    }

    [Fact]
    public async Task With_Keystone_away_a_valid_token_serves_until_it_expires()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url, [("Token:Retries", "0")], time: time);
        await client.Cloud.ReadinessAsync(Now);
        nova.OnToken = DieAsync;

        time.Advance(TimeSpan.FromMinutes(59.9));
        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);

        time.Advance(TimeSpan.FromMinutes(1));
        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);
        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeFalse();
        reply.Message.Should().StartWith("Keystone at http://127.0.0.1");
    }

    [Theory]
    [InlineData("2026-11-22T14:53:13.000000Z", "2026-11-22T13:53:13.000000Z", 3600)]
    [InlineData("2026-11-22T14:01:09", "2026-11-22T14:00:45.000000Z", 24)]
    public async Task Both_forms_of_expires_at_count_from_when_it_was_issued_whatever_our_clock_says(string expires, string issued, int seconds)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var nova = await StartAsync();
        nova.OnToken = context => nova.IssueAsync(context, expires, issued);
        await using var client = ClientUnderTest.Of(nova.Url, time: time);

        await client.Cloud.ReadinessAsync(Now);

        client.Tokens.Current!.ExpiresAt.Should().Be(time.GetUtcNow().AddSeconds(seconds));
    }

    [Theory]
    [InlineData(401, """{"error":{"code":401,"message":"The request you have made requires authentication.","title":"Unauthorized"}}""",
        "Keystone refused application credential credential-id: its secret is wrong, or it has expired (401: The request you have made requires authentication.)")]
    [InlineData(404, """{"error":{"code":404,"message":"Could not find Application Credential: credential-id.","title":"Not Found"}}""",
        "Keystone knows no application credential credential-id: it is misspelled, or was deleted (404: Could not find Application Credential: credential-id.)")]
    [InlineData(404, "<html>no</html>", "There is no Keystone v3 at *")]
    [InlineData(400, """{"error":{"code":400,"message":"Expecting to find auth in request body."}}""", "Keystone refused to give a token (400: Expecting *)")]
    [InlineData(302, "", "* redirects elsewhere; NovaFence:Cloud:AuthUrl / OS_AUTH_URL has to name Keystone itself*")]
    public async Task A_refusal_of_Keystone_is_a_sentence_and_is_not_repeated(int status, string body, string expected)
    {
        await using var nova = await StartAsync();
        nova.OnToken = context => JsonAsync(context, status, body);
        await using var client = ClientUnderTest.Of(nova.Url);

        var readiness = await client.Cloud.ReadinessAsync(Now);

        readiness.IsReady.Should().BeFalse();
        readiness.Why.Should().Match(expected);
        nova.TokenRequests.Should().ContainSingle();
    }

    [Fact]
    public async Task Keystone_that_closes_without_a_reply_is_asked_again()
    {
        await using var nova = await StartAsync();
        nova.OnToken = context => nova.TokenRequests.Count == 1 ? DieAsync(context) : nova.IssueAsync(context);
        await using var client = ClientUnderTest.Of(nova.Url);

        (await client.Cloud.ReadinessAsync(Now)).IsReady.Should().BeTrue();
    }

    [Theory]
    [InlineData(HttpStatusCode.Created, "{}")]
    [InlineData(HttpStatusCode.Created, """{"token":{"expires_at":"soon"}}""")]
    [InlineData(HttpStatusCode.OK, "<html>a captive portal</html>")]
    public async Task A_reply_without_a_token_is_no_token(HttpStatusCode status, string body)
    {
        await using var nova = await StartAsync();
        nova.OnToken = context =>
        {
            context.Response.Headers["X-Subject-Token"] = "token";
            return JsonAsync(context, (int)status, body);
        };
        await using var client = ClientUnderTest.Of(nova.Url, [("Token:Retries", "0")]);

        (await client.Cloud.ReadinessAsync(Now)).IsReady.Should().BeFalse();
    }

    [Fact]
    public async Task An_application_credential_asks_for_no_scope()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);

        await client.Cloud.ReadinessAsync(Now);

        nova.TokenRequests.Should().ContainSingle().Which.Body.Should().Be(
            """{"auth":{"identity":{"methods":["application_credential"],"application_credential":{"id":"credential-id","secret":"the-secret"}}}}""");
    }

    [Fact]
    public async Task A_user_asks_for_a_project()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url, [
            ("ApplicationCredentialId", null), ("ApplicationCredentialSecret", null), ("Username", "admin"), ("Password", "secret"),
            ("ProjectName", "ops"), ("UserDomainName", "Default"), ("ProjectDomainId", "default")]);

        await client.Cloud.ReadinessAsync(Now);

        nova.TokenRequests.Should().ContainSingle().Which.Body.Should().Be(
            """{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"admin","domain":{"name":"Default"},"password":"secret"}}}"""
            + ""","scope":{"project":{"name":"ops","domain":{"id":"default"}}}}}""");
    }
}
