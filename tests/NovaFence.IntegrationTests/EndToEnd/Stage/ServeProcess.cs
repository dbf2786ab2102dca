using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using NovaFence.EndToEnd.Tests.Read;
using NovaFence.EndToEnd.Tests.Sent;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary><c>novafence serve</c> of some build, in a process of its own: what two versions of one assembly need.</summary>
internal sealed partial class ServeProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _said = new();
    private readonly Process _process;
    private readonly HttpClient _client = new() { Timeout = Patience.Long };

    private ServeProcess(Process process) => _process = process;

    /// <summary>What it wrote to both its outputs.</summary>
    public IReadOnlyList<string> Said => [.. _said];

    /// <summary>Starts it, and returns when it listens.</summary>
    /// <param name="assembly">Its <c>novafence.dll</c>.</param>
    /// <param name="config">Its configuration.</param>
    public static async Task<ServeProcess> StartAsync(string assembly, string config)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, "serve", "--port", "0", "--config", config])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // No file of configuration lies there.
            WorkingDirectory = Path.GetDirectoryName(config)!,
        };
        var serve = new ServeProcess(Process.Start(start)!);
        serve.Listen();
        try
        {
            await Until.Async(() => Task.FromResult(serve.IsListening()));
        }
        catch
        {
            await serve.DisposeAsync();
            throw;
        }

        return serve;
    }

    public Task<Reply> Deliver(Alert alert) => SendAsync(HttpMethod.Post, "/api/webhooks/alertmanager", Delivery.Of(alert), SceneSettings.AlertmanagerToken);

    public async Task<IReadOnlyList<HostRow>> Hosts()
    {
        var reply = await SendAsync(HttpMethod.Get, "/api/hosts", null, SceneSettings.ReaderToken);
        reply.Status.Should().Be(200, reply.Body);
        return reply.As(ReadJson.Default.HostsBody).Hosts;
    }

    /// <summary>An audit, which reads every row there is.</summary>
    public Task<Reply> Audit() => SendAsync(HttpMethod.Post, "/api/audit", null, SceneSettings.OperatorToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<Reply> SendAsync(HttpMethod method, string path, string? body, string token)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Instance.Json(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _client.SendAsync(request);
        return await Reply.OfAsync(response);
    }

    private void Listen()
    {
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
            _said.Enqueue(line.Data);
    }

    private bool IsListening()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"serve ended with {_process.ExitCode}: {string.Join('\n', _said)}");
        if (_client.BaseAddress is null && _said.Select(line => ListeningLine().Match(line)).FirstOrDefault(match => match.Success) is { } listening)
            _client.BaseAddress = new Uri(listening.Groups["url"].Value);
        return _client.BaseAddress is not null;
    }

    [GeneratedRegex("^novafence listens on (?<url>[^ ]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningLine();
}
