using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaFence.Functions.Tests.Running;
using NovaFence.Functions.Tests.Settings;

namespace NovaFence.Functions.Tests.Infra;

/// <summary>The app settings that a deployment writes, against the options the app reads.</summary>
[Collection<OneDeployment>]
public sealed class AppSettingsTests
{
    private const string Reference = "@Microsoft.KeyVault(";

    private readonly IReadOnlyDictionary<string, string> _settings;

    public AppSettingsTests(Deployment deployment)
    {
        Assert.SkipWhen(BicepCompiler.Missing is not null, BicepCompiler.Missing ?? "");
        _settings = deployment.Settings;
    }

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
        // As Azure resolves the references; the certificate's file would come with the deployed app.
        using var services = Composed.By(_settings.Where(static setting => setting.Key != "NovaFence__Cloud__CaCert").Select(
            static setting => KeyValuePair.Create(setting.Key, setting.Value.StartsWith(Reference, StringComparison.Ordinal) ? Resolved(setting.Key) : setting.Value)));

        services.GetRequiredService<IStartupValidator>().Invoking(static validator => validator.Validate()).Should().NotThrow();
    }

    private static string Resolved(string key) => !key.StartsWith("NovaFence__Notify__", StringComparison.Ordinal) ? $"resolved-{key}"
        : key.EndsWith("__Url", StringComparison.Ordinal) ? "https://receiver.example.org/told" : "whsec_" + Convert.ToBase64String(new byte[32]);

    [Fact]
    public void A_token_whose_reference_could_not_be_resolved_stops_the_start_because_its_text_can_be_guessed()
    {
        using var services = Composed.By(_settings.Where(static setting => setting.Key != "NovaFence__Cloud__CaCert"));

        services.GetRequiredService<IStartupValidator>().Invoking(static validator => validator.Validate()).Should().Throw<AggregateException>()
            .Which.ToString().Should().Contain("NovaFence:Receivers:Alertmanager:Tokens:0").And.Contain("NovaFence:Access:OperatorTokens:0").And.Contain("NovaFence:Access:ReaderTokens:0").And.Contain("NovaFence:Cloud:ApplicationCredentialSecret");
    }
}
