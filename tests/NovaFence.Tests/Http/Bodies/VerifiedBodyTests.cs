using System.Globalization;
using System.Net;
using NovaFence.Http.Bodies;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Bodies;

/// <summary>What is made of a body takes more memory than the body did: its room is taken until it is answered.</summary>
public sealed class VerifiedBodyTests
{
    private const int MiB = 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delivery_that_is_worked_on_takes_its_room_until_it_is_answered()
    {
        await using var app = await TestApp.StartAsync(
            ("NovaFence:Receivers:MaxBodyBytes", (8 * MiB).ToString(CultureInfo.InvariantCulture)), ("NovaFence:Receivers:MaxVerifiedBytes", (16 * MiB).ToString(CultureInfo.InvariantCulture)));
        var decides = app.Fencer.Decide;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var go = new ManualResetEventSlim();
        app.Fencer.Decide = alert =>
        {
            reached.TrySetResult();
            go.Wait(Token);
            return decides(alert);
        };
        byte[] large = [.. Payload.Bytes("alertmanager-firing"), .. Enumerable.Repeat((byte)' ', 5 * MiB)];
        var first = app.AlertmanagerAsync(large);
        await reached.Task.WaitAsync(Patience.Bound, Token);

        await (await app.AlertmanagerAsync(large)).ProblemAsync(503, "unavailable");

        go.Set();
        (await first).StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.AlertmanagerAsync(large)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(64, 8192, 64)]
    [InlineData(64, 384, 16)]
    [InlineData(64, 768, 32)]
    [InlineData(64, 128, 16)]
    [InlineData(16, 8192, 16)]
    public void There_is_no_more_room_than_memory_for_what_is_made_of_it(int configured, int memory, int most) =>
        BodyRooms.MostOf((long)configured * MiB, (long)memory * MiB).Should().Be((long)most * MiB);
}
