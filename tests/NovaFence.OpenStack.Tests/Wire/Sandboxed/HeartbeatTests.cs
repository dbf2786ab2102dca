using System.Text.Json.Nodes;

namespace NovaFence.OpenStack.Tests.Wire.Sandboxed;

public sealed class HeartbeatTests : SandboxTests
{
    [Fact]
    public async Task A_stopped_nova_compute_is_down_after_service_down_time_and_not_before()
    {
        Cloud.StopCompute("compute2");

        Wire.Pass(TimeSpan.FromSeconds(60));
        ((string?)(await Wire.ServiceAsync("compute2"))["state"]).Should().Be("up");
        Wire.Pass(TimeSpan.FromSeconds(1));

        JsonNode row = await Wire.ServiceAsync("compute2");
        ((string?)row["state"]).Should().Be("down");
        ((bool)row["forced_down"]!).Should().BeFalse();
        ((string?)(await Wire.ServiceAsync("compute1"))["state"]).Should().Be("up");
    }

    [Fact]
    public async Task A_started_one_is_up_at_once()
    {
        Cloud.StopCompute("compute2");
        Wire.Pass(TimeSpan.FromMinutes(5));

        Cloud.StartCompute("compute2");

        ((string?)(await Wire.ServiceAsync("compute2"))["state"]).Should().Be("up");
    }

    [Fact]
    public async Task Reports_advance_updated_at_every_ten_seconds()
    {
        string? first = (string?)(await Wire.ServiceAsync("compute2"))["updated_at"];
        Wire.Pass(TimeSpan.FromSeconds(9));
        string? meanwhile = (string?)(await Wire.ServiceAsync("compute2"))["updated_at"];
        Wire.Pass(TimeSpan.FromSeconds(1));
        string? next = (string?)(await Wire.ServiceAsync("compute2"))["updated_at"];

        first.Should().Be("2026-11-22T13:48:31.000000");
        meanwhile.Should().Be(first);
        next.Should().Be("2026-11-22T13:48:41.000000");
    }

    [Fact]
    public async Task A_put_advances_it_too_and_is_not_a_report()
    {
        Cloud.StopCompute("compute2");
        Wire.Pass(TimeSpan.FromSeconds(30));
        await Wire.ForceDownByNameAsync("compute2", down: true);
        await Wire.ForceDownByNameAsync("compute2", down: false);

        JsonNode written = await Wire.ServiceAsync("compute2");
        Wire.Pass(TimeSpan.FromSeconds(31));

        ((string?)written["updated_at"]).Should().Be("2026-11-22T13:49:01.000000");
        ((string?)written["state"]).Should().Be("up");
        ((string?)(await Wire.ServiceAsync("compute2"))["state"]).Should().Be("down");
    }
}
