using System.ComponentModel.DataAnnotations;

namespace NovaFence.OpenStack.Configuration;

/// <summary>How long one kind of call may take, and how often it is tried.</summary>
public sealed class CallLimits
{
    /// <summary>
    /// The whole call: every attempt, the pauses between them, and waiting for a token. 0.1 s to 10 min. When it is over the call has failed
    /// in a way that may pass.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Deadline { get; set; }

    /// <summary>One attempt, from connecting to the last byte of the reply. 0.1 s to 10 min; longer than the deadline has no effect.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan AttemptTimeout { get; set; }

    /// <summary>
    /// Further attempts after the first, 0 to 10, of calls that failed in a way that may pass: no connection, no reply, 500, 502, 503, 504.
    /// </summary>
    [Range(0, 10)]
    public int Retries { get; set; }

    /// <summary>
    /// The pause before the first further attempt, 0 to 1 min; it doubles each time, with jitter. A connection that died before its reply is
    /// tried again at once the first time: uwsgi closes connections without saying so.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);
}
