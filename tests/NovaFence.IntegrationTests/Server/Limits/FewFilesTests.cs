using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Limits;

/// <summary><c>novafence serve</c> with few files and many connections.</summary>
public sealed class FewFilesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_hundred_idle_connections_stop_no_audit_of_a_server_with_400_files()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ulimit and /proc");
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        own.Surroundings.Variables["NovaFence__Audit__Schedule"] = "* * * * * *";
        await using var program = Novafence.StartScript(own.Surroundings, $"ulimit -n 400; exec dotnet '{Path.Combine(AppContext.BaseDirectory, "novafence.dll")}' serve --port 0");
        await program.WhenPrintedAsync("listens on");
        var address = new Uri(program.Output.Split('\n').Single(line => line.StartsWith("novafence listens on ", StringComparison.Ordinal)).Split(' ')[3]);

        // Before anybody has asked for anything.
        List<Socket> idle = [];
        try
        {
            for (var one = 0; one < 300; one++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse($"127.0.0.{2 + (one % 8)}"), 0));
                idle.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, address.Port, Token);
            }

            // Before it has shown its token a connection may be closed for one of the three hundred: senders and probes repeat.
            using var client = await UntilAnsweredAsync(() => program.WhenReadyAsync(CloudAndLedger.OperatorToken));
            var audit = await UntilAnsweredAsync(async () => JsonNode.Parse(await (await client.PostAsync("/api/audit", null, Token)).Content.ReadAsStringAsync(Token))!);
            audit["failure"].Should().BeNull("{0}", audit);
            own.Cloud.Crash("compute1");
            (await UntilAnsweredAsync(() => client.DeliverAsync("compute1"))).Should().Be(HttpStatusCode.OK);
            own.Down.Should().Equal("compute1");
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }

        await program.SignalAsync("TERM");
        var ended = await program.EndAsync();
        ended.ExitCode.Should().Be(0);
        ended.Output.Should().Contain("connections were closed").And.NotContain("Too many open files").And.NotContain("crit:");
    }

    [Fact]
    public async Task With_too_few_files_for_the_program_itself_it_does_not_start_and_says_why()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ulimit and /proc");
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        await using var program = Novafence.StartScript(own.Surroundings, $"ulimit -n 260; exec dotnet '{Path.Combine(AppContext.BaseDirectory, "novafence.dll")}' serve --port 0");

        var ended = await program.EndAsync();

        ended.ExitCode.Should().Be(1);
        ended.IsExplained.Should().BeTrue("it said {0}", ended.Error);
        ended.Error.Should().Contain("may have 260 files open").And.Contain("needs 400").And.Contain("ulimit -n 1024").And.Contain("LimitNOFILE=1024").And.Contain("nofile=1024");
    }

    [Fact]
    public async Task After_ready_no_assembly_is_loaded_by_a_storm_an_audit_and_an_outage()
    {
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        var loaded = own.Surroundings.File("loaded.txt");
        own.Surroundings.Variables["DOTNET_STARTUP_HOOKS"] = typeof(FewFilesTests).Assembly.Location;
        own.Surroundings.Variables["NOVAFENCE_LOADED"] = loaded;
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        var before = await LoadedAsync(loaded);
        before.Should().Contain("NovaFence.Core", "the hook writes what is loaded");

        (await client.DeliverAsync(["compute1", "compute2", "compute3", "compute4", "compute5"])).Should().Be(HttpStatusCode.OK);
        (await client.PostAsync("/api/audit", null, Token)).EnsureSuccessStatusCode();
        foreach (var path in (string[])["/api/hosts", "/api/hosts/compute1", "/api/hosts/compute1/events", "/api/events", "/api/pause", "/api/audit", "/api/report", "/api/openapi.json", "/metrics"])
            (await client.GetAsync(path, Token)).EnsureSuccessStatusCode();
        using (var explain = new StringContent(Deliveries.Of("compute2"), Encoding.UTF8, "application/json"))
            (await client.PostAsync("/api/explain", explain, Token)).EnsureSuccessStatusCode();
        await LookAtThePageAsync(client.BaseAddress!);
        await own.Cloud.DisconnectAsync();
        (await client.PostAsync("/api/audit", null, Token)).Dispose();
        (await client.DeliverAsync("compute5")).Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);
        (await client.GetAsync("/api/health/ready", Token)).Dispose();
        await own.Cloud.ConnectAsync(Token);
        (await client.PostAsync("/api/audit", null, Token)).EnsureSuccessStatusCode();

        (await LoadedAsync(loaded)).Skip(before.Count).Should().BeEmpty();
    }

    /// <summary>Proof of a BMC needs TLS, and a certificate is verified by assemblies that nothing else needs.</summary>
    [Fact]
    public async Task After_ready_no_assembly_is_loaded_by_asking_a_BMC_and_a_Prometheus()
    {
        await using var own = new CloudAndLedger { HasBmcs = true };
        await own.InitializeAsync();
        await using var prometheus = new ScriptedReceiver();
        prometheus.Answers("200 OK", "", """{"status":"success","data":{"resultType":"matrix","result":[]}}""");
        var loaded = own.Surroundings.File("loaded.txt");
        own.Surroundings.Variables["DOTNET_STARTUP_HOOKS"] = typeof(FewFilesTests).Assembly.Location;
        own.Surroundings.Variables["NOVAFENCE_LOADED"] = loaded;
        own.Surroundings.Variables["NovaFence__Routes__0__Evidence"] = "all(power:off,prometheus:\"up{instance=\\\"{host}\\\"} == 0\")";
        own.Surroundings.Variables["NovaFence__Evidence__Prometheus__Url"] = $"http://127.0.0.1:{prometheus.Port}";
        await using var program = Novafence.Start(own.Surroundings, "serve", "--port", "0");
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        var before = await LoadedAsync(loaded);

        own.Cloud.Crash("compute1");
        (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);
        await Patience.UntilAsync("the BMC and the Prometheus were asked", () => Task.FromResult(own.Cloud.Bmc("compute1").Requests.Count > 2 && prometheus.All.Count > 0));

        (await LoadedAsync(loaded)).Skip(before.Count).Should().BeEmpty();
    }

    /// <summary>As a browser does: signs in, looks, and presses a button.</summary>
    private static async Task LookAtThePageAsync(Uri address)
    {
        using var browser = new HttpClient { BaseAddress = address };
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        (await browser.GetAsync("/", Token)).EnsureSuccessStatusCode();
        using var signIn = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = CloudAndLedger.OperatorToken, ["name"] = "Ada" });
        (await browser.PostAsync("/page/sign-in", signIn, Token)).EnsureSuccessStatusCode();
        foreach (var path in (string[])["/", "/hosts/compute1", "/page/hosts/compute1"])
            (await browser.GetStringAsync(path, Token)).Should().Contain("data-action", "somebody is signed in");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["action"] = "unset", ["host"] = "compute1", ["version"] = "", ["token"] = "none", ["key"] = "k", ["reason"] = "none" });
        (await browser.PostAsync("/page/act", form, Token)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> ask)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), bound.Token);
            }
        }
    }

    private static async Task<IReadOnlyList<string>> LoadedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
