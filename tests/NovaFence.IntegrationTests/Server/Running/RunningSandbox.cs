using System.Net.Http.Headers;

namespace NovaFence.Server.Tests.Running;

/// <summary><c>novafence sandbox</c>, ready.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    private RunningSandbox(Surroundings surroundings, Novafence program, Banner banner)
    {
        Surroundings = surroundings;
        Program = program;
        Banner = banner;
    }

    public Surroundings Surroundings { get; }

    public Novafence Program { get; }

    public Banner Banner { get; }

    public static Task<RunningSandbox> StartAsync(params string[] arguments) => StartInAsync(new Surroundings(), arguments);

    /// <summary>The same among things that the test has put there. They are disposed of with it.</summary>
    public static async Task<RunningSandbox> StartInAsync(Surroundings surroundings, params string[] arguments)
    {
        string[] anyPort = arguments.Contains("--port") ? [] : ["--port", "0"];
        var program = Novafence.Start(surroundings, ["sandbox", .. anyPort, .. arguments]);
        await program.WhenPrintedAsync(Banner.End);
        return new RunningSandbox(surroundings, program, new Banner(program.Output));
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? token) => SendAsync(HttpMethod.Get, path, token);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, Banner["server"] + path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await Program.DisposeAsync();
        Surroundings.Dispose();
    }
}
