using System.Reflection;
using Xunit.v3;

namespace NovaFence.Testing;

/// <summary>xunit's own framework, without the classes whose <see cref="NeedsAttribute"/> is not met: <c>[assembly: TestFramework(typeof(RunnableTests))]</c>.</summary>
public sealed class RunnableTests : XunitTestFramework
{
    /// <summary>Why the tests of a class cannot be run here; null where they can.</summary>
    internal static string? Missing(Type type) => type.GetCustomAttributes<NeedsAttribute>().Select(needed => needed.Missing).FirstOrDefault(missing => missing is not null);

    protected override ITestFrameworkDiscoverer CreateDiscoverer(Assembly assembly) => new Discoverer(new XunitTestAssembly(assembly, configFilePath: null));

    private sealed class Discoverer(IXunitTestAssembly assembly) : XunitTestFrameworkDiscoverer(assembly)
    {
        protected override bool IsValidTestClass(Type type) => base.IsValidTestClass(type) && Missing(type) is null;
    }
}
