using NovaFence.Functions.Tests.Settings;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>
/// What cannot be used stops the start, and the host's log says why: the host logs a line that has the word "error" as an error, and once more when it
/// finds the worker gone.
/// </summary>
public sealed class RefusedStartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wrong_settings_end_the_worker_with_exit_code_1_and_one_line_that_names_every_key()
    {
        var settings = LocalSettings.Worker.ToDictionary(StringComparer.Ordinal);
        settings["NovaFence__Budget__MaxHosts"] = "0";
        settings["NovaFence__Access__OperatorTokens__0"] = "short";
        settings["NovaFence__Ledger__Timeout"] = "-00:00:01";

        (await OnlyLineAsync(settings)).Should().StartWith("error: NovaFence does not start: ")
            .And.ContainAll("NovaFence:Budget:MaxHosts", "NovaFence:Access:OperatorTokens:0", "NovaFence:Ledger:Timeout")
            .And.NotContain("Exception");
    }

    [Theory]
    [InlineData("0 */5 * * * *", "NOVAFENCE_AUDIT_SCHEDULE is '0 */5 * * * *', but NovaFence:Audit:Schedule is '0 * * * * *': write the same in both")]
    [InlineData(null, "NOVAFENCE_AUDIT_SCHEDULE is missing, and the Functions host runs no audit without it: write '0 * * * * *', which is NovaFence:Audit:Schedule")]
    public async Task A_timer_that_runs_at_other_times_than_NovaFence_expects_ends_the_worker_likewise(string? schedule, string expected)
    {
        var settings = LocalSettings.NovaFence.ToDictionary(StringComparer.Ordinal);
        if (schedule is not null)
            settings[TimerSchedule.Setting] = schedule;

        (await OnlyLineAsync(settings)).Should().Be($"error: NovaFence does not start: {expected}");
    }

    [Fact]
    public async Task A_cloud_that_is_too_old_ends_the_worker_likewise()
    {
        var data = Directory.CreateTempSubdirectory("novafence-worker-");
        await using var cloud = await LocalSettings.StartCloudAsync(Token, maxMicroversion: "2.10");

        var settings = LocalSettings.For(cloud, data);
        // A cloud that does not say its versions in this time does not stop the start: on a machine that does much else five seconds are too few.
        foreach (var key in (string[])["StartTimeout", "ConnectTimeout", "Token__Deadline", "Token__AttemptTimeout", "Discovery__Deadline", "Discovery__AttemptTimeout"])
            settings[$"NovaFence__Cloud__{key}"] = "00:01:00";

        (await OnlyLineAsync(settings)).Should().StartWith("error: NovaFence does not start: Nova at ").And.Contain("force-down needs 2.11");

        data.Delete(recursive: true);
    }

    /// <summary>All that the worker printed before it ended with exit code 1.</summary>
    private static async Task<string> OnlyLineAsync(IEnumerable<KeyValuePair<string, string>> settings)
    {
        await using var rpc = await FunctionRpcServer.StartAsync(Token);
        await using var worker = WorkerProcess.Start(rpc.Uri, settings);
        await worker.EndedAsync(Token).WaitAsync(Patience.Bound, Token);

        worker.ExitCode.Should().Be(1);
        worker.Output.Should().BeEmpty();
        return worker.Errors.Should().ContainSingle().Subject;
    }
}
