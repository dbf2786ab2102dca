using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaFence.Functions.Tests.Running;
using NovaFence.Functions.Tests.Settings;
using NovaFence.Functions.Tests.Source;
using NovaFence.Power.Options;

namespace NovaFence.Functions.Tests.Infra;

/// <summary>The app settings that a deployment writes, against the options the app reads.</summary>
[Collection<OneDeployment>]
public sealed class AppSettingsTests : IDisposable
{
    private const string Reference = "@Microsoft.KeyVault(";

    /// <summary>Where the app lies that is deployed.</summary>
    private const string App = "/home/site/wwwroot/";

    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly IReadOnlyDictionary<string, string> _withoutPower;
    private readonly DirectoryInfo _app = Directory.CreateTempSubdirectory("novafence-app-");

    public AppSettingsTests(Deployment deployment)
    {
        Assert.SkipWhen(BicepCompiler.Missing is not null, BicepCompiler.Missing ?? "");
        _settings = deployment.Settings;
        _withoutPower = deployment.SettingsWithoutPower;
    }

    public void Dispose() => _app.Delete(recursive: true);

    [Fact]
    public void Every_setting_is_an_option() =>
        _settings.Where(static setting => setting.Key != TimerSchedule.Setting).Select(static setting => OptionKeys.Problem(setting.Key, setting.Value)).Should().NotBeEmpty().And.AllBeEquivalentTo((string?)null);

    [Fact]
    public void The_timer_runs_when_NovaFence_expects_it() => _settings[TimerSchedule.Setting].Should().Be(_settings["NovaFence__Audit__Schedule"]);

    [Fact]
    public void Every_secret_is_a_reference_into_the_vault_and_nothing_else_is() =>
        _settings.Where(static setting => setting.Value.StartsWith(Reference, StringComparison.Ordinal)).Select(static setting => setting.Key).Should().BeEquivalentTo(
            "NovaFence__Cloud__ApplicationCredentialSecret",
            "NovaFence__Receivers__Alertmanager__Tokens__0",
            "NovaFence__Receivers__Alertmanager__Tokens__1",
            "NovaFence__Receivers__PagerDuty__Secrets__0",
            "NovaFence__Receivers__PagerDuty__Secrets__1",
            "NovaFence__Receivers__Grafana__Secrets__0",
            "NovaFence__Receivers__Grafana__Secrets__1",
            "NovaFence__Receivers__Grafana__Tokens__0",
            "NovaFence__Receivers__Grafana__Tokens__1",
            "NovaFence__Receivers__Generic__0__Secrets__0",
            "NovaFence__Receivers__Generic__0__Secrets__1",
            "NovaFence__Receivers__Generic__1__Tokens__0",
            "NovaFence__Receivers__Generic__1__Tokens__1",
            "NovaFence__Notify__0__Url",
            "NovaFence__Notify__1__Url",
            "NovaFence__Notify__1__Secrets__0",
            "NovaFence__Notify__1__Secrets__1",
            "NovaFence__Power__Groups__0__Password",
            "NovaFence__Power__Groups__1__Password",
            "NovaFence__Power__Groups__2__Password",
            "NovaFence__Evidence__Prometheus__Token",
            "NovaFence__Access__OperatorTokens__0",
            "NovaFence__Access__OperatorTokens__1",
            "NovaFence__Access__ReaderTokens__0");

    [Fact]
    public void A_reference_leads_into_the_vault() =>
        _settings.Values.Where(static value => value.StartsWith(Reference, StringComparison.Ordinal))
            .Should().OnlyContain(static value => value.StartsWith("@Microsoft.KeyVault(SecretUri=https://kv-novafence.vault.azure.net/secrets/", StringComparison.Ordinal) && value.EndsWith(')'));

    [Fact]
    public void With_these_settings_the_app_starts()
    {
        using var services = Composed.By(Deployed(_settings).Select(
            static setting => KeyValuePair.Create(setting.Key, setting.Value.StartsWith(Reference, StringComparison.Ordinal) ? Resolved(setting.Key) : setting.Value)));

        services.GetRequiredService<IStartupValidator>().Invoking(static validator => validator.Validate()).Should().NotThrow();
        var bmcs = services.GetRequiredService<IOptions<BmcOptions>>().Value;
        bmcs.Groups.Select(static group => (group.Name, group.CertificateSha256.Count, group.CaFile is not null, group.SystemTrust)).Should().Equal(("rack", 2, false, false), ("blades", 0, true, false), ("edge", 0, false, true));
        bmcs.Hosts.Select(static host => (host.Host, host.Url, host.Group, host.Serial, host.Uuid)).Should().Equal(
            ("compute1", null, "rack", "CZJ1234ABC", "38947555-7742-3448-3784-823347823834"), ("compute2", "https://10.20.4.2:8443", "blades", null, null));
        bmcs.Networks.Should().Equal("10.20.0.0/16", "10.21.0.0/24");
    }

    [Fact]
    public void Each_group_of_BMCs_refers_to_the_password_of_its_own_name() =>
        _settings.Where(static setting => setting.Key.EndsWith("__Password", StringComparison.Ordinal)).Select(static setting => setting.Value[(setting.Value.LastIndexOf('/') + 1)..])
            .Should().Equal("power-rack)", "power-blades)", "power-edge)");

    [Fact]
    public void Machines_are_switched_off_by_the_routes_that_say_so_alone()
    {
        _settings.Where(static setting => setting.Key.EndsWith("__PowerOff", StringComparison.Ordinal)).Select(static setting => (setting.Key, setting.Value)).Should().Equal(("NovaFence__Routes__6__PowerOff", "true"));
        _settings["NovaFence__Power__AllowOff"].Should().Be("true");
    }

    [Fact]
    public void How_BMCs_and_Prometheus_are_asked_reaches_the_app()
    {
        _settings["NovaFence__Power__ReadWithin"].Should().Be("00:00:05");
        _settings["NovaFence__Power__Chassis"].Should().Be("true");
        _settings["NovaFence__Evidence__Prometheus__CaFile"].Should().Be("/home/site/wwwroot/prometheus-ca.pem");
    }

    [Fact]
    public void Without_BMCs_and_a_Prometheus_nothing_is_set_of_them() =>
        _withoutPower.Keys.Should().HaveCountGreaterThan(10).And.NotContain(static key => key.Contains("__Power", StringComparison.Ordinal) || key.Contains("__Prometheus", StringComparison.Ordinal));

    [Fact]
    public void A_password_whose_reference_could_not_be_resolved_is_shown_to_no_BMC()
    {
        using var services = Composed.By(Deployed(_settings));

        services.GetRequiredService<IStartupValidator>().Invoking(static validator => validator.Validate()).Should().Throw<AggregateException>()
            .Which.ToString().Should().Contain("NovaFence:Power:Groups:0:Password").And.Contain("NovaFence:Power:Groups:2:Password").And.Contain("NovaFence:Evidence:Prometheus:Token");
    }

    [Fact]
    public void Every_file_that_a_setting_names_is_published_with_the_app()
    {
        var published = FunctionsApp.Project.Descendants("None").Where(static item => item.Attribute("CopyToPublishDirectory")?.Value == "PreserveNewest").Select(static item => item.Attribute("Include")!.Value).ToList();
        var named = _settings.Values.Where(static value => value.StartsWith(App, StringComparison.Ordinal)).Select(static value => $"../../infra/{value[App.Length..]}").ToList();

        named.Should().BeEquivalentTo("../../infra/cloud-ca.pem", "../../infra/prometheus-ca.pem", "../../infra/bmc-ca.pem");
        named.Should().OnlyContain(file => published.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, file, false)));
    }

    /// <summary>With the certificates' files where the deployed app would have them.</summary>
    private IEnumerable<KeyValuePair<string, string>> Deployed(IReadOnlyDictionary<string, string> settings)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = new CertificateRequest("CN=An authority", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        foreach (var (name, value) in settings)
        {
            var file = value.StartsWith(App, StringComparison.Ordinal) ? Path.Combine(_app.FullName, value[App.Length..]) : null;
            if (file is not null)
                File.WriteAllText(file, authority.ExportCertificatePem());
            yield return KeyValuePair.Create(name, file ?? value);
        }
    }

    private static string Resolved(string key) => !key.StartsWith("NovaFence__Notify__", StringComparison.Ordinal) ? $"resolved-{key}"
        : key.EndsWith("__Url", StringComparison.Ordinal) ? "https://receiver.example.org/told" : "whsec_" + Convert.ToBase64String(new byte[32]);

    [Fact]
    public void A_token_whose_reference_could_not_be_resolved_stops_the_start_because_its_text_can_be_guessed()
    {
        using var services = Composed.By(Deployed(_settings));

        services.GetRequiredService<IStartupValidator>().Invoking(static validator => validator.Validate()).Should().Throw<AggregateException>()
            .Which.ToString().Should().Contain("NovaFence:Receivers:Alertmanager:Tokens:0").And.Contain("NovaFence:Access:OperatorTokens:0").And.Contain("NovaFence:Access:ReaderTokens:0").And.Contain("NovaFence:Cloud:ApplicationCredentialSecret");
    }
}
