using System.Net;
using NovaFence.Http.Outbound;

namespace NovaFence.Http.Tests.Outbound;

public sealed class OutboundAddressesTests
{
    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.0.1")]
    [InlineData("169.254.255.255")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::169.254.169.254")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2001:0:1::5601:5601")]
    [InlineData("2001:db8::5efe:a9fe:a9fe")]
    [InlineData("2001:db8::200:5efe:a9fe:a9fe")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("febf::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd20:ce::254")]
    [InlineData("168.63.129.16")]
    [InlineData("::ffff:168.63.129.16")]
    [InlineData("100.100.100.200")]
    [InlineData("192.0.0.192")]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("::")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("ff02::1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:127.9.9.9")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("2002:7f00:1::")]
    public void An_address_of_this_link_this_machine_or_nobody_is_not_called_however_it_is_written(string address) =>
        OutboundAddresses.Refusal(IPAddress.Parse(address), isLoopbackSaid: false).Should().NotBeNull();

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.4.2")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2001:db8::1")]
    [InlineData("fec0::1")]
    [InlineData("fd00:ec2::253")]
    [InlineData("fc00::1")]
    [InlineData("::ffff:203.0.113.7")]
    [InlineData("64:ff9b::203.0.113.7")]
    [InlineData("2002:cb00:7107::1")]
    public void Any_other_is(string address) => OutboundAddresses.Refusal(IPAddress.Parse(address), isLoopbackSaid: false).Should().BeNull();

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("203.0.113.7", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("64:ff9b::127.0.0.1", false)]
    public void Where_the_configuration_names_this_machine_nothing_else_is(string address, bool isCalled) =>
        (OutboundAddresses.Refusal(IPAddress.Parse(address), isLoopbackSaid: true) is null).Should().Be(isCalled);

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("hooks.localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("localhost.example.org", false)]
    [InlineData("127.0.0.1.example.org", false)]
    [InlineData("notlocalhost", false)]
    [InlineData("10.0.0.1", false)]
    public void What_names_this_machine_is_told_by_the_name(string host, bool isLoopback) => OutboundAddresses.IsLoopbackName(host).Should().Be(isLoopback);
}
