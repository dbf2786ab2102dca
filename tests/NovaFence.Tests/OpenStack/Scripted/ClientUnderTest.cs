using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Identity;
using NovaFence.OpenStack.Warmth;

namespace NovaFence.OpenStack.Tests.Scripted;

/// <summary>The client as an application gets it, from <see cref="OpenStackRegistration"/>, without the background service.</summary>
internal sealed class ClientUnderTest : IAsyncDisposable
{
    public static readonly ComputeHost Host = new("compute1", ScriptedOpenStack.ServiceId);

    private readonly ServiceProvider provider;

    private ClientUnderTest(ServiceProvider provider, Logged logged)
    {
        this.provider = provider;
        Logged = logged;
    }

    public Logged Logged { get; }

    public ICloud Cloud => provider.GetRequiredService<ICloud>();

    public IEvacuations Evacuations => provider.GetRequiredService<IEvacuations>();

    public SharedToken Tokens => provider.GetRequiredService<SharedToken>();

    public TokenCare Care => provider.GetRequiredService<TokenCare>();

    public T Get<T>()
        where T : class => provider.GetRequiredService<T>();

    public T HostedService<T>() => provider.GetServices<IHostedService>().OfType<T>().Single();

    /// <summary>A client of <paramref name="url"/> with an application credential, quick retries, and the settings given over that.</summary>
    public static ClientUnderTest Of(
        Uri url,
        IEnumerable<(string Key, string? Value)>? settings = null,
        FakeEnvironment? environment = null,
        TimeProvider? time = null,
        Action<IServiceCollection>? more = null)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["AuthUrl"] = url.AbsoluteUri,
            ["ApplicationCredentialId"] = "credential-id",
            ["ApplicationCredentialSecret"] = "the-secret",
            ["ForceDown:RetryDelay"] = "00:00:00.001",
            ["List:RetryDelay"] = "00:00:00.001",
            ["Token:RetryDelay"] = "00:00:00.001",
            ["Discovery:RetryDelay"] = "00:00:00.001",
        };
        foreach (var (key, value) in settings ?? [])
            values[key] = value;

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(static pair => KeyValuePair.Create($"NovaFence:Cloud:{pair.Key}", pair.Value)))
            .Build();
        var logged = new Logged();
        var services = new ServiceCollection();
        services.AddSingleton<IUserEnvironment>(environment ?? new FakeEnvironment());
        if (time is not null)
            services.AddSingleton(time);
        services.AddNovaFenceOpenStack(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logged));
        more?.Invoke(services);
        return new ClientUnderTest(services.BuildServiceProvider(), logged);
    }

    public ValueTask DisposeAsync() => provider.DisposeAsync();
}
