using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Receivers;

/// <summary>What a delivery turned out to be.</summary>
public abstract record DeliveryReading
{
    private DeliveryReading() { }

    /// <summary>Alerts, and what should be said of the delivery as a whole.</summary>
    public sealed record Alerts(string Receiver, IReadOnlyList<AlertEvent> Events, IReadOnlyList<string> Warnings) : DeliveryReading
    {
        /// <summary>What stands between the alerts and is ignored before any rule is asked, each with its place in the whole delivery, in their order.</summary>
        public IReadOnlyList<(int Place, Ignored Ignored)> Between { get; init; } = [];

        /// <summary>The explanations of the whole delivery in its order.</summary>
        /// <param name="ofAlerts">Those of <see cref="Events"/>, in their order.</param>
        public IReadOnlyList<Explanation> Explanations(IReadOnlyList<Explanation> ofAlerts) =>
            DeliveryOrder.Merge(ofAlerts, [.. Between.Select(one => (one.Place, one.Ignored.Explanation))]);
    }

    /// <summary>An event that the receiver ignores before any rule is asked.</summary>
    /// <param name="Receiver">The receiver.</param>
    /// <param name="Fingerprint">What it is about, as far as that could be read; may be empty.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Ignored(string Receiver, string Fingerprint, string Reason) : DeliveryReading
    {
        /// <summary>What stands for the rule in <see cref="Explanation"/>.</summary>
        public const string Rule = "reading";

        /// <summary>The same as an explanation.</summary>
        public Explanation Explanation => new()
        {
            Fingerprint = Fingerprint,
            Verdict = VerdictKind.Ignored,
            Reason = Reason,
            Rule = Rule,
            Values = JsonElement.Parse("{}"),
        };
    }

    /// <summary>It is no delivery; <paramref name="Why"/> is a sentence without secrets.</summary>
    public sealed record Refused(string Why) : DeliveryReading
    {
        internal Problem Problem { get; init; } = Problem.Unreadable(Why);
    }
}
