namespace NovaFence.OpenStack.Calls;

/// <summary>Whether the service may have acted on any request of one call without our having its reply.</summary>
internal sealed class Reach
{
    private bool _underWay;
    private bool _unanswered;

    /// <summary>True once a request may have arrived that no reply accounts for.</summary>
    public bool MayHaveActed => _underWay || _unanswered;

    /// <summary>A request is about to be sent. Until its end is known, it may have arrived.</summary>
    public void Begin() => _underWay = true;

    /// <summary>It ended.</summary>
    public void End(Exchange exchange)
    {
        _underWay = false;
        _unanswered |= exchange.MayHaveActed;
    }

    /// <summary>It was given up by a timeout; the next one begins.</summary>
    public void GiveUp()
    {
        _unanswered |= _underWay;
        _underWay = false;
    }
}
