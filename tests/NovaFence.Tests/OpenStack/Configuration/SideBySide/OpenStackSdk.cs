using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NovaFence.OpenStack.Tests.Configuration.SideBySide;

/// <summary>openstacksdk itself, where there is one: Debian's <c>python3-openstacksdk</c>.</summary>
internal static class OpenStackSdk
{
    /// <summary>What is made a failure instead of skipped: CI installs it, and must not do without.</summary>
    private const string Required = "NOVAFENCE_REQUIRE_OPENSTACKSDK";

    /// <summary>Long enough for thousands of cases on a slow machine.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What it makes of each, in their order.</summary>
    public static async Task<IReadOnlyList<JsonNode>> ResolveAsync(IReadOnlyList<CaseFolder> cases, CancellationToken cancellationToken)
    {
        var list = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(list, JsonSerializer.Serialize(cases.Select(static folder => new { current = folder.Current, env = folder.Variables })), cancellationToken);
            var (code, output, error) = await PythonAsync([Repository.PathOf("tests/openstack/resolve-clouds.py"), list], cancellationToken);
            code.Should().Be(0, error);
            var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!).ToList();
            answers.Should().HaveSameCount(cases);
            return answers;
        }
        finally
        {
            File.Delete(list);
        }
    }

    /// <summary>Skips the test where it is not installed.</summary>
    public static async Task NeededAsync(CancellationToken cancellationToken)
    {
        string why;
        try
        {
            var (code, _, error) = await PythonAsync(["-c", "import openstack.config"], cancellationToken);
            if (code == 0)
                return;
            why = error.Trim().Split('\n')[^1];
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            why = missing.Message;
        }

        if (Environment.GetEnvironmentVariable(Required) == "1")
            Assert.Fail($"There is no openstacksdk: {why}");
        Assert.Skip("There is no openstacksdk here (Debian: python3-openstacksdk).");
    }

    private static async Task<(int Code, string Output, string Error)> PythonAsync(string[] arguments, CancellationToken cancellationToken)
    {
        // Debian's own, not one that somebody has put in front of it.
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        var start = new ProcessStartInfo(python, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        // What is written as cache.auth asks the desktop's keyring, where there is one, and nobody is there to open it.
        start.Environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring";
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Longest);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
