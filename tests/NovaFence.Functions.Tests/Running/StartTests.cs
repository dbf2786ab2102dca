using System.Reflection;
using NovaFence.Functions.Tests.Source;

namespace NovaFence.Functions.Tests.Running;

public sealed class StartTests
{
    [Fact]
    public void Wrong_settings_stop_the_start_and_every_one_is_named_at_once()
    {
        string[] arguments =
        [
            "--NovaFence:Budget:MaxHosts=0",
            "--NovaFence:Access:OperatorTokens:0=short",
            "--NovaFence:Ledger:Timeout=-00:00:01",
        ];

        var start = () => FunctionsApp.Assembly.EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null);

        start.Should().Throw<AggregateException>().Which.Message.Should().ContainAll("MaxHosts", "OperatorTokens:0", "NovaFence:Ledger");
    }
}
