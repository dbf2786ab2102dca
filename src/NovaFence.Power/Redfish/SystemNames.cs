using System.Net;

namespace NovaFence.Power.Redfish;

/// <summary>By the system's resolver, some names at a time.</summary>
/// <param name="find">Asks the resolver. Each question holds a thread until it is answered or the resolver gives up, which no token ends (<c>getaddrinfo(3)</c>).</param>
internal sealed class SystemNames(Func<string, Task<IPAddress[]>> find) : IBmcNames, IDisposable
{
    /// <summary>
    /// Names that are asked for at once. While a resolver hangs there may be as many as hosts; these, and those of 20 receivers, leave some of the 64 threads that the
    /// thread pool always has (<c>ThreadPoolMinThreads</c>) to those who deliver.
    /// </summary>
    internal const int Most = 24;

    private readonly SemaphoreSlim _places = new(Most);

    public SystemNames()
        : this(static name => Dns.GetHostAddressesAsync(name))
    {
    }

    public async Task<IPAddress[]> FindAsync(string name, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        return await FindInPlaceAsync(name).WaitAsync(cancellationToken);
    }

    public void Dispose() => _places.Dispose();

    /// <summary>The place is the question's and not the caller's, who may give up long before the resolver does.</summary>
    private async Task<IPAddress[]> FindInPlaceAsync(string name)
    {
        try
        {
            return await find(name);
        }
        finally
        {
            _places.Release();
        }
    }
}
