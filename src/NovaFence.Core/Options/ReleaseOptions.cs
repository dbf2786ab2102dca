using System.ComponentModel.DataAnnotations;

namespace NovaFence.Core.Options;

/// <summary><c>NovaFence:Release</c>: when a host counts as healthy again, for routes with <c>Release</c> <c>whenHealthy</c>.</summary>
/// <remarks>
/// A living nova-compute advances its <c>updated_at</c> every <c>report_interval</c> also while it is forced down
/// (https://github.com/openstack/nova/blob/26.2.2/nova/servicegroup/drivers/db.py#L85). A server's timer and the audit watch it do so.
/// </remarks>
public sealed class ReleaseOptions
{
    /// <summary>
    /// For how long after the last resolved, of any sender, was received nothing is released, whatever the policy. An Alertmanager that lost its
    /// Prometheus says resolved while the host is still dead, and says firing again once it is back; a pair of which one is cut off does both. Within
    /// this time a firing event that is no newer than that resolved is <c>pending</c>, and at its end the last word received counts. 0 (nothing is
    /// waited for) to 1 h; default 90 s. <c>novafence check</c> warns below 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// How many looks, at least two report intervals apart and all since the last resolved, must find that nova-compute has reported since the one
    /// before. 1 to 100; default 2.
    /// </summary>
    [Range(1, 100)]
    public int Heartbeats { get; set; } = 2;

    /// <summary>
    /// After so long without them the audit asks for a person: some installations start nova-compute only once its host is unset, and then each
    /// waits for the other. 1 min to 7 d; default 15 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan OverdueAfter { get; set; } = TimeSpan.FromMinutes(15);
}
