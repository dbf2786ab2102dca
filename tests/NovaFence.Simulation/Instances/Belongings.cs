using Microsoft.Extensions.Logging;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Core.Options;
using NovaFence.Core.Power;

namespace NovaFence.Simulation.Instances;

/// <summary>What an instance of Core is given from outside.</summary>
internal sealed class Belongings
{
    internal ICloud Cloud { get; set; } = null!;

    internal IEvacuations Evacuations { get; set; } = null!;

    internal IPower Power { get; set; } = null!;

    internal ISamples Samples { get; set; } = null!;

    internal ILedger Ledger { get; set; } = null!;

    internal INotificationSender Sender { get; set; } = null!;

    internal TimeProvider Clock { get; set; } = null!;

    internal Random Random { get; set; } = null!;

    internal ILoggerFactory Logs { get; set; } = null!;

    internal NovaFenceOptions Options { get; set; } = null!;

    internal RouteTable Routes { get; set; } = null!;
}
