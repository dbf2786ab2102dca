using System.ComponentModel.DataAnnotations;

namespace NovaFence.Power.Options;

/// <summary>The part of <c>NovaFence:Power</c> that says which BMC belongs to which compute host, and how it is asked. Without hosts nobody is asked.</summary>
public sealed class BmcOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "NovaFence:Power";

    /// <summary>What stands for a host's name in <see cref="Pattern"/>.</summary>
    public const string HostPlace = "{host}";

    /// <summary>The compute hosts whose power can be asked for. A host that is not among them has no BMC for NovaFence.</summary>
    public IList<BmcHostOptions> Hosts { get; } = [];

    /// <summary>
    /// The address of the BMC of every host that has no <see cref="BmcHostOptions.Url"/>, such as <c>https://{host}-bmc.example.com</c>. <c>{host}</c> stands once,
    /// in the name of the machine, with something behind it that remains; the host's name is one DNS label, so that no name of a host leads out of that domain.
    /// </summary>
    public string? Pattern { get; set; }

    /// <summary>
    /// The networks in which BMCs are, such as <c>10.20.0.0/16</c>. Required where there is a BMC. The address that is connected to is looked at, each time and
    /// whatever name led to it; one outside is not connected to, and is read as not configured.
    /// </summary>
    public IList<string> Networks { get; } = [];

    /// <summary>The named credentials, each with what its BMCs' certificates are verified by.</summary>
    public IList<BmcGroupOptions> Groups { get; } = [];

    /// <summary>
    /// How long one read may take: connecting, TLS, every request of it, and the end of a session. What has not answered by then is read as unreachable.
    /// 1 s to 1 min; default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan ReadWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether the chassis that a system links to must say Off as well, before the system's Off is believed. A system that links to none is then read as unknown.
    /// Default <c>false</c>: on many machines the chassis holds standby power and never says Off.
    /// </summary>
    public bool Chassis { get; set; }
}

/// <summary>One item of <c>NovaFence:Power:Hosts</c>: a compute host, its BMC, and which machine must answer there.</summary>
public sealed class BmcHostOptions
{
    /// <summary>The compute host as Nova names it (<c>novafence hosts</c>). Required; in one item only.</summary>
    [Required]
    public string? Host { get; set; }

    /// <summary>
    /// The BMC: <c>https://</c>, a name or an address, and a port where it is not 443. Nothing else: Redfish's paths are found from <c>/redfish/v1/</c>. Null: that
    /// of <see cref="BmcOptions.Pattern"/>.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>The <see cref="BmcGroupOptions.Name"/> of its credentials. Null: the only group that there is.</summary>
    public string? Group { get; set; }

    /// <summary>
    /// The machine's serial number, as Redfish's <c>ComputerSystem.SerialNumber</c> and SMBIOS' <c>product_serial</c> have it. Upper and lower case count, blanks
    /// around it do not. With <see cref="Uuid"/> both must be the machine's. Without either the host is read as the wrong machine: <c>novafence power --learn</c> prints them.
    /// </summary>
    public string? Serial { get; set; }

    /// <summary>The machine's UUID, as Redfish's <c>ComputerSystem.UUID</c> and SMBIOS' <c>product_uuid</c> have it; of the two byte orders either is recognised.</summary>
    public string? Uuid { get; set; }
}

/// <summary>One item of <c>NovaFence:Power:Groups</c>: how BMCs are signed in to, and what their certificates are verified by.</summary>
public sealed class BmcGroupOptions
{
    /// <summary>Its name: 1 to 40 letters, digits, <c>-</c> and <c>_</c>, of no other group.</summary>
    [Required]
    public string? Name { get; set; }

    /// <summary>The account on the BMC; a read-only one, where NovaFence is not to switch anything off. No colon: HTTP's Basic has none.</summary>
    [Required]
    public string? User { get; set; }

    /// <summary>Its password, from the environment (<c>NovaFence__Power__Groups__0__Password</c>); on Azure an app setting that references the vault. This or <see cref="PasswordFile"/>.</summary>
    public string? Password { get; set; }

    /// <summary>A file with the password in its first line. It is read for every read, so that a new password counts at once.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>
    /// A PEM file with the certificate authorities that sign the BMCs' certificates, instead of the system's. Names and dates are verified too. Read for every
    /// read. This, <see cref="CertificateSha256"/> or <see cref="SystemTrust"/>.
    /// </summary>
    public string? CaFile { get; set; }

    /// <summary>
    /// The SHA-256 of the certificates themselves, 64 hexadecimal digits with or without colons (<c>openssl x509 -fingerprint -sha256</c>). One of them is trusted
    /// whoever signed it, whatever its name and dates, and no other.
    /// </summary>
    public IList<string> CertificateSha256 { get; } = [];

    /// <summary>Whether the system's certificate authorities are trusted for these BMCs. Default <c>false</c>. Certificates are always verified.</summary>
    public bool SystemTrust { get; set; }
}
