using System.Globalization;

namespace NovaFence.Server.Tests.Soak;

/// <summary>
/// Further alerts about a host that another one holds down, evenly and many: each fires, is repeated and resolves, so that two of three deliveries are written into
/// the ledger and none of them changes anything in Nova.
/// </summary>
internal sealed class SteadySender(HttpClient client, string host, int alert, TimeSpan pace, AnswerTimes times)
{
    /// <summary>How its deliveries went.</summary>
    public Deliverer Deliverer { get; } = new(client, times);

    public async Task RunAsync(CancellationToken stop)
    {
        // They do not all begin at once.
        await Task.Delay(pace * Random.Shared.NextDouble(), CancellationToken.None);
        using var timer = new PeriodicTimer(pace);
        var id = string.Create(CultureInfo.InvariantCulture, $"{host}{alert:00}");
        var startsAt = "";
        for (var sent = 0; !stop.IsCancellationRequested || sent % 3 != 0; sent++)
        {
            if (sent % 3 == 0)
                startsAt = Deliverer.Now();
            await Deliverer.SendAsync(host, id, startsAt, firing: sent % 3 < 2);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
