namespace NovaFence.Core.Hosts;

/// <summary>What became of one delivery: an outcome per alert, in the delivery's order.</summary>
public sealed record DeliveryOutcome(IReadOnlyList<Outcome> Outcomes)
{
    /// <summary>
    /// True when at least one alert was not recorded: answered 503, so that the sender repeats the
    /// delivery. A repeat finishes the work and does nothing twice.
    /// </summary>
    public bool MustBeRepeated => Outcomes.Any(outcome => outcome.MayPass);
}
