using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedOpenStack;

namespace NovaFence.OpenStack.Tests.Checking;

public sealed class CloudCheckTests
{
    private const string NotFound = """{"itemNotFound":{"code":404,"message":"Service not found."}}""";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cloud_that_allows_everything_is_asked_to_unset_a_service_that_does_not_exist_and_nothing_else()
    {
        await using var nova = await StartAsync();
        nova.OnPut = static (context, _) => JsonAsync(context, 404, NotFound);

        var lines = await CheckAsync(nova);

        lines.Select(line => $"{line.Name} {line.Result}").Should().Equal(
            "credentials Ok", "catalog Ok", "microversion Ok", "policy: list Ok", "policy: update Ok", "clock Ok");
        var put = nova.Puts.Should().ContainSingle().Subject;
        put.Path.Should().NotContain(ServiceId);
        put.Body.Should().Be("""{"forced_down":false}""");
        lines.Should().AllSatisfy(line => $"{line.Found} {line.ToDo}".Should().NotContain("the-secret").And.NotContain("token-1"));
    }

    [Theory]
    [InlineData(403, """{"forbidden":{"code":403,"message":"Policy doesn't allow os_compute_api:os-services:update to be performed."}}""", CheckResult.Failed)]
    [InlineData(409, """{"conflict":{"code":409,"message":"Busy."}}""", CheckResult.Warning)]
    [InlineData(200, """{"service":{}}""", CheckResult.Warning)]
    public async Task Whether_services_may_be_updated_is_read_off_Nova_s_answer(int status, string body, CheckResult result)
    {
        await using var nova = await StartAsync();
        nova.OnPut = (context, _) => JsonAsync(context, status, body);
        (await CheckAsync(nova)).Single(line => line.Name == "policy: update").Result.Should().Be(result);
    }

    [Theory]
    [InlineData(403, """{"forbidden":{"code":403,"message":"Policy doesn't allow os_compute_api:os-services:list to be performed."}}""", "os-services:list")]
    [InlineData(200, """{"services":[]}""", "no nova-compute")]
    public async Task Whether_services_can_be_listed_is_said_with_what_to_do(int status, string body, string said)
    {
        await using var nova = await StartAsync();
        nova.OnList = context => JsonAsync(context, status, body);
        var line = (await CheckAsync(nova)).Single(line => line.Name == "policy: list");
        line.Result.Should().Be(CheckResult.Failed);
        line.Found.Should().Contain(said);
        line.ToDo.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_catalog_without_Nova_fails()
    {
        await using var nova = await StartAsync();
        nova.Catalog = "[]";
        (await CheckAsync(nova)).Select(line => $"{line.Name} {line.Result}").Should().Equal("credentials Ok", "catalog Failed", "clock Ok");
    }

    [Fact]
    public async Task A_Nova_that_is_too_old_fails()
    {
        await using var nova = await StartAsync();
        nova.OnVersion = static context => JsonAsync(context, 200, """{"version":{"id":"v2.1","version":"2.10","min_version":"2.1"}}""");
        (await CheckAsync(nova)).Select(line => $"{line.Name} {line.Result}").Should().Equal("credentials Ok", "catalog Ok", "microversion Failed", "clock Ok");
    }

    [Theory]
    [InlineData(0, CheckResult.Ok, "agree")]
    [InlineData(20, CheckResult.Warning, "20 s ahead of")]
    [InlineData(-20, CheckResult.Warning, "20 s behind")]
    [InlineData(600, CheckResult.Failed, "600 s ahead of")]
    public async Task Our_clock_is_held_against_Keystone_s(int ahead, CheckResult result, string said)
    {
        await using var nova = await StartAsync();
        var line = (await CheckAsync(nova, new WrongClock(TimeSpan.FromSeconds(ahead)))).Single(line => line.Name == "clock");
        line.Result.Should().Be(result);
        line.Found.Should().MatchRegex(said.Replace("20 s", "(19|20|21) s", StringComparison.Ordinal).Replace("600 s", "(599|600|601) s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_does_not_say_when_it_was_issued_leaves_the_clock_unknown()
    {
        await using var nova = await StartAsync();
        nova.OnToken = context => nova.IssueAsync(context, issuedAt: "today");
        var line = (await CheckAsync(nova)).Single(line => line.Name == "clock");
        line.Result.Should().Be(CheckResult.Warning);
        line.Found.Should().Contain("issued_at");
    }

    [Fact]
    public async Task Without_a_token_nothing_else_is_looked_at()
    {
        await using var nova = await StartAsync();
        nova.OnToken = static context => JsonAsync(context, 401, """{"error":{"code":401,"message":"no","title":"Unauthorized"}}""");
        (await CheckAsync(nova)).Select(line => $"{line.Name} {line.Result}").Should().Equal("credentials Failed");
        nova.Requests.Should().ContainSingle();
    }

    private static async Task<IReadOnlyList<CheckLine>> CheckAsync(ScriptedOpenStack nova, TimeProvider? time = null)
    {
        await using var client = ClientUnderTest.Of(nova.Url, time: time);
        return await client.Get<ICloudCheck>().CheckAsync(Now);
    }
}
