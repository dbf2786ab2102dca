using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Soak;

/// <summary>An Alertmanager at 127.0.0.1 that repeats each delivery until it is taken.</summary>
internal sealed class Deliverer(HttpClient client, AnswerTimes times)
{
    /// <summary>For so long a flush is repeated.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromMilliseconds(250);

    public int Taken { get; private set; }

    public int Held { get; private set; }

    public int Repeated { get; private set; }

    /// <summary>What should not have been: an answer that refuses, or none in time.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>A time as Alertmanager writes it.</summary>
    public static string Now() => $"{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}";

    /// <summary>Sends an event of an alert that names a host. The verdict; null where it was not taken.</summary>
    public async Task<string?> SendAsync(string host, string alert, string startsAt, bool firing)
    {
        var body = $$"""
            {"version":"4","status":"{{(firing ? "firing" : "resolved")}}","alerts":[{"status":"{{(firing ? "firing" : "resolved")}}","labels":{"alertname":"HostDown","host":"{{host}}"},"annotations":{},
            "startsAt":"{{startsAt}}","endsAt":"{{(firing ? "0001-01-01T00:00:00Z" : Now())}}","fingerprint":"{{alert.PadLeft(16, '0')}}"}]}
            """;
        using var delivery = times.Begin();
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager") { Content = new StringContent(body, null, "application/json") };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.Token);
                using var answer = await client.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.IsSuccessStatusCode)
                {
                    delivery.Taken();
                    var verdict = JsonNode.Parse(text)!["outcomes"]![0]!["verdict"]!.GetValue<string>();
                    Taken++;
                    Held += verdict == "held" ? 1 : 0;
                    return verdict;
                }

                if ((int)answer.StatusCode < 500)
                    Wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{host} was refused with {(int)answer.StatusCode}: {text}"));
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
            {
                // The server is just dead.
            }

            Repeated++;
            if (delivery.Elapsed > Window)
            {
                Wrong.Add($"{host} was not taken within its window");
                return null;
            }

            await Task.Delay(BeforeRepeat);
        }
    }
}
