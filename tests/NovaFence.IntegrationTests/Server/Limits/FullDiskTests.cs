using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Limits;

/// <summary>A ledger that can be read and not written: the file may not grow.</summary>
public sealed class FullDiskTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ready_and_audit_say_that_the_ledger_cannot_be_written_and_recover()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Shell.OnPath("prlimit"), "THE FULL DISK WAS NOT TRIED: it takes prlimit");
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        own.Surroundings.Variables["NovaFence__Audit__Schedule"] = "* * * * * *";
        // Without the signal a write that is refused is an error, as it is on a full disk; the file that the limit is for is the ledger's.
        await using var program = Novafence.StartScript(own.Surroundings, $"trap '' XFSZ; echo pid $$; exec dotnet '{Path.Combine(AppContext.BaseDirectory, "novafence.dll")}' serve --port 0");
        await program.WhenPrintedAsync("listens on");
        var pid = program.Output.Split('\n').Single(line => line.StartsWith("pid ", StringComparison.Ordinal))[4..];
        await LimitAsync(pid, "4096");
        using var client = new HttpClient { BaseAddress = new Uri(program.Output.Split("novafence listens on ")[1].Split('\n')[0].Trim()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", CloudAndLedger.OperatorToken);

        (await LedgerAsync(client, isOk: false)).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        var audit = JsonNode.Parse(await (await client.PostAsync("/api/audit", null, Token)).Content.ReadAsStringAsync(Token))!;
        audit["failure"].Should().NotBeNull("{0}", audit);
        var status = await StatusAsync(client);
        status["ledger"]!["failure"].Should().NotBeNull("{0}", status);
        status["because"]!.AsArray()[0]!.GetValue<string>().Should().StartWith("the ledger: The ledger's file").And.NotContain("could not be read");
        own.Cloud.Crash("compute1");
        (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.ServiceUnavailable);
        own.Down.Should().BeEmpty();

        await LimitAsync(pid, "unlimited");
        (await LedgerAsync(client, isOk: true)).Status.Should().Be(HttpStatusCode.OK);
        (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);
        own.Down.Should().Equal("compute1");
        status = await StatusAsync(client);
        status["ledger"]!["failure"].Should().BeNull("{0}", status);
    }

    private static async Task<JsonNode> StatusAsync(HttpClient client) => JsonNode.Parse(await client.GetStringAsync("/api/status", Token))!;

    private static async Task LimitAsync(string pid, string bytes)
    {
        using var prlimit = Process.Start("prlimit", [$"--pid={pid}", string.Create(CultureInfo.InvariantCulture, $"--fsize={bytes}:unlimited")]);
        await prlimit.WaitForExitAsync(Token);
        prlimit.ExitCode.Should().Be(0);
    }

    private static async Task<(HttpStatusCode Status, string Text)> LedgerAsync(HttpClient client, bool isOk)
    {
        for (var tried = 0; ; tried++)
        {
            using var answer = await client.GetAsync("/api/health/ready", Token);
            var text = await answer.Content.ReadAsStringAsync(Token);
            var ledger = JsonNode.Parse(text)!["components"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == "ledger")!;
            if (ledger["ok"]!.GetValue<bool>() == isOk && (!isOk || answer.IsSuccessStatusCode))
                return (answer.StatusCode, text);
            tried.Should().BeLessThan(200, "it says {0}", text);
            await Task.Delay(TimeSpan.FromMilliseconds(100), Token);
        }
    }
}
