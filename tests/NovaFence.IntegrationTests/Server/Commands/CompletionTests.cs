using System.Diagnostics;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>What a shell completes, and that it takes the script.</summary>
public sealed class CompletionTests(CloudAndLedger given) : IClassFixture<CloudAndLedger>
{
    [Theory]
    [InlineData("novafence ho", "hosts")]
    [InlineData("novafence events --ver", "--verdict")]
    [InlineData("novafence rep", "report")]
    [InlineData("novafence report --si", "--since")]
    [InlineData("novafence events --verdict he", "held")]
    [InlineData("novafence hosts --state awaiting_r", "awaiting_restart")]
    [InlineData("novafence completion f", "fish")]
    public async Task Commands_options_and_words(string line, string offered)
    {
        using var surroundings = new Surroundings();

        (await SuggestedAsync(surroundings, line)).Should().Contain(offered);
    }

    [Fact]
    public async Task Hosts_of_the_ledger()
    {
        (await given.RunAsync("hosts")).ExitCode.Should().Be(0);
        foreach (var line in (string[])["novafence force-down compute", "novafence events compute", "novafence pause --host compute"])
        {
            // Nobody waits long for them: a machine that has much to do may offer none at first.
            using var bound = new CancellationTokenSource(Patience.Bound);
            while (!(await SuggestedAsync(given.Surroundings, line)).Contains("compute5"))
                bound.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task Hosts_of_the_server_that_the_line_names()
    {
        using var surroundings = new Surroundings();
        surroundings.Variables["NOVAFENCE_TOKEN"] = "token-of-the-test";
        await using var server = await FakeServer.StartAsync(200, "application/json", """{"hosts":[{"host":"compute77","known":true}]}""");

        (await SuggestedAsync(surroundings, $"novafence force-down --server {server.Url} comp")).Should().Contain("compute77");
    }

    [Fact]
    public async Task Where_nothing_is_configured_no_host_is_offered_and_nothing_is_said()
    {
        using var surroundings = new Surroundings();

        var ended = await Novafence.RunAsync(surroundings, "[suggest:27]", "novafence force-down comput");

        ended.ExitCode.Should().Be(0);
        ended.Error.Should().BeEmpty();
    }

    public static TheoryData<string> Shells => [.. Shell.All.Where(Shell.OnPath)];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task The_shell_takes_the_script(string shell)
    {
        using var surroundings = new Surroundings();
        var script = await Novafence.RunAsync(surroundings, "completion", shell);
        await File.WriteAllTextAsync(surroundings.File("script"), script.Output + "\n", TestContext.Current.CancellationToken);

        (await RunAsync(surroundings, shell, "-n", "script")).Should().Be("");
    }

    [Fact]
    public async Task Bash_offers_what_begins_with_what_was_typed()
    {
        Assert.SkipUnless(Shell.OnPath("bash"), "bash is not on the PATH");
        using var surroundings = new Surroundings();
        var script = await Novafence.RunAsync(surroundings, "completion", "bash");
        await File.WriteAllTextAsync(surroundings.File("script"), script.Output + "\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(surroundings.File("novafence"), $"#!/bin/sh\nexec dotnet {Path.Combine(AppContext.BaseDirectory, "novafence.dll")} \"$@\"\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(surroundings.File("novafence"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (await RunAsync(surroundings, "bash", "-c", """
            . ./script; PATH=$PWD:$PATH
            COMP_LINE='novafence events --verdict f' COMP_POINT=28; COMP_WORDS=(novafence events --verdict f); COMP_CWORD=3
            _novafence; printf '%s\n' "${COMPREPLY[@]}"
            """)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().BeEquivalentTo("force-down", "failed");
    }

    private static async Task<IReadOnlyList<string>> SuggestedAsync(Surroundings surroundings, string line)
    {
        var ended = await Novafence.RunAsync(surroundings, $"[suggest:{line.Length}]", line);
        ended.ExitCode.Should().Be(0, ended.Error);
        return ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> RunAsync(Surroundings surroundings, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, WorkingDirectory = surroundings.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        error.Should().BeEmpty();
        return await output;
    }
}
