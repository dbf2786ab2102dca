using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Tests.Configuration.SideBySide;
using NovaFence.OpenStack.Tests.Scripted;

namespace NovaFence.OpenStack.Tests.Configuration;

/// <summary>What a cloud of <c>clouds.yaml</c> comes to. What openstacksdk makes of the same is asked of itself in <see cref="SideBySideTests"/>.</summary>
public sealed class CloudsFileTests
{
    private const string Auth = "auth: {auth_url: http://k:5000, username: fencer, password: S3CR3T, project_name: ops, user_domain_name: U, project_domain_name: P}";

    [Fact]
    public void A_merge_key_is_followed_and_what_stands_beside_it_comes_first()
    {
        var settings = Resolve($$"""
            one: &one {interface: internal, region_name: far}
            clouds:
              sb:
                <<: *one
                {{Auth}}
                region_name: near
            """);

        settings.Interfaces.Should().Equal("internal");
        settings.Region.Should().Be("near");
    }

    [Theory]
    [InlineData("interface: internal", "internal")]
    [InlineData("interface: [internal, publicURL]", "internal,public")]
    [InlineData("endpoint_type: adminURL\n    interface: internal", "admin")]
    [InlineData("interface: public\n    compute_interface: internal", "internal")]
    [InlineData("compute_endpoint_type: internalURL", "internal")]
    [InlineData("interface: ~", "public")]
    [InlineData("identity_interface: admin", "public")]
    public void An_interface_may_be_several_and_that_of_the_compute_service(string lines, string expected) =>
        string.Join(',', Resolve(Cloud(lines)).Interfaces).Should().Be(expected);

    [Theory]
    [InlineData("region_name: one", "one")]
    [InlineData("region-name: one", "one")]
    [InlineData("regions: [two, one]", "two")]
    [InlineData("regions: [{name: two, values: {interface: internal}}, one]", "two")]
    [InlineData("regions: [two, one]\n    region_name: one", "two")]
    [InlineData("region_name: one\n    compute_region_name: three", "three")]
    [InlineData("region_name: 'one,two'", "one")]
    [InlineData("region_name: ''", null)]
    [InlineData("dns_api_version: 2", null)]
    public void The_region_is_the_first(string lines, string? expected) => Resolve(Cloud(lines)).Region.Should().Be(expected);

    [Theory]
    [InlineData("compute_endpoint_override: http://nova/v2.1", "http://nova/v2.1")]
    [InlineData("compute-endpoint-override: http://nova", "http://nova/v2.1")]
    [InlineData("compute_endpoint: http://nova", "http://nova/v2.1")]
    [InlineData("network_endpoint_override: http://neutron", null)]
    public void The_endpoint_is_that_of_the_compute_service(string lines, string? expected) =>
        Resolve(Cloud(lines)).ComputeEndpoint?.ToString().Should().Be(expected);

    [Fact]
    public void Hyphens_are_underscores_and_one_domain_is_for_both()
    {
        var user = Resolve("""
            clouds:
              sb:
                auth: {auth-url: "http://k:5000", username: fencer, password: S3CR3T, project-name: ops, domain_name: Default}
            """).Identity.Should().BeOfType<CloudIdentity.User>().Subject;

        user.Who.Should().Be(new CloudIdentity.Named(null, "fencer", null, "Default"));
        user.Project.Should().Be(new CloudIdentity.Named(null, "ops", null, "Default"));
    }

    [Fact]
    public void A_profile_lies_below_the_cloud()
    {
        var settings = Resolve(
            """
            clouds:
              sb: {profile: ours, interface: admin, auth: {username: fencer, password: S3CR3T, project_name: ops, domain_id: d}}
            """,
            ("/etc/openstack/clouds-public.yaml", "public-clouds: {ours: {interface: internal, auth: {auth_url: http://profile:5000}, regions: [{name: far}]}}"));

        settings.IdentityUrl.Host.Should().Be("profile");
        settings.Interfaces.Should().Equal("admin");
        settings.Region.Should().Be("far");
    }

    [Theory]
    [InlineData("clouds: {other: {region_name: X}}")]
    [InlineData(null)]
    public void A_cloud_may_be_in_secure_yaml_alone(string? clouds)
    {
        var environment = Environment(clouds, ("/home/operator/.config/openstack/secure.yaml", Cloud("region_name: one")));

        var settings = new CloudResolver(environment).Resolve(new CloudOptions()).Should().BeOfType<CloudResolution.Complete>().Subject.Settings;

        settings.Region.Should().Be("one");
        settings.Source.Should().Be("cloud 'sb' of /home/operator/.config/openstack/secure.yaml");
    }

    [Fact]
    public void Authorities_may_be_below_the_home_and_null_is_none()
    {
        using var authority = new TestAuthority();

        Resolve(Cloud("cacert: ~/ca.pem"), ("/home/operator/ca.pem", authority.Pem)).Trust.Should().ContainSingle();
        Resolve(Cloud("cacert: ~")).Trust.Should().BeNull();
        Resolve(Cloud("cacert: null")).Trust.Should().BeNull();
        Problem(Cloud("cacert: \"-----BEGIN CERTIFICATE-----\\nS3CR3T\"")).Should().Be("cacert holds a certificate; it takes the path of a file. Write the certificate into one.");
    }

    [Fact]
    public void An_application_credential_may_be_named_with_its_user()
    {
        var credential = Resolve("""
            clouds:
              sb:
                auth_type: v3applicationcredential
                auth: {auth_url: http://k, application_credential_name: fencing, application_credential_secret: S3CR3T, username: fencer, user_domain_id: d}
            """).Identity.Should().BeOfType<CloudIdentity.ApplicationCredential>().Subject;

        credential.Id.Should().BeNull();
        credential.Name.Should().Be("fencing");
        credential.Owner.Should().Be(new CloudIdentity.Named(null, "fencer", "d", null));
        credential.Described.Should().Be("application credential fencing of fencer");
    }

    [Theory]
    [InlineData("verify: false", "verify is not supported but for true: certificates are always verified. Write cacert (cloud 'sb' of /here/clouds.yaml).")]
    [InlineData("insecure: yes", "insecure is not supported: certificates are always verified. Write cacert (cloud 'sb' of /here/clouds.yaml).")]
    [InlineData("cert: /c.pem", "cert is not supported: a client's certificate is not sent (cloud 'sb' of /here/clouds.yaml).")]
    [InlineData("auth-type: password", "auth-type is not read with '-', by openstacksdk either: write auth_type (cloud 'sb' of /here/clouds.yaml).")]
    [InlineData("compute_service_name: nova", "compute_service_name is not supported: compute_endpoint_override can name the endpoint (cloud 'sb' of /here/clouds.yaml).")]
    [InlineData("region_name: 0123", "region_name names a region by what is not a text: put its name in quotes (cloud 'sb' of /here/clouds.yaml).")]
    [InlineData("interface: yes", "interface is read as true or false and not as the text that was written: put it in quotes (cloud 'sb' of /here/clouds.yaml).")]
    [InlineData("tenant_name: ~\n    tenant-name: p", "tenant-name is written twice, with '-' and with '_' (cloud 'sb' of /here/clouds.yaml).")]
    [InlineData("regions: []", "regions is not a list with a region in it (cloud 'sb' of /here/clouds.yaml).")]
    [InlineData("profile: vexxhost", "profile names 'vexxhost', and there is no clouds-public.yaml: *")]
    [InlineData("trust_id: t", "trust_id is not supported: use an application credential, or a user with a project (cloud 'sb' of /here/clouds.yaml).")]
    [InlineData("vendor_hook: a.b:c", "vendor_hook is not supported: no code of a vendor is run (cloud 'sb' of /here/clouds.yaml).")]
    public void What_is_not_read_is_named(string lines, string expected) => Problem(Cloud(lines)).Should().Match(expected);

    [Theory]
    [InlineData("clouds:\n  sb:\n    auth: {password: S3CR3T, auth_url: [}\n", "/here/clouds.yaml is not YAML: see line 3, column * (broken syntax, an unknown alias, or a key written twice).")]
    [InlineData("clouds:\n  sb:\n    password: *S3CR3T\n", "/here/clouds.yaml is not YAML: see line 3, column 15 (*")]
    [InlineData("clouds:\n  sb: &sb\n    other: *sb\n", "/here/clouds.yaml *: see line *, column *")]
    [InlineData("clouds:\n  sb:\n    password: !!python/name:S3CR3T ''\n", "/here/clouds.yaml cannot be read: see line 3, column 15 (the tag is not read; leave it out).")]
    [InlineData("clouds:\n  sb:\n    <<: S3CR3T\n", "/here/clouds.yaml cannot be read: see line 3, column 5 (<< takes a mapping, or a list of mappings).")]
    [InlineData("clouds: {}\n---\nclouds: {}\n", "/here/clouds.yaml holds 2 YAML documents; one is read.")]
    [InlineData("clouds: {sb: S3CR3T}", "OS_CLOUD names 'sb', which is not a mapping in /here/clouds.yaml.")]
    [InlineData("clouds:", "OS_CLOUD names 'sb', but /here/clouds.yaml has no clouds.")]
    [InlineData("clouds: {sb: {auth: S3CR3T}}", "auth is not a mapping (cloud 'sb' of /here/clouds.yaml).")]
    public void A_broken_file_is_named_with_the_place_and_without_what_stands_there(string text, string expected)
    {
        var problem = Problem(text);

        problem.Should().Match(expected).And.NotContain("S3CR3T");
    }

    [Fact]
    public void Broken_json_is_named_with_the_place()
    {
        var environment = Environment(null, ("/here/clouds.json", "{\"clouds\":\n {\"sb\": S3CR3T}}"));

        Problems(environment)[0].Should().Be("/here/clouds.json is not JSON: see line 2, column 9.");
    }

    [Theory]
    [InlineData("handed.txt")]
    [InlineData("documented.txt")]
    [InlineData("corners.txt")]
    public void What_is_written_down_is_read_or_the_key_is_named(string name)
    {
        var folder = Directory.CreateTempSubdirectory("novafence-clouds");
        using var authority = new TestAuthority();
        try
        {
            foreach (var written in ClientCases.Read(name))
            {
                var files = new Dictionary<string, string>(written.Files, StringComparer.Ordinal) { ["home/ca.pem"] = authority.Pem, ["here/ca.pem"] = authority.Pem };
                var environment = new CaseFolder(Directory.CreateDirectory(Path.Combine(folder.FullName, Guid.NewGuid().ToString())).FullName, written with { Files = files });
                var problems = new CloudResolver(environment).Resolve(new CloudOptions()) is CloudResolution.Incomplete { Problems: var found } ? found : [];

                if (written.Refused is { } key)
                    problems.Should().Contain(problem => problem.Contains(key, StringComparison.Ordinal), "of {0}", written);
                else
                    problems.Should().BeEmpty("of {0}", written);
                problems.Should().NotContain(static problem => problem.Contains("S3CR3T", StringComparison.Ordinal));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Cloud(string lines) => $"clouds:\n  sb:\n    {Auth}\n    {lines}\n";

    private static FakeEnvironment Environment(string? clouds, params IEnumerable<(string Path, string Text)> others)
    {
        var environment = new FakeEnvironment { Variables = { ["OS_CLOUD"] = "sb" } };
        if (clouds is not null)
            environment.Files["/here/clouds.yaml"] = clouds;
        foreach (var (path, text) in others)
            environment.Files[path] = text;
        return environment;
    }

    private static CloudSettings Resolve(string clouds, params IEnumerable<(string Path, string Text)> others) =>
        new CloudResolver(Environment(clouds, others)).Resolve(new CloudOptions()) switch
        {
            CloudResolution.Complete { Settings: var settings } => settings,
            CloudResolution.Incomplete { Problems: var problems } => throw new Xunit.Sdk.XunitException(string.Join('\n', problems)),
            _ => throw new InvalidOperationException(),
        };

    private static string Problem(string clouds) => Problems(Environment(clouds))[0];

    private static IReadOnlyList<string> Problems(FakeEnvironment environment) =>
        new CloudResolver(environment).Resolve(new CloudOptions()).Should().BeOfType<CloudResolution.Incomplete>().Subject.Problems;
}
