using System.Text.Json.Nodes;
using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Wire.Sandboxed;

public sealed class PowerTests : SandboxTests
{
    private static readonly DateTimeOffset Began = DateTimeOffset.Parse("2026-11-22T13:48:31Z", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void A_host_has_power_and_reports_from_the_start()
    {
        Wire.Pass(TimeSpan.FromSeconds(25));

        Cloud.FindHost("COMPUTE2").Should().Be(new SandboxHost("compute2", PowerState.On, true, Began.AddSeconds(20)));
        Cloud.FindHost("controller").Should().BeNull("no nova-compute is there");
        Cloud.FindHost("compute9").Should().BeNull();
    }

    [Fact]
    public async Task A_crashed_host_reports_no_more_and_its_last_report_is_twenty_seconds_older()
    {
        Wire.Pass(TimeSpan.FromSeconds(25));

        SandboxHost crashed = Cloud.Crash("compute2");

        crashed.Should().Be(new SandboxHost("compute2", PowerState.Off, false, Began));
        Wire.Pass(TimeSpan.FromSeconds(30));
        Cloud.FindHost("compute2").Should().Be(crashed);
        JsonNode row = await Wire.ServiceAsync("compute2");
        ((string?)row["updated_at"]).Should().Be("2026-11-22T13:48:31.000000");
        ((bool)row["forced_down"]!).Should().BeFalse();
        ((string?)(await Wire.ServiceAsync("compute1"))["updated_at"]).Should().Be("2026-11-22T13:49:21.000000", "the others live on");
    }

    [Fact]
    public async Task Nova_believes_it_service_down_time_after_the_last_report()
    {
        Cloud.Crash("compute2");

        Wire.Pass(TimeSpan.FromSeconds(39));
        (await StateAsync()).Should().Be("up");
        Wire.Pass(TimeSpan.FromSeconds(1));
        (await StateAsync()).Should().Be("down", "the fraction that the database cuts off counts too");
    }

    [Fact]
    public async Task What_a_put_wrote_before_the_crash_is_older_too_and_what_is_written_after_it_is_not()
    {
        await Wire.ForceDownByNameAsync("compute2", down: true);
        await Wire.ForceDownByNameAsync("compute2", down: false);

        Cloud.Crash("compute2");
        (await UpdatedAtAsync()).Should().Be("2026-11-22T13:48:11.000000");

        await Wire.ForceDownByNameAsync("compute2", down: true);
        (await UpdatedAtAsync()).Should().Be("2026-11-22T13:48:31.000000");
    }

    [Fact]
    public void Crashing_it_again_does_nothing()
    {
        SandboxHost crashed = Cloud.Crash("compute2");

        Wire.Pass(TimeSpan.FromSeconds(5));

        Cloud.Crash("compute2").Should().Be(crashed);
    }

    [Fact]
    public async Task A_booted_host_has_power_and_reports_at_once_and_then_as_before()
    {
        Cloud.Crash("compute2");
        Wire.Pass(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(3));

        Cloud.Boot("compute2").Should().Be(new SandboxHost("compute2", PowerState.On, true, Began.AddSeconds(303)));

        (await StateAsync()).Should().Be("up");
        Wire.Pass(TimeSpan.FromSeconds(10));
        (await UpdatedAtAsync()).Should().Be("2026-11-22T13:53:44.000000");
    }

    [Fact]
    public async Task Booting_leaves_a_force_down_as_it_is()
    {
        Cloud.Crash("compute2");
        await Wire.ForceDownByNameAsync("compute2", down: true);

        Cloud.Boot("compute2");
        (await StateAsync()).Should().Be("down");
        Wire.Pass(TimeSpan.FromSeconds(10));

        (await StateAsync()).Should().Be("down");
        (await UpdatedAtAsync()).Should().Be("2026-11-22T13:48:41.000000", "it reports all the same");
        await Wire.ForceDownByNameAsync("compute2", down: false);
        (await StateAsync()).Should().Be("up");
    }

    [Fact]
    public void Booting_a_host_that_runs_does_nothing()
    {
        SandboxHost before = Cloud.FindHost("compute2")!;

        Wire.Pass(TimeSpan.FromSeconds(5));

        Cloud.Boot("compute2").Should().Be(before);
    }

    [Fact]
    public void Booting_a_host_whose_nova_compute_was_stopped_starts_it()
    {
        Cloud.StopCompute("compute2");
        Cloud.FindHost("compute2").Should().Match<SandboxHost>(host => host.Power == PowerState.On && !host.Reporting);
        Wire.Pass(TimeSpan.FromSeconds(30));

        Cloud.Boot("compute2").Should().Be(new SandboxHost("compute2", PowerState.On, true, Began.AddSeconds(30)));
    }

    [Fact]
    public void Nothing_is_started_on_a_host_that_is_off()
    {
        Cloud.Crash("compute2");

        FluentActions.Invoking(() => Cloud.StartCompute("compute2")).Should().Throw<InvalidOperationException>()
            .WithMessage("compute2 is off, and nothing can be started there: boot it.");
    }

    [Fact]
    public async Task Booting_completes_the_evacuations_that_are_done()
    {
        JsonNode server = (await Wire.NovaAsync(HttpMethod.Post, "/servers", "2.74", """{"server":{"name":"vm","host":"compute2"}}""")).Json["server"]!;
        Wire.Pass(TimeSpan.FromSeconds(3));
        Cloud.Crash("compute2");
        await Wire.ForceDownByNameAsync("compute2", down: true);
        (await Wire.NovaAsync(HttpMethod.Post, $"/servers/{(string)server["id"]!}/action", "2.93", """{"evacuate":{}}""")).Status.Should().Be(200);
        Wire.Pass(TimeSpan.FromSeconds(10));
        (await Wire.ForceDownByNameAsync("compute2", down: false)).Status.Should().Be(400);

        Cloud.Boot("compute2");

        (await Wire.ForceDownByNameAsync("compute2", down: false)).Status.Should().Be(200);
    }

    [Fact]
    public void A_host_that_there_is_not_has_no_button()
    {
        Action[] buttons = [() => Cloud.Crash("compute9"), () => Cloud.Boot("compute9"), () => Cloud.Crash("controller")];

        buttons.Should().AllSatisfy(press => press.Should().Throw<ArgumentException>().WithMessage("There is no host *"));
    }

    private async Task<string?> StateAsync() => (string?)(await Wire.ServiceAsync("compute2"))["state"];

    private async Task<string?> UpdatedAtAsync() => (string?)(await Wire.ServiceAsync("compute2"))["updated_at"];
}
