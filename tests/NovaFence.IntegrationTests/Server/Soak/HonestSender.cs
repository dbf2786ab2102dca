using System.Text.Json.Nodes;
using NovaFence.Sandbox;

namespace NovaFence.Server.Tests.Soak;

/// <summary>A host that goes down and comes up again, and what is delivered about it.</summary>
internal sealed class HonestSender(SandboxCloud cloud, HttpClient client, string host, TimeSpan pause, AnswerTimes times)
{
    public string Host => host;

    /// <summary>How its deliveries went.</summary>
    public Deliverer Deliverer { get; } = new(client, times);

    /// <summary>Whether the newest event that was taken forces it down.</summary>
    public bool? IsDown { get; private set; }

    /// <summary>How often an operator had to unset it: while Nova was away nobody saw that it was free before it was forced down.</summary>
    public int UnsetByOperator { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        // With a crash at the end or without one: both have to be seen.
        while (!stop.IsCancellationRequested)
        {
            cloud.Crash(host);
            var startsAt = Deliverer.Now();
            await SendAsync(startsAt, firing: true);
            await Task.Delay(pause, CancellationToken.None);
            if (stop.IsCancellationRequested && host.EndsWith('1'))
                return;
            cloud.Boot(host);
            await SendAsync(startsAt, firing: false);
            await Task.Delay(pause, CancellationToken.None);
            await UnsetAsync();
        }
    }

    /// <summary>As an operator, where the alert has ended and only an operator may unset the host. What cannot be done now is left for the next time.</summary>
    public async Task UnsetAsync()
    {
        try
        {
            var stands = JsonNode.Parse(await client.GetStringAsync($"/api/hosts/{host}"))!;
            if (stands["state"]!.GetValue<string>() != "down" || stands["reason"]?.GetValue<string>().StartsWith("awaiting operator", StringComparison.Ordinal) != true)
                return;
            using var word = new StringContent("""{"forced_down":false,"reason":"it is up, as seen in the rack"}""", null, "application/json");
            using var answer = await client.PutAsync($"/api/hosts/{host}/force-down", word);
            // Where Nova is away again it says why not, and the operator has to say it again.
            if (answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains("\"unset\"", StringComparison.Ordinal))
                UnsetByOperator++;
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
        {
            // The server is just dead, or the ledger away.
        }
    }

    private async Task SendAsync(string startsAt, bool firing)
    {
        // What is ignored is the same as before, such as what a killed server had recorded; whether what is held will be let through is not known here.
        if (await Deliverer.SendAsync(host, host, startsAt, firing) is { } verdict)
            IsDown = verdict == "held" ? null : firing;
    }
}
