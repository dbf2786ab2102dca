using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Wire.Sandboxed;

public sealed class StartTests
{
    [Fact]
    public async Task What_is_given_is_used()
    {
        var options = new SandboxOptions
        {
            Hosts = ["a.example", "b.example"],
            Region = "North",
            UserName = "fencer",
            Password = "from the test",
            ProjectName = "ops",
            ApplicationCredentialId = new string('1', 32),
            ApplicationCredentialSecret = "also from the test",
        };
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(options, TestContext.Current.CancellationToken);

        cloud.Hosts.Should().Equal("a.example", "b.example");
        (cloud.Region, cloud.Admin.UserName, cloud.Admin.ProjectName).Should().Be(("North", "fencer", "ops"));
        cloud.Admin.Password.Should().Be("from the test");
        cloud.Admin.ApplicationCredentialSecret.Should().Be("also from the test");
    }

    [Fact]
    public async Task Two_sandboxes_have_nothing_in_common()
    {
        await using SandboxCloud one = await SandboxCloud.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using SandboxCloud other = await SandboxCloud.StartAsync(cancellation: TestContext.Current.CancellationToken);

        other.Port.Should().NotBe(one.Port);
        other.Admin.Password.Should().NotBe(one.Admin.Password);
        other.Admin.ApplicationCredentialSecret.Should().NotBe(one.Admin.ApplicationCredentialSecret);
    }

    [Fact]
    public async Task A_port_in_use_is_an_io_exception()
    {
        await using SandboxCloud first = await SandboxCloud.StartAsync(cancellation: TestContext.Current.CancellationToken);
        Func<Task> second = async () => await SandboxCloud.StartAsync(new() { Port = first.Port }, TestContext.Current.CancellationToken);

        await second.Should().ThrowAsync<IOException>();
    }

    [Theory]
    [InlineData("banana")]
    [InlineData("2.999")]
    [InlineData("1.0")]
    public async Task A_newest_version_that_is_none_is_refused(string version)
    {
        Func<Task> start = () => SandboxCloud.StartAsync(new() { MaxMicroversion = version }, TestContext.Current.CancellationToken);

        await start.Should().ThrowAsync<ArgumentException>();
    }
}
