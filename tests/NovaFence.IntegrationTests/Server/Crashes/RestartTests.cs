using System.Diagnostics;
using System.Globalization;
using System.Net;
using NovaFence.TestPrograms.Crashing;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Crashes;

/// <summary>A server that is started again finishes what it left by its own timer, without an audit.</summary>
[Thorough]
public sealed class RestartTests
{
    /// <summary>As it is by default.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    public RestartTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGKILL on Windows");

    /// <remarks>The seconds are printed, not asserted: on a busy machine the start of the processes takes most of them.</remarks>
    [Fact]
    public async Task What_was_left_is_finished_when_its_lease_ends_and_no_audit_ran()
    {
        Scene[] some = [new(KillStep.BeforeIntent, false), new(KillStep.BeforePut, true)];
        Scene[] left = [.. some, .. Thorough.Is ? (Scene[])[new(KillStep.AfterIntent, true), new(KillStep.BeforePut, false), new(KillStep.AfterPut, false)] : []];
        foreach (var (scene, took) in left.Zip(await Task.WhenAll(left.Select(FinishAsync))))
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scene.Host}, killed at {scene.Step}: finished {took.TotalSeconds:0.0} s after the start"));
    }

    [Fact]
    public async Task A_host_that_another_hand_forced_down_meanwhile_is_never_unset_by_itself() =>
        await Task.WhenAll((Thorough.Is ? new[] { KillStep.AfterIntent, KillStep.BeforePut } : [KillStep.BeforePut]).Select(IsNeverUnsetAsync));

    /// <summary>How long the server takes from its start.</summary>
    private static async Task<TimeSpan> FinishAsync(Scene scene)
    {
        await using var stage = await Stage.StartAsync(surroundings => ("Ledger__Sqlite__Path", surroundings.File("ledger.db")), Lease, scene);
        // Kept as the last audit, so that none is overdue at a start.
        await stage.AuditAsync();
        (await stage.KillAsync(scene)).ExitCode.Should().Be(137);

        var started = Stopwatch.GetTimestamp();
        await using var server = stage.Serve();
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (!IsFinished(scene, await stage.LookAsync(scene)))
            await Task.Delay(TimeSpan.FromMilliseconds(200), bound.Token);
        var took = Stopwatch.GetElapsedTime(started);

        (await stage.IsForeignUntouchedAsync()).Should().BeTrue();
        (await stage.AuditsAsync()).Should().Be(1, "no audit ran but the one before");
        return took;
    }

    private static async Task IsNeverUnsetAsync(KillStep step)
    {
        var scene = new Scene(step, true);
        await using var stage = await Stage.StartAsync(surroundings => ("Ledger__Sqlite__Path", surroundings.File("ledger.db")), TimeSpan.FromSeconds(10), scene);
        (await stage.KillAsync(scene)).ExitCode.Should().Be(137);
        await stage.ForceDownElsewhereAsync(scene);

        await using (var server = stage.Serve())
        {
            using var client = await server.WhenReadyAsync(CloudAndLedger.Token);
            using var bound = new CancellationTokenSource(Patience.Bound);
            while ((await stage.LookAsync(scene)).LeasedUntil is not null)
                await Task.Delay(TimeSpan.FromMilliseconds(200), bound.Token);
            (await Stage.DeliverAsync(client, scene, firing: false)).Should().Be(HttpStatusCode.OK);
        }

        var audit = await stage.AuditAsync();
        var seen = await stage.LookAsync(scene);
        seen.ForcedDown.Should().BeTrue("nobody knows that it was ours");
        seen.Ups.Should().Be(0);
        audit.Kind(scene.Host).Should().BeOneOf("awaiting operator", "foreign");
    }

    private static bool IsFinished(Scene scene, Snapshot host) =>
        host.LeasedUntil is null && host.ForcedDown == scene.Down && host.State == (scene.Down ? "down" : "clear");
}
