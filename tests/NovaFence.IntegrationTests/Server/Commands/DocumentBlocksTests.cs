using System.Text.RegularExpressions;
using NovaFence.Sandbox;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>Every block of commands in the README and in <c>docs/</c> is run, here or by CI, or it is said why it cannot be.</summary>
public sealed class DocumentBlocksTests
{
    private const string Azure = "needs a subscription of Azure";
    private const string OfCi = "'.ci/run' runs it, in the phases named after the README";

    /// <summary>The blocks that these tests paste, by their document and first line.</summary>
    private static readonly string[] Pasted =
    [
        "docs/getting-started.md: . ./openrc",
        "docs/getting-started.md: export NovaFence__Receivers__PagerDuty__Secrets__0=$(cat pagerduty.secret)",
        "docs/getting-started.md: export NovaFence__Routes__1__Name=incidents NovaFence__Routes__1__Receiver=pagerduty",
        "docs/grafana.md: openssl rand -hex 32 > grafana.secret",
        "docs/grafana.md: export NovaFence__Routes__1__Name=grafana NovaFence__Routes__1__Receiver=grafana",
        "docs/grafana.md: BODY='{\"version\":\"1\",\"alerts\":[]}' NOW=$(date +%s)",
        "docs/grafana.md: curl -i -X POST http://127.0.0.1:7071/sandbox/hosts/compute1/crash -H \"Authorization: Bearer $OPERATOR_TOKEN\"",
        "docs/webhooks.md: curl -i -X POST http://127.0.0.1:7071/sandbox/hosts/compute1/crash -H \"Authorization: Bearer $OPERATOR_TOKEN\"",
        "docs/generic.md: BODY='{\"id\":\"by-hand\",\"host\":\"compute1\",\"value\":\"1\",\"time\":'\"$(date +%s)\"',\"tags\":{\"alertname\":\"HostDown\",\"fenced\":\"true\"}}'",
    ];

    /// <summary>Those that cannot be, and why.</summary>
    private static readonly Dictionary<string, string> NotHere = new(StringComparer.Ordinal)
    {
        ["README.md: dotnet run --project src/NovaFence.Server -- sandbox"] = OfCi,
        ["docs/getting-started.md: npx azurite --inMemoryPersistence"] = "needs Core Tools 4; '.ci/run' runs the compiled app behind a host of its own",
        ["docs/detection.md: install -m 755 docs/stonith-hook.example.sh /usr/local/bin/novafence-fenced"] = "needs a Pacemaker cluster; '.ci/run' calls the hook as Pacemaker does, in the phase 'detection kit'",
        ["docs/commands.md: export NOVAFENCE_TOKEN="] = "has a server and a token to be filled in; ServerOptionTests runs both commands",
        ["docs/restore.md: systemctl stop novafence"] = "needs systemd; LostLedgerTests puts a copy back",
        ["docs/restore.md: novafence ledger adopt"] = "LedgerCommandTests runs it on a redeployed cloud",
        ["docs/commands.md: eval \"$(novafence completion bash)\""] = "changes the shell's own files; CompletionTests runs the scripts",
        ["docs/deploy-azure.md: azd env new novafence"] = Azure,
        ["docs/deploy-azure.md: azd up"] = Azure,
        ["docs/deploy-azure.md: export NOVAFENCE_CLOUD_SECRET="] = Azure,
        ["docs/deploy-azure.md: az lock delete"] = Azure,
        ["docs/deploy-azure.md: eval \"$(azd env get-values)\""] = Azure,
        ["docs/deploy-azure.md: az functionapp function keys set -g"] = Azure,
        ["docs/deploy-azure.md: azd env set NOVAFENCE_"] = Azure,
        ["docs/deploy-azure.md: amtool alert add HostDown"] = Azure,
        ["docs/deploy-azure.md: az network vnet peering create"] = Azure,
        ["docs/deploy-azure.md: az rest --method post"] = Azure,
        ["docs/deploy-azure.md: npx azurite --inMemoryPersistence"] = "needs Core Tools 4",
        ["docs/deploy-azure.md: curl -s http://localhost:7071/api/hosts"] = "needs Core Tools 4",
        ["docs/deploy-server.md: openstack role create novafence"] = "changes the roles of a cloud",
        ["docs/deploy-server.md: openstack application credential create novafence"] = "makes a credential of a cloud",
        ["docs/deploy-server.md: dotnet publish src/NovaFence.Server -c Release -o /opt/novafence"] = "installs into the system; '.ci/run' verifies the unit",
        ["docs/deploy-server.md: systemctl daemon-reload"] = "needs systemd",
        ["docs/deploy-server.md: systemd-run --pty"] = "needs systemd",
        ["docs/deploy-server.md: podman build -f deploy/Containerfile"] = "needs podman and a registry",
        ["docs/deploy-server.md: NovaFence__Hosts__Labels__0=host"] = "a file of variables, and no commands",
        ["docs/performance.md: . .openstack/openrc"] = "measures for minutes",
        ["docs/webhooks.md: openssl rand -hex 32 > /etc/alertmanager/novafence.token"] = "writes into the system",
        ["docs/webhooks.md: export NovaFence__Receivers__PagerDuty__Secrets__0=\"<the secret>\""] = "has a secret to be filled in; the same is run from docs/getting-started.md",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static IReadOnlyList<string> All { get; } = [.. Documents.WithCommands().SelectMany(document => Documents.Blocks(document).Select(block => Key(document, block)))];

    [Fact]
    public void Each_is_pasted_here_or_it_is_said_why_not()
    {
        All.Where(block => !Pasted.Contains(block, StringComparer.Ordinal) && !NotHere.Keys.Any(known => block.StartsWith(known, StringComparison.Ordinal)))
            .Should().BeEmpty("a block of commands that nobody runs is wrong one day");
        Pasted.Except(All).Should().BeEmpty();
        NotHere.Keys.Where(known => !All.Any(block => block.StartsWith(known, StringComparison.Ordinal))).Should().BeEmpty();
    }

    [Fact]
    public async Task The_server_starts_as_the_documents_say_with_PagerDuty_and_with_Grafana()
    {
        var serve = Block("docs/getting-started.md", ". ./openrc");
        await ServesAsync(
            [Block("docs/getting-started.md", "export NovaFence__Receivers__PagerDuty"), Block("docs/getting-started.md", "export NovaFence__Routes__1__Name=incidents"), serve],
            "route incidents: service=\"Compute fencing\" of pagerduty; evidence label:fenced=\"true\"; release whenHealthy");
        await ServesAsync(
            [Block("docs/grafana.md", "openssl"), Block("docs/grafana.md", "export NovaFence__Routes__1__Name=grafana"), serve],
            "route grafana: alertname=\"HostDown\" of grafana; evidence label:fenced=\"true\"",
            Block("docs/grafana.md", "BODY="));
    }

    [Theory]
    [InlineData("docs/webhooks.md")]
    [InlineData("docs/grafana.md")]
    public async Task An_alert_by_hand_forces_the_sandboxs_host_down(string document)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var printed = await Shell.RunAsync(For(sandbox) + Block(document, "curl -i -X POST"));

        printed.Should().Contain("\"reporting\":false").And.Contain("\"verdict\":\"force-down\"");
    }

    [Fact]
    public async Task A_script_of_ones_own_is_taken_by_the_receiver_that_the_page_describes()
    {
        const string secret = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        var surroundings = new Surroundings();
        var receiver = Documents.Blocks("docs/generic.md", "json").First();
        await File.WriteAllTextAsync(surroundings.File("generic.json"), receiver.Replace("<openssl rand -hex 32>", secret, StringComparison.Ordinal), Token);
        await using var sandbox = await RunningSandbox.StartInAsync(surroundings, "--config", "generic.json");
        await Shell.PasteAsync(sandbox.Banner.Crash);

        var printed = await Shell.RunAsync($"SECRET={secret}\n{For(sandbox)}{Block("docs/generic.md", "BODY=")}");

        printed.Should().Contain("\"verdict\":\"force-down\"");
    }

    [Fact]
    public async Task The_README_shows_what_is_really_printed()
    {
        var shown = Documents.Blocks("README.md", "text").Single().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await using var sandbox = await RunningSandbox.StartAsync();
        var blocks = sandbox.Banner.Blocks.Where(block => block.StartsWith("curl ", StringComparison.Ordinal)).ToList();
        shown.Should().HaveCount(blocks.Count * 2, "a command and what it prints");

        foreach (var (index, block) in blocks.Index())
        {
            shown[index * 2].Should().StartWith("$ curl ");
            var printed = (await Shell.RunAsync(block)).TrimEnd();
            foreach (var part in shown[(index * 2) + 1].Split('…', StringSplitOptions.RemoveEmptyEntries))
            {
                printed.Should().Contain(part);
                printed = printed[(printed.IndexOf(part, StringComparison.Ordinal) + part.Length)..];
            }
        }
    }

    /// <summary>What a person has at hand: the tokens, and the port that it listens on.</summary>
    private static string For(RunningSandbox sandbox) => $"""
        OPERATOR_TOKEN='{sandbox.Banner["operator token"]}' TOKEN='{sandbox.Banner["webhook token"]}'
        {Elsewhere(sandbox.Banner["server"])}

        """;

    /// <summary>curl to another port than the one that is written.</summary>
    private static string Elsewhere(string server) => $$"""SERVER={{server}}; curl() { command curl -s "${@/#http:\/\/127.0.0.1:7071/$SERVER}"; }""";

    private static string Block(string document, string begin) => Documents.Blocks(document).Single(block => block.StartsWith(begin, StringComparison.Ordinal));

    private static string Key(string document, string block) => $"{document}: {block.Split('\n')[0]}";

    /// <summary>Pastes the blocks where an openrc, the tokens and the documents are, and waits until it listens.</summary>
    private static async Task ServesAsync(IEnumerable<string> blocks, string logged, string? then = null)
    {
        await using var cloud = await SandboxCloud.StartAsync(cancellation: Token);
        using var surroundings = new Surroundings();
        Directory.CreateSymbolicLink(surroundings.File("docs"), Documents.Path(""));
        await File.WriteAllTextAsync(
            surroundings.File("openrc"),
            $"export OS_AUTH_URL={cloud.AuthUrl} OS_USERNAME={cloud.Admin.UserName} OS_PASSWORD={cloud.Admin.Password} OS_PROJECT_NAME={cloud.Admin.ProjectName} OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default\n",
            Token);
        foreach (var secret in (string[])["novafence.token", "operator.token", "pagerduty.secret"])
            await File.WriteAllTextAsync(surroundings.File(secret), $"{secret}-of-the-test-of-32-characters\n", Token);
        var built = Path.Combine(AppContext.BaseDirectory, "novafence.dll");
        // What 'dotnet run' would build is there already, and another may have the port.
        var script = $"dotnet() {{ while [ \"$1\" != -- ]; do shift; done; shift; exec dotnet '{built}' \"$@\" --port 0; }}\n" + string.Join('\n', blocks);
        await using var server = Novafence.StartScript(surroundings, script);
        await server.WhenPrintedAsync("novafence listens on ");
        await server.WhenPrintedAsync(logged);
        if (then is null)
            return;
        var address = Regex.Match(server.Output, "^novafence listens on (?<address>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["address"].Value;
        (await Shell.RunAsync($"cd {surroundings.Folder}\n{Elsewhere(address)}\n{then}")).Should().Contain("200 OK").And.Contain("\"outcomes\":[]");
    }
}
