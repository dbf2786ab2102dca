using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Tests.Scripted;

namespace NovaFence.OpenStack.Tests.Configuration;

public sealed class CloudResolverTests
{
    private const string Clouds = """
        clouds:
          production:
            auth:
              auth_url: https://file:5000/v3
              username: fencer
              project_name: ops
              user_domain_name: Default
              project_domain_name: Default
            region_name: FileRegion
            interface: internal
          application:
            auth_type: v3applicationcredential
            auth:
              auth_url: https://file:5000
              application_credential_id: file-id
              application_credential_secret: file-secret
        """;

    private const string Secure = """
        clouds:
          production:
            auth:
              password: from-secure
        """;

    private static readonly Dictionary<string, string> Openrc = new(StringComparer.Ordinal)
    {
        ["OS_AUTH_URL"] = "https://variables:5000/v3",
        ["OS_USERNAME"] = "admin",
        ["OS_PASSWORD"] = "hunter2",
        ["OS_PROJECT_NAME"] = "admin",
        ["OS_USER_DOMAIN_NAME"] = "Default",
        ["OS_PROJECT_DOMAIN_NAME"] = "Default",
        ["OS_REGION_NAME"] = "VariablesRegion",
    };

    [Fact]
    public void Configuration_comes_before_variables_and_files()
    {
        var settings = Resolve(
            new CloudOptions { AuthUrl = "https://options:5000/v3", ApplicationCredentialId = "id", ApplicationCredentialSecret = "secret" },
            new FakeEnvironment { Variables = With(Openrc, "OS_CLOUD", "production"), Files = { ["/here/clouds.yaml"] = Clouds } });

        settings.IdentityUrl.Should().Be(new Uri("https://options:5000/v3"));
        settings.Identity.Should().BeOfType<CloudIdentity.ApplicationCredential>().Which.Id.Should().Be("id");
        settings.Region.Should().BeNull("a region of the variables may be one of another cloud");
        settings.Source.Should().Be("NovaFence:Cloud");
    }

    [Fact]
    public void Variables_that_say_something_else_than_OS_CLOUD_are_not_passed_over()
    {
        var problem = Problems(
            new CloudOptions(), new FakeEnvironment { Variables = With(Openrc, "OS_CLOUD", "application"), Files = { ["/here/clouds.yaml"] = Clouds } })
            .Should().ContainSingle().Which;

        problem.Should().StartWith("OS_AUTH_URL, OS_USERNAME, OS_PASSWORD, OS_PROJECT_NAME, ")
            .And.Contain("say something else than cloud 'application' of /here/clouds.yaml, which OS_CLOUD names").And.NotContain("hunter2");
    }

    [Fact]
    public void Variables_make_a_cloud_where_OS_CLOUD_is_not_set()
    {
        var settings = Resolve(new CloudOptions(), new FakeEnvironment { Variables = Openrc, Files = { ["/here/clouds.yaml"] = Clouds } });

        settings.IdentityUrl.Should().Be(new Uri("https://variables:5000/v3"));
        settings.Region.Should().Be("VariablesRegion");
        var user = settings.Identity.Should().BeOfType<CloudIdentity.User>().Subject;
        user.Password.Should().Be("hunter2");
        user.Who.Should().Be(new CloudIdentity.Named(null, "admin", null, "Default"));
    }

    [Fact]
    public void OS_CLOUD_names_a_cloud_of_the_files_with_its_secret_from_the_secure_one()
    {
        var settings = Resolve(new CloudOptions { Region = "Chosen" }, new FakeEnvironment
        {
            Variables = { ["OS_CLOUD"] = "production" },
            Files = { ["/home/operator/.config/openstack/clouds.yaml"] = Clouds, ["/etc/openstack/secure.yaml"] = Secure },
        });

        settings.IdentityUrl.Should().Be(new Uri("https://file:5000/v3"));
        settings.Interfaces.Should().Equal("internal");
        settings.Region.Should().Be("Chosen", "what comes before the source of the identity may still choose a region");
        settings.Identity.Should().BeOfType<CloudIdentity.User>().Which.Password.Should().Be("from-secure");
        settings.Source.Should().Be("cloud 'production' of /home/operator/.config/openstack/clouds.yaml");
    }

    [Fact]
    public void An_application_credential_of_a_file_is_taken_as_one()
    {
        var settings = Resolve(
            new CloudOptions(), new FakeEnvironment { Variables = { ["OS_CLOUD"] = "application" }, Files = { ["/here/clouds.yaml"] = Clouds } });

        settings.Identity.Should().BeOfType<CloudIdentity.ApplicationCredential>().Which.Secret.Should().Be("file-secret");
    }

    [Fact]
    public void The_file_that_is_named_comes_first_then_the_nearest()
    {
        var environment = new FakeEnvironment
        {
            Variables = { ["OS_CLOUD"] = "application" },
            Files =
            {
                ["/etc/openstack/clouds.yaml"] = Clouds.Replace("file:5000", "etc:5000", StringComparison.Ordinal),
                ["/here/clouds.yaml"] = Clouds.Replace("file:5000", "work:5000", StringComparison.Ordinal),
            },
        };

        Resolve(new CloudOptions(), environment).IdentityUrl.Host.Should().Be("work");

        environment.Variables["OS_CLIENT_CONFIG_FILE"] = "/named.yaml";
        Problems(new CloudOptions(), environment).Should().ContainSingle().Which.Should().Be(
            "OS_CLIENT_CONFIG_FILE names /named.yaml, and there is no such file.", "another file's cloud of the same name may be another cloud");

        environment.Files["/named.yaml"] = Clouds.Replace("file:5000", "named:5000", StringComparison.Ordinal);
        Resolve(new CloudOptions(), environment).IdentityUrl.Host.Should().Be("named");
    }

    [Fact]
    public void Without_anything_every_missing_key_is_named_in_both_spellings()
    {
        var problems = Problems(new CloudOptions(), new FakeEnvironment());

        problems.Should().HaveCount(3);
        problems.Should().ContainSingle(static problem => problem.StartsWith("NovaFence:Cloud:AuthUrl / OS_AUTH_URL is missing", StringComparison.Ordinal));
        problems.Should().ContainSingle(static problem => problem.StartsWith(
            "NovaFence:Cloud:ApplicationCredentialId / OS_APPLICATION_CREDENTIAL_ID is missing", StringComparison.Ordinal)
            && problem.Contains("OS_USERNAME", StringComparison.Ordinal));
        problems.Should().ContainSingle(static problem => problem.StartsWith(
            "NovaFence:Cloud:ApplicationCredentialSecret / OS_APPLICATION_CREDENTIAL_SECRET is missing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_user_needs_a_password_a_project_and_domains()
    {
        var problems = Problems(new CloudOptions { AuthUrl = "http://k", Username = "admin" }, new FakeEnvironment());

        problems.Select(static problem => problem.Split(" is missing")[0]).Should().BeEquivalentTo(
            "NovaFence:Cloud:UserDomainName / OS_USER_DOMAIN_NAME",
            "NovaFence:Cloud:Password / OS_PASSWORD",
            "NovaFence:Cloud:ProjectName / OS_PROJECT_NAME",
            "NovaFence:Cloud:ProjectDomainName / OS_PROJECT_DOMAIN_NAME");
    }

    [Fact]
    public void Ids_stand_for_names_and_domains()
    {
        var settings = Resolve(new CloudOptions(), new FakeEnvironment
        {
            Variables =
            {
                ["OS_AUTH_URL"] = "http://k", ["OS_USERNAME"] = "admin", ["OS_PASSWORD"] = "x", ["OS_USER_DOMAIN_ID"] = "default", ["OS_PROJECT_ID"] = "6e65bd",
            },
        });

        var user = settings.Identity.Should().BeOfType<CloudIdentity.User>().Subject;
        user.Who.Should().Be(new CloudIdentity.Named(null, "admin", "default", null));
        user.Project.Should().Be(new CloudIdentity.Named("6e65bd", null, null, null));
    }

    [Fact]
    public void A_secret_of_another_source_is_not_borrowed()
    {
        var problems = Problems(
            new CloudOptions { AuthUrl = "http://options", Username = "fencer", UserDomainName = "Default", ProjectId = "p" },
            new FakeEnvironment { Variables = Openrc });

        problems.Should().ContainSingle().Which.Should()
            .StartWith("NovaFence:Cloud:Password / OS_PASSWORD is missing").And.Contain("OS_PASSWORD is set, but credentials of two sources are not combined")
            .And.NotContain("hunter2");
    }

    [Fact]
    public void A_user_without_an_auth_url_is_not_tried_at_another_cloud()
    {
        var problems = Problems(new CloudOptions { Username = "fencer" }, new FakeEnvironment { Variables = Openrc });

        problems.Should().ContainSingle().Which.Should().StartWith("NovaFence:Cloud:Username is set, but NovaFence:Cloud:AuthUrl is not");
    }

    [Theory]
    [InlineData("http://k:5000", "http://k:5000/v3")]
    [InlineData("http://k:5000/", "http://k:5000/v3")]
    [InlineData("http://k:5000/v3", "http://k:5000/v3")]
    [InlineData("http://k:5000/v3/", "http://k:5000/v3")]
    [InlineData("https://cloud/identity", "https://cloud/identity/v3")]
    [InlineData("https://cloud/identity/v2.0/", "https://cloud/identity/v3")]
    public void An_auth_url_may_or_may_not_end_in_v3(string url, string expected) =>
        Resolve(new CloudOptions { AuthUrl = url, ApplicationCredentialId = "i", ApplicationCredentialSecret = "s" }, new FakeEnvironment())
            .IdentityUrl.Should().Be(new Uri(expected));

    [Theory]
    [InlineData("publicURL", "public")]
    [InlineData("Internal", "internal")]
    [InlineData(null, "public")]
    public void An_interface_has_old_spellings(string? named, string expected)
    {
        var environment = new FakeEnvironment { Variables = new(Openrc, StringComparer.Ordinal) };
        if (named is not null)
            environment.Variables["OS_ENDPOINT_TYPE"] = named;

        Resolve(new CloudOptions(), environment).Interfaces.Should().Equal(expected);
    }

    [Fact]
    public void Every_wrong_value_is_named_at_once()
    {
        var problems = Problems(
            new CloudOptions
            {
                AuthUrl = "keystone:5000",
                ApplicationCredentialId = "i",
                ApplicationCredentialSecret = "s",
                Interface = "side",
                CaCert = "/missing.pem",
                ComputeEndpoint = "nova",
                MaxMicroversion = "2.10",
            },
            new FakeEnvironment());

        problems.Select(static problem => problem.Split(' ', ':')[2]).Should().BeEquivalentTo(
            "AuthUrl", "Interface", "CaCert", "ComputeEndpoint", "MaxMicroversion");
    }

    [Fact]
    public void Authorities_may_be_named_by_the_variables_whoever_names_the_cloud()
    {
        using var authority = new TestAuthority();
        var settings = Resolve(
            new CloudOptions { AuthUrl = "https://k", ApplicationCredentialId = "i", ApplicationCredentialSecret = "s" },
            new FakeEnvironment { Variables = { ["OS_CACERT"] = "/ca.pem" }, Files = { ["/ca.pem"] = authority.Pem } });

        settings.Trust.Should().ContainSingle().Which.Thumbprint.Should().Be(authority.Certificate.Thumbprint);
    }

    [Fact]
    public void A_file_of_authorities_without_any_is_a_problem() =>
        Problems(
            new CloudOptions { AuthUrl = "https://k", ApplicationCredentialId = "i", ApplicationCredentialSecret = "s", CaCert = "/ca.pem" },
            new FakeEnvironment { Files = { ["/ca.pem"] = "nothing" } })
            .Should().ContainSingle().Which.Should().Be("NovaFence:Cloud:CaCert: /ca.pem holds no certificate in PEM.");

    [Theory]
    [InlineData("clouds:\n\tproduction: {}", "/here/clouds.yaml is not YAML: see line 2, column 1 *.")]
    [InlineData("just words", "/here/clouds.yaml is not a mapping of clouds.")]
    [InlineData("clouds: {other: {}}", "OS_CLOUD names 'production', but /here/clouds.yaml has no such cloud; there is other.")]
    [InlineData("clouds: {other: {}, Productoin: {}}", "OS_CLOUD names 'production', but /here/clouds.yaml has no such cloud; there are Productoin, other, and the nearest is Productoin.")]
    [InlineData(null, "OS_CLOUD names 'production', but there is no clouds.yaml in /here, /home/operator/.config/openstack, /etc/openstack*")]
    public void A_file_that_does_not_help_is_named(string? text, string expected)
    {
        var environment = new FakeEnvironment { Variables = { ["OS_CLOUD"] = "production" } };
        if (text is not null)
            environment.Files["/here/clouds.yaml"] = text;

        Problems(new CloudOptions(), environment)[0].Should().Match(expected);
    }

    [Fact]
    public void A_way_to_sign_in_that_is_not_supported_is_named() =>
        Problems(new CloudOptions(), new FakeEnvironment { Variables = With(Openrc, "OS_AUTH_TYPE", "v3oidcpassword") })
            .Should().ContainSingle().Which.Should().StartWith("OS_AUTH_TYPE of OS_* variables is none of");

    private static CloudSettings Resolve(CloudOptions options, FakeEnvironment environment) =>
        new CloudResolver(environment).Resolve(options) switch
        {
            CloudResolution.Complete { Settings: var settings } => settings,
            CloudResolution.Incomplete { Problems: var problems } => throw new Xunit.Sdk.XunitException(string.Join('\n', problems)),
            _ => throw new InvalidOperationException(),
        };

    [Theory]
    [InlineData("akvs://subscription/vault/nova")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://example.vault.azure.net/secrets/cloud)")]
    [InlineData("${NOVA_PASSWORD}")]
    [InlineData("${NOVA_PASSWORD:-}")]
    [InlineData("@Microsoft.AppConfiguration(Endpoint=https://example.azconfig.io; Key=nova; Label=cloud)")]
    public void The_name_of_a_place_is_no_secret_wherever_it_is_written(string written)
    {
        Problems(new CloudOptions(), new FakeEnvironment { Variables = With(Openrc, "OS_PASSWORD", written) })
            .Should().ContainSingle().Which.Should().StartWith("OS_PASSWORD of ").And.NotContain(written);
        Problems(new CloudOptions(), new FakeEnvironment { Variables = With([], "OS_CLOUD", "application"), Files = { ["/here/clouds.yaml"] = Clouds.Replace("file-secret", $"'{written}'") } })
            .Should().ContainSingle().Which.Should().StartWith("auth.application_credential_secret of ").And.NotContain(written);
    }

    private static IReadOnlyList<string> Problems(CloudOptions options, FakeEnvironment environment) =>
        new CloudResolver(environment).Resolve(options).Should().BeOfType<CloudResolution.Incomplete>().Subject.Problems;

    private static Dictionary<string, string> With(Dictionary<string, string> variables, string name, string value) =>
        new(variables, StringComparer.Ordinal) { [name] = value };
}
