using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack;
using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Identity;
using NovaFence.Sandbox;

namespace NovaFence.Benchmarks.Clouds;

/// <summary>The cloud that is measured on, and the hosts of it that may be forced down.</summary>
internal sealed class Target : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly SandboxCloud? _sandbox;

    private Target(IReadOnlyDictionary<string, string?> configuration, SandboxCloud? sandbox)
    {
        Configuration = configuration;
        _sandbox = sandbox;
        var root = new ConfigurationBuilder().AddInMemoryCollection(configuration).Build();
        _services = new ServiceCollection().AddNovaFenceOpenStack(root).BuildServiceProvider();
    }

    /// <summary>What the product needs beside the environment to find this cloud.</summary>
    public IReadOnlyDictionary<string, string?> Configuration { get; }

    /// <summary>The hosts, each not forced down when the benchmark began.</summary>
    public IReadOnlyList<ComputeHost> Hosts { get; private set; } = [];

    public CloudSettings Settings { get; private set; } = null!;

    /// <summary>Tokens for the bare calls, asked for the same way as the product's.</summary>
    public ITokenIssuer Tokens => _services.GetRequiredService<ITokenIssuer>();

    /// <summary>The cloud of the environment: <c>OS_*</c>, <c>OS_CLOUD</c>.</summary>
    /// <exception cref="NoTargetException">There is none, or not one to play with.</exception>
    public static Task<Target> ConfiguredAsync(IReadOnlyCollection<string> hosts, bool any, CancellationToken cancellationToken) =>
        OpenAsync(new Target(new Dictionary<string, string?>(StringComparer.Ordinal), null), hosts, any, cancellationToken);

    /// <summary>A cloud from which is only read.</summary>
    public static Task<Target> ReadingAsync(IReadOnlyDictionary<string, string?> configuration, CancellationToken cancellationToken) =>
        OpenAsync(new Target(configuration, null), [], any: false, cancellationToken);

    /// <summary>The sandbox, with as many hosts as a storm has.</summary>
    /// <param name="novaTakes">How long each request to Nova waits there before it is answered.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public static async Task<Target> SandboxAsync(TimeSpan novaTakes, CancellationToken cancellationToken)
    {
        var names = Enumerable.Range(1, StormFleet.Size).Select(number => FormattableString.Invariant($"compute{number}"));
        var cloud = await SandboxCloud.StartAsync(new SandboxOptions { Hosts = [.. names] }, cancellationToken);
        if (novaTakes > TimeSpan.Zero)
            cloud.NovaFault = new Fault(FaultKind.None, novaTakes);
        var configuration = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["NovaFence:Cloud:AuthUrl"] = cloud.AuthUrl.ToString(),
            ["NovaFence:Cloud:ApplicationCredentialId"] = cloud.Admin.ApplicationCredentialId,
            ["NovaFence:Cloud:ApplicationCredentialSecret"] = cloud.Admin.ApplicationCredentialSecret,
        };
        return await OpenAsync(new Target(configuration, cloud), [], any: false, cancellationToken);
    }

    /// <summary>Leaves the cloud as it was found. Also after a failure or Ctrl+C, and as well as it can.</summary>
    public async Task UnsetAllAsync()
    {
        var cloud = _services.GetRequiredService<ICloud>();
        foreach (var host in Hosts)
        {
            if (await cloud.SetForcedDownAsync(host, forcedDown: false, StatusChange.Keep, CancellationToken.None) is { Status: not ForceDownStatus.Done } left)
                await Console.Error.WriteLineAsync($"{host.Name} may still be forced down: {left.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_sandbox is not null)
            await _sandbox.DisposeAsync();
    }

    private static async Task<Target> OpenAsync(Target target, IReadOnlyCollection<string> hosts, bool any, CancellationToken cancellationToken)
    {
        try
        {
            target.Settings = target._services.GetRequiredService<CloudSettings>();
            if (!target.Settings.IdentityUrl.IsLoopback && !any)
                throw new NoTargetException($"{target.Settings.IdentityUrl} is not on this machine, and the benchmark forces hosts down, again and again. If nothing there matters, say --any-cloud.");
            target.Hosts = await ListAsync(target._services.GetRequiredService<ICloud>(), hosts, cancellationToken);
            return target;
        }
        catch (OptionsValidationException wrong)
        {
            await target.DisposeAsync();
            throw new NoTargetException($"There is no cloud to measure on. Set OS_AUTH_URL, OS_USERNAME, OS_PASSWORD, OS_PROJECT_NAME and the rest (an openrc does), or OS_CLOUD; or run the benchmark with 'sandbox'.\n  {string.Join("\n  ", wrong.Failures)}");
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    private static async Task<IReadOnlyList<ComputeHost>> ListAsync(ICloud cloud, IReadOnlyCollection<string> wanted, CancellationToken cancellationToken)
    {
        if (await cloud.ListComputeServicesAsync(cancellationToken) is not CloudListing.Listed { Services: var services })
            throw new NoTargetException($"Nova could not be asked for its hosts: {(await cloud.ReadinessAsync(cancellationToken)).Why}");
        var free = services.Where(service => service is { ForcedDown: false, Host.ServiceId: not null }).Select(service => service.Host);
        var chosen = free.Where(host => wanted.Count == 0 || wanted.Contains(host.Name)).OrderBy(host => host.Name, StringComparer.Ordinal).ToList();
        return chosen.Count > 0 && chosen.Count >= wanted.Count
            ? chosen
            : throw new NoTargetException("Nova lists none of these hosts, or one of them is forced down already, or has no UUID (microversion 2.53 is needed).");
    }
}
