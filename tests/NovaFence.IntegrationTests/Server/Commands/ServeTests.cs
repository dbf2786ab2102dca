using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using NovaFence.Sandbox;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary><c>novafence serve</c>: a real cloud or nothing.</summary>
public sealed class ServeTests(CloudAndLedger given) : IClassFixture<CloudAndLedger>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_configuration_it_stops_and_names_every_missing_key()
    {
        using var surroundings = new Surroundings();

        var ended = await Novafence.RunAsync(surroundings, "serve", "--port", "0");

        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        foreach (var key in (string[])["NovaFence:Cloud:AuthUrl", "NovaFence:Ledger:Sqlite:Path", "NovaFence:Ledger:Tables:ConnectionString", "NovaFence:Routes"])
            ended.Error.Should().Contain(key);
        ended.Output.Should().NotContain("listens");
        (ended.Output + ended.Error).Should().NotContainEquivalentOf("sandbox");
        Directory.GetFileSystemEntries(surroundings.Folder).Should().BeEmpty();
    }

    [Fact]
    public async Task Wrong_configuration_is_named_by_its_keys_and_no_secret_is_shown()
    {
        using var surroundings = new Surroundings();
        foreach (var (name, value) in given.Surroundings.Variables)
            surroundings.Variables[name] = value;
        surroundings.Variables["NovaFence__Routes__0__Evidence"] = null;
        surroundings.Variables["NovaFence__Audit__Schedule"] = "every minute";
        surroundings.Variables["NovaFence__Receivers__Alertmanager__Tokens__0"] = "se cret";
        surroundings.Variables["NovaFence__Access__OperatorTokens"] = "operators-one-secret";
        surroundings.Variables["NovaFence__Budget__MaxHosts"] = "0";

        var ended = await Novafence.RunAsync(surroundings, "serve", "--port", "0");

        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        foreach (var key in (string[])["NovaFence:Routes:0:Evidence", "NovaFence:Audit:Schedule", "NovaFence:Receivers:Alertmanager:Tokens:0", "NovaFence:Access:OperatorTokens", "MaxHosts"])
            ended.Error.Should().Contain(key);
        foreach (var secret in (string[])["se cret", "operators-one-secret", given.Cloud.Admin.ApplicationCredentialSecret])
            (ended.Output + ended.Error).Should().NotContain(secret);
    }

    [Fact]
    public async Task It_takes_an_alert_and_ends_cleanly_on_a_signal()
    {
        await using var program = Novafence.Start(given.Surroundings, "serve", "--port", "0");
        await program.WhenPrintedAsync("listens on");
        using var client = Client(program);
        await ReadyAsync(client);

        given.Cloud.Crash("compute4");
        using var delivery = new StringContent(Delivery("compute4"), null, "application/json");
        using var answer = await client.PostAsync("/api/webhooks/alertmanager", delivery, Token);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.Should().NotContain(header => header.Key == "NovaFence-Sandbox");
        given.Down.Should().Contain("compute4");

        foreach (var button in (string[])["/sandbox/hosts/compute4/crash", "/sandbox/hosts/compute4/boot", "/sandbox/cloud/away", "/sandbox/cloud/back"])
        {
            using var pressed = new HttpRequestMessage(HttpMethod.Post, button);
            pressed.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.OperatorToken);
            using var missing = await client.SendAsync(pressed, Token);
            missing.StatusCode.Should().Be(HttpStatusCode.NotFound, "a server on a real cloud has no {0}", button);
        }

        // With a connection that is kept open.
        var asked = Stopwatch.GetTimestamp();
        await program.SignalAsync("TERM");
        var ended = await program.EndAsync();

        ended.ExitCode.Should().Be(0);
        Stopwatch.GetElapsedTime(asked).Should().BeLessThan(TimeSpan.FromSeconds(10));
        ended.Error.Should().BeEmpty();
        ended.Output.Should().Contain($"ledger: the file {given.Surroundings.File("ledger.db")}, partition default (").And.Contain($"; cloud: {given.Cloud.AuthUrl}");
        ended.Output.Should().NotContain("fail:").And.NotContain("crit:").And.NotContain("Exception");
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_delivery_under_way_is_answered_before_it_ends(string signal)
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        var (reached, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        own.Cloud.OnRequest = async (request, _) =>
        {
            if (request.Method == "PUT")
            {
                reached.TrySetResult();
                await open.Task;
            }

            return null;
        };
        // The PUT is answered late here, and this is not about how long NovaFence waits for it.
        foreach (var (key, seconds) in (IEnumerable<(string, int)>)
            [("Cloud__ForceDown__AttemptTimeout", 40), ("Cloud__ForceDown__Deadline", 40), ("Fencing__PutDeadline", 40), ("Fencing__Lease", 55), ("Receivers__Alertmanager__AnswerWithin", 50)])
        {
            own.Surroundings.Variables["NovaFence__" + key] = $"00:00:{seconds}";
        }

        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        await program.WhenPrintedAsync("listens on");
        using var client = Client(program);
        await ReadyAsync(client);
        own.Cloud.Crash("compute1");
        using var delivery = new StringContent(Delivery("compute1"), null, "application/json");
        var answer = client.PostAsync("/api/webhooks/alertmanager", delivery, Token);
        await reached.Task.WaitAsync(Patience.Bound, Token);

        await program.SignalAsync(signal);
        // Longer than the 2 s after which the command line's library would end the process.
        await Task.Delay(TimeSpan.FromSeconds(4), Token);
        open.SetResult();

        using (var answered = await answer)
            answered.StatusCode.Should().Be(HttpStatusCode.OK);
        (await program.EndAsync()).ExitCode.Should().Be(0);
        own.Down.Should().Equal("compute1");
    }

    [Fact]
    public async Task The_audit_runs_by_its_schedule()
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        own.Surroundings.Variables["NovaFence__Audit__Schedule"] = "* * * * * *";
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        await program.WhenPrintedAsync("listens on");
        using var client = Client(program);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.OperatorToken);

        using var bound = new CancellationTokenSource(Patience.Bound);
        while (true)
        {
            using var answer = await client.GetAsync("/api/audit", bound.Token);
            if (answer.StatusCode == HttpStatusCode.OK)
                break;
            await Task.Delay(TimeSpan.FromMilliseconds(50), bound.Token);
        }
    }

    [Fact]
    public async Task Server_and_commands_share_one_ledger()
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        await program.WhenPrintedAsync("listens on");
        using var client = Client(program);
        await ReadyAsync(client);
        own.Cloud.Crash("compute1");
        (await DeliverAsync(client, "compute1")).Should().StartWith("forced down");

        var hosts = await own.RunAsync("hosts");
        hosts.Output.Split('\n').Should().ContainSingle(line => line.StartsWith("compute1", StringComparison.Ordinal)).Which.Should().Contain("down").And.Contain("alert");

        (await own.RunAsync("force-down", "compute1", "--unset", "--reason", "false alarm")).ExitCode.Should().Be(0);
        own.Down.Should().BeEmpty();
        (await DeliverAsync(client, "compute1")).Should().StartWith("overruled");
        own.Down.Should().BeEmpty();
    }

    [Fact]
    public async Task An_operator_at_the_keyboard_ends_it_with_an_interrupt()
    {
        Interrupts.SkipWhereIgnored();
        await using var program = Novafence.Start(given.Surroundings, "serve", "--port", "0");
        await program.WhenPrintedAsync("listens on");

        await program.SignalAsync("INT");

        (await program.EndAsync()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task It_starts_while_the_cloud_is_away_and_is_ready_when_it_is_back()
    {
        await using var cloud = await SandboxCloud.StartAsync(new SandboxOptions { ApplicationCredentialId = new string('a', 32), ApplicationCredentialSecret = "a-secret" }, Token);
        using var surroundings = new Surroundings();
        foreach (var (name, value) in given.Surroundings.Variables)
            surroundings.Variables[name] = value;
        surroundings.Variables["NovaFence__Ledger__Sqlite__Path"] = surroundings.File("ledger.db");
        surroundings.Variables["NovaFence__Cloud__AuthUrl"] = cloud.AuthUrl.ToString();
        surroundings.Variables["NovaFence__Cloud__ApplicationCredentialId"] = cloud.Admin.ApplicationCredentialId;
        surroundings.Variables["NovaFence__Cloud__ApplicationCredentialSecret"] = cloud.Admin.ApplicationCredentialSecret;
        surroundings.Variables["NovaFence__Cloud__StartTimeout"] = "00:00:00";
        await cloud.DisconnectAsync();
        await using var program = Novafence.Start(surroundings, "serve", "--port", "0");
        await program.WhenPrintedAsync("listens on");
        using var client = Client(program);

        using (var away = await client.GetAsync("/api/health/ready", Token))
            away.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);

        await cloud.ConnectAsync(Token);
        await ReadyAsync(client);
    }

    [Fact]
    public async Task What_openstack_clients_read_is_enough_for_the_cloud()
    {
        using var surroundings = new Surroundings();
        foreach (var (name, value) in given.Surroundings.Variables.Where(variable => !variable.Key.StartsWith("NovaFence__Cloud", StringComparison.Ordinal)))
            surroundings.Variables[name] = value;
        surroundings.Variables["OS_CLOUD"] = "ours";
        var folder = Directory.CreateDirectory(surroundings.File(".config/openstack"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "clouds.yaml"),
            $"""
            clouds:
              ours:
                auth_type: password
                region_name: RegionOne
                auth:
                  auth_url: {given.Cloud.AuthUrl}
                  username: {given.Cloud.Admin.UserName}
                  password: {given.Cloud.Admin.Password}
                  project_name: {given.Cloud.Admin.ProjectName}
                  user_domain_name: Default
                  project_domain_name: Default
            """,
            Token);

        var byFile = await Novafence.RunAsync(surroundings, "hosts", "--json");
        byFile.ExitCode.Should().Be(0, "it said {0}", byFile.Error);

        surroundings.Variables.Remove("OS_CLOUD");
        foreach (var (name, value) in new (string, string)[]
        {
            ("AUTH_URL", given.Cloud.AuthUrl.ToString()), ("USERNAME", given.Cloud.Admin.UserName), ("PASSWORD", given.Cloud.Admin.Password),
            ("PROJECT_NAME", given.Cloud.Admin.ProjectName), ("USER_DOMAIN_NAME", "Default"), ("PROJECT_DOMAIN_NAME", "Default"), ("REGION_NAME", "RegionOne"),
        })
        {
            surroundings.Variables["OS_" + name] = value;
        }

        var byVariables = await Novafence.RunAsync(surroundings, "hosts", "--json");
        byVariables.ExitCode.Should().Be(0, "it said {0}", byVariables.Error);
        byVariables.Json["hosts"]!.AsArray().Should().HaveCount(5);
    }

    private static HttpClient Client(Novafence program) =>
        new() { BaseAddress = new Uri(program.Output.Split('\n').Single(line => line.StartsWith("novafence listens on ", StringComparison.Ordinal)).Split(' ')[3]), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.Token) } };

    private static async Task ReadyAsync(HttpClient client)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (true)
        {
            using var answer = await client.GetAsync("/api/health/ready", bound.Token);
            if (answer.StatusCode == HttpStatusCode.OK)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), bound.Token);
        }
    }

    /// <summary>The reason of its only outcome.</summary>
    private static async Task<string> DeliverAsync(HttpClient client, string host)
    {
        using var delivery = new StringContent(Delivery(host), null, "application/json");
        using var answer = await client.PostAsync("/api/webhooks/alertmanager", delivery);
        return System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["outcomes"]![0]!["reason"]!.GetValue<string>();
    }

    private static string Delivery(string host) => $$"""
        {"version":"4","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"HostDown","host":"{{host}}"},"annotations":{},
        "startsAt":"2026-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"0123456789abcdef"}]}
        """;
}
