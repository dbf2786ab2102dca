using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Compute;
using NovaFence.OpenStack.Tests.Scripted;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedOpenStack;

namespace NovaFence.OpenStack.Tests.Compute;

public sealed class NegotiationTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2.1", "2.10")]
    [InlineData("2.1", "2.1")]
    [InlineData("", "")]
    public async Task A_cloud_below_2_11_is_refused_with_a_sentence(string min, string max)
    {
        await using var nova = await StartAsync();
        nova.OnVersion = context => JsonAsync(context, 200, $$$"""{"version":{"id":"v2.1","version":"{{{max}}}","min_version":"{{{min}}}"}}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        var readiness = await client.Cloud.ReadinessAsync(Now);

        readiness.IsReady.Should().BeFalse();
        readiness.Why.Should().Contain("force-down needs 2.11 (Liberty)");
        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Unavailable);
        nova.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task The_start_stops_on_a_cloud_that_is_too_old()
    {
        await using var nova = await StartAsync();
        nova.OnVersion = static context => JsonAsync(context, 200, """{"version":{"version":"2.10","min_version":"2.1"}}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        var start = () => client.HostedService<StartCheck>().StartAsync(Now);

        (await start.Should().ThrowAsync<UnsupportedCloudException>()).WithMessage("*2.1 to 2.10*2.11*");
    }

    [Fact]
    public async Task A_cloud_that_is_away_does_not_stop_the_start_and_is_found_when_it_is_back()
    {
        await using var nova = await StartAsync();
        var away = true;
        nova.OnVersion = context => away
            ? JsonAsync(context, 503, "no backend", "text/plain")
            : JsonAsync(context, 200, """{"version":{"version":"2.93","min_version":"2.1"}}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        await client.HostedService<StartCheck>().StartAsync(Now);
        (await client.Cloud.ReadinessAsync(Now)).Why.Should().Contain("did not say its versions");
        client.Logged.Lines.Should().Contain(static line => line.StartsWith("Error 2040", StringComparison.Ordinal));

        away = false;
        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"down for maintenance"}]}""")]
    [InlineData("{}")]
    [InlineData("""{"version":null}""")]
    [InlineData("<html>down for maintenance</html>")]
    public async Task Another_s_word_in_Nova_s_place_is_no_cloud_that_is_too_old_and_does_not_stop_the_start(string body)
    {
        await using var nova = await StartAsync();
        var maintained = true;
        nova.OnVersion = context => JsonAsync(context, 200, maintained ? body : """{"version":{"version":"2.93","min_version":"2.1"}}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        await client.HostedService<StartCheck>().StartAsync(Now);
        (await client.Cloud.ReadinessAsync(Now)).Why.Should().Contain("did not say its versions");

        maintained = false;
        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
    }

    [Fact]
    public async Task A_cloud_that_hangs_does_not_hang_the_start()
    {
        await using var nova = await StartAsync();
        nova.OnToken = static context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        await using var client = ClientUnderTest.Of(nova.Url, [("StartTimeout", "00:00:00.100")]);

        await client.HostedService<StartCheck>().StartAsync(Now).WaitAsync(TimeSpan.FromSeconds(20), Now);

        client.Logged.Lines.Should().Contain(static line => line.StartsWith("Error 2040", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hundred_calls_at_once_ask_for_the_versions_once()
    {
        await using var nova = await StartAsync();
        await using var client = ClientUnderTest.Of(nova.Url);

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)));

        replies.Should().OnlyContain(static reply => reply.Status == ForceDownStatus.Done);
        nova.Requests.Where(static request => request.Path == "/v2.1/").Should().ContainSingle()
            .Which.Headers.Should().NotContainKey("X-Auth-Token");
    }

    [Fact]
    public async Task After_a_406_the_versions_are_asked_for_again()
    {
        await using var nova = await StartAsync();
        nova.OnPut = static (context, _) => JsonAsync(context, 406, """{"computeFault":{"code":406,"message":"Version 2.53 is not supported."}}""");
        await using var client = ClientUnderTest.Of(nova.Url);
        await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        nova.OnVersion = static context => JsonAsync(context, 200, """{"version":{"version":"2.30","min_version":"2.1"}}""");
        nova.OnPut = static (context, _) => JsonAsync(context, 200, """{"service":{"host":"compute1","binary":"nova-compute","forced_down":true}}""");

        (await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
        nova.Puts[^1].Path.Should().Be("/v2.1/os-services/force-down");
    }

    [Theory]
    [InlineData("http://nova:8774/v2.1", "http://nova:8774/v2.1", "http://nova:8774/v2.1")]
    [InlineData("http://nova:8774/v2.1/", "http://nova:8774/v2.1", "http://nova:8774/v2.1")]
    [InlineData("http://nova:8774/v2.1/6e65bd", "http://nova:8774/v2.1", "http://nova:8774/v2.1/6e65bd")]
    [InlineData("https://cloud/compute/v2.1/6e65bd/", "https://cloud/compute/v2.1", "https://cloud/compute/v2.1/6e65bd")]
    [InlineData("http://nova:8774/v2/6e65bd", "http://nova:8774/v2.1", "http://nova:8774/v2.1/6e65bd")]
    [InlineData("http://nova:8774", "http://nova:8774/v2.1", "http://nova:8774/v2.1")]
    [InlineData("https://cloud/compute/", "https://cloud/compute/v2.1", "https://cloud/compute/v2.1")]
    public void An_endpoint_is_understood_however_a_catalog_spells_it(string url, string root, string services)
    {
        var endpoint = ComputeEndpoint.Parse(url);

        endpoint!.Root.Should().Be(new Uri(root));
        endpoint.Services.Should().Be(new Uri(services));
    }

    [Theory]
    [InlineData("nova:8774/v2.1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_http_address_is_no_endpoint(string? url) => ComputeEndpoint.Parse(url).Should().BeNull();

    [Fact]
    public async Task A_project_id_in_the_endpoint_is_kept_for_calls_and_left_out_for_the_versions()
    {
        await using var nova = await StartAsync();
        nova.Catalog = $$"""[{"type":"compute","endpoints":[{"interface":"public","region_id":"RegionOne","url":"{{nova.Url}}compute/v2.1/6e65bd/"}]}]""";
        await using var client = ClientUnderTest.Of(nova.Url);

        await client.Cloud.SetForcedDownAsync(ClientUnderTest.Host, true, StatusChange.Keep, Now);

        nova.Requests.Select(static request => request.Path).Should().Equal(
            "/v3/auth/tokens", "/compute/v2.1/", $"/compute/v2.1/6e65bd/os-services/{ServiceId}");
    }

    [Theory]
    [InlineData("2.53", 2, 53)]
    [InlineData("3.0", 3, 0)]
    public void A_microversion_reads_as_it_is_written(string text, int major, int minor)
    {
        Microversion.TryParse(text, out var version).Should().BeTrue();
        version.Should().Be(new Microversion(major, minor));
        version.ToString().Should().Be(text);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("2.")]
    [InlineData(".53")]
    [InlineData("2.-1")]
    [InlineData("latest")]
    [InlineData("2.5 3")]
    public void Anything_else_is_no_microversion(string text) => Microversion.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void Microversions_are_ordered_by_number() =>
        new[] { new Microversion(2, 100), new Microversion(2, 9), new Microversion(3, 0) }.Order().Should().Equal(
            new Microversion(2, 9), new Microversion(2, 100), new Microversion(3, 0));
}
