using System.ComponentModel.DataAnnotations;

namespace NovaFence.Core.Options;

/// <summary>The part of <c>NovaFence:Cloud</c> that decides.</summary>
public sealed class CloudTimingOptions
{
    /// <summary>
    /// Nova's <c>report_interval</c> of this cloud: how often a living nova-compute reports. No API tells it
    /// (https://github.com/openstack/nova/blob/26.2.2/nova/conf/service.py#L24). Too short, a living host is not seen to live; too long, the
    /// force-down of a dead one is held for longer. 1 s to 10 min; default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ReportInterval { get; set; } = TimeSpan.FromSeconds(10);
}
