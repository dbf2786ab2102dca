using System.ComponentModel.DataAnnotations;

namespace NovaFence.Core.Options;

/// <summary><c>NovaFence:Release</c>: when a host counts as healthy again, for routes with <c>Release</c> <c>whenHealthy</c>.</summary>
/// <remarks>
/// A living nova-compute advances its <c>updated_at</c> every <c>report_interval</c> also while it is forced down
/// (https://github.com/openstack/nova/blob/26.2.2/nova/servicegroup/drivers/db.py#L85). The audit watches it do so.
/// </remarks>
public sealed class ReleaseOptions
{
    /// <summary>How long the last alert must stay resolved. 0 to 24 h; default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many audits must find that nova-compute has reported since the one before. 1 to 100; default 2.</summary>
    [Range(1, 100)]
    public int Heartbeats { get; set; } = 2;

    /// <summary>
    /// After so long without them the audit asks for a person: some installations start nova-compute only once its host is unset, and then each
    /// waits for the other. 1 min to 7 d; default 15 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan OverdueAfter { get; set; } = TimeSpan.FromMinutes(15);
}
