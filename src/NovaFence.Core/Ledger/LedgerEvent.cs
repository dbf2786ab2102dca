namespace NovaFence.Core.Ledger;

/// <summary>Something that was decided or done, written once and never changed.</summary>
/// <param name="Host">
/// The host in Nova's spelling, or the name the alert gave where Nova knows no such host: 1 to <see cref="LedgerKey.MaxLength"/> characters,
/// compared ordinally.
/// </param>
/// <param name="At">When, UTC. Events of one host are read back newest first.</param>
/// <param name="Id">Makes the event unique within its host and moment: 1 to <see cref="LedgerKey.MaxLength"/> characters.</param>
/// <param name="Json">Its content, at most <see cref="LedgerCommit.MaxJsonLength"/> characters.</param>
public sealed record LedgerEvent(string Host, DateTimeOffset At, string Id, string Json);
