using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedOpenStack;

namespace NovaFence.OpenStack.Tests.Compute;

/// <summary>A listing just before a PUT: what it costs, and what it leaves behind when its caller gives it up.</summary>
public sealed class LookTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_look_and_a_PUT_are_two_requests()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);
        await client.Cloud.ReadinessAsync(Now);
        var before = nova.Requests.Count;

        for (var i = 0; i < 20; i++)
        {
            var service = (await ListAsync(client)).Services.Should().ContainSingle().Subject;
            (await client.Cloud.SetForcedDownAsync(service.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
        }

        nova.Requests.Skip(before).Select(static request => request.Method).Should().Equal(Enumerable.Repeat<string[]>(["GET", "PUT"], 20).SelectMany(static pair => pair));
    }

    [Fact]
    public async Task Fifty_looks_and_fifty_PUTs_at_once_are_a_hundred_requests()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);
        await client.Cloud.ReadinessAsync(Now);
        var before = nova.Requests.Count;

        var looks = Enumerable.Range(0, 50).Select(_ => ListAsync(client)).ToList();
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)));
        await Task.WhenAll(looks);

        replies.Should().OnlyContain(static reply => reply.Status == ForceDownStatus.Done);
        var requests = nova.Requests.Skip(before).ToList();
        requests.Should().HaveCount(100);
        requests.Where(static request => request.Method == "GET").Should().HaveCount(50)
            .And.OnlyContain(static request => request.Path == "/v2.1/os-services?binary=nova-compute");
        requests.Where(static request => request.Method == "PUT").Should().HaveCount(50);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_look_that_was_given_up_the_next_one_and_the_PUT_work_at_once(bool halfway)
    {
        await using var nova = await StartAsync();
        var arrived = new TaskCompletionSource();
        var healthy = nova.OnList;
        nova.OnList = async context =>
        {
            if (halfway)
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("""{"services":[{"binary":"nova-compute",""");
                await context.Response.Body.FlushAsync();
            }

            arrived.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };
        await using var client = ClientUnderTest.Of(nova.Url);
        await client.Cloud.ReadinessAsync(Now);
        using var patience = new CancellationTokenSource();
        var givenUp = client.Cloud.ListComputeServicesAsync(patience.Token);
        await arrived.Task.WaitAsync(Now);

        await patience.CancelAsync();

        var look = () => givenUp;
        await look.Should().ThrowAsync<OperationCanceledException>();
        nova.OnList = healthy;
        var before = nova.Requests.Count;
        (await ListAsync(client)).Services.Should().ContainSingle();
        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
        nova.Requests.Skip(before).Select(static request => request.Method).Should().Equal("GET", "PUT");
        client.Logged.Lines.Should().NotContain(static line => line.StartsWith("Warning", StringComparison.Ordinal), "the cloud was not away");
    }

    [Fact]
    public async Task Looks_that_are_given_up_do_not_disturb_those_under_way()
    {
        await using var nova = await StartAsync();
        var waiting = new ConcurrentBag<TaskCompletionSource>();
        var all = new TaskCompletionSource();
        var healthy = nova.OnList;
        nova.OnList = async context =>
        {
            var release = new TaskCompletionSource();
            waiting.Add(release);
            if (waiting.Count == 8)
                all.TrySetResult();
            await release.Task.WaitAsync(context.RequestAborted);
            await healthy(context);
        };
        await using var client = ClientUnderTest.Of(nova.Url);
        using var patience = new CancellationTokenSource();
        var givenUp = Enumerable.Range(0, 4).Select(_ => client.Cloud.ListComputeServicesAsync(patience.Token)).ToList();
        var kept = Enumerable.Range(0, 4).Select(_ => ListAsync(client)).ToList();
        await all.Task.WaitAsync(Now);

        await patience.CancelAsync();
        foreach (var look in givenUp)
        {
            var wait = () => look;
            await wait.Should().ThrowAsync<OperationCanceledException>();
        }

        foreach (var release in waiting)
            release.SetResult();

        (await Task.WhenAll(kept)).Should().OnlyContain(static listed => listed.Services.Count == 1);
        nova.TokenRequests.Should().ContainSingle();
        nova.Requests.Should().HaveCount(1 + 1 + 8, "a token, the versions, the looks");
    }

    [Fact]
    public async Task A_look_that_is_given_up_while_the_token_is_asked_for_leaves_it_to_the_next()
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
        using var patience = new CancellationTokenSource();
        var givenUp = client.Cloud.ListComputeServicesAsync(patience.Token);
        await arrived.Task.WaitAsync(Now);

        await patience.CancelAsync();

        var look = () => givenUp;
        await look.Should().ThrowAsync<OperationCanceledException>();
        var next = ListAsync(client);
        release.SetResult();
        (await next).Services.Should().ContainSingle();
        nova.TokenRequests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_connection_that_dies_before_the_reply_is_tried_again_at_once()
    {
        await using var nova = await StartAsync();
        var healthy = nova.OnList;
        var looks = 0;
        nova.OnList = context => Interlocked.Increment(ref looks) == 1 ? DieAsync(context) : healthy(context);
        await using var client = ClientUnderTest.Of(nova.Url, [("List:RetryDelay", "00:01:00"), ("List:Deadline", "00:10:00")]);

        (await ListAsync(client).WaitAsync(TimeSpan.FromSeconds(20), Now)).Services.Should().ContainSingle();

        looks.Should().Be(2);
    }

    [Fact]
    public async Task A_listing_that_took_too_long_is_not_asked_for_again()
    {
        await using var nova = await StartAsync();
        var looks = 0;
        nova.OnList = context =>
        {
            Interlocked.Increment(ref looks);
            return Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };
        await using var client = ClientUnderTest.Of(nova.Url, [("List:AttemptTimeout", "00:00:00.200")]);

        var listing = await client.Cloud.ListComputeServicesAsync(Now).WaitAsync(TimeSpan.FromSeconds(20), Now);

        listing.Should().BeOfType<CloudListing.Unavailable>().Which.Why.Should().EndWith("gave no reply in time.");
        looks.Should().Be(1, "Nova is still busy with the first");
    }

    private static async Task<CloudListing.Listed> ListAsync(ClientUnderTest client) =>
        (await client.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Listed>().Subject;
}
