using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Limits;

/// <summary>A resolver that takes every question and answers none.</summary>
public sealed class HungNamesTests
{
    private const int Receivers = 20;
    private const int Bmcs = 100;

    /// <summary><c>SystemNames.Most</c>.</summary>
    private const int AtOnce = 24;

    private static readonly IPAddress Resolver = IPAddress.Parse("127.0.0.99");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_that_do_not_resolve_wait_for_no_thread_and_keep_nobody_waiting()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && Shell.OnPath("unshare") && Binds(socket), "THE RESOLVER THAT HANGS WAS NOT TRIED: it takes root, unshare and port 53 of 127.0.0.99");
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        for (var one = 0; one < Receivers; one++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"NovaFence__Notify__{one}__");
            own.Surroundings.Variables[key + "Name"] = $"receiver{one}";
            own.Surroundings.Variables[key + "Url"] = $"https://receiver{one}.example.org/hook";
            own.Surroundings.Variables[key + "Format"] = "slack";
        }

        await using var program = await ServeAsync(own);
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        var asked = CountUntilRepeatedAsync(socket, "receiver", Receivers);

        own.Cloud.Crash("compute1");
        (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);
        own.Down.Should().Equal("compute1");

        (await asked).Should().Be(Receivers, "each receiver's name is asked for while all the others hang");
        (await client.GetAsync("/api/health/ready", Token)).StatusCode.Should().Be(HttpStatusCode.OK);
        await program.SignalAsync("TERM");
        (await program.EndAsync()).ExitCode.Should().Be(0);
    }

    /// <summary>Receivers are few by configuration. Each host may have a BMC of another name, and a rack that is dead has them all.</summary>
    [Fact]
    public async Task Of_a_storm_of_BMCs_whose_names_do_not_resolve_some_are_asked_for_at_once()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && Shell.OnPath("unshare") && Binds(socket), "THE RESOLVER THAT HANGS WAS NOT TRIED: it takes root, unshare and port 53 of 127.0.0.99");
        await using var own = new CloudAndLedger { Hosts = Bmcs };
        await own.InitializeAsync();
        var certificate = new string('a', 64);
        List<(string Name, string Value)> settings =
        [
            ("Routes__0__Evidence", "power:off"), ("Storm__MinHosts", "500"), ("Budget__MaxHosts", "200"), ("Budget__MaxShare", "1"), ("Power__Networks__0", "192.0.2.0/24"),
            ("Power__Groups__0__Name", "rack"), ("Power__Groups__0__User", "reader"), ("Power__Groups__0__Password", "its-password"), ("Power__Groups__0__CertificateSha256__0", certificate),
        ];
        for (var one = 0; one < Bmcs; one++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"Power__Hosts__{one}__");
            settings.AddRange([(key + "Host", $"compute{one + 1}"), (key + "Url", $"https://bmc{one + 1}.example.org/"), (key + "Serial", $"SERIAL{one + 1}")]);
        }

        settings.ForEach(setting => own.Surroundings.Variables["NovaFence__" + setting.Name] = setting.Value);
        await using var program = await ServeAsync(own);
        using var client = await program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        var asked = CountUntilRepeatedAsync(socket, "bmc", Bmcs);

        foreach (var host in own.Cloud.Hosts)
            own.Cloud.Crash(host);
        (await client.DeliverAsync([.. own.Cloud.Hosts])).Should().Be(HttpStatusCode.OK);

        (await asked).Should().Be(AtOnce, "each holds a thread for as long as the resolver hangs");
        (await client.GetAsync("/api/health/live", Token)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.DeliverAsync("compute1")).Should().Be(HttpStatusCode.OK);
    }

    /// <summary>Starts it with the resolver that hangs. Each question is repeated after 5 s: what is asked before the first one is repeated is asked at the same time.</summary>
    private static async Task<Novafence> ServeAsync(CloudAndLedger own)
    {
        await File.WriteAllTextAsync(own.Surroundings.File("resolv.conf"), $"nameserver {Resolver}\noptions timeout:5 attempts:5\n", Token);
        await File.WriteAllTextAsync(own.Surroundings.File("nsswitch.conf"), "hosts: files dns\n", Token);
        return Novafence.StartScript(
            own.Surroundings,
            $"exec unshare -m bash -ec 'mount --bind resolv.conf /etc/resolv.conf; mount --bind nsswitch.conf /etc/nsswitch.conf; exec dotnet \"{Path.Combine(AppContext.BaseDirectory, "novafence.dll")}\" serve --port 0'");
    }

    /// <summary>How many names of this kind are asked for before a question comes again, or all have come.</summary>
    private static async Task<int> CountUntilRepeatedAsync(Socket socket, string kind, int all)
    {
        HashSet<string> questions = new(StringComparer.Ordinal);
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        var buffer = new byte[512];
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (names.Count < all)
        {
            var length = await socket.ReceiveAsync(buffer, bound.Token);
            var question = Encoding.Latin1.GetString(buffer, 12, length - 12);
            if (!question.Contains(kind, StringComparison.OrdinalIgnoreCase))
                continue;
            if (!questions.Add(Convert.ToHexString(buffer, 0, 2) + question))
                break;
            names.Add(question[..question.IndexOf('\0', StringComparison.Ordinal)]);
        }

        return names.Count;
    }

    private static bool Binds(Socket socket)
    {
        try
        {
            socket.Bind(new IPEndPoint(Resolver, 53));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
