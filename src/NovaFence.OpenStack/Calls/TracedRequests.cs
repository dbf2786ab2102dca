using System.Diagnostics;

namespace NovaFence.OpenStack.Calls;

/// <summary>Gives each request to Nova the id of the trace that it belongs to, and times it.</summary>
/// <remarks>
/// Nova writes this id into its log beside its own as the global request id, where it is <c>req-</c> and a UUID
/// (https://github.com/openstack/oslo.middleware/blob/5.1.1/oslo_middleware/request_id.py#L26), and hands it on to the services that it asks itself.
/// </remarks>
internal sealed class TracedRequests(NovaMetrics metrics, TimeProvider time) : DelegatingHandler
{
    internal const string Header = "X-Openstack-Request-Id";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation(Header, $"req-{TraceAsUuid()}");
        var started = time.GetTimestamp();
        HttpResponseMessage? response = null;
        try
        {
            return response = await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            metrics.Asked(OperationOf(request), response?.StatusCode, time.GetElapsedTime(started));
        }
    }

    /// <summary>A trace id is as long as a UUID. What belongs to no trace, such as keeping a token warm, gets an id of its own.</summary>
    private static Guid TraceAsUuid() => Guid.ParseExact(
        (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId : ActivityTraceId.CreateRandom()).ToHexString(), "N");

    /// <summary>What is asked, in few words.</summary>
    internal static string OperationOf(HttpRequestMessage request)
    {
        var (path, query) = (request.RequestUri?.AbsolutePath ?? "", request.RequestUri?.Query ?? "");
        if (request.Method == HttpMethod.Put)
            return "force-down";
        if (path.EndsWith("/os-migrations", StringComparison.Ordinal))
            return "evacuations";
        if (!path.EndsWith("/os-services", StringComparison.Ordinal))
            return "versions";
        return query.Length > 0 ? "list" : "show-token";
    }
}
