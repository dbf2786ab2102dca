using System.Net;

namespace NovaFence.Benchmarks.Arms;

/// <summary>Those who have the page open, each asking every five seconds as its script does, and a Prometheus that scrapes every five seconds.</summary>
internal sealed class Audience : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _client;
    private readonly List<Task> _looking = [];
    private int _answered;

    private Audience(HttpClient client) => _client = client;

    /// <summary>Whether they look now.</summary>
    internal volatile bool Looks;

    /// <summary>How many of their requests were answered.</summary>
    internal int Answered => _answered;

    internal static async Task<Audience> OpenAsync(Uri address, int viewers, CancellationToken cancellationToken)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = true, CookieContainer = new CookieContainer() }) { BaseAddress = address };
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = ProductSettings.PageToken, ["name"] = "audience" });
        using var signedIn = await client.PostAsync("page/sign-in", form, cancellationToken);
        if (!(await signedIn.Content.ReadAsStringAsync(cancellationToken)).Contains("id=\"board\"", StringComparison.Ordinal))
            throw new MeasurementException("Nobody could sign in to the page.");
        var audience = new Audience(client);
        for (var viewer = 0; viewer < viewers; viewer++)
            audience._looking.Add(audience.LookAsync("page/fleet", Every * viewer / viewers));
        audience._looking.Add(audience.LookAsync("metrics", TimeSpan.Zero));
        return audience;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_looking);
        _client.Dispose();
        _end.Dispose();
    }

    private async Task LookAsync(string path, TimeSpan after)
    {
        try
        {
            await Task.Delay(after, _end.Token);
            string? tag = null;
            while (true)
            {
                if (Looks)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, path);
                    if (tag is not null)
                        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
                    using var answer = await _client.SendAsync(request, _end.Token);
                    tag = answer.Headers.ETag?.ToString() ?? tag;
                    if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NotModified))
                        throw new MeasurementException($"{path}: {answer.StatusCode}");
                    Interlocked.Increment(ref _answered);
                }

                await Task.Delay(Every, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }
}
