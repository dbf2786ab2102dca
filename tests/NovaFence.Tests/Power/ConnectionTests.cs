using NovaFence.Core.Power;

namespace NovaFence.Power.Tests;

/// <summary>Who is connected to, and what is trusted.</summary>
public sealed class ConnectionTests
{
    private static readonly string Other = new('a', 64);

    [Fact]
    public async Task A_certificate_of_another_fingerprint_is_not_trusted_and_nothing_is_shown_to_it()
    {
        await using var own = await PoweredCloud.StartAsync((_, keys) => keys["NovaFence:Power:Groups:0:CertificateSha256:0"] = Other);

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.NotTrusted);
        own.Bmc.Requests.Count.Should().Be(0);
    }

    [Fact]
    public async Task One_of_two_fingerprints_is_enough_while_a_certificate_is_replaced()
    {
        await using var own = await PoweredCloud.StartAsync((cloud, keys) =>
        {
            keys["NovaFence:Power:Groups:0:CertificateSha256:0"] = Other;
            keys["NovaFence:Power:Groups:0:CertificateSha256:1"] = "SHA256 Fingerprint=" + string.Join(':', cloud.BmcCertificateSha256.Chunk(2).Select(pair => new string(pair)));
        });

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On);
    }

    [Fact]
    public async Task An_authority_is_trusted_for_the_names_in_its_certificates()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("novafence-power-").FullName, "ca.pem");
        var names = new ScriptedNames("127.0.0.1");
        await using var own = await PoweredCloud.StartAsync(
            (cloud, keys) =>
            {
                File.WriteAllText(file, cloud.BmcCertificatePem);
                keys.Remove("NovaFence:Power:Groups:0:CertificateSha256:0");
                keys["NovaFence:Power:Groups:0:CaFile"] = file;
                keys["NovaFence:Power:Hosts:1:Url"] = $"https://compute2-bmc.example.com:{cloud.Bmc("compute2").Port}";
            },
            names: names);

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On);
        var other = await own.ReadAsync("compute2");
        other.Reading.Should().Be(PowerReading.NotTrusted);
        other.Facts.Should().Contain("another name");

        await File.WriteAllTextAsync(file, "gone", TestContext.Current.CancellationToken);
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.NotTrusted, "it is never taken for trusted");
    }

    [Fact]
    public async Task The_systems_authorities_do_not_trust_a_certificate_that_signed_itself()
    {
        await using var own = await PoweredCloud.StartAsync((_, keys) =>
        {
            keys.Remove("NovaFence:Power:Groups:0:CertificateSha256:0");
            keys["NovaFence:Power:Groups:0:SystemTrust"] = "true";
        });

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.NotTrusted);
        own.Bmc.Requests.Count.Should().Be(0);
    }

    [Fact]
    public async Task The_address_that_is_connected_to_must_be_in_a_network()
    {
        var names = new ScriptedNames("127.0.0.1");
        await using var own = await PoweredCloud.StartAsync(
            (cloud, keys) =>
            {
                keys["NovaFence:Power:Networks:0"] = "127.0.0.0/30";
                keys["NovaFence:Power:Hosts:0:Url"] = $"https://compute1-bmc.example.com:{cloud.Bmc("compute1").Port}";
            },
            names: names);
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On);

        foreach (var outside in (string[])["127.0.0.4", "169.254.169.254", "::1", "::ffff:127.0.0.4", "192.0.2.1"])
        {
            names.Addresses = [outside];
            var read = await own.ReadAsync();
            read.Reading.Should().Be(PowerReading.NotConfigured, "{0} is outside", outside);
            read.Facts.Should().Contain("NovaFence:Power:Networks").And.NotContain(outside);
        }

        names.Addresses = ["192.0.2.1", "::ffff:127.0.0.1"];
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On, "the one inside is used, and IPv4 in IPv6's clothes is IPv4");
    }

    [Fact]
    public async Task Nobody_there_and_no_such_name_are_unreachable()
    {
        var names = new ScriptedNames();
        await using var own = await PoweredCloud.StartAsync(
            (_, keys) =>
            {
                keys["NovaFence:Power:Hosts:0:Url"] = "https://compute1-bmc.example.com";
                keys["NovaFence:Power:Hosts:1:Url"] = $"https://127.0.0.1:{Ports.Free()}";
            },
            names: names);

        var unresolved = await own.ReadAsync();
        (unresolved.Reading, unresolved.Facts).Should().Be((PowerReading.Unreachable, "its name does not resolve"));
        (await own.ReadAsync("compute2")).Reading.Should().Be(PowerReading.Unreachable);
    }

    [Fact]
    public async Task What_speaks_no_TLS_is_not_trusted()
    {
        await using var plain = new ScriptedReceiver();
        await using var own = await PoweredCloud.StartAsync((_, keys) => keys["NovaFence:Power:Hosts:0:Url"] = $"https://127.0.0.1:{plain.Port}");

        (await own.ReadAsync()).Reading.Should().BeOneOf(PowerReading.NotTrusted, PowerReading.Unreachable);
        plain.All.Should().BeEmpty();
    }
}
