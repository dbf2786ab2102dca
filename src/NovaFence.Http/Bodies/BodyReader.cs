using System.Buffers;
using Microsoft.AspNetCore.Http;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Bodies;

/// <summary>Reads a body of bounded size in bounded time.</summary>
internal sealed class BodyReader(BodyRooms rooms, TimeProvider clock)
{
    private const int FirstBuffer = 16 * 1024;

    /// <summary>Reads the body of somebody whose token was right.</summary>
    public Task<BodyReading> ReadAsync(HttpRequest request, int maxBytes, TimeSpan within) => ReadAsync(request, maxBytes, within, rooms.Verified);

    /// <summary>Reads a body whose signature has still to be checked.</summary>
    public Task<BodyReading> ReadUnverifiedAsync(HttpRequest request, int maxBytes, TimeSpan within) => ReadAsync(request, maxBytes, within, rooms.Unverified);

    /// <summary>
    /// Reads the body. A length the sender announces is believed only when it says that the body is too large; what really arrives is
    /// counted either way, and takes room as it arrives: to announce much costs nothing here.
    /// </summary>
    private async Task<BodyReading> ReadAsync(HttpRequest request, int maxBytes, TimeSpan within, BodyRoom room)
    {
        if (request.ContentLength > maxBytes)
            return TooLarge(maxBytes);

        using var tooSlow = new CancellationTokenSource(within, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(tooSlow.Token, request.HttpContext.RequestAborted);
        var buffer = Rent(Math.Min(FirstBuffer, maxBytes), room);
        if (buffer is null)
            return NoRoom();
        try
        {
            var length = 0;
            while (true)
            {
                if (length == maxBytes)
                {
                    if (await request.Body.ReadAsync(new byte[1], stop.Token) > 0)
                        return TooLarge(maxBytes);
                    break;
                }

                if (length == buffer.Length)
                {
                    if (Rent((int)Math.Min(buffer.Length * 2L, maxBytes), room) is not { } larger)
                        return NoRoom();
                    buffer.CopyTo(larger, 0);
                    Return(buffer, room);
                    buffer = larger;
                }

                var read = await request.Body.ReadAsync(buffer.AsMemory(length, Math.Min(buffer.Length, maxBytes) - length), stop.Token);
                if (read == 0)
                    break;
                length += read;
            }

            var body = new RequestBody(buffer, length, room);
            buffer = null;
            return new BodyReading.Whole(body);
        }
        catch (OperationCanceledException) when (tooSlow.IsCancellationRequested && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return TooSlow(within);
        }
        catch (BadHttpRequestException bad)
        {
            return Unreadable(bad, maxBytes, within);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return new BodyReading.Gone();
        }
        finally
        {
            if (buffer is not null)
                Return(buffer, room);
        }
    }

    /// <summary>A buffer, which may be longer than asked for; null where there is no room for it.</summary>
    private static byte[]? Rent(int length, BodyRoom room)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        if (room.TryTake(buffer.Length))
            return buffer;
        ArrayPool<byte>.Shared.Return(buffer);
        return null;
    }

    private static void Return(byte[] buffer, BodyRoom room)
    {
        ArrayPool<byte>.Shared.Return(buffer);
        room.GiveBack(buffer.Length);
    }

    private static BodyReading.Refused NoRoom() =>
        new(Problem.Unavailable("So many bodies are being received that there is no room for this one; deliver it again."));

    /// <summary>The server's own word about a body: too large for it, too slow for it, or chunks that are none.</summary>
    private static BodyReading.Refused Unreadable(BadHttpRequestException bad, int maxBytes, TimeSpan within) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => TooLarge(maxBytes),
        StatusCodes.Status408RequestTimeout => TooSlow(within),
        _ => new BodyReading.Refused(Problem.Unreadable("The body's framing is broken: neither its announced length nor its chunks add up.")),
    };

    private static BodyReading.Refused TooLarge(int maxBytes) =>
        new(Problem.TooLarge(FormattableString.Invariant($"The body is larger than {maxBytes} bytes.")));

    /// <summary>
    /// 503 and not 408: Alertmanager does not repeat a 408, and PagerDuty counts it as a dropped delivery, so a slow line would lose an
    /// alert.
    /// </summary>
    private static BodyReading.Refused TooSlow(TimeSpan within) =>
        new(Problem.Unavailable(FormattableString.Invariant($"The body did not arrive within {within.TotalSeconds:0.###} s; deliver it again.")));
}
