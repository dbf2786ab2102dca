using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NovaFence.Sandbox;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Soak;

/// <summary>An Alertmanager at 127.0.0.1, for one host: it sends what happens and repeats it until it is taken.</summary>
internal sealed class HonestSender(SandboxCloud cloud, HttpClient client, string host, TimeSpan pause, AnswerTimes times)
{
    /// <summary>For so long a flush is repeated.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromMilliseconds(250);

    private string _startsAt = "";

    public string Host => host;

    /// <summary>Whether the newest event that was taken forces it down.</summary>
    public bool? IsDown { get; private set; }

    public int Taken { get; private set; }

    public int Held { get; private set; }

    public int Repeated { get; private set; }

    /// <summary>How often an operator had to unset it: while Nova was away nobody saw that it was free before it was forced down.</summary>
    public int UnsetByOperator { get; private set; }

    /// <summary>What should not have been: an answer that refuses, or none in time.</summary>
    public List<string> Wrong { get; } = [];

    public async Task RunAsync(CancellationToken stop)
    {
        // With a crash at the end or without one: both have to be seen.
        for (var rounds = 0; !stop.IsCancellationRequested; rounds++)
        {
            cloud.Crash(host);
            _startsAt = Now();
            await SendAsync(firing: true);
            await Task.Delay(pause, CancellationToken.None);
            if (stop.IsCancellationRequested && host.EndsWith('1'))
                return;
            cloud.Boot(host);
            await SendAsync(firing: false);
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

    private static string Now() => $"{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}";

    private async Task SendAsync(bool firing)
    {
        var body = $$"""
            {"version":"4","status":"{{(firing ? "firing" : "resolved")}}","alerts":[{"status":"{{(firing ? "firing" : "resolved")}}","labels":{"alertname":"HostDown","host":"{{host}}"},"annotations":{},
            "startsAt":"{{_startsAt}}","endsAt":"{{(firing ? "0001-01-01T00:00:00Z" : Now())}}","fingerprint":"{{host.PadLeft(16, '0')}}"}]}
            """;
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager") { Content = new StringContent(body, null, "application/json") };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.Token);
                using var answer = await times.MeasureAsync(() => client.SendAsync(request));
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.IsSuccessStatusCode)
                {
                    Take(JsonNode.Parse(text)!["outcomes"]![0]!, firing);
                    return;
                }

                if ((int)answer.StatusCode < 500)
                    Wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{host} was refused with {(int)answer.StatusCode}: {text}"));
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
            {
                // The server is just dead.
            }

            Repeated++;
            if (Stopwatch.GetElapsedTime(began) > Window)
            {
                Wrong.Add($"{host} was not taken within its window");
                return;
            }

            await Task.Delay(BeforeRepeat);
        }
    }

    private void Take(JsonNode outcome, bool firing)
    {
        Taken++;
        switch (outcome["verdict"]!.GetValue<string>())
        {
            case "held":
                Held++;
                // Whether it will be let through is not known here.
                IsDown = null;
                break;
            case "ignored":
                // The same as before, such as what a killed server had recorded.
                IsDown = firing;
                break;
            default:
                IsDown = firing;
                break;
        }
    }
}
