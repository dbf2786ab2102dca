using System.Diagnostics;
using System.Net.Http.Headers;
using NovaFence.EndToEnd.Tests.Read;
using NovaFence.EndToEnd.Tests.Sent;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary><c>novafence serve</c> of some build, in a process of its own: what two versions of one assembly need.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private const string Listens = "novafence listens on ";

    private readonly RunningProgram _program;
    private readonly HttpClient _client;

    private ServeProcess(RunningProgram program, Uri address)
    {
        _program = program;
        _client = new HttpClient { BaseAddress = address, Timeout = Patience.Bound };
    }

    /// <summary>What it wrote to both its outputs.</summary>
    public IReadOnlyList<string> Said => [.. _program.OutputLines, .. _program.ErrorLines];

    /// <summary>Starts it, and returns when it listens.</summary>
    /// <param name="assembly">Its <c>novafence.dll</c>.</param>
    /// <param name="config">Its configuration.</param>
    public static async Task<ServeProcess> StartAsync(string assembly, string config)
    {
        // No file of configuration lies where it runs.
        var program = new RunningProgram(new ProcessStartInfo("dotnet", [assembly, "serve", "--port", "0", "--config", config]) { WorkingDirectory = Path.GetDirectoryName(config)! });
        try
        {
            var listens = await program.LineAsync(line => line.StartsWith(Listens, StringComparison.Ordinal), "where it listens");
            return new ServeProcess(program, new Uri(listens[Listens.Length..].Split(' ')[0]));
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
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

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _program.DisposeAsync();
    }

    private async Task<Reply> SendAsync(HttpMethod method, string path, string? body, string token)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Instance.Json(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _client.SendAsync(request);
        return await Reply.OfAsync(response);
    }
}
