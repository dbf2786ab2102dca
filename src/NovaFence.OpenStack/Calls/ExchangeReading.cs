using System.Net;
using Refit;

namespace NovaFence.OpenStack.Calls;

/// <summary>Turns Refit's answer into an <see cref="Exchange{T}"/>.</summary>
internal static class ExchangeReading
{
    /// <summary>Nova's and Keystone's id of a request, for their logs.</summary>
    private const string RequestIdHeader = "x-openstack-request-id";

    /// <summary>Awaits the call. Throws only when <paramref name="cancellationToken"/> fires.</summary>
    /// <param name="call">What Refit returned.</param>
    /// <param name="service">Who was called, for a sentence.</param>
    /// <param name="cancellationToken">The token that the call was given.</param>
    public static async Task<Exchange<T>> ReadAsync<T>(this Task<IApiResponse<T>> call, string service, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await call;
        cancellationToken.ThrowIfCancellationRequested();

        if (response.StatusCode is not { } status)
            return Failed<T>(response.Error, service);

        var requestId = ReplyText.Clean(Header(response, RequestIdHeader));
        var text = (response.Error as ApiException)?.Content;
        if (response.IsSuccessStatusCode && (response.Error is not null || response.Content is null))
        {
            return new Exchange<T>
            {
                End = ExchangeEnd.Unreadable,
                Status = status,
                RequestId = requestId,
                Message = $"{service} answered {(int)status} with something else than expected{Page(response)}.",
            };
        }

        return new Exchange<T>
        {
            End = ExchangeEnd.Replied,
            Status = status,
            RequestId = requestId,
            Body = response.IsSuccessStatusCode ? response.Content : null,
            SubjectToken = Header(response, "X-Subject-Token"),
            FaultName = response.IsSuccessStatusCode ? null : ReplyText.FaultName(text),
            Message = response.IsSuccessStatusCode ? null : Said(service, status, text, response),
        };
    }

    private static string Said<T>(string service, HttpStatusCode status, string? text, IApiResponse<T> response)
        where T : class
    {
        var message = ReplyText.Of(text);
        if (message is not null && ReplyText.FaultName(text) is not null)
            return message;
        return message is null
            ? $"{service} answered {(int)status}{Page(response)}."
            : $"{service} answered {(int)status}{Page(response)}: {message}";
    }

    private static string Page<T>(IApiResponse<T> response)
        where T : class =>
        response.ContentHeaders?.ContentType?.MediaType is { } media && !media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            ? $" ({ReplyText.Clean(media)})"
            : "";

    private static Exchange<T> Failed<T>(ApiExceptionBase? error, string service)
        where T : class
    {
        var failure = error?.InnerException;
        return new Exchange<T>
        {
            End = TransportFault.NeverLeft(failure) ? ExchangeEnd.NotSent : ExchangeEnd.NoReply,
            DiedBeforeReply = TransportFault.DiedBeforeReply(failure),
            Message = TransportFault.Describe(failure, service, error?.Uri),
        };
    }

    private static string? Header<T>(IApiResponse<T> response, string name)
        where T : class =>
        response.Headers is { } headers && headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
