using Microsoft.Extensions.DependencyInjection;
using NovaFence.Functions.Tests.Settings;
using NovaFence.Functions.Tests.Source;

namespace NovaFence.Functions.Tests.Running;

public sealed class CompositionTests
{
    [Fact]
    public void Every_service_that_a_function_asks_for_is_there()
    {
        using var services = Composed.By(LocalSettings.NovaFence);

        foreach (var type in FunctionsApp.Functions.Select(static function => function.Code.DeclaringType!).Distinct())
            ActivatorUtilities.CreateInstance(services, type).Should().NotBeNull();
    }
}
