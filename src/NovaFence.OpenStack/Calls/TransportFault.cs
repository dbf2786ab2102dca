using System.Net.Sockets;
using System.Security.Authentication;

namespace NovaFence.OpenStack.Calls;

/// <summary>What a failed send proves about the request.</summary>
internal static class TransportFault
{
    /// <summary>True when no byte of the request can have arrived: there was no connection to send it on.</summary>
    public static bool NeverLeft(Exception? failure) => failure switch
    {
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError,
        } => true,
        // SocketsHttpHandler's ConnectTimeout; HttpClient's own timeout is off, and ours cancels the token we gave.
        OperationCanceledException { InnerException: TimeoutException } => true,
        _ => false,
    };

    /// <summary>True when the other side closed the connection before its reply began.</summary>
    public static bool DiedBeforeReply(Exception? failure) => failure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.Unknown or HttpRequestError.InvalidResponse,
    } request && Innermost(request) is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }
        or SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted };

    /// <summary>A sentence about it.</summary>
    public static string Describe(Exception? failure, string service, Uri? url)
    {
        var where = $"{service} at {url?.GetLeftPart(UriPartial.Authority)}";
        return failure switch
        {
            OperationCanceledException { InnerException: TimeoutException } => $"{where} did not take the connection in time.",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                $"No TLS with {where}: {ReplyText.Clean(Innermost(failure) is AuthenticationException refusal ? refusal.Message : Innermost(failure).Message)}",
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => $"The name of {where} does not resolve.",
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
                $"No connection to {where}: {ReplyText.Clean(Innermost(failure).Message)}",
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                FormattableString.Invariant($"{where} gave a reply of more than {WholeReplies.MostHere / 1024 / 1024} MiB, for which this process has no memory; give it more, up to 768 MiB for 32."),
            null => $"{where} gave no reply.",
            _ => $"{where} gave no reply: {ReplyText.Clean(Innermost(failure).Message)}",
        };
    }

    private static Exception Innermost(Exception failure) => failure.GetBaseException();
}
