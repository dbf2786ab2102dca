using System.ComponentModel.DataAnnotations;

namespace NovaFence.Power.Options;

/// <summary><c>NovaFence:Evidence:Prometheus</c>: the Prometheus that is asked for raw samples where a route's evidence is <c>prometheus:"…"</c>.</summary>
public sealed class PrometheusOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "NovaFence:Evidence:Prometheus";

    /// <summary>
    /// Its address, with the path it is served below where there is one: <c>http://prometheus:9090</c>. <c>https</c> where it wants a token or a password, or this
    /// machine. Redirects are not followed. Null: there is none, and no such evidence is met.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>A bearer token, from the environment. This, <see cref="TokenFile"/>, or <see cref="User"/>, or nothing.</summary>
    public string? Token { get; set; }

    /// <summary>A file with the bearer token in its first line, read for every question.</summary>
    public string? TokenFile { get; set; }

    /// <summary>The user of Basic authentication, as <c>basic_auth_users</c> of Prometheus' web configuration has it.</summary>
    public string? User { get; set; }

    /// <summary>The user's password, from the environment. This or <see cref="PasswordFile"/>.</summary>
    public string? Password { get; set; }

    /// <summary>A file with the password in its first line, read for every question.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>A PEM file with the certificate authorities to trust for it, instead of the system's. Certificates are always verified.</summary>
    public string? CaFile { get; set; }

    /// <summary>How long one question may take. 0.1 s to 30 s; default 5 s. After that it could not be asked, and the evidence is not met.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan Within { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How far back samples are asked for, and how young the newest must be: at least two scrapes fit in, and the shorter it is the sooner a sample of a host that
    /// was alive is none any more. 10 s to 10 min; default 60 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan Range { get; set; } = TimeSpan.FromSeconds(60);
}
