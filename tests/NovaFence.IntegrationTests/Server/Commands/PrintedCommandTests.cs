using System.Net;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>The commands that commands print: for the same cloud, and in one piece.</summary>
public sealed class PrintedCommandTests
{
    private static readonly string[] Deadlines = ["NovaFence__Cloud__ForceDown__Deadline", "NovaFence__Cloud__Token__Deadline", "NovaFence__Cloud__List__Deadline"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_printed_with_a_configuration_is_for_that_configuration()
    {
        await using var given = new CloudAndLedger();
        await given.InitializeAsync();
        var file = given.Surroundings.File("the sandbox.json");
        await File.WriteAllTextAsync(file, "{}", Token);
        await HoldAsync(given);
        await given.OpenStack.ForceDownAsync("compute3", forcedDown: true);

        var hosts = await given.RunAsync("hosts", "--config", "the sandbox.json");
        hosts.Output.Split('\n').Should().Contain(line => line.EndsWith($"  novafence force-down compute1 --reason \"…\" --config '{file}'", StringComparison.Ordinal));
        var audit = await given.RunAsync("audit", "--config", "the sandbox.json");
        audit.Output.Should().Contain($"If it is fenced: novafence force-down compute1 --reason \"…\" --config '{file}'\n").And.Contain($"novafence force-down compute3 --unset --config '{file}'\n");
        var json = await given.RunAsync("hosts", "--config", "the sandbox.json", "--json");
        json.Json["hosts"]!.AsArray().Single(host => host!["host"]!.GetValue<string>() == "compute1")!["command"]!.GetValue<string>().Should().Be("novafence force-down compute1 --reason \"…\"");

        foreach (var deadline in Deadlines)
            given.Surroundings.Variables[deadline] = "00:00:01";
        await given.Cloud.DisconnectAsync();
        var down = await given.RunAsync("force-down", "compute2", "--config", "the sandbox.json");
        down.ExitCode.Should().Be(4, down.Error);
        down.Error.Should().EndWith($"To call it off: novafence force-down compute2 --unset --config '{file}'");

        Assert.SkipWhen(Pty.Missing is not null, Pty.Missing ?? "");
        Fits(await Pty.RunAsync(given.Surroundings, 80, "hosts"), 0).Should().Contain(line => line.StartsWith("Nova has not said anything yet", StringComparison.Ordinal));
        var lines = Fits(await Pty.RunAsync(given.Surroundings, 80, "force-down", "compute2", "--config", "the sandbox.json"), 4);
        lines.Should().Contain(line => line.StartsWith("NOT DONE YET: compute2 ", StringComparison.Ordinal))
            .And.Contain($"    novafence force-down compute2 --unset --config '{file}'");
        await given.Cloud.ConnectAsync(Token);
        // A busy machine may take longer than that where Nova answers.
        foreach (var deadline in Deadlines)
            given.Surroundings.Variables.Remove(deadline);
        Fits(await Pty.RunAsync(given.Surroundings, 80, "hosts"), 0).Should().Contain(line => line.StartsWith("NOVA is what Nova said ", StringComparison.Ordinal));
    }

    /// <summary>The lines; only one word, or a command, is longer than the terminal is wide.</summary>
    private static List<string> Fits(Ended ended, int exitCode)
    {
        ended.ExitCode.Should().Be(exitCode, ended.Output);
        List<string> lines = [.. ended.Output.TrimEnd('\n').Split('\n').Select(line => line.Replace("\e[31m", "").Replace("\e[39m", ""))];
        lines.Where(line => line.Length > 80).Select(line => line.Trim()).Should().OnlyContain(line => !line.Contains(' ') || line.StartsWith("novafence force-down ", StringComparison.Ordinal));
        return lines;
    }

    /// <summary>An alert of compute1 comes while that is paused.</summary>
    private static async Task HoldAsync(CloudAndLedger given)
    {
        (await given.RunAsync("pause", "--host", "compute1", "--reason", "new RAM")).ExitCode.Should().Be(0);
        await using var server = Novafence.Start(given.Surroundings, "serve", "--port", "0");
        using var client = await server.WhenReadyAsync(CloudAndLedger.Token);
        using var body = new StringContent(
            $$"""{"version":"4","alerts":[{"status":"firing","labels":{"alertname":"HostDown","host":"compute1"},"startsAt":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}","fingerprint":"f1"}]}""", null, "application/json");
        using var delivered = await client.PostAsync("/api/webhooks/alertmanager", body, Token);
        delivered.StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
