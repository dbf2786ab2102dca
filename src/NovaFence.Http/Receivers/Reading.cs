using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Receivers;

/// <summary>What an authentic body turned out to be.</summary>
internal abstract record Reading
{
    private Reading() { }

    /// <summary>Alerts to act on, and what should be said of the delivery as a whole.</summary>
    public sealed record Alerts(IReadOnlyList<AlertEvent> Events, IReadOnlyList<string> Warnings) : Reading
    {
        /// <summary>What stands between the alerts and is ignored before any rule is asked, each with its place in the whole delivery, in their order.</summary>
        public IReadOnlyList<(int Place, Ignored Ignored)> Between { get; init; } = [];
    }

    /// <summary>Nothing to act on, and answered 200 so that the sender does not drop the subscription.</summary>
    /// <param name="Fingerprint">What it is about, as far as that could be read; may be empty.</param>
    /// <param name="Verdict">Why.</param>
    /// <param name="Expected">False when an alert may have been lost with it.</param>
    public sealed record Ignored(string Fingerprint, Verdict Verdict, bool Expected) : Reading;

    /// <summary>Not a delivery; nothing of it was acted on.</summary>
    public sealed record Refused(Problem Problem) : Reading;
}
