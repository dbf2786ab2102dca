namespace NovaFence.OpenStack.Calls;

/// <summary>Reads every reply to its end before anybody looks at it.</summary>
/// <remarks>
/// Refit reads the body of an error without the call's cancellation token, so that a server that sends a status and then stalls would hold a call
/// beyond every deadline. Here the body is read under that token, and a body that breaks off counts as no reply, like any other broken connection.
/// </remarks>
internal sealed class WholeReplies(long mostBytes) : DelegatingHandler
{
    /// <summary>Most bytes of a reply where there is memory enough: some 100,000 services.</summary>
    private const long Most = 32 * 1024 * 1024;

    private const long Least = 4 * 1024 * 1024;

    /// <summary>
    /// What a listing is made into, while the one before is still known and another one is being read, takes some twenty times its bytes. Without memory for it
    /// .NET ends the process.
    /// </summary>
    private const long OfMemory = 24;

    /// <summary>Most bytes of a reply that this process has the memory for.</summary>
    public static long MostHere => MostOf(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>Most bytes of a reply for a process with so many bytes of memory.</summary>
    public static long MostOf(long memory) => Math.Clamp(memory / OfMemory, Least, Most);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(mostBytes, cancellationToken);
            // JSON is UTF-8 whatever it says, and a name of that which .NET does not know, such as utf8, would make the reply unreadable.
            if (response.Content.Headers.ContentType is { MediaType: "application/json", CharSet: not null } json)
                json.CharSet = null;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
