using System.Globalization;

namespace NovaFence.Power.Redfish;

/// <summary>What tells one machine from all others: its serial number, its UUID, or both. What vendors leave in the place of one is none.</summary>
internal static class MachineIdentity
{
    /// <summary>A serial number has so many letters and digits at least.</summary>
    private const int LeastSerialLetters = 4;

    /// <summary>What vendors' templates leave in SMBIOS where nobody has written a serial number, in letters and digits alone.</summary>
    private static readonly HashSet<string> NoSerials = new(StringComparer.Ordinal)
    {
        "tobefilledbyoem", "tobefilled", "defaultstring", "default", "none", "null", "nil", "na", "notapplicable", "notavailable", "notspecified", "notset", "notprovided", "notsettable",
        "unknown", "undefined", "unspecified", "invalid", "empty", "blank", "oem", "system", "systemserialnumber", "systemserial", "serialnumber", "serial", "chassisserialnumber",
        "chassisserial", "baseboardserialnumber", "boardserialnumber", "assetserialnumber", "assettag", "noassettag", "noserial", "noserialnumber", "serialnumber1", "typeserialnumberhere",
        "0123456789abcdef", "123456789abcdef", "abcd1234", "test", "example", "sample", "demo", "todo", "changeme", "qemu", "virtual", "virtualmachine",
    };

    /// <summary>UUIDs that whole series of machines were delivered with; either byte order is meant.</summary>
    private static readonly Guid[] NoUuids =
    [
        // AMI's template, as dmidecode shows it.
        new("03000200-0400-0500-0006-000700080009"),
        new("12345678-1234-5678-90ab-cddeefaabbcc"),
        new("12345678-1234-1234-1234-123456789abc"),
        new("12345678-1234-5678-1234-567812345678"),
        new("01234567-89ab-cdef-0123-456789abcdef"),
        new("00112233-4455-6677-8899-aabbccddeeff"),
        new("00010203-0405-0607-0809-0a0b0c0d0e0f"),
        new("11223344-5566-7788-99aa-bbccddeeff00"),
        new("4c4c4544-0000-2010-8020-80c04f202020"),
    ];

    /// <summary>The serial number without the blanks around it; null where it is none.</summary>
    internal static string? Serial(string? written)
    {
        if (written?.Trim() is not { Length: > 0 } serial || serial.Any(char.IsControl))
            return null;
        var letters = string.Concat(serial.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return letters.Length < LeastSerialLetters || letters.All(letter => letter == letters[0]) || IsCounted(letters) || NoSerials.Contains(letters) ? null : serial;
    }

    /// <summary>Whether it is <c>0123456789</c>, <c>1234567890</c>, <c>abcdefg</c> and the like, of whatever length, upwards or downwards.</summary>
    private static bool IsCounted(string letters)
    {
        var steps = letters.Zip(letters.Skip(1), (one, next) => next - one).Distinct().ToList();
        return steps.TrueForAll(step => step is 1 or -9) || steps.TrueForAll(step => step is -1 or 9);
    }

    /// <summary>The UUID; null where it is none.</summary>
    internal static Guid? Uuid(string? written)
    {
        if (!Guid.TryParseExact(written?.Trim(), "D", out var uuid) && !Guid.TryParseExact(written?.Trim(), "N", out uuid))
            return null;
        var bytes = uuid.ToByteArray(bigEndian: true);
        return bytes.Distinct().Count() == 1 || Array.Exists(NoUuids, none => IsSame(none, uuid)) ? null : uuid;
    }

    /// <summary>
    /// Whether both are the same UUID. Of the first three fields some say the bytes in SMBIOS' order, which is little-endian, and some in that of RFC 9562
    /// (https://www.dmtf.org/standards/smbios, 7.2.1): the same machine has one by its BMC and the other by its kernel.
    /// </summary>
    internal static bool IsSame(Guid one, Guid other) => one == other || Swapped(one) == other;

    /// <summary>One text for both byte orders.</summary>
    internal static string Key(Guid uuid)
    {
        var (one, other) = (uuid.ToString("D", CultureInfo.InvariantCulture), Swapped(uuid).ToString("D", CultureInfo.InvariantCulture));
        return string.CompareOrdinal(one, other) < 0 ? one : other;
    }

    private static Guid Swapped(Guid uuid) => new(uuid.ToByteArray(bigEndian: true));
}

/// <summary>The machine that must answer for a host. What is null is not asked for.</summary>
/// <param name="Serial">Its serial number.</param>
/// <param name="Uuid">Its UUID, in either byte order.</param>
internal sealed record ExpectedMachine(string? Serial, Guid? Uuid)
{
    /// <summary>Whether neither is known.</summary>
    internal bool IsNobody => Serial is null && Uuid is null;

    /// <summary>Whether the machine that was seen is this one: everything that is asked for is as it should be.</summary>
    internal bool Is(SeenMachine seen) =>
        !IsNobody
        && (Serial is null || MachineIdentity.Serial(seen.Serial) == Serial)
        && (Uuid is not { } uuid || (MachineIdentity.Uuid(seen.Uuid) is { } other && MachineIdentity.IsSame(uuid, other)));

    /// <summary>Whether anything of the machine that was seen is asked for here.</summary>
    internal bool Claims(SeenMachine seen) =>
        (Serial is not null && MachineIdentity.Serial(seen.Serial) == Serial)
        || (Uuid is { } uuid && MachineIdentity.Uuid(seen.Uuid) is { } other && MachineIdentity.IsSame(uuid, other));
}
