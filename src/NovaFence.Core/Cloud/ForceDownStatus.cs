namespace NovaFence.Core.Cloud;

/// <summary>How Nova answered a force-down or an unset.</summary>
public enum ForceDownStatus
{
    /// <summary>Nova confirmed it.</summary>
    Done,

    /// <summary>Nova knows no such service (404).</summary>
    UnknownHost,

    /// <summary>Nova's policy does not allow this user to update services (403).</summary>
    NotPermitted,

    /// <summary>
    /// An unset was refused because <c>done</c> evacuations remain: nova-compute on that host has to be restarted first (400).
    /// A state, not an error.
    /// </summary>
    WaitingForRestart,

    /// <summary>Nova refused for another reason that repeating does not change (other 4xx).</summary>
    Refused,

    /// <summary>Nova was not asked, because what is wanted of the host had changed before the request was sent. No cloud answers this.</summary>
    NotAsked,

    /// <summary>It may pass: a transport error, a timeout, 5xx, or no valid token to be had.</summary>
    Unavailable,
}
