using System.Net.Sockets;
using System.Text.Json;
using Azure;
using Azure.Data.Tables.Models;
using Azure.Identity;

namespace NovaFence.Ledger.Tables;

/// <summary>What the SDK's exceptions mean. Its own messages are not repeated: they may quote requests.</summary>
internal static class TableFault
{
    /// <summary>Whether the store says that a row is not as expected.</summary>
    /// <remarks>
    /// 412 for another version, 409 for a row that is there already, 404 for one that is gone; but 404 and 409 also speak of the table, and what has no code is
    /// the page of something before the store.
    /// </remarks>
    public static bool IsConflict(RequestFailedException fault) =>
        fault.Status is 404 or 409 or 412 && !string.IsNullOrEmpty(fault.ErrorCode) && !IsOfTable(fault.ErrorCode);

    /// <summary>Whether a 404 is the store's word that it has no such row. The SDK takes every one for that: a table that is missing, and a proxy's page.</summary>
    public static bool IsMissingRow(string? code) => code == TableErrorCode.ResourceNotFound || code == TableErrorCode.EntityNotFound;

    public static bool IsOfTable(string? code) =>
        code == TableErrorCode.TableNotFound || code == TableErrorCode.TableBeingDeleted || code == TableErrorCode.TableAlreadyExists;

    /// <summary>The sentence; null for a defect, which must be seen.</summary>
    public static string? Explain(Exception fault, string store) => fault switch
    {
        RequestFailedException { Status: 0 } or HttpRequestException or SocketException or IOException =>
            $"{store} could not be reached{Reason(fault)}.",
        RequestFailedException { ErrorCode: var code } when code == TableErrorCode.TableNotFound => MissingTable(store),
        RequestFailedException { Status: 401 or 403 } refused => $"{store} refuses these credentials ({Answer(refused)}).",
        RequestFailedException failed => $"{store} failed ({Answer(failed)}).",
        AuthenticationFailedException => $"{store} cannot be asked: the identity gave no token.",
        OperationCanceledException => $"{store} did not answer in time.",
        // The SDK's way to say that all tries failed: the last one it can say something of speaks for all.
        AggregateException { InnerExceptions: var tries } =>
            tries.Reverse().Select(last => Explain(last, store)).FirstOrDefault(why => why is not null),
        JsonException or InvalidDataException => $"{store} answers with something that is not a table's: is there a proxy in between?",
        FormatException damaged => $"{store} holds something else: {damaged.Message}",
        _ => null,
    };

    public static string MissingTable(string store) => $"{store} has no such table; it is made at start.";

    /// <summary>A word of the platform's own, such as ConnectionRefused, HostNotFound or SecureConnectionError.</summary>
    private static string Reason(Exception? fault) => fault switch
    {
        SocketException socket => $" ({socket.SocketErrorCode})",
        HttpRequestException { InnerException: not SocketException } http => $" ({http.HttpRequestError})",
        null => "",
        _ => Reason(fault.InnerException),
    };

    private static string Answer(RequestFailedException fault) =>
        FormattableString.Invariant($"{fault.Status}{(string.IsNullOrEmpty(fault.ErrorCode) ? "" : " ")}{fault.ErrorCode}");
}
