using System.Globalization;

namespace NovaFence.Core.Options;

/// <summary>Refuses times by which no two answers of a BMC could ever be proof.</summary>
internal sealed class PowerTimingCheck : IOptionsCheck<NovaFenceOptions>
{
    public IEnumerable<string> Problems(NovaFenceOptions options)
    {
        var power = options.Power;
        foreach (var (name, apart, what) in new[]
        {
            (nameof(power.ReadBack), power.ReadBack, "no machine would ever be proven off"),
            (nameof(power.ReadBackAfterChange), power.ReadBackAfterChange, "no machine that goes off, or is switched off, would ever be proven off"),
        })
        {
            if (power.ReadBackWithin <= apart)
                yield return string.Create(CultureInfo.InvariantCulture, $"NovaFence:Power:ReadBackWithin is {power.ReadBackWithin:c}, and NovaFence:Power:{name} {apart:c}: {what}. Give it that, the time that two answers take, and some seconds");
        }
    }
}
