using System.IO.Pipelines;
using Microsoft.Extensions.Options;
using NovaFence.Http.Options;

namespace NovaFence.Http.Bodies;

/// <summary>How many bytes of bodies may be held at the same time. What is full is answered 503, and the sender repeats it.</summary>
/// <param name="bytes">The most.</param>
/// <param name="isHeldUntilAnswered">Whether a delivery takes its room until it is answered, and not only while its bytes are held.</param>
/// <param name="makesRoom">
/// Whether, where it is full, what has been arriving for longest is answered 503, and not what is new. Whoever fills it with bodies that do not come to their end would else keep out
/// those that are there at once.
/// </param>
internal sealed class BodyRoom(long bytes, bool isHeldUntilAnswered, bool makesRoom)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<ArrivingBody> _arriving = [];
    private long _free = bytes;

    /// <summary>Whether a delivery takes its room until it is answered.</summary>
    public bool IsHeldUntilAnswered => isHeldUntilAnswered;

    /// <summary>A body begins to arrive. It is disposed of when what it takes has been given back, or belongs to the whole body.</summary>
    public ArrivingBody Begin(PipeReader reader)
    {
        var body = new ArrivingBody(this, reader);
        lock (_lock)
            _arriving.AddLast(body);
        return body;
    }

    /// <summary>A body arrives no more.</summary>
    public void End(ArrivingBody body)
    {
        lock (_lock)
            _arriving.Remove(body);
    }

    /// <summary>Takes room for a body's buffer; false where there is none.</summary>
    /// <param name="body">The body.</param>
    /// <param name="length">The buffer's length.</param>
    /// <param name="cancellationToken">Until when it is waited for that others make room.</param>
    public async ValueTask<bool> TryTakeAsync(ArrivingBody body, int length, CancellationToken cancellationToken)
    {
        while (!TryTake(length))
        {
            if (!makesRoom || PutOutOldest(body) is not { } oldest)
                return false;
            try
            {
                await oldest.Gone.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The oldest of those that began before this one and are not on their way out, which it is from now on, or one that is; null where there is none.</summary>
    private ArrivingBody? PutOutOldest(ArrivingBody newcomer)
    {
        lock (_lock)
        {
            foreach (var older in _arriving.TakeWhile(body => body != newcomer))
            {
                if (older.IsPutOut)
                    continue;
                older.PutOut();
                return older;
            }

            return _arriving.First?.Value is { } leaving && leaving != newcomer ? leaving : null;
        }
    }

    private bool TryTake(int length)
    {
        if (Interlocked.Add(ref _free, -length) >= 0)
            return true;
        GiveBack(length);
        return false;
    }

    /// <summary>Gives back what was taken.</summary>
    public void GiveBack(int length) => Interlocked.Add(ref _free, length);
}

/// <summary>
/// Two rooms: whoever can sign nothing and fills the one with bodies takes nothing from those whose token was right before their body was read.
/// </summary>
internal sealed class BodyRooms(IOptions<ReceiversOptions> options)
{
    /// <summary>
    /// What a body is made into takes up to some twenty times its bytes, where it is labels of a few characters: so much of the memory it may have at the most. Without
    /// memory for it .NET ends the process.
    /// </summary>
    private const long OfMemory = 24;

    /// <summary>For bodies whose sender is known.</summary>
    public BodyRoom Verified { get; } = new(MostOf(options.Value.MaxVerifiedBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes), isHeldUntilAnswered: true, makesRoom: false);

    /// <summary>For bodies whose signature is not checked yet.</summary>
    public BodyRoom Unverified { get; } = new(options.Value.MaxUnverifiedBytes, isHeldUntilAnswered: false, makesRoom: true);

    /// <summary>Bytes of bodies of known senders for a process with so many bytes of memory.</summary>
    internal static long MostOf(long configured, long memory) => Math.Min(configured, Math.Max(memory / OfMemory, ReceiversOptions.LeastVerifiedBytes));
}
