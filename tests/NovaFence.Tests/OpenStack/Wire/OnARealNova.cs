using NovaFence.OpenStack.Tests.Wire.Contract;

namespace NovaFence.OpenStack.Tests.Wire;

/// <summary>The contract on a real Keystone and Nova, where there is one: what keeps the sandbox honest.</summary>
public static class OnARealNova
{
    [NeedsRealNova]
    [Collection(RealCloud.Name)]
    public sealed class Versions(RealWire cloud) : VersionsContract(cloud);

    [NeedsRealNova]
    [Collection(RealCloud.Name)]
    public sealed class Listing(RealWire cloud) : ListingContract(cloud);

    [NeedsRealNova]
    [Collection(RealCloud.Name)]
    public sealed class ByName(RealWire cloud) : ByNameContract(cloud);

    [NeedsRealNova]
    [Collection(RealCloud.Name)]
    public sealed class ByUuid(RealWire cloud) : ByUuidContract(cloud);

    [NeedsRealNova]
    [Collection(RealCloud.Name)]
    public sealed class Unset(RealWire cloud) : UnsetContract(cloud);

    [NeedsRealNova]
    [Collection(RealCloud.Name)]
    public sealed class Keystone(RealWire cloud) : KeystoneContract(cloud);

    [NeedsRealNova]
    [Collection(RealCloud.Name)]
    public sealed class Framing(RealWire cloud) : FramingContract(cloud);

    [NeedsRealNova]
    [Collection(RealCloud.Name)]
    public sealed class Recorded(RealWire cloud) : RecordedContract(cloud);
}
