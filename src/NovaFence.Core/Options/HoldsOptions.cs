using System.ComponentModel.DataAnnotations;

namespace NovaFence.Core.Options;

/// <summary><c>NovaFence:Holds</c>: what becomes of a force-down that was refused and waits.</summary>
public sealed class HoldsOptions
{
    /// <summary>
    /// For how long after its reason has passed (a place became free, a pause ended) a hold is decided anew by itself, each time with a look. After that
    /// only its sender or an operator lets it through. 0 to 24 h; default 15 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromMinutes(15);
}
