namespace NovaFence.Core.Ledger;

/// <summary>
/// The keys of the ledger's rows. A key is 1 to <see cref="MaxLength"/> characters of any kind, compared ordinally; a store encodes what it
/// cannot take.
/// </summary>
public static class LedgerKey
{
    /// <summary>Most characters of a row's key, an event's host and an event's id. A host name in Nova has at most 255.</summary>
    public const int MaxLength = 300;

    /// <summary>The row that counts the hosts that are down or going down, and says what is paused: every intent is conditional on it.</summary>
    public const string Budget = "places";

    /// <summary>The row that holds the pauses.</summary>
    public const string Pauses = "pauses2";

    /// <summary>The row that counts the hosts that alerted lately.</summary>
    public const string Alerting = "alerting";

    /// <summary>The row that says when the watchdog was last heard.</summary>
    public const string Watchdog = "watchdog";

    /// <summary>The row of the last audit.</summary>
    public const string Audit = "audit";

    /// <summary>The row that says which instance audits now, and until when it has that to itself.</summary>
    public const string AuditClaim = "audit-claim";

    /// <summary>The row that readiness writes to see that it can.</summary>
    public const string Probe = "probe";

    /// <summary>A part of the last audit's findings.</summary>
    public static string Findings(int part) => FormattableString.Invariant($"{FindingsPrefix}{part:D4}");

    /// <summary>The fence record of a host. Nova compares host names case-insensitively on MariaDB, and so does the key.</summary>
    public static string Host(string name) => HostPrefix + name.ToUpperInvariant();

    /// <summary>The identity of an alert: which hosts' records have it.</summary>
    public static string Alert(string receiver, string fingerprint) => $"{AlertPrefix}{receiver}:{fingerprint}";

    /// <summary>A hold whose alert names no host that Nova knows.</summary>
    public static string Unresolved(string id) => UnresolvedPrefix + id;

    /// <summary>The alerts that made room in a host's record.</summary>
    public static string Forgotten(string host) => ForgottenPrefix + host.ToUpperInvariant();

    /// <summary>A part of the fleet's names and UUIDs.</summary>
    public static string Fleet(int part) => FormattableString.Invariant($"{FleetPrefix}{part:D4}");

    internal const string HostPrefix = "host:";
    internal const string AlertPrefix = "alert:";
    internal const string ForgottenPrefix = "forgotten:";
    internal const string UnresolvedPrefix = "unresolved:";
    internal const string FindingsPrefix = "findings:";
    internal const string FleetPrefix = "fleet:";
}
