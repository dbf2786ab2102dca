using NovaFence.OpenStack.Tests.Wire.Contract;

namespace NovaFence.OpenStack.Tests.Wire;

/// <summary>The contract on the sandbox, always.</summary>
public static class OnTheSandbox
{
    public sealed class Versions(SandboxWire cloud) : VersionsContract(cloud), IClassFixture<SandboxWire>;

    public sealed class Listing(SandboxWire cloud) : ListingContract(cloud), IClassFixture<SandboxWire>;

    public sealed class ByName(SandboxWire cloud) : ByNameContract(cloud), IClassFixture<SandboxWire>;

    public sealed class ByUuid(SandboxWire cloud) : ByUuidContract(cloud), IClassFixture<SandboxWire>;

    public sealed class Unset(SandboxWire cloud) : UnsetContract(cloud), IClassFixture<SandboxWire>;

    public sealed class Keystone(SandboxWire cloud) : KeystoneContract(cloud), IClassFixture<SandboxWire>;

    public sealed class Framing(SandboxWire cloud) : FramingContract(cloud), IClassFixture<SandboxWire>;

    public sealed class FramingUnderUwsgi(UwsgiSandboxWire cloud) : FramingContract(cloud), IClassFixture<UwsgiSandboxWire>;

    public sealed class ByNameUnderUwsgi(UwsgiSandboxWire cloud) : ByNameContract(cloud), IClassFixture<UwsgiSandboxWire>;

    public sealed class Recorded(SandboxWire cloud) : RecordedContract(cloud), IClassFixture<SandboxWire>;
}
