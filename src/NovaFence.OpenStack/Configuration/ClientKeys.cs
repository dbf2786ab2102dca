namespace NovaFence.OpenStack.Configuration;

/// <summary>The keys of a cloud in <c>clouds.yaml</c> that mean something here, as openstacksdk spells them. A variable is the same with <c>OS_</c>.</summary>
internal static class ClientKeys
{
    public const string Auth = "auth";
    public const string AuthType = "auth_type";
    public const string AuthUrl = "auth_url";
    public const string CaCert = "cacert";
    public const string Interface = "interface";
    public const string EndpointType = "endpoint_type";
    public const string ComputeInterface = "compute_interface";
    public const string ComputeEndpointType = "compute_endpoint_type";
    public const string RegionName = "region_name";
    public const string ComputeRegionName = "compute_region_name";
    public const string Regions = "regions";
    public const string Endpoint = "compute_endpoint_override";
    public const string EndpointShort = "compute_endpoint";
    public const string Insecure = "insecure";
    public const string Verify = "verify";
    public const string Profile = "profile";
    public const string ProfileFormerly = "cloud";
    public const string DomainId = "domain_id";
    public const string DomainName = "domain_name";
    public const string DefaultDomainId = "default_domain_id";
    public const string DefaultDomainName = "default_domain_name";

    public const string Password = "password";
    public const string V3Password = "v3password";
    public const string V3ApplicationCredential = "v3applicationcredential";

    /// <summary>What openstacksdk reads and NovaFence does not, with what to do about it. Named wherever it stands and is not empty.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["auth_token"] = "a token ends and cannot be asked for anew; use an application credential or a password",
        ["token"] = "a token ends and cannot be asked for anew; use an application credential or a password",
        ["passcode"] = "a passcode is valid once; use an application credential or a password",
        ["trust_id"] = "use an application credential, or a user with a project",
        ["system_scope"] = "name a project; Nova's policies for services are the project's",
        ["cert"] = "a client's certificate is not sent",
        ["vendor_hook"] = "no code of a vendor is run",
        ["compute_service_type"] = "the catalog's type is compute; compute_endpoint_override can name the endpoint",
        ["compute_service_name"] = "compute_endpoint_override can name the endpoint",
    };

    /// <summary>Keys that openstacksdk does not find when they are written with <c>-</c>, though it does find others.</summary>
    public static IReadOnlyList<string> NeverHyphenated { get; } = ["auth-type", "auth-plugin", "endpoint-type", "compute-endpoint-type"];

    /// <summary>What may stand under <c>auth</c> whatever the auth type is.</summary>
    public static IReadOnlyList<string> InAuth { get; } =
    [
        AuthUrl, "username", "user_name", "user_id", "user_domain_id", "user_domain_name", "project_id", "project_name", "project_domain_id",
        "project_domain_name", "tenant_id", "tenant_name", DomainId, DomainName,
    ];

    /// <summary>What may stand there besides with one auth type; null when the type is not supported.</summary>
    public static IReadOnlyList<string>? InAuthOf(string type) => type switch
    {
        Password => ["password", DefaultDomainId, DefaultDomainName],
        V3Password => ["password"],
        V3ApplicationCredential => ["application_credential_id", "application_credential_name", "application_credential_secret"],
        _ => null,
    };

    /// <summary>All that is looked for among the variables.</summary>
    public static IEnumerable<string> AsVariables { get; } =
    [
        AuthType, "auth_plugin", CaCert, Interface, EndpointType, ComputeInterface, ComputeEndpointType, RegionName, ComputeRegionName, Regions, Endpoint,
        EndpointShort, Insecure, Verify, Profile, .. Refused.Keys, .. InAuth, .. InAuthOf(Password)!, .. InAuthOf(V3ApplicationCredential)!,
    ];
}
