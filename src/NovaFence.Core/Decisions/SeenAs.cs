namespace NovaFence.Core.Decisions;

/// <summary>What the look says of a host, held against what the record says that NovaFence did.</summary>
public enum SeenAs
{
    /// <summary>Nobody has looked yet.</summary>
    NotLooked,

    /// <summary>No look could be had in time, or the host's cell is down.</summary>
    Unseen,

    /// <summary>Not forced down, and nothing says that it lives.</summary>
    Free,

    /// <summary>Forced down, by NovaFence.</summary>
    Ours,

    /// <summary>Forced down, and not by NovaFence.</summary>
    Foreign,

    /// <summary>Nova says that it is up, and its report is younger than a report interval.</summary>
    JustReported,

    /// <summary>It has reported again after the alert was received.</summary>
    ReportedAgain,

    /// <summary>Its report is old, but no other host reports either.</summary>
    NobodyReports,

    /// <summary>NovaFence had it forced down, and another hand has raised it.</summary>
    Raised,

    /// <summary>Nova does not list it.</summary>
    Missing,

    /// <summary>Nova lists several services of it.</summary>
    Several,
}
