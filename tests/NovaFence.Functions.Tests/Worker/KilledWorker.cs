using System.Net;
using NovaFence.Functions.Tests.Settings;
using NovaFence.Sandbox;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>A worker that is killed in the middle of a delivery. What it recorded is finished by the next one, once its lease on the host has ended.</summary>
internal static class KilledWorker
{
    /// <summary>The shortest lease there may be.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["NovaFence__Fencing__Lease"] = "00:00:10",
        ["NovaFence__Fencing__PutDeadline"] = "00:00:05",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static bool IsPut(SandboxRequest request) => request is { Service: SandboxService.Nova, Method: "PUT" };

    /// <summary>An alert, a worker that is killed at that moment, a sender that learns of it, and another worker on a Nova that answers again.</summary>
    public static async Task KillInDeliveryAsync(this Stage stage, Task moment)
    {
        stage.Cloud.Crash("compute1");
        var delivery = stage.Callers.AlertAsync("firing", LocalSettings.AlertmanagerToken);
        await moment.WaitAsync(Patience.Bound, Token);
        await stage.Host.Worker.KillAsync();
        using var failed = await delivery;
        failed.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await failed.Content.ReadAsStringAsync(Token)).Should().BeEmpty();

        stage.Cloud.OnRequest = null;
        await stage.Host.StartWorkerAsync(Token);
    }

    /// <summary>Nova and the record agree, after so many PUTs at most that Nova carried out.</summary>
    public static async Task EndsDownAsync(this Stage stage, int puts)
    {
        (await stage.IsForcedDownAsync("compute1")).Should().BeTrue();
        (await stage.Callers.StateAsync()).Should().Be("down");
        var changes = stage.Cloud.Requests.ServicePuts.Where(static put => put.Host is not null).ToList();
        changes.Should().NotBeEmpty().And.OnlyContain(static put => put.Host == "compute1" && put.ForcedDown == true);
        changes.Should().HaveCountLessThanOrEqualTo(puts);
    }
}
