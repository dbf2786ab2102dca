namespace NovaFence.OpenStack.Calls;

/// <summary>How far a request got.</summary>
internal enum ExchangeEnd
{
    /// <summary>It never left: no token, no connection.</summary>
    NotSent,

    /// <summary>It may have left, and no whole reply came back.</summary>
    NoReply,

    /// <summary>A reply came that is not what the call answers with.</summary>
    Unreadable,

    /// <summary>A reply came.</summary>
    Replied,
}
