using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Hosts;

namespace NovaFence.Simulation.Breaks;

#pragma warning disable CA1848, CA1873, CA2254 // A break logs what no line of the product would.
internal sealed record Talkative() : Break("secret", 7, "an alert's labels are logged")
{
    internal override IFencer Of(IFencer fencer, IServiceProvider services)
    {
        var logger = services.GetRequiredService<ILogger<Talkative>>();
        return new RetoldFencer(fencer, alert =>
        {
            var labels = string.Join(", ", alert.Labels);
            logger.LogInformation("Taken: {Labels}", labels);
            return alert;
        });
    }
}
