using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace NovaFence.OpenStack.Tests.Scripted;

/// <summary>
/// A Keystone and a Nova behind a real Kestrel that answer as a test says, to reach what the sandbox and a real cloud do only on a bad day. Without a script they
/// are a healthy cloud with one host.
/// </summary>
internal sealed class ScriptedOpenStack : IAsyncDisposable
{
    public const string ServiceId = "fae1dd2f-8390-489a-9753-8710c787980c";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Recorded> _requests = new();
    private int _tokens;

    private ScriptedOpenStack(WebApplication app)
    {
        _app = app;
        OnToken = context => IssueAsync(context);
        OnVersion = context => JsonAsync(context, 200, """{"version":{"id":"v2.1","version":"2.93","min_version":"2.1"}}""");
        OnPut = (context, body) => JsonAsync(context, 200, Service(body.Contains("true", StringComparison.Ordinal)));
        OnList = context => JsonAsync(context, 200, $$"""{"services":[{{Row(forcedDown: false)}}]}""");
        OnShow = context => JsonAsync(context, 406, """{"computeFault":{"code":406,"message":"Version 2.999 is not supported by the API."}}""");
    }

    public Uri Url { get; private set; } = new("http://invalid");

    /// <summary>What the catalog says; null: a compute endpoint at <c>/v2.1</c>.</summary>
    public string? Catalog { get; set; }

    public Func<HttpContext, Task> OnToken { get; set; }

    public Func<HttpContext, Task> OnVersion { get; set; }

    public Func<HttpContext, string, Task> OnPut { get; set; }

    public Func<HttpContext, Task> OnList { get; set; }

    public Func<HttpContext, Task> OnShow { get; set; }

    public Func<HttpContext, Task> OnMigrations { get; set; } = static context => JsonAsync(context, 200, """{"migrations":[]}""");

    public IReadOnlyList<Recorded> Requests => [.. _requests];

    public IReadOnlyList<Recorded> TokenRequests => [.. _requests.Where(static request => request.Path.EndsWith("/auth/tokens", StringComparison.Ordinal))];

    public IReadOnlyList<Recorded> Puts => [.. _requests.Where(static request => request.Method is "PUT")];

    public IReadOnlyList<Recorded> Shows => [.. _requests.Where(static request => request.Path.EndsWith("/os-services", StringComparison.Ordinal))];

    public static async Task<ScriptedOpenStack> StartAsync(Action<ListenOptions>? listen = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, options => listen?.Invoke(options)));
        var server = builder.Build();
        var cloud = new ScriptedOpenStack(server);
        server.Run(cloud.HandleAsync);
        await server.StartAsync();
        cloud.Url = new Uri(server.Urls.Single());
        return cloud;
    }

    public static string Row(bool forcedDown) => $$"""
        {"binary":"nova-compute","host":"compute1","id":"{{ServiceId}}","zone":"nova","status":"enabled",
         "state":"{{(forcedDown ? "down" : "up")}}","updated_at":"2026-11-22T13:48:36.511396","disabled_reason":null,"forced_down":{{(forcedDown ? "true" : "false")}}}
        """;

    public static string Service(bool forcedDown) => $$"""{"service":{{Row(forcedDown)}}}""";

    public static async Task JsonAsync(HttpContext context, int status, string body, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.Headers["x-openstack-request-id"] = "req-1";
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    }

    /// <summary>The connection is gone before a byte of reply.</summary>
    public static Task DieAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Keystone's 201; each token has its own number.</summary>
    public async Task IssueAsync(HttpContext context, string? expiresAt = null, string? issuedAt = null)
    {
        var number = Interlocked.Increment(ref _tokens);
        var now = DateTime.UtcNow;
        context.Response.Headers["X-Subject-Token"] = $"token-{number}";
        var catalog = Catalog ?? $$"""
            [{"type":"compute","name":"nova","endpoints":[
              {"interface":"public","region_id":"RegionOne","region":"RegionOne","url":"{{Url}}v2.1"}]}]
            """;
        await JsonAsync(context, 201, $$$"""
            {"token":{"methods":["password"],"catalog":{{{catalog}}},
             "issued_at":"{{{issuedAt ?? Moment(now)}}}","expires_at":"{{{expiresAt ?? Moment(now.AddHours(1))}}}"}}
            """);
    }

    public static string Moment(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        _requests.Enqueue(new Recorded(
            context.Request.Method,
            path,
            context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body));

        try
        {
            await ((context.Request.Method, path) switch
            {
                ("POST", _) => OnToken(context),
                ("PUT", _) => OnPut(context, body),
                (_, var list) when list.Contains("os-services?", StringComparison.Ordinal) => OnList(context),
                (_, var migrations) when migrations.Contains("os-migrations?", StringComparison.Ordinal) => OnMigrations(context),
                (_, var show) when show.EndsWith("/os-services", StringComparison.Ordinal) => OnShow(context),
                _ => OnVersion(context),
            });
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client gave up, which is what the test wanted.
        }
    }
}
