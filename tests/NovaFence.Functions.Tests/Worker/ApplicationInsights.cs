using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>
/// The ingestion of an Application Insights without local authentication, by HTTPS on this machine, and App Service's endpoint of the one managed identity that
/// may send there (https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference).
/// </summary>
internal sealed class ApplicationInsights : IAsyncDisposable
{
    private const string ClientId = "0f6a1a53-4f0e-4e0f-9d0c-5a2f1e6b7c11";
    private const string InstrumentationKey = "6b1d6a86-2b0e-4c5b-9a3f-2f5f0c1d7e22";
    private const string Audience = "https://monitor.azure.com/";

    private readonly string _header = Guid.NewGuid().ToString("N");
    private readonly string _token = Guid.NewGuid().ToString("N");
    private readonly DirectoryInfo _trusted = Directory.CreateTempSubdirectory("novafence-insights-");
    private readonly X509Certificate2 _certificate = Certificate();
    private readonly ConcurrentQueue<string> _bodies = new();
    private readonly ConcurrentQueue<JsonNode> _envelopes = new();
    private readonly ConcurrentQueue<string> _refused = new();
    private readonly WebApplication _app;
    private int _tokens;

    private ApplicationInsights()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate));
        });
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/msi/token", (RequestDelegate)TokenAsync);
        _app.MapFallback((RequestDelegate)TakeAsync);
    }

    /// <summary>The app settings as <c>infra/</c> makes them, and what App Service adds.</summary>
    public IReadOnlyDictionary<string, string> Variables
    {
        get
        {
            var ingestion = _app.Urls.Single(static url => url.StartsWith("https:", StringComparison.Ordinal));
            return new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={InstrumentationKey};IngestionEndpoint={ingestion}/;LiveEndpoint={ingestion}/",
                ["AZURE_CLIENT_ID"] = ClientId,
                ["IDENTITY_ENDPOINT"] = _app.Urls.Single(static url => url.StartsWith("http:", StringComparison.Ordinal)) + "/msi/token",
                ["IDENTITY_HEADER"] = _header,
                // Where OpenSSL looks for roots.
                ["SSL_CERT_FILE"] = Path.Combine(_trusted.FullName, "root.pem"),
                // What the exporter tells Microsoft of itself.
                ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
                ["APPLICATIONINSIGHTS_SDKSTATS_DISABLED"] = "true",
            };
        }
    }

    /// <summary>The requests that were refused, or that are none of ours.</summary>
    public IReadOnlyList<string> Refused => [.. _refused];

    /// <summary>How often the identity was asked for a token.</summary>
    public int Tokens => Volatile.Read(ref _tokens);

    public static async Task<ApplicationInsights> StartAsync(CancellationToken cancellationToken)
    {
        var insights = new ApplicationInsights();
        await File.WriteAllTextAsync(Path.Combine(insights._trusted.FullName, "root.pem"), insights._certificate.ExportCertificatePem(), cancellationToken);
        await insights._app.StartAsync(cancellationToken);
        return insights;
    }

    /// <summary>The identity's secrets: what it is asked with, and its token.</summary>
    public IReadOnlyList<string> Secrets => [_header, _token];

    /// <summary>The name of each span of a trace.</summary>
    public IReadOnlyList<string?> Spans(string trace) =>
        [.. from envelope in _envelopes where Is(envelope, "RequestData", "RemoteDependencyData") && Trace(envelope) == trace select (string?)Data(envelope)["name"]];

    /// <summary>What was sent of a metric: its values, and in <c>properties</c> its dimensions.</summary>
    public IReadOnlyList<JsonNode> Metric(string name) =>
        [.. from envelope in _envelopes where Is(envelope, "MetricData") && (string?)Data(envelope)["metrics"]![0]!["name"] == name select Data(envelope)];

    /// <summary>The lines of the log of a category and an event.</summary>
    public IReadOnlyList<JsonNode> Log(string category, string id) =>
        [.. from envelope in _envelopes
            where Is(envelope, "MessageData")
            let properties = Data(envelope)["properties"]
            where (string?)properties?["CategoryName"] == category && (string?)properties["EventId"] == id
            select envelope];

    /// <summary>Whether a word is in any request.</summary>
    public bool Knows(string word) => _bodies.Any(body => body.Contains(word, StringComparison.Ordinal));

    /// <summary>The trace that an envelope belongs to.</summary>
    public static string? Trace(JsonNode envelope) => (string?)envelope["tags"]!["ai.operation.id"];

    /// <summary>What an envelope is about.</summary>
    public static JsonNode Data(JsonNode envelope) => envelope["data"]!["baseData"]!;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
        _trusted.Delete(recursive: true);
    }

    private async Task TokenAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (context.Request.Headers["X-IDENTITY-HEADER"] != _header || query["resource"] != Audience || query["client_id"] != ClientId)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        Interlocked.Increment(ref _tokens);
        await context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["access_token"] = _token,
            ["client_id"] = ClientId,
            ["expires_on"] = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["resource"] = Audience,
            ["token_type"] = "Bearer",
        });
    }

    private async Task TakeAsync(HttpContext context)
    {
        var request = context.Request;
        var body = await ReadAsync(request);
        _bodies.Enqueue($"{request.Path}{request.QueryString}\n{body}");
        if (!request.IsHttps || request.Headers.Authorization != $"Bearer {_token}")
            await RefuseAsync(context, StatusCodes.Status401Unauthorized);
        else if (request.Path.StartsWithSegments("/QuickPulseService.svc", StringComparison.Ordinal))
            context.Response.Headers["x-ms-qps-subscribed"] = "false";
        else if (request.Path != "/v2.1/track")
            await RefuseAsync(context, StatusCodes.Status404NotFound);
        else
            await AcceptAsync(context, body);
    }

    private async Task AcceptAsync(HttpContext context, string body)
    {
        var envelopes = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!).ToList();
        foreach (var envelope in envelopes)
            _envelopes.Enqueue(envelope);
        await context.Response.WriteAsJsonAsync(new JsonObject { ["itemsReceived"] = envelopes.Count, ["itemsAccepted"] = envelopes.Count, ["errors"] = new JsonArray() });
    }

    private Task RefuseAsync(HttpContext context, int status)
    {
        _refused.Enqueue($"{context.Request.Method} {context.Request.Path}: {status}");
        context.Response.StatusCode = status;
        return context.Response.CompleteAsync();
    }

    private static async Task<string> ReadAsync(HttpRequest request)
    {
        await using var plain = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        using var reader = new StreamReader(plain);
        return await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
    }

    private static bool Is(JsonNode envelope, params ReadOnlySpan<string?> types) => types.Contains((string?)envelope["data"]!["baseType"]);

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Application Insights", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
