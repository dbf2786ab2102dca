namespace NovaFence.Core.Alerts;

/// <summary>What an event is to the history of its alert.</summary>
public enum AlertOrder
{
    /// <summary>It begins a period by the sender's own word: the first one, or one that begins later than what is known.</summary>
    NewPeriod,

    /// <summary>It begins a period by receipt: the alert had ended, and fires again with a start that is no later than that end.</summary>
    FiresAgain,

    /// <summary>It says once more that the running period fires.</summary>
    Repeat,

    /// <summary>It fires within the settle window after its resolved, with a start that is no later than that end: nothing is done until the window ends.</summary>
    Pending,

    /// <summary>It ends the running or pending period.</summary>
    Ended,

    /// <summary>It says once more that the alert has ended, or ends an alert that was never heard of.</summary>
    EndedBefore,

    /// <summary>It is older than what is known, and changes nothing.</summary>
    Superseded,
}
