using System.Globalization;
using System.Runtime.InteropServices;

namespace NovaFence.OpenStack.Compute;

/// <summary>A compute API microversion, <c>2.53</c>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Microversion(int Major, int Minor) : IComparable<Microversion>
{
    /// <summary>The first with <c>forced_down</c> (Liberty): https://docs.openstack.org/nova/latest/reference/api-microversion-history.html.</summary>
    public static readonly Microversion ForcedDown = new(2, 11);

    /// <summary>The last that force-down by name can be asked with.</summary>
    public static readonly Microversion LastByName = new(2, 52);

    /// <summary>The first by UUID (Pike), where the reply is the record and not an echo.</summary>
    public static readonly Microversion ByUuid = new(2, 53);

    /// <summary>
    /// The first that lists the services of a cell that is down, as <c>UNKNOWN</c> (Stein). Below it Nova leaves them out, which looks as if they had
    /// been deleted: https://github.com/openstack/nova/blob/26.2.2/nova/api/openstack/compute/services.py#L64.
    /// </summary>
    public static readonly Microversion DownCells = new(2, 69);

    /// <summary>One that no Nova has: asked for it, Nova authenticates the caller and then answers 406 without any work.</summary>
    public static readonly Microversion None = new(2, 999);

    public static bool TryParse(string? text, out Microversion version)
    {
        version = default;
        if (text is null || text.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot))
            return false;
        if (!int.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
        {
            return false;
        }

        version = new Microversion(major, minor);
        return true;
    }

    public int CompareTo(Microversion other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    public static bool operator <(Microversion left, Microversion right) => left.CompareTo(right) < 0;

    public static bool operator >(Microversion left, Microversion right) => left.CompareTo(right) > 0;

    public static bool operator <=(Microversion left, Microversion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Microversion left, Microversion right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
