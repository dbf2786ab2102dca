using Microsoft.AspNetCore.Http;
using NovaFence.Sandbox.Compute;
using NovaFence.Sandbox.Identity;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox;

/// <summary>
/// A small Keystone and Nova on 127.0.0.1 that answer as the real ones were recorded to answer, and forget everything when they are
/// disposed. To play with, and to test on.
/// </summary>
public sealed class SandboxCloud : IAsyncDisposable
{
    private readonly SandboxOptions _options;
    private readonly Fleet _fleet;
    private readonly TokenStore _tokens;
    private readonly IdentityApi _identity;
    private readonly ComputeApi _compute;
    private Listener? _listener;

    private SandboxCloud(SandboxOptions options)
    {
        Microversion max = Microversion.Parse(options.MaxMicroversion)
            ?? throw new ArgumentException("MaxMicroversion is not of the form 2.93.", nameof(options));
        _options = options;
        var directory = new Identity.Directory(options);
        _tokens = new(options.TimeProvider, options.TokenLifetime);
        _identity = new(directory, _tokens, new(options.Region), new(directory, options.TimeProvider));
        _fleet = new(options);
        _compute = new(max, value => _tokens.Find(value), new(new(_fleet, _ => false, _ => null)));
        Admin = new(directory.Admin, directory.AdminCredential);
        Demo = new(directory.Demo, directory.DemoCredential);
    }

    /// <summary>The port both services listen on.</summary>
    public int Port => _listener?.Port ?? 0;

    /// <summary>What goes into <c>OS_AUTH_URL</c>.</summary>
    public Uri AuthUrl => new($"http://127.0.0.1:{Port}{IdentityApi.Prefix}/v3");

    /// <summary>Nova's endpoint, as the catalog tells it.</summary>
    public Uri ComputeUrl => new($"http://127.0.0.1:{Port}/v2.1");

    /// <summary>Who may force hosts down.</summary>
    public SandboxAccount Admin { get; }

    /// <summary>Who may not: role <c>member</c> in a project of its own.</summary>
    public SandboxAccount Demo { get; }

    /// <summary>What reached the sandbox.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Starts a sandbox. It is ready when this returns.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    /// <exception cref="ArgumentException"><see cref="SandboxOptions.MaxMicroversion"/> is not a version, or a host is named twice.</exception>
    public static async Task<SandboxCloud> StartAsync(SandboxOptions? options = null, CancellationToken cancellation = default)
    {
        var cloud = new SandboxCloud(options ?? new());
        cloud._listener = await Listener.StartAsync(cloud._options.Port, cloud.HandleAsync, cancellation);
        return cloud;
    }

    /// <summary>As stopping nova-compute: its reports end, and after <see cref="SandboxOptions.ServiceDownTime"/> Nova says <c>down</c>.</summary>
    public void StopCompute(string host) => _fleet.Stop(host);

    /// <summary>As starting nova-compute: it reports at once.</summary>
    public void StartCompute(string host) => _fleet.Start(host);

    /// <summary>As <c>openstack compute service delete</c>.</summary>
    public void DeleteService(string host)
    {
        if (_fleet.FindCompute(host) is { } service)
            _fleet.Remove(service.Uuid);
    }

    /// <summary>A new compute host that reports.</summary>
    public void AddHost(string host) => _fleet.Add(Fleet.NovaCompute, host);

    /// <summary>Keystone forgets every token.</summary>
    public void RevokeTokens() => _tokens.RevokeAll();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
            await _listener.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        bool keystone = context.Request.Path.StartsWithSegments(IdentityApi.Prefix, StringComparison.Ordinal, out PathString rest);
        ApiRequest request = await Exchange.ReadAsync(context, keystone ? rest.Value ?? "" : context.Request.Path.Value ?? "");
        Reply reply = keystone ? _identity.Handle(request) : _compute.Handle(request);
        Requests.Add(new(
            keystone ? SandboxService.Keystone : SandboxService.Nova,
            request.Method,
            Exchange.RawTarget(context),
            reply.Microversion,
            reply.Status,
            _options.TimeProvider.GetUtcNow()));
        await Exchange.WriteAsync(context, reply);
    }
}
