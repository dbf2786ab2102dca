using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Wire.Sandboxed;

public sealed class AwayTests : SandboxTests
{
    [Fact]
    public async Task A_cloud_that_is_away_answers_nothing_and_does_nothing()
    {
        await Wire.TokenAsync(Wire.Admin);
        Func<Task>[] requests =
        [
            () => Wire.ForceDownByNameAsync("compute1", down: true),
            () => Wire.GetAsync("/os-services"),
            () => Wire.SignInAsync(Wire.Admin.Auth()),
        ];

        Cloud.Away();
        Cloud.IsAway.Should().BeTrue();
        foreach (Func<Task> request in requests)
            await request.Should().ThrowAsync<HttpRequestException>();
        Cloud.Back();

        Cloud.IsAway.Should().BeFalse();
        ((bool)(await Wire.ServiceAsync("compute1"))["forced_down"]!).Should().BeFalse();
        (await Wire.SignInAsync(Wire.Admin.Auth())).Status.Should().Be(201);
        Cloud.Requests.Snapshot().Where(request => request.Status == 0).Should().HaveCount(3, "what reached it is known all the same");
    }

    [Fact]
    public async Task The_hosts_live_and_die_meanwhile()
    {
        Cloud.Away();
        Wire.Pass(TimeSpan.FromSeconds(30));
        Cloud.Crash("compute2");
        Cloud.Back();

        ((string?)(await Wire.ServiceAsync("compute1"))["updated_at"]).Should().Be("2026-11-22T13:49:01.000000");
        ((string?)(await Wire.ServiceAsync("compute2"))["updated_at"]).Should().Be("2026-11-22T13:48:41.000000");
    }

    [Fact]
    public async Task Faults_count_again_when_it_is_back()
    {
        Cloud.NovaFault = new(FaultKind.Unavailable);
        Cloud.Away();
        Cloud.Away();
        Cloud.Back();
        Cloud.Back();

        (await Wire.GetAsync("/os-services")).Status.Should().Be(503);
    }
}
