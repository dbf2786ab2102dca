using NovaFence.Functions.Tests.Settings;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>What cannot be used stops the start, and the host's log says why.</summary>
public sealed class WrongSettingsTests
{
    [Fact]
    public async Task Wrong_settings_end_the_worker_with_exit_code_1_and_one_line_that_names_every_key()
    {
        var settings = LocalSettings.NovaFence.ToDictionary(StringComparer.Ordinal);
        settings["NovaFence__Budget__MaxHosts"] = "0";
        settings["NovaFence__Access__OperatorTokens__0"] = "short";
        settings["NovaFence__Ledger__Timeout"] = "-00:00:01";

        // It ends before it looks for a host.
        await using var worker = WorkerProcess.Start(new Uri("http://127.0.0.1:9"), settings);
        await worker.EndedAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        worker.ExitCode.Should().Be(1);
        worker.Output.Should().BeEmpty();
        worker.Errors.Should().ContainSingle().Which.Should()
            .StartWith("error: NovaFence does not start: ", "the host logs a line with this word as an error, and names it when the worker has ended")
            .And.ContainAll("NovaFence:Budget:MaxHosts", "NovaFence:Access:OperatorTokens:0", "NovaFence:Ledger:Timeout")
            .And.NotContain("   at ");
    }
}
