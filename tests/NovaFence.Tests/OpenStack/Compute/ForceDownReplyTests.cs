using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedOpenStack;

namespace NovaFence.OpenStack.Tests.Compute;

public sealed class ForceDownReplyTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

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

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeTrue();
        reply.Message.Should().Contain(said);
    }

    [Fact]
    public async Task A_reply_in_another_case_of_the_name_is_the_same_host()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);

        var reply = await client.Cloud.SetForcedDownAsync(new ComputeHost("COMPUTE1", ServiceId), true, StatusChange.Keep, Now);

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

        var asked = client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, caller.Token);
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

        var reply = await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, new CancellationToken(canceled: true));

        reply.Status.Should().Be(ForceDownStatus.Unavailable);
        reply.MayHaveReachedNova.Should().BeFalse();
        nova.Puts.Should().BeEmpty();
    }
}
