using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NovaFence.Server.Tests.Running;

/// <summary>Pastes into a shell.</summary>
internal static class Shell
{
    /// <summary>Those that complete novafence's commands.</summary>
    internal static IReadOnlyList<string> All { get; } = ["bash", "zsh", "fish"];

    /// <summary>The JSON that the pasted command printed; skips the test where there is no shell or no curl. What a busy machine answers with 503 is pasted again, as its sender would send it.</summary>
    public static async Task<JsonNode> PasteAsync(string command)
    {
        JsonNode? printed = null;
        await Patience.UntilAsync("an answer that is not 503", async () => (printed = JsonNode.Parse(await RunAsync(command)))!["status"] is not { } status || !status.ToJsonString().Equals("503", StringComparison.Ordinal));
        return printed!;
    }

    /// <summary>What the pasted commands printed; all of them must end well.</summary>
    public static async Task<string> RunAsync(string commands)
    {
        Assert.SkipUnless(OnPath("bash") && OnPath("curl"), "bash or curl is not on the PATH");
        var start = new ProcessStartInfo("bash", ["-e", "-c", commands]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, "it said {0}", error);
        return await output;
    }

    internal static bool OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, program)));
}
