using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;
using NovaFence.Core.Audit;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Page;

namespace NovaFence.Functions.Tests.Source;

/// <summary>The two heads offer the same, because the functions are held against the list that the server maps.</summary>
public sealed class DriftTests
{
    [Fact]
    public void Every_endpoint_is_a_function_of_its_name_with_its_route_and_method_and_no_function_is_anything_else()
    {
        var functions = FunctionsApp.Functions.Where(static function => function.IsHttp)
            .Select(static function => (function.Name, string.Join(',', function.Methods), $"/{(function.Route == PageFunctions.Root ? "" : function.Route)}"));

        functions.Should().BeEquivalentTo(EndpointTable.All.Select(static endpoint => (endpoint.Name, endpoint.Method, endpoint.Pattern)).Concat(PageTable.All.Select(static page => (page.Name, page.Method, page.Pattern))));
    }

    [Fact]
    public void The_host_puts_nothing_before_a_route() =>
        JsonDocument.Parse(Repository.Read("host.json")).RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString().Should().BeEmpty();

    [Fact]
    public void The_host_asks_for_no_key() =>
        FunctionsApp.Functions.Where(static function => function.IsHttp).Select(static function => function.Level)
            .Should().AllBe("Anonymous", "the endpoint itself checks the signature or the token, health is open, and a host that is just starting refuses a key that is right");

    [Fact]
    public void Each_function_calls_the_endpoint_of_its_name_and_nothing_else_of_ours()
    {
        foreach (var function in FunctionsApp.Functions.Where(static function => function.IsHttp))
            OursCalledBy(function.Code).Should().Equal(typeof(NovaFenceEndpoints).GetMethod(function.Name)!);
    }

    [Fact]
    public void One_timer_audits_by_the_setting_and_is_not_retried()
    {
        var timer = FunctionsApp.Timer;

        timer.Schedule.Should().Be("%NOVAFENCE_AUDIT_SCHEDULE%", "neither the host nor the scale controller trips over it");
        timer.TriggerSettings.Should().BeEmpty("a missed audit is made up for, which the monitor sees to, and a start is no reason for another");
        timer.Code.GetCustomAttributesData().Select(static attribute => attribute.AttributeType.Name).Where(static name => name.Contains("Retry", StringComparison.Ordinal)).Should().BeEmpty();
        OursCalledBy(timer.Code).Should().Equal(typeof(IAuditor).GetMethod(nameof(IAuditor.RunAsync))!);
    }

    /// <summary>The methods of NovaFence that a method's code calls.</summary>
    private static IEnumerable<MethodBase> OursCalledBy(MethodInfo method)
    {
        var code = method.GetMethodBody()!.GetILAsByteArray()!;
        for (var at = 0; at + 5 <= code.Length; at++)
        {
            // A byte of an operand may look like a call; then what follows it is no method's token.
            if ((code[at] == OpCodes.Call.Value || code[at] == OpCodes.Callvirt.Value) && Called(method.Module, BitConverter.ToInt32(code, at + 1)) is { } called
                && called.DeclaringType!.FullName!.StartsWith("NovaFence.", StringComparison.Ordinal))
            {
                yield return called;
            }
        }
    }

    private static MethodBase? Called(Module module, int token)
    {
        try
        {
            return module.ResolveMethod(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
