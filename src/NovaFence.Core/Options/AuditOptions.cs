using System.ComponentModel.DataAnnotations;

namespace NovaFence.Core.Options;

/// <summary><c>NovaFence:Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>
    /// When it runs: an NCRONTAB expression of six fields, seconds first, UTC
    /// (https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions). Default: every minute.
    /// </summary>
    [Required]
    public string Schedule { get; set; } = "0 * * * * *";
}
