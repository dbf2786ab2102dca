namespace NovaFence.Http.Receivers;

/// <summary>Puts together what is said of the alerts of one delivery.</summary>
internal static class DeliveryOrder
{
    /// <summary>All of it in the delivery's order.</summary>
    /// <param name="ofAlerts">What is said of each alert that was taken, in their order.</param>
    /// <param name="between">What is said of each that was ignored, with its place in the whole delivery, in their order.</param>
    public static IReadOnlyList<T> Merge<T>(IReadOnlyList<T> ofAlerts, IReadOnlyCollection<(int Place, T Said)> between)
    {
        if (between.Count == 0)
            return ofAlerts;
        var all = ofAlerts.ToList();
        foreach (var (place, said) in between)
            all.Insert(place, said);
        return all;
    }
}
