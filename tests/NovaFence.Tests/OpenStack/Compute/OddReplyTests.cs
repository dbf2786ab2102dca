using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedOpenStack;

namespace NovaFence.OpenStack.Tests.Compute;

/// <summary>Replies that nobody expects of a Nova and that something between has made: none of them throws, and none is taken for another word than it is.</summary>
public sealed class OddReplyTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/json; charset=utf8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/json; charset=klingon")]
    [InlineData("application/json; charset=")]
    [InlineData("text/plain")]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task A_content_type_changes_nothing(string contentType)
    {
        await using var nova = await StartAsync();
        nova.OnPut = (context, _) => JsonAsync(context, 200, Service(forcedDown: true), contentType);
        nova.OnList = context => JsonAsync(context, 200, $$"""{"services":[{{Row(forcedDown: false)}}]}""", contentType);
        nova.OnMigrations = context => JsonAsync(context, 200, """{"migrations":[]}""", contentType);
        await using var client = ClientUnderTest.Of(nova.Url);

        (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Listed>().Which.Services.Should().ContainSingle();
        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
        (await client.Evacuations.InFlightFromAsync(ClientUnderTest.Host, Now)).Should().Be(new EvacuationCount.Known(0));
    }

    [Theory]
    [InlineData("application/json; charset=utf8")]
    [InlineData("application/json; charset=klingon")]
    [InlineData("nonsense")]
    public async Task A_refusal_is_read_whatever_its_content_type(string contentType)
    {
        await using var nova = await StartAsync();
        nova.OnPut = (context, _) => JsonAsync(context, 403, """{"forbidden":{"code":403,"message":"Policy doesn't allow it."}}""", contentType);
        nova.OnList = context => JsonAsync(context, 503, "<html>no</html>", contentType);
        await using var client = ClientUnderTest.Of(nova.Url, [("List:Retries", "0")]);

        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().BeOneOf(ForceDownStatus.NotPermitted, ForceDownStatus.Unavailable);
        (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Unavailable>();
    }

    [Theory]
    [InlineData("yesterday", null)]
    [InlineData("Sun, 22 Nov 1970 14:14:14 GMT", "Sun, 22 Nov 2099 14:14:14 GMT")]
    [InlineData("", "")]
    public async Task Dates_are_not_asked(string date, string? other)
    {
        await using var nova = await StartAsync();
        Task Dated(HttpContext context, Func<Task> answer)
        {
            context.Response.Headers.Date = other is null ? date : new[] { date, other };
            context.Response.Headers.RetryAfter = date;
            return answer();
        }

        nova.OnList = context => Dated(context, () => JsonAsync(context, 200, $$"""{"services":[{{Row(forcedDown: false)}}]}"""));
        nova.OnPut = (context, _) => Dated(context, () => JsonAsync(context, 200, Service(forcedDown: true)));
        nova.OnToken = context => Dated(context, () => nova.IssueAsync(context));
        await using var client = ClientUnderTest.Of(nova.Url);

        (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Listed>().Which.Services.Should().ContainSingle();
        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
    }

    [Theory]
    [InlineData(200, "[]")]
    [InlineData(200, "null")]
    [InlineData(200, "\"forced_down\"")]
    [InlineData(200, """{"service":[]}""")]
    [InlineData(200, """{"service":{"host":"compute1","forced_down":"true"}}""")]
    [InlineData(200, """{"service":{"host":"compute1","forced_down":1}}""")]
    [InlineData(200, """{"service":{"host":"compute1","forced_down":true}}{}""")]
    [InlineData(200, """{"service":{"host":"compute1","forced_down":true},"service":{"host":"compute1","forced_down":false}}""")]
    [InlineData(200, """{"errors":[{"status":409,"title":"no"}]}""")]
    [InlineData(202, """{"status":"accepted"}""")]
    [InlineData(203, "<html>cached</html>")]
    [InlineData(204, "")]
    [InlineData(205, "")]
    [InlineData(206, """{"service":{"host":"compute1",""")]
    public async Task What_does_not_confirm_a_PUT_leaves_it_to_the_next_look(int status, string body)
    {
        await using var nova = await StartAsync();
        nova.OnPut = (context, _) => AnswerAsync(context, status, body);
        await using var client = ClientUnderTest.Of(nova.Url, [("ForceDown:Retries", "0")]);

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeTrue();
    }

    [Theory]
    [InlineData(200, "[]")]
    [InlineData(200, """{"services":{}}""")]
    [InlineData(200, """{"services":[{"binary":"nova-compute","host":"compute1","forced_down":"false"}]}""")]
    [InlineData(200, """{"services":[{"binary":"nova-compute","host":7}]}""")]
    [InlineData(200, """{"services":[{"binary":"nova-compute","host":"compute1"}""")]
    [InlineData(200, """{"errors":[{"status":409,"title":"no"}]}""")]
    [InlineData(202, """{"status":"accepted"}""")]
    [InlineData(204, "")]
    [InlineData(301, "")]
    [InlineData(300, """{"choices":[]}""")]
    [InlineData(429, """{"overLimit":{"code":429,"message":"slow down"}}""")]
    public async Task What_is_no_list_says_nothing_of_any_host(int status, string body)
    {
        await using var nova = await StartAsync();
        nova.OnList = context => AnswerAsync(context, status, body);
        nova.OnMigrations = context => AnswerAsync(context, status, body);
        await using var client = ClientUnderTest.Of(nova.Url, [("List:Retries", "0")]);

        (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Unavailable>();
        (await client.Evacuations.InFlightFromAsync(ClientUnderTest.Host, Now)).Should().BeOfType<EvacuationCount.Unavailable>();
    }

    [Fact]
    public async Task What_somebody_packs_who_was_not_asked_to_is_no_answer()
    {
        await using var nova = await StartAsync();
        nova.OnPut = (context, _) => PackedAsync(context, Service(forcedDown: true));
        nova.OnList = context => PackedAsync(context, """{"services":[]}""");
        await using var client = ClientUnderTest.Of(nova.Url, [("ForceDown:Retries", "0"), ("List:Retries", "0")]);

        (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Unavailable>();
        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Should().BeEquivalentTo(new { Status = ForceDownStatus.Unavailable, MayHaveReachedNova = true });
    }

    private static async Task AnswerAsync(HttpContext context, int status, string body)
    {
        if (body.Length > 0)
        {
            await JsonAsync(context, status, body);
            return;
        }

        context.Response.StatusCode = status;
    }

    private static async Task PackedAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentEncoding = "gzip";
        await using var packed = new GZipStream(context.Response.Body, CompressionMode.Compress, leaveOpen: true);
        await packed.WriteAsync(Encoding.UTF8.GetBytes(body));
    }
}
