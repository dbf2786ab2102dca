using System.Buffers;
using System.IO.Pipelines;
using System.Numerics;
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

        // The pipe's own word, and no token: where a token ends a read, Kestrel cannot pass over the rest of the body, and logs that as a fault.
        var arriving = request.BodyReader;
        using var tooSlow = new CancellationTokenSource(within, clock);
        await using var wakes = tooSlow.Token.Register(static reader => ((PipeReader)reader!).CancelPendingRead(), arriving);
        using var body = room.Begin(arriving);
        var buffer = await RentAsync(body, Math.Min(FirstBuffer, maxBytes), room, tooSlow.Token);
        if (buffer is null)
            return NoRoom();
        try
        {
            var length = 0;
            while (true)
            {
                var read = await arriving.ReadAsync(request.HttpContext.RequestAborted);
                var arrived = read.Buffer.Length;
                if (read.IsCanceled || arrived > maxBytes - length)
                {
                    arriving.AdvanceTo(read.Buffer.Start);
                    return !read.IsCanceled ? TooLarge(maxBytes) : body.IsPutOut ? NoRoom() : TooSlow(within);
                }

                var needed = length + (int)arrived;
                if (needed > buffer.Length)
                {
                    if (await RentAsync(body, Math.Max(needed, (int)Math.Min(buffer.Length * 2L, maxBytes)), room, tooSlow.Token) is not { } larger)
                    {
                        arriving.AdvanceTo(read.Buffer.Start);
                        return NoRoom();
                    }

                    buffer.AsSpan(0, length).CopyTo(larger);
                    Return(buffer, room);
                    buffer = larger;
                }

                read.Buffer.CopyTo(buffer.AsSpan(length));
                length = needed;
                arriving.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    break;
            }

            var whole = new RequestBody(buffer, length, room);
            buffer = null;
            return new BodyReading.Whole(whole);
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

    /// <summary>A buffer, which may be longer than asked for; null where there is no room for it. The room comes first: whoever waits for it holds none.</summary>
    private static async ValueTask<byte[]?> RentAsync(ArrivingBody body, int length, BodyRoom room, CancellationToken cancellationToken)
    {
        var taken = (int)BitOperations.RoundUpToPowerOf2((uint)length);
        if (!await room.TryTakeAsync(body, taken, cancellationToken))
            return null;
        try
        {
            var buffer = ArrayPool<byte>.Shared.Rent(taken);
            room.GiveBack(taken - buffer.Length);
            return buffer;
        }
        catch (OutOfMemoryException)
        {
            room.GiveBack(taken);
            throw;
        }
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
