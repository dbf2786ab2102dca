using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NovaFence.Sandbox.Compute;
using NovaFence.Sandbox.Identity;
using NovaFence.Sandbox.Power;
using NovaFence.Sandbox.Servers;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox;

/// <summary>
/// A small Keystone and Nova on 127.0.0.1 that answer as the real ones were recorded to answer, and forget everything when they are
/// disposed. To play with, and to test on.
/// </summary>
/// <remarks>Everything may be called from any thread, while requests are under way.</remarks>
public sealed class SandboxCloud : IAsyncDisposable
{
    private readonly SandboxOptions _options;
    private readonly Fleet _fleet;
    private readonly ServerStore _servers;
    private readonly TokenStore _tokens;
    private readonly TokenCache _cache;
    private readonly SkewedClock _keystoneClock;
    private readonly Dispatcher _dispatcher;
    private Listener? _listener;
    private BmcListener? _bmcListener;
    private int _port;
    private volatile bool _away;

    private SandboxCloud(SandboxOptions options)
    {
        if (Microversion.Parse(options.MaxMicroversion) is not { } max || max < Microversion.Min || max > Microversion.Newest)
            throw new ArgumentException($"MaxMicroversion is not between {Microversion.Min} and {Microversion.Newest}.", nameof(options));
        _options = options;
        var directory = new UserDirectory(options);
        _keystoneClock = new(options.TimeProvider);
        _tokens = new(_keystoneClock, options.TokenLifetime);
        _cache = new(options.TimeProvider, Math.Max(1, options.ApiWorkers));
        _fleet = new(options);
        _servers = new(options);
        var identity = new IdentityApi(directory, _tokens, new(options.Region), new(directory, _keystoneClock));
        var validator = new TokenValidator(options, _tokens, _cache, () => KeystoneFault is null or { Kind: FaultKind.None });
        var compute = new ComputeApi(max, validator, new(new(_fleet, _servers), new(_fleet, _servers), new(_servers)));
        _dispatcher = new(this, options, identity, compute, _cache);
        Admin = new(directory.Admin, directory.AdminCredential);
        Demo = new(directory.Demo, directory.DemoCredential);
        Bmcs = options.Bmcs ? [.. options.Hosts.Select((host, index) => new SandboxBmc(host, index + 1))] : [];
        BmcPassword = options.BmcPassword ?? RandomNumberGenerator.GetHexString(24, lowercase: true);
    }

    /// <summary>The port both services listen on.</summary>
    public int Port => _port;

    /// <summary>What goes into <c>OS_AUTH_URL</c>.</summary>
    public Uri AuthUrl => new($"http://127.0.0.1:{_port}{IdentityApi.Prefix}/v3");

    /// <summary>Nova's endpoint, as the catalog tells it.</summary>
    public Uri ComputeUrl => new($"http://127.0.0.1:{_port}/v2.1");

    /// <summary>The region of the endpoints.</summary>
    public string Region => _options.Region;

    /// <summary>How often a nova-compute reports.</summary>
    public TimeSpan ReportInterval => _options.ReportInterval;

    /// <summary>The names of the compute hosts that have a service record.</summary>
    public IReadOnlyList<string> Hosts => _fleet.ComputeHosts;

    /// <summary>Who may force hosts down.</summary>
    public SandboxAccount Admin { get; }

    /// <summary>Who may not: role <c>member</c> in a project of its own.</summary>
    public SandboxAccount Demo { get; }

    /// <summary>True from <see cref="Away"/> to <see cref="Back"/>.</summary>
    public bool IsAway => _away;

    /// <summary>The BMCs, in the order of <see cref="SandboxOptions.Hosts"/>; none without <see cref="SandboxOptions.Bmcs"/>.</summary>
    public IReadOnlyList<SandboxBmc> Bmcs { get; }

    /// <summary>The account of the BMCs that may switch.</summary>
    public string BmcUserName => _options.BmcUserName;

    /// <summary>The account of the BMCs that may only read.</summary>
    public string BmcReaderName => _options.BmcReaderName;

    /// <summary>The password of the BMCs' accounts.</summary>
    public string BmcPassword { get; }

    /// <summary>The BMCs' certificate, in PEM: signed by itself, for 127.0.0.1 and localhost.</summary>
    public string BmcCertificatePem => BmcCertificate.ExportCertificatePem();

    /// <summary>Its SHA-256, in hexadecimal digits.</summary>
    public string BmcCertificateSha256 => BmcCertificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>What reached the sandbox, the BMCs apart.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>What is wrong with every request to Nova; null: nothing.</summary>
    public Fault? NovaFault { get; set; }

    /// <summary>
    /// What is wrong with every request to Keystone; null: nothing. Any fault but <see cref="FaultKind.None"/> also keeps Nova from asking about
    /// tokens it has not seen: those get 503 after <see cref="SandboxOptions.KeystoneDownDelay"/>, the others go on working.
    /// </summary>
    public Fault? KeystoneFault { get; set; }

    /// <summary>
    /// How far Keystone's clock is ahead of <see cref="SandboxOptions.TimeProvider"/>, by which Nova goes; negative: behind. It shows in
    /// <c>issued_at</c> and <c>expires_at</c> of every token from now on. Default: zero.
    /// </summary>
    public TimeSpan KeystoneClockAhead
    {
        get => _keystoneClock.Ahead;
        set => _keystoneClock.Ahead = value;
    }

    /// <summary>
    /// Asked about every request before anything else, while the cloud is not away; its fault, if it returns one, comes before <see cref="NovaFault"/> and
    /// <see cref="KeystoneFault"/>. It may wait for as long as it likes; the token ends when the client gives up.
    /// </summary>
    public Func<SandboxRequest, CancellationToken, ValueTask<Fault?>>? OnRequest { get; set; }

    /// <summary>Starts a sandbox. It is ready when this returns.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    /// <exception cref="ArgumentException">
    /// <see cref="SandboxOptions.MaxMicroversion"/> is not between 2.1 and 2.93, or a host is named twice.
    /// </exception>
    public static async Task<SandboxCloud> StartAsync(SandboxOptions? options = null, CancellationToken cancellation = default)
    {
        var cloud = new SandboxCloud(options ?? new());
        cloud._port = cloud._options.Port;
        await cloud.ConnectAsync(cancellation);
        if (cloud.Bmcs.Count > 0)
            cloud._bmcListener = await BmcListener.StartAsync(cloud, cloud._options, cloud.Bmcs, cancellation);
        return cloud;
    }

    /// <summary>Stops listening, as a machine that is switched off: connections are refused. Nothing is forgotten.</summary>
    public async Task DisconnectAsync()
    {
        if (Interlocked.Exchange(ref _listener, null) is { } listener)
            await listener.DisposeAsync();
    }

    /// <summary>Listens again, on the same port. Does nothing while listening.</summary>
    /// <exception cref="IOException">Somebody has taken the port meanwhile.</exception>
    public async Task ConnectAsync(CancellationToken cancellation = default)
    {
        if (_listener is not null)
            return;
        _listener = await Listener.StartAsync(_port, _options.WebServer, _dispatcher.HandleAsync, cancellation);
        _port = _listener.Port;
    }

    /// <summary>
    /// Neither Keystone nor Nova answers any more: a connection is taken and then dropped, and nothing that is asked is done. What
    /// <see cref="NovaFault"/>, <see cref="KeystoneFault"/> and <see cref="OnRequest"/> say counts again from <see cref="Back"/> on. Requests
    /// that are under way are finished. The hosts live on.
    /// </summary>
    public void Away() => _away = true;

    /// <summary>Ends <see cref="Away"/>.</summary>
    public void Back() => _away = false;

    /// <summary>A compute host by its name, in any case; null when there is none.</summary>
    public SandboxHost? FindHost(string host) => _fleet.FindHost(host);

    /// <summary>
    /// The host dies: its power is off and it reports no more. What Nova has of it is aged by 20 s, the last report as well as the last change
    /// by a PUT, as if it had died that long ago: an alert comes some time after the host's last word, and who asks whether a host still
    /// reports need not be waited for. Nova itself says <c>down</c> when the last report is older than
    /// <see cref="SandboxOptions.ServiceDownTime"/>. Does nothing while it is off.
    /// </summary>
    /// <returns>The host as it is then.</returns>
    /// <exception cref="ArgumentException">There is no such host.</exception>
    public SandboxHost Crash(string host) => _fleet.Crash(host);

    /// <summary>
    /// The host hangs: it reports no more, and its power stays on, for somebody to take it away. What Nova has of it is aged as by <see cref="Crash"/>. Does nothing
    /// while it does not report.
    /// </summary>
    /// <returns>The host as it is then.</returns>
    /// <exception cref="ArgumentException">There is no such host.</exception>
    public SandboxHost Hang(string host) => _fleet.Hang(host);

    /// <summary>
    /// The host is switched on: it reports at once, and the <c>done</c> evacuations from it become <c>completed</c>. A force-down stays until
    /// somebody unsets it. Does nothing while it runs.
    /// </summary>
    /// <returns>The host as it is then.</returns>
    /// <exception cref="ArgumentException">There is no such host.</exception>
    public SandboxHost Boot(string host)
    {
        SandboxHost booted = _fleet.Boot(host, out bool started);
        if (started)
            _servers.Complete(host);
        return booted;
    }

    /// <summary>The host's power is taken away, as its BMC or a hand does it: it reports no more, and nothing is aged. Does nothing while it is off.</summary>
    /// <returns>The host as it is then.</returns>
    /// <exception cref="ArgumentException">There is no such host.</exception>
    public SandboxHost PowerOff(string host) => _fleet.PowerOff(host);

    internal (PowerState State, DateTimeOffset Since)? PowerOf(string host) => _fleet.PowerOf(host);

    /// <summary>The BMC of a host, by its name in any case.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    public SandboxBmc Bmc(string host) =>
        Bmcs.FirstOrDefault(bmc => bmc.Host.Equals(host, StringComparison.OrdinalIgnoreCase)) ?? throw new ArgumentException($"There is no BMC of {host}.", nameof(host));

    /// <summary>As stopping nova-compute on a host that stays on: its reports end, and after <see cref="SandboxOptions.ServiceDownTime"/> Nova says <c>down</c>.</summary>
    /// <exception cref="ArgumentException">There is no such host.</exception>
    public void StopCompute(string host) => _fleet.Stop(host);

    /// <summary>
    /// As starting nova-compute: it reports at once, and the <c>done</c> evacuations from its host become <c>completed</c>. Does nothing
    /// while it runs.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such host.</exception>
    /// <exception cref="InvalidOperationException">The host is off: <see cref="Boot"/> switches it on.</exception>
    public void StartCompute(string host)
    {
        if (_fleet.Start(host))
            _servers.Complete(host);
    }

    /// <summary>As <c>openstack compute service delete</c> with nothing in its way.</summary>
    /// <exception cref="ArgumentException">There is no such host.</exception>
    public void DeleteService(string host)
    {
        if (_fleet.FindCompute(host) is not { } service || !_fleet.Remove(service.Uuid))
            throw new ArgumentException($"There is no host {host}.", nameof(host));
    }

    /// <summary>A new compute host that reports.</summary>
    /// <param name="host">Its name.</param>
    /// <param name="mapped">False: nobody has run <c>discover_hosts</c> yet, and a PUT by name does not find it.</param>
    /// <exception cref="ArgumentException">There is such a host.</exception>
    public void AddHost(string host, bool mapped = true) => _fleet.Add(Fleet.NovaCompute, host, mapped);

    /// <summary>The database of the host's cell does not answer: from 2.69 its row says <c>UNKNOWN</c>, before it is missing.</summary>
    /// <exception cref="ArgumentException">There is no such host.</exception>
    public void SetCellDown(string host, bool down) => _fleet.SetCellDown(host, down);

    /// <summary>Keystone revokes every token. As on a real cloud, Nova goes on taking those it has seen for up to 300 s.</summary>
    public void RevokeTokens() => _tokens.RevokeAll();

    /// <summary>Every token ends now: Nova answers 401 at once.</summary>
    public void ExpireTokens()
    {
        _tokens.RevokeAll();
        _cache.Clear();
    }

    /// <summary>Nova's workers forget which tokens they have seen, as after a restart.</summary>
    public void ForgetTokens() => _cache.Clear();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        if (Interlocked.Exchange(ref _bmcListener, null) is { } listener)
            await listener.DisposeAsync();
    }

    private X509Certificate2 BmcCertificate => _bmcListener?.Certificate ?? throw new InvalidOperationException("There are no BMCs: SandboxOptions.Bmcs.");
}
