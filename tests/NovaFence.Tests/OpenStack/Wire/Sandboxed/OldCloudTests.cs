using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Wire.Sandboxed;

public sealed class OldCloudTests
{
    public sealed class Pike : SandboxTests
    {
        protected override SandboxOptions Options => new() { MaxMicroversion = "2.52" };

        [Fact]
        public async Task Latest_is_2_52_and_forces_down_by_name()
        {
            (await Wire.GetAsync("/os-services", "2.53")).ShouldRefuse(
                406, "computeFault", "Version 2.53 is not supported by the API. Minimum is 2.1 and maximum is 2.52.");
            (await Wire.ForceDownByNameAsync("compute1", down: true, "latest")).Status.Should().Be(200);
        }
    }

    public sealed class Kilo : SandboxTests
    {
        protected override SandboxOptions Options => new() { MaxMicroversion = "2.10" };

        [Fact]
        public async Task Below_2_11_nothing_can_be_forced_down()
        {
            Wire.MaxVersion.Should().Be("2.10");
            (await Wire.ForceDownByNameAsync("compute1", down: true, "latest"))
                .ShouldRefuse(400, "badRequest", "Additional properties are not allowed ('forced_down' was unexpected)");
        }
    }
}
