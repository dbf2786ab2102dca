using System.ComponentModel.DataAnnotations;

namespace NovaFence.OpenStack.Configuration;

/// <summary>The cloud, as configured under <c>NovaFence:Cloud</c> (environment: <c>NovaFence__Cloud__AuthUrl</c>, …).</summary>
/// <remarks>
/// What is not set here may come from where OpenStack's clients read it, as openstacksdk does: from the cloud of <c>clouds.yaml</c> that <c>OS_CLOUD</c>
/// names, or, where <c>OS_CLOUD</c> is not set, from the <c>OS_*</c> variables. The first of the two that names an auth URL supplies the whole identity
/// (URL, user or application credential, project): credentials of two clouds are never combined. Region, interface and compute endpoint come from
/// that source or one before it.
/// </remarks>
public sealed class CloudOptions
{
    /// <summary>The section: <c>NovaFence:Cloud</c>.</summary>
    public const string Section = "NovaFence:Cloud";

    /// <summary>Keystone's address, with or without <c>/v3</c>. Required. <c>OS_AUTH_URL</c>.</summary>
    public string? AuthUrl { get; set; }

    /// <summary>
    /// The region of the compute endpoint. Required only where the catalog has endpoints of several regions. <c>OS_REGION_NAME</c>.
    /// </summary>
    public string? Region { get; set; }

    /// <summary>
    /// Which compute endpoint of the catalog: <c>public</c> (default), <c>internal</c> or <c>admin</c>; or several with commas between them, of which the
    /// first that the catalog has is used. <c>OS_INTERFACE</c>.
    /// </summary>
    public string? Interface { get; set; }

    /// <summary>An application credential; preferred to a password where both are set. <c>OS_APPLICATION_CREDENTIAL_ID</c>.</summary>
    public string? ApplicationCredentialId { get; set; }

    /// <summary>
    /// The application credential by name instead of id; its user is <see cref="UserId"/>, or <see cref="Username"/> and a domain.
    /// <c>OS_APPLICATION_CREDENTIAL_NAME</c>.
    /// </summary>
    public string? ApplicationCredentialName { get; set; }

    /// <summary>Its secret. <c>OS_APPLICATION_CREDENTIAL_SECRET</c>.</summary>
    public string? ApplicationCredentialSecret { get; set; }

    /// <summary>A user, where there is no application credential. <c>OS_USERNAME</c>.</summary>
    public string? Username { get; set; }

    /// <summary>The user by id instead of name and domain. <c>OS_USER_ID</c>.</summary>
    public string? UserId { get; set; }

    /// <summary>The user's password. <c>OS_PASSWORD</c>.</summary>
    public string? Password { get; set; }

    /// <summary>The project to act in; a user needs one. <c>OS_PROJECT_NAME</c>.</summary>
    public string? ProjectName { get; set; }

    /// <summary>The project by id instead of name and domain. <c>OS_PROJECT_ID</c>.</summary>
    public string? ProjectId { get; set; }

    /// <summary>The domain of <see cref="Username"/>. <c>OS_USER_DOMAIN_NAME</c>.</summary>
    public string? UserDomainName { get; set; }

    /// <summary>That domain by id. <c>OS_USER_DOMAIN_ID</c>.</summary>
    public string? UserDomainId { get; set; }

    /// <summary>The domain of <see cref="ProjectName"/>. <c>OS_PROJECT_DOMAIN_NAME</c>.</summary>
    public string? ProjectDomainName { get; set; }

    /// <summary>That domain by id. <c>OS_PROJECT_DOMAIN_ID</c>.</summary>
    public string? ProjectDomainId { get; set; }

    /// <summary>
    /// A PEM file with the certificate authorities to trust for Keystone and Nova, instead of the system's; <c>~/</c> is the user's home. <c>OS_CACERT</c>.
    /// Certificates are always verified.
    /// </summary>
    public string? CaCert { get; set; }

    /// <summary>Nova's address, instead of the catalog's. With or without <c>/v2.1</c>. <c>OS_COMPUTE_ENDPOINT_OVERRIDE</c>.</summary>
    public string? ComputeEndpoint { get; set; }

    /// <summary>
    /// The newest compute API microversion to use, 2.11 or above; 2.52 or below means force-down by name instead of by UUID. Default: the
    /// newest NovaFence knows a use for (2.69) that the cloud has.
    /// </summary>
    public string? MaxMicroversion { get; set; }

    /// <summary>Limits of the force-down and unset PUT. Defaults: 8 s in all, 4 s an attempt, 3 retries from 100 ms.</summary>
    public CallLimits ForceDown { get; set; } = new()
    {
        Deadline = TimeSpan.FromSeconds(8),
        AttemptTimeout = TimeSpan.FromSeconds(4),
        Retries = 3,
    };

    /// <summary>
    /// Limits of listing services; on a large cloud that takes seconds, because Nova filters after it has listed every cell. Defaults: 30 s in all, 20 s
    /// an attempt, 2 retries from 100 ms. An attempt that took too long is not repeated, because Nova is still busy with it.
    /// </summary>
    public CallLimits List { get; set; } = new()
    {
        Deadline = TimeSpan.FromSeconds(30),
        AttemptTimeout = TimeSpan.FromSeconds(20),
        Retries = 2,
    };

    /// <summary>Limits of asking Keystone for a token. Defaults: 10 s in all, 5 s an attempt, 2 retries from 100 ms.</summary>
    public CallLimits Token { get; set; } = new()
    {
        Deadline = TimeSpan.FromSeconds(10),
        AttemptTimeout = TimeSpan.FromSeconds(5),
        Retries = 2,
    };

    /// <summary>Limits of asking Nova for its microversions. Defaults: 8 s in all, 4 s an attempt, 2 retries from 100 ms.</summary>
    public CallLimits Discovery { get; set; } = new()
    {
        Deadline = TimeSpan.FromSeconds(8),
        AttemptTimeout = TimeSpan.FromSeconds(4),
        Retries = 2,
    };

    /// <summary>How long connecting may take, TLS included, 0.1 s to 1 min. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long an unused connection is kept, 1 s to 1 h. Default 10 min. Below <see cref="TokenWarmInterval"/> the keep-warm cannot keep
    /// connections open between its rounds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ConnectionIdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a connection is used before a new one takes its place, so that changes in DNS are seen, 1 s to 1 day. Default 30 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How long before its expiry a token is replaced, 0 to 1 h; never more than half its lifetime. Default 60 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan TokenRefreshAhead { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often a fresh token is shown to Nova's API workers and then taken into use; 10 s to 1 h, or 0 to not keep tokens warm. Default
    /// 240 s: a worker forgets a token 300 s after it validated it (<c>token_cache_time</c>,
    /// https://docs.openstack.org/keystonemiddleware/latest/middlewarearchitecture.html), and validates it anew at a cost of 200 ms.
    /// </summary>
    public TimeSpan TokenWarmInterval { get; set; } = TimeSpan.FromSeconds(240);

    /// <summary>
    /// How many requests show a token at once, 1 to 64. Default 8. About the number of Nova's API processes behind the endpoint, and at least
    /// as many as there are force-downs at once.
    /// </summary>
    [Range(1, 64)]
    public int TokenWarmParallelism { get; set; } = 8;

    /// <summary>How many times that many requests show one token at most, 1 to 20. Default 4. It ends sooner when all replies of a burst came fast.</summary>
    [Range(1, 20)]
    public int TokenWarmBursts { get; set; } = 4;

    /// <summary>
    /// How long the start waits to learn whether the cloud is too old, 0 to 1 min. Default 5 s. A cloud that does not answer does not stop the
    /// start.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
