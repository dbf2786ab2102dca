using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Tests.Scripted;

namespace NovaFence.OpenStack.Tests.Configuration;

public sealed class PasswordInAddressTests
{
    [Fact]
    public void An_address_with_a_password_in_it_is_refused_and_not_shown()
    {
        var problems = ((CloudResolution.Incomplete)new CloudResolver(new FakeEnvironment()).Resolve(
            new CloudOptions { AuthUrl = "https://admin:hunter2@k:5000/v3", ComputeEndpoint = "https://admin:hunter2@nova:8774/v2.1", ApplicationCredentialId = "id", ApplicationCredentialSecret = "secret" })).Problems;

        problems.Should().HaveCount(2).And.OnlyContain(problem => !problem.Contains("hunter2") && problem.Contains("has a user name or a password in it"));
        problems[0].Should().Contain("AuthUrl");
        problems[1].Should().Contain("ComputeEndpoint");
    }

    [Fact]
    public void A_password_in_the_catalogue_s_address_is_not_shown()
    {
        var endpoint = NovaFence.OpenStack.Compute.ComputeEndpoint.Parse("https://admin:hunter2@nova:8774/v2.1/abc")!;
        endpoint.ToString().Should().Be("https://nova:8774/v2.1/abc");
        endpoint.Root.AbsoluteUri.Should().Be("https://nova:8774/v2.1");
    }
}
