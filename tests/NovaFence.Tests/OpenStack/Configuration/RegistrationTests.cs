using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Tests.Scripted;

namespace NovaFence.OpenStack.Tests.Configuration;

public sealed class RegistrationTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_configuration_the_start_stops_and_names_each_key()
    {
        using var host = Host([]);

        var failure = (await FluentActions.Awaiting(() => host.StartAsync(Now)).Should().ThrowAsync<OptionsValidationException>()).Which;

        failure.Failures.Should().HaveCount(3);
        failure.Message.Should().Contain("NovaFence:Cloud:AuthUrl / OS_AUTH_URL").And.Contain("OS_APPLICATION_CREDENTIAL_SECRET");
    }

    [Fact]
    public async Task A_number_that_is_none_stops_the_start_and_names_its_key()
    {
        using var host = Host([
            ("AuthUrl", "http://127.0.0.1:1"), ("ApplicationCredentialId", "i"), ("ApplicationCredentialSecret", "s"), ("ForceDown:Retries", "many")]);

        var failure = (await FluentActions.Awaiting(() => host.StartAsync(Now)).Should().ThrowAsync<OptionsValidationException>()).Which;

        failure.Failures.Should().ContainSingle().Which.Should().Contain("NovaFence:Cloud:ForceDown:Retries");
    }

    [Fact]
    public async Task Every_limit_that_is_out_of_range_is_named_at_once_with_the_rest()
    {
        using var host = Host([
            ("AuthUrl", "keystone:5000"), ("ApplicationCredentialId", "i"), ("ApplicationCredentialSecret", "s"), ("TokenWarmInterval", "00:00:01"),
            ("ForceDown:Deadline", "00:00:00"), ("List:Retries", "11"), ("StartTimeout", "00:02:00")]);

        var failure = (await FluentActions.Awaiting(() => host.StartAsync(Now)).Should().ThrowAsync<OptionsValidationException>()).Which;

        failure.Failures.Select(problem => problem.Split(' ')[0]).Should().BeEquivalentTo(
            "NovaFence:Cloud:AuthUrl", "NovaFence:Cloud:TokenWarmInterval", "NovaFence:Cloud:ForceDown:Deadline", "NovaFence:Cloud:List:Retries", "NovaFence:Cloud:StartTimeout");
    }

    [Fact]
    public async Task Every_documented_key_is_read()
    {
        await using var client = ClientUnderTest.Of(new Uri("http://127.0.0.1:5000"), [
            ("Region", "R"), ("Interface", "admin"), ("ComputeEndpoint", "http://nova/v2.1"), ("MaxMicroversion", "2.52"),
            ("ForceDown:Deadline", "00:00:09"), ("TokenWarmInterval", "00:02:00")]);

        var settings = client.Get<CloudSettings>();

        settings.Region.Should().Be("R");
        settings.Interfaces.Should().Equal("admin");
        settings.ComputeEndpoint!.Services.Should().Be(new Uri("http://nova/v2.1"));
        settings.MaxMicroversion.ToString().Should().Be("2.52");
        settings.Limits.ForceDown.Deadline.Should().Be(TimeSpan.FromSeconds(9));
        settings.Limits.ForceDown.AttemptTimeout.Should().Be(TimeSpan.FromSeconds(4), "what is not configured keeps its default");
        settings.Limits.TokenWarmInterval.Should().Be(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task With_the_cloud_away_the_host_starts()
    {
        using var host = Host([("AuthUrl", "http://127.0.0.1:1"), ("ApplicationCredentialId", "i"), ("ApplicationCredentialSecret", "s")]);

        await host.StartAsync(Now);

        (await host.Services.GetRequiredService<ICloud>().ReadinessAsync(Now)).IsReady.Should().BeFalse();
        await host.StopAsync(Now);
    }

    [Fact]
    public async Task Two_clouds_in_one_process_do_not_know_of_each_other()
    {
        await using var one = await ScriptedOpenStack.StartAsync();
        await using var other = await ScriptedOpenStack.StartAsync();
        await using var first = ClientUnderTest.Of(one.Url);
        await using var second = ClientUnderTest.Of(other.Url);

        await first.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);
        await second.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        one.Requests.Should().HaveCount(3);
        other.Requests.Should().HaveCount(3);
    }

    [Fact]
    public async Task No_secret_and_no_token_is_logged_at_any_level()
    {
        await using var nova = await ScriptedOpenStack.StartAsync();
        nova.OnPut = static (context, _) => ScriptedOpenStack.JsonAsync(context, 401, """{"error":{"code":401,"message":"no"}}""");
        await using var client = ClientUnderTest.Of(nova.Url, [("ApplicationCredentialSecret", "zzz-secret")]);

        await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);
        await client.Cloud.ListComputeServicesAsync(Now);
        await client.Care.RoundAsync(Now);
        var readiness = await client.Cloud.ReadinessAsync(Now);

        client.Logged.Lines.Should().NotBeEmpty().And.NotContain(static line =>
            line.Contains("zzz-secret", StringComparison.Ordinal) || line.Contains("token-", StringComparison.Ordinal));
        readiness.Details.Values.Should().NotContain(static value => value.Contains("zzz-secret", StringComparison.Ordinal)
            || value.Contains("token-", StringComparison.Ordinal));
    }

    private static IHost Host(IEnumerable<(string Key, string Value)> settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(
            settings.Select(static pair => KeyValuePair.Create<string, string?>($"NovaFence:Cloud:{pair.Key}", pair.Value)));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IUserEnvironment>(new FakeEnvironment());
        builder.Services.AddNovaFenceOpenStack(builder.Configuration);
        return builder.Build();
    }
}
