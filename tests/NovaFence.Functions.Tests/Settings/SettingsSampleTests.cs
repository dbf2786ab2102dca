using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaFence.Functions.Tests.Running;
using NovaFence.Functions.Tests.Source;

namespace NovaFence.Functions.Tests.Settings;

public sealed class SettingsSampleTests
{
    [Fact]
    public void Every_setting_of_the_sample_is_an_option() =>
        LocalSettings.NovaFence.Select(static setting => OptionKeys.Problem(setting.Key, setting.Value)).Should().AllBeEquivalentTo((string?)null);

    [Theory]
    [InlineData("NovaFence__Audit__Schedules", "x")]
    [InlineData("NovaFence__Receivers__Alertmanager__Tokens", "x")]
    [InlineData("NovaFence__Budget__MaxHosts", "many")]
    [InlineData("NovaFence__Cloud__BindingProblem", "x")]
    public void A_setting_that_is_no_option_would_be_found(string name, string value) => OptionKeys.Problem(name, value).Should().NotBeNull();

    [Fact]
    public void With_the_sample_the_app_starts()
    {
        using var services = Composed.By(LocalSettings.NovaFence);

        services.GetRequiredService<IStartupValidator>().Invoking(static validator => validator.Validate()).Should().NotThrow();
    }

    [Fact]
    public void The_host_finds_in_the_sample_what_it_needs_itself()
    {
        LocalSettings.Values["AzureWebJobsStorage"].Should().Be("UseDevelopmentStorage=true", "the timer keeps its schedule there");
        LocalSettings.Values["FUNCTIONS_WORKER_RUNTIME"].Should().Be("dotnet-isolated");
        LocalSettings.Values["NOVAFENCE_AUDIT_SCHEDULE"].Should().Be(LocalSettings.Values["NovaFence__Audit__Schedule"], "the host resolves the timer's setting and knows no default");
    }

    [Fact]
    public void The_build_output_gets_host_and_local_settings_and_a_publish_never_the_latter()
    {
        var linked = FunctionsApp.Project.Descendants("None").ToDictionary(static item => item.Attribute("Link")!.Value, StringComparer.Ordinal);

        linked["host.json"].Attribute("CopyToOutputDirectory")!.Value.Should().Be("PreserveNewest");
        linked["host.json"].Attribute("CopyToPublishDirectory")!.Value.Should().Be("PreserveNewest");
        linked["local.settings.json"].Attribute("CopyToOutputDirectory")!.Value.Should().Be("PreserveNewest");
        linked["local.settings.json"].Attribute("CopyToPublishDirectory")!.Value.Should().Be("Never");
    }
}
