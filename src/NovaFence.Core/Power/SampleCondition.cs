namespace NovaFence.Core.Power;

/// <summary>A condition over raw samples: <c>selector op number</c>.</summary>
/// <param name="Selector">An instant vector selector of Prometheus', in which <c>{host}</c> stands as a whole label value only.</param>
/// <param name="Comparison">One of <c>== != &lt; &lt;= &gt; &gt;=</c>.</param>
/// <param name="Number">What each sample is compared with.</param>
public sealed record SampleCondition(string Selector, string Comparison, double Number)
{
    /// <inheritdoc />
    public override string ToString() => FormattableString.Invariant($"{Selector} {Comparison} {Number}");
}
