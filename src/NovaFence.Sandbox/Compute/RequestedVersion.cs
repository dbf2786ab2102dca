using System.Runtime.InteropServices;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Compute;

/// <summary>Which microversion a request asks for: a version, or the refusal it gets.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RequestedVersion(Microversion Version, Reply? Refusal)
{
    public static RequestedVersion Of(ApiRequest request, Microversion max)
    {
        string? asked = Standard(request) ?? Legacy(request);
        if (asked is null)
            return new(Microversion.Min, null);
        if (asked == "latest")
            return new(max, null);
        if (Microversion.Parse(asked) is not { } version)
        {
            return new(default, ComputeErrors.BadRequest(
                $"API Version String {asked} is of invalid format. Must be of format MajorNum.MinorNum."));
        }

        return version >= Microversion.Min && version <= max
            ? new(version, null)
            : new(version, ComputeErrors.NotAcceptable(version, max).WithMicroversion(version.ToString()));
    }

    // OpenStack-API-Version: compute 2.11, volume 3.0. Where several are for us the last one counts, and it counts before the older header.
    private static string? Standard(ApiRequest request)
    {
        foreach (string entry in request.Headers["OpenStack-API-Version"].ToString().Split(',').Reverse())
        {
            string[] words = entry.Trim().Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 2 && words[0].Equals("compute", StringComparison.OrdinalIgnoreCase))
                return words[1];
        }

        return null;
    }

    private static string? Legacy(ApiRequest request) => request.Header("X-OpenStack-Nova-API-Version")?.Split(',')[^1].Trim();
}
