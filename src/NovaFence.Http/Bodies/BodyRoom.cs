using Microsoft.Extensions.Options;
using NovaFence.Http.Options;

namespace NovaFence.Http.Bodies;

/// <summary>How many bytes of bodies may be held at the same time. What is full is answered 503, and the sender repeats it.</summary>
/// <param name="bytes">The most.</param>
internal sealed class BodyRoom(long bytes)
{
    private long _free = bytes;

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
    /// <summary>For bodies whose sender is known.</summary>
    public BodyRoom Verified { get; } = new(options.Value.MaxVerifiedBytes);

    /// <summary>For bodies whose signature is not checked yet.</summary>
    public BodyRoom Unverified { get; } = new(options.Value.MaxUnverifiedBytes);
}
