using NovaFence.OpenStack.Tests.Wire.Contract;

namespace NovaFence.OpenStack.Tests.Wire;

/// <summary>The contract on a real Keystone and Nova, where there is one: what keeps the sandbox honest.</summary>
public static class OnARealNova
{
    [Collection(RealCloud.Name)]
    public sealed class Versions(RealWire cloud) : VersionsContract(cloud);

    [Collection(RealCloud.Name)]
    public sealed class Listing(RealWire cloud) : ListingContract(cloud);

    [Collection(RealCloud.Name)]
    public sealed class ByName(RealWire cloud) : ByNameContract(cloud);

    [Collection(RealCloud.Name)]
    public sealed class ByUuid(RealWire cloud) : ByUuidContract(cloud);

    [Collection(RealCloud.Name)]
    public sealed class Unset(RealWire cloud) : UnsetContract(cloud);

    [Collection(RealCloud.Name)]
    public sealed class Keystone(RealWire cloud) : KeystoneContract(cloud);

    [Collection(RealCloud.Name)]
    public sealed class Framing(RealWire cloud) : FramingContract(cloud);

    [Collection(RealCloud.Name)]
    public sealed class Recorded(RealWire cloud) : RecordedContract(cloud);
}
