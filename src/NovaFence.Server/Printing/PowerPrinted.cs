using NovaFence.Power;
using NovaFence.Server.Checking;

namespace NovaFence.Server.Printing;

/// <summary>What a BMC said, as JSON has it.</summary>
/// <param name="Host">The compute host.</param>
/// <param name="Reading">What it came to, in a word.</param>
/// <param name="Facts">What it said, or why it is not believed.</param>
/// <param name="Serial">The serial number that it tells; null where none or several machines answer.</param>
/// <param name="Uuid">The UUID that it tells.</param>
/// <param name="Model">Manufacturer and model.</param>
/// <param name="Began">When it was asked.</param>
/// <param name="Ended">When it had answered.</param>
internal sealed record PowerRow(string Host, string Reading, string Facts, string? Serial, string? Uuid, string? Model, DateTimeOffset Began, DateTimeOffset Ended)
{
    /// <summary>Of one look.</summary>
    internal static PowerRow Of(HostLook one)
    {
        var machine = one.Look.Machine ?? (one.Look.Machines is [var only] ? only : null);
        var read = one.Look.Read;
        return new PowerRow(one.Host, PowerMetrics.Word(read.Reading), read.Facts, machine?.Serial, machine?.Uuid, machine?.Model, read.Began, read.Ended) { NeedsAPerson = !one.TellsState };
    }

    /// <summary>Whether no state was told.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    internal bool NeedsAPerson { get; private init; }
}

/// <summary>What BMCs said, as it is printed.</summary>
internal static class PowerPrinted
{
    private static readonly Table Shape = new(["HOST", "POWER", "SERIAL", "MODEL"], ["WHY"]);

    internal static void Print(IReadOnlyList<PowerRow> rows) => Shape.Print([.. rows.Select(row => new TableRow(
        [row.Host, row.Reading, row.Serial ?? "", row.Model ?? ""], [new Paragraph(row.NeedsAPerson ? row.Facts : "")], row.NeedsAPerson))]);
}
