using System.Buffers;
using Microsoft.AspNetCore.Http;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Bodies;

/// <summary>Reads a body of bounded size in bounded time.</summary>
internal sealed class BodyReader(TimeProvider clock)
{
    private const int FirstBuffer = 4096;

    /// <summary>
    /// Reads the body. A length the sender announces is believed only when it says that the body is too large; what really arrives is
    /// counted either way.
    /// </summary>
    public async Task<BodyReading> ReadAsync(HttpRequest request, int maxBytes, TimeSpan within)
    {
        if (request.ContentLength > maxBytes)
            return TooLarge(maxBytes);

        using var tooSlow = new CancellationTokenSource(within, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(tooSlow.Token, request.HttpContext.RequestAborted);
        var announced = (int)(request.ContentLength ?? FirstBuffer);

        // One byte more than announced, so that the read which finds the end needs no larger buffer.
        byte[]? buffer = ArrayPool<byte>.Shared.Rent(Math.Min(announced, maxBytes) + 1);
        try
        {
            var length = 0;
            while (true)
            {
                if (length == buffer.Length)
                    buffer = Grown(buffer, maxBytes);
                var read = await request.Body.ReadAsync(buffer.AsMemory(length), stop.Token);
                if (read == 0)
                    break;
                length += read;
                if (length > maxBytes)
                    return TooLarge(maxBytes);
            }

            var body = new RequestBody(buffer, length);
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
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grown(byte[] buffer, int maxBytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(buffer.Length * 2L, maxBytes + 1L));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

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
