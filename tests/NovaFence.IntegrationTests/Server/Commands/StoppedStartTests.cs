using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>A server that is told to stop before it has started: the cloud is slow, and somebody changes his mind.</summary>
public sealed class StoppedStartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("QUIT")]
    [InlineData("HUP")]
    public async Task A_signal_while_it_starts_ends_it_and_nothing_breaks(string signal)
    {
        if (signal is "INT" or "QUIT")
            Interrupts.SkipWhereIgnored();
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        var (reached, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        own.Cloud.OnRequest = async (_, _) =>
        {
            reached.TrySetResult();
            await open.Task;
            return null;
        };
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        await reached.Task.WaitAsync(Patience.Bound, Token);

        await program.SignalAsync(signal);
        var ended = await program.EndAsync();

        open.SetResult();
        ended.ExitCode.Should().Be(0, "it was told to, and said {0}", ended.Error);
        ended.Error.TrimEnd().Should().Be("novafence: interrupted");
    }

    [Fact]
    public async Task A_command_that_is_interrupted_says_that_it_may_be_done_all_the_same()
    {
        Interrupts.SkipWhereIgnored();
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        var reached = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        own.Cloud.OnRequest = async (_, _) =>
        {
            reached.TrySetResult();
            await open.Task;
            return null;
        };
        await using var program = Novafence.Start(own.Surroundings, "force-down", "compute1", "--reason", "it burns");
        await reached.Task.WaitAsync(Patience.Bound, Token);

        await program.SignalAsync("INT");
        var ended = await program.EndAsync();

        open.SetResult();
        ended.ExitCode.Should().Be(1, "it said {0}", ended.Error);
        ended.Error.Should().Contain("novafence: interrupted. What was asked may be done all the same");
    }

    [Fact]
    public async Task One_that_finds_its_port_taken_says_so_and_nothing_else_of_it_looks_broken()
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        await using var first = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await first.WhenReadyAsync(CloudAndLedger.OperatorToken);

        await using var second = Novafence.Start(own.Surroundings, "serve", "--port", client.BaseAddress!.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var ended = await second.EndAsync();

        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        ended.Error.Should().Contain("address already in use");
        ended.Output.Should().NotContain("crit:").And.NotContain("BackgroundService");
        (await client.GetAsync("/api/health/ready", Token)).IsSuccessStatusCode.Should().BeTrue();
    }
}
