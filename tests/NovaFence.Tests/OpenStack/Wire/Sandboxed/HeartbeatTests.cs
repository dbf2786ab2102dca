using System.Text.Json.Nodes;

namespace NovaFence.OpenStack.Tests.Wire.Sandboxed;

public sealed class HeartbeatTests : SandboxTests
{
    [Fact]
    public async Task A_stopped_nova_compute_is_down_after_service_down_time_and_not_before()
    {
        Cloud.StopCompute("compute2");

        Wire.Pass(TimeSpan.FromSeconds(59));
        ((string?)(await Wire.ServiceAsync("compute2"))["state"]).Should().Be("up");
        // The last report was at 13:48:31.123456, of which the database kept whole seconds.
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

    [Fact]
    public async Task A_disable_and_an_enable_advance_it_too_and_are_no_reports()
    {
        string path = "/os-services/" + await Wire.UuidAsync("compute2");
        Cloud.StopCompute("compute2");

        Wire.Pass(TimeSpan.FromSeconds(30));
        await Wire.PutAsync(path, """{"status":"disabled","disabled_reason":"a disk"}""");
        JsonNode disabled = await Wire.ServiceAsync("compute2");
        Wire.Pass(TimeSpan.FromSeconds(10));
        await Wire.PutAsync(path, """{"status":"disabled","disabled_reason":"a disk"}""");
        JsonNode again = await Wire.ServiceAsync("compute2");
        Wire.Pass(TimeSpan.FromSeconds(21));
        await Wire.PutAsync(path, """{"status":"enabled"}""");
        JsonNode enabled = await Wire.ServiceAsync("compute2");

        ((string?)disabled["updated_at"]).Should().Be("2026-11-22T13:49:01.000000");
        ((string?)again["updated_at"]).Should().Be((string?)disabled["updated_at"], "nothing was changed");
        ((string?)enabled["updated_at"]).Should().Be("2026-11-22T13:49:32.000000");
        ((string?)enabled["state"]).Should().Be("down", "nobody has reported for 61 s");
    }

    [Fact]
    public async Task A_host_that_is_forced_down_goes_on_reporting_every_ten_seconds()
    {
        await Wire.ForceDownByNameAsync("compute2", down: true);
        var reports = new List<string?>();

        for (int second = 0; second < 30; second += 5)
        {
            Wire.Pass(TimeSpan.FromSeconds(5));
            JsonNode row = await Wire.ServiceAsync("compute2");
            ((string?)row["state"]).Should().Be("down");
            reports.Add((string?)row["updated_at"]);
        }

        reports.Distinct(StringComparer.Ordinal).Should().Equal(
            "2026-11-22T13:48:31.000000", "2026-11-22T13:48:41.000000", "2026-11-22T13:48:51.000000", "2026-11-22T13:49:01.000000");
    }
}
