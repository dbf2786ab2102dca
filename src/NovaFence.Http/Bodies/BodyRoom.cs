using Microsoft.Extensions.Options;
using NovaFence.Http.Options;

namespace NovaFence.Http.Bodies;

/// <summary>How many bytes of bodies may be held at the same time. What is full is answered 503, and the sender repeats it.</summary>
/// <param name="bytes">The most.</param>
/// <param name="isHeldUntilAnswered">Whether a delivery takes its room until it is answered, and not only while its bytes are held.</param>
internal sealed class BodyRoom(long bytes, bool isHeldUntilAnswered)
{
    private long _free = bytes;

    /// <summary>Whether a delivery takes its room until it is answered.</summary>
    public bool IsHeldUntilAnswered => isHeldUntilAnswered;

    /// <summary>Takes room for a buffer, where there is some.</summary>
    public bool TryTake(int length)
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
    public BodyRoom Verified { get; } = new(MostOf(options.Value.MaxVerifiedBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes), isHeldUntilAnswered: true);

    /// <summary>For bodies whose signature is not checked yet.</summary>
    public BodyRoom Unverified { get; } = new(options.Value.MaxUnverifiedBytes, isHeldUntilAnswered: false);

    /// <summary>Bytes of bodies of known senders for a process with so many bytes of memory.</summary>
    internal static long MostOf(long configured, long memory) => Math.Min(configured, Math.Max(memory / OfMemory, ReceiversOptions.LeastVerifiedBytes));
}
