using System.Net;

namespace NovaFence.Server.Hosting;

/// <summary>The connections of one address, and which of them is closed first. <see cref="ConnectionLimit"/> locks it.</summary>
internal sealed class AddressConnections(IPAddress address, bool isProxy)
{
    // Each in the order of the last use, the longest ago first.
    private readonly LinkedList<HeldConnection> _unproven = new();
    private readonly LinkedList<HeldConnection> _proven = new();

    public IPAddress Address { get; } = address;

    public bool IsProxy { get; } = isProxy;

    public int Count { get; private set; }

    /// <summary>The one that nobody authentic is using, unused for longest; first those that nobody authentic has ever used; null where all are in use.</summary>
    public HeldConnection? FirstToClose => (_unproven.First ?? _proven.First)?.Value;

    public void Add(HeldConnection held)
    {
        Count++;
        _unproven.AddLast(held.Node);
    }

    /// <summary>The request under way has been answered: it may be closed again.</summary>
    public void Answered(HeldConnection held)
    {
        held.Node.List?.Remove(held.Node);
        (held.IsProven ? _proven : _unproven).AddLast(held.Node);
    }

    public void Remove(HeldConnection held)
    {
        Count--;
        held.IsHeld = false;
        held.Node.List?.Remove(held.Node);
    }
}
