namespace NovaFence.OpenStack.Calls;

/// <summary>Reads every reply to its end before anybody looks at it.</summary>
/// <remarks>
/// Refit reads the body of an error without the call's cancellation token, so that a server that sends a status and then stalls would hold a call
/// beyond every deadline. Here the body is read under that token, and a body that breaks off counts as no reply, like any other broken connection.
/// </remarks>
internal sealed class WholeReplies : DelegatingHandler
{
    /// <summary>Most bytes of a reply: some 100,000 services.</summary>
    private const long MaxBytes = 32 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
