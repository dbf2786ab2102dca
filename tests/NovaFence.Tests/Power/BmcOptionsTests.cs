using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaFence.Power.Options;

namespace NovaFence.Power.Tests;

/// <summary>What is refused at the start.</summary>
public sealed class BmcOptionsTests
{
    private static readonly string Pin = new('b', 64);

    private static readonly Dictionary<string, string?> Right = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Power:Networks:0"] = "10.20.0.0/16",
        ["Power:Groups:0:Name"] = "rack",
        ["Power:Groups:0:User"] = "novafence",
        ["Power:Groups:0:Password"] = "s3cret-passw0rd",
        ["Power:Groups:0:CertificateSha256:0"] = Pin,
        ["Power:Hosts:0:Host"] = "compute1",
        ["Power:Hosts:0:Url"] = "https://10.20.0.1",
        ["Power:Hosts:0:Serial"] = "CZJ1234ABC",
        ["Power:Hosts:1:Host"] = "compute2",
        ["Power:Hosts:1:Url"] = "https://compute2-bmc.example.com:8443/",
        ["Power:Hosts:1:Uuid"] = "38947555-7742-3448-3784-823347823834",
    };

    private static IReadOnlyList<string> Problems(params (string Key, string? Value)[] changes)
    {
        var keys = new Dictionary<string, string?>(Right, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in changes)
        {
            if (value is null)
                keys.Remove(key);
            else
                keys[key] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(keys.Select(one => KeyValuePair.Create("NovaFence:" + one.Key, one.Value))).Build();
        using var services = new ServiceCollection().AddLogging().AddNovaFencePower(configuration).BuildServiceProvider();
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return [.. wrong.Failures];
        }
        catch (AggregateException several)
        {
            return [.. several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(wrong => wrong.Failures)];
        }
    }

    [Fact]
    public void What_is_right_is_taken_and_nothing_at_all_too()
    {
        Problems().Should().BeEmpty();
        Problems([.. Right.Keys.Select(key => (key, (string?)null))]).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Power:Networks:0", null, "Power:Networks is missing")]
    [InlineData("Power:Networks:0", "10.20.0.1", "Power:Networks:0 is '10.20.0.1'")]
    [InlineData("Power:Networks:0", "10.20.0.1/16", "Power:Networks:0 is '10.20.0.1/16'")]
    [InlineData("Power:Networks:0", "0.0.0.0/0", "Power:Networks:0 is every address")]
    [InlineData("Power:Networks:0", "::/0", "Power:Networks:0 is every address")]
    [InlineData("Power:Networks:0", "10.21.0.0/16", "Power:Hosts:0:Url is at 10.20.0.1")]
    [InlineData("Power:Hosts:0:Url", null, "Power:Hosts:0:Url is missing")]
    [InlineData("Power:Hosts:0:Url", "http://10.20.0.1", "Power:Hosts:0:Url is not https")]
    [InlineData("Power:Hosts:0:Url", "https://admin:hunter2@10.20.0.1", "Power:Hosts:0:Url has a user name or a password")]
    [InlineData("Power:Hosts:0:Url", "https://10.20.0.1/redfish/v1", "Power:Hosts:0:Url has a path")]
    [InlineData("Power:Hosts:0:Url", "compute1-bmc", "Power:Hosts:0:Url is no address")]
    [InlineData("Power:Hosts:0:Host", null, "Power:Hosts:0:Host is missing")]
    [InlineData("Power:Hosts:0:Host", " ", "Power:Hosts:0:Host is missing")]
    [InlineData("Power:Hosts:1:Host", "COMPUTE1", "Power:Hosts:1:Host is that of NovaFence:Power:Hosts:0")]
    [InlineData("Power:Hosts:0:Group", "rak", "Power:Hosts:0:Group is 'rak'")]
    [InlineData("Power:Hosts:0:Serial", "To Be Filled By O.E.M.", "Power:Hosts:0:Serial is 'To Be Filled By O.E.M.'")]
    [InlineData("Power:Hosts:1:Serial", "CZJ1234ABC", "Power:Hosts:1:Serial is that of NovaFence:Power:Hosts:0")]
    [InlineData("Power:Hosts:0:Uuid", "00000000-0000-0000-0000-000000000000", "Power:Hosts:0:Uuid is '00000000-0000-0000-0000-000000000000', which tells no machine")]
    [InlineData("Power:Hosts:0:Uuid", "38947555", "Power:Hosts:0:Uuid is '38947555', which is no UUID")]
    [InlineData("Power:Hosts:0:Uuid", "38947555-7742-3448-3784-823347823834", "Power:Hosts:1:Uuid is that of NovaFence:Power:Hosts:0")]
    [InlineData("Power:Hosts:0:Uuid", "55759438-4277-4834-3784-823347823834", "Power:Hosts:1:Uuid is that of NovaFence:Power:Hosts:0")]
    [InlineData("Power:Groups:0:Name", null, "Power:Groups:0:Name is missing")]
    [InlineData("Power:Groups:0:Name", "rack 1", "Power:Groups:0:Name is not 1 to 40")]
    [InlineData("Power:Groups:0:User", null, "Power:Groups:0:User is missing")]
    [InlineData("Power:Groups:0:User", "a:b", "Power:Groups:0:User is empty, or has a colon")]
    [InlineData("Power:Groups:0:Password", null, "Power:Groups:0:Password is missing")]
    [InlineData("Power:Groups:0:Password", "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s)", "Key Vault reference")]
    [InlineData("Power:Groups:0:Password", "two\nlines", "Power:Groups:0:Password is empty, or has a line end")]
    [InlineData("Power:Groups:0:PasswordFile", "/does/not/exist", "and so is NovaFence:Power:Groups:0:PasswordFile")]
    [InlineData("Power:Groups:0:CertificateSha256:0", null, "Power:Groups:0:CaFile is missing")]
    [InlineData("Power:Groups:0:CertificateSha256:0", "abc", "Power:Groups:0:CertificateSha256:0 is no SHA-256")]
    [InlineData("Power:Groups:0:SystemTrust", "true", "more than one is set")]
    [InlineData("Power:Groups:0:CaFile", "/does/not/exist", "Power:Groups:0:CaFile")]
    [InlineData("Power:ReadWithin", "00:02:00", "Power:ReadWithin")]
    [InlineData("Power:Pattern", "https://bmc.example.com", "Power:Pattern has {host} not once")]
    [InlineData("Evidence:Prometheus:Token", "abc", "Evidence:Prometheus:Url is missing")]
    [InlineData("Evidence:Prometheus:Url", "prometheus:9090", "Evidence:Prometheus:Url is no address")]
    [InlineData("Evidence:Prometheus:Url", "http://me:pass@prometheus:9090", "Evidence:Prometheus:Url has a user name or a password")]
    [InlineData("Evidence:Prometheus:Range", "00:00:09", "Evidence:Prometheus:Range")]
    public void What_is_wrong_is_named_by_its_key(string key, string? value, string problem)
    {
        var problems = Problems((key, value));

        problems.Should().Contain(one => one.Contains(problem, StringComparison.Ordinal));
        problems.Should().AllSatisfy(one => one.Should().NotContain("s3cret-passw0rd").And.NotContain("hunter2").And.NotContain("two\nlines"));
    }

    [Fact]
    public void A_token_is_not_sent_in_the_clear_to_another_machine()
    {
        Problems(("Evidence:Prometheus:Url", "http://prometheus:9090"), ("Evidence:Prometheus:Token", "t0ken-t0ken")).Should().ContainSingle().Which.Should().Contain("https://").And.NotContain("t0ken-t0ken");
        Problems(("Evidence:Prometheus:Url", "http://127.0.0.1:9090"), ("Evidence:Prometheus:Token", "t0ken-t0ken")).Should().BeEmpty();
        Problems(("Evidence:Prometheus:Url", "https://prometheus"), ("Evidence:Prometheus:User", "me"), ("Evidence:Prometheus:Password", "p4ss")).Should().BeEmpty();
        Problems(("Evidence:Prometheus:Url", "https://prometheus"), ("Evidence:Prometheus:User", "me")).Should().ContainSingle().Which.Should().Contain("Password is missing");
    }

    [Theory]
    [InlineData("https://{host}-bmc.example.com", null)]
    [InlineData("https://bmc-{host}.example.com:8443/", null)]
    [InlineData("https://{host}-bmc", null)]
    [InlineData("http://{host}-bmc.example.com", "not https")]
    [InlineData("https://{host}", "nothing behind {host}")]
    [InlineData("https://{host}/", "nothing behind {host}")]
    [InlineData("https://{host}:443", "nothing behind {host}")]
    [InlineData("https://10.0.0.{host}", "nothing behind {host}")]
    [InlineData("https://{host}.0.0.1", "nothing behind {host}")]
    [InlineData("https://{host}{host}.example.com", "not once")]
    [InlineData("https://bmc.example.com/{host}", "has a path")]
    [InlineData("https://bmc.example.com:{host}", "no address")]
    [InlineData("https://{host}@bmc.example.com", "user name")]
    [InlineData("https://bmc.example.com/?{host}", "has a path")]
    [InlineData("{host}://bmc.example.com", "no address")]
    public void A_pattern_is_taken_where_a_domain_remains_behind_the_name(string pattern, string? problem)
    {
        var isOne = HostPattern.TryRead(pattern, out _, out var found);

        (isOne, found is null).Should().Be((problem is null, problem is null));
        found?.Should().Contain(problem!);
    }

    [Theory]
    [InlineData("compute1", "https://compute1-bmc.example.com/")]
    [InlineData("COMPUTE1", "https://compute1-bmc.example.com/")]
    [InlineData("a", "https://a-bmc.example.com/")]
    [InlineData("", null)]
    [InlineData("compute1.evil.org", null)]
    [InlineData("evil.org/", null)]
    [InlineData("evil.org#", null)]
    [InlineData("evil.org?", null)]
    [InlineData("evil.org\\", null)]
    [InlineData("user@evil", null)]
    [InlineData("evil:8443", null)]
    [InlineData("evil%2eorg", null)]
    [InlineData("-evil", null)]
    [InlineData("a b", null)]
    [InlineData("a\n", null)]
    [InlineData("ａ", null)]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", null)]
    public void No_name_of_a_host_leads_out_of_the_domain(string host, string? address)
    {
        HostPattern.TryRead("https://{host}-bmc.example.com", out var pattern, out _).Should().BeTrue();

        pattern!.For(host)?.ToString().Should().Be(address);
        if (address is null)
            pattern.For(host).Should().BeNull();
    }

    [Fact]
    public void A_host_whose_name_cannot_stand_in_the_pattern_needs_an_address()
    {
        Problems(("Power:Pattern", "https://{host}-bmc.example.com"), ("Power:Hosts:0:Url", null)).Should().BeEmpty();
        Problems(("Power:Pattern", "https://{host}-bmc.example.com"), ("Power:Hosts:0:Url", null), ("Power:Hosts:0:Host", "compute1.cloud.example.com"))
            .Should().ContainSingle().Which.Should().Contain("Power:Hosts:0:Host").And.Contain("Power:Hosts:0:Url");
    }
}
