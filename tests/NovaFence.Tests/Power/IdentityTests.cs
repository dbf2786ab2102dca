using NovaFence.Core.Power;
using NovaFence.Power.Redfish;
using NovaFence.Sandbox;

namespace NovaFence.Power.Tests;

/// <summary>Which machine answers.</summary>
public sealed class IdentityTests
{
    private const string Uuid = "38947555-7742-3448-3784-823347823834";
    private const string Swapped = "55759438-4277-4834-3784-823347823834";

    [Theory]
    [InlineData(Uuid, Uuid, true)]
    [InlineData(Uuid, Swapped, true)]
    [InlineData(Swapped, Uuid, true)]
    [InlineData(Uuid, "38947555774234483784823347823834", true)]
    [InlineData(Uuid, "38947555-7742-3448-3784-823347823835", false)]
    [InlineData(Uuid, "34478233-4782-3838-9475-557742344837", false)]
    // The bytes of the last two fields are in one order in both.
    [InlineData(Uuid, "38947555-7742-3448-8437-343882473382", false)]
    public void Either_byte_order_of_a_UUID_is_the_same_machine(string one, string other, bool isSame) =>
        MachineIdentity.IsSame(MachineIdentity.Uuid(one)!.Value, MachineIdentity.Uuid(other)!.Value).Should().Be(isSame);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("00000000")]
    [InlineData("FFFFFFFFFFFF")]
    [InlineData("xxxxxxxx")]
    [InlineData("........")]
    [InlineData("To Be Filled By O.E.M.")]
    [InlineData("To be filled by O.E.M")]
    [InlineData("Default string")]
    [InlineData("default STRING")]
    [InlineData("None")]
    [InlineData("N/A")]
    [InlineData("Not Specified")]
    [InlineData("Not Applicable")]
    [InlineData("Not Available")]
    [InlineData("Unknown")]
    [InlineData("System Serial Number")]
    [InlineData("Chassis Serial Number")]
    [InlineData("0123456789")]
    [InlineData("123456789")]
    [InlineData("1234567890")]
    [InlineData("12345678")]
    [InlineData("9876543210")]
    [InlineData("abcdefgh")]
    [InlineData("INVALID")]
    [InlineData("OEM")]
    [InlineData("CZJ\u0000123")]
    public void What_vendors_leave_is_no_serial_number(string serial) => MachineIdentity.Serial(serial).Should().BeNull();

    [Theory]
    [InlineData("CZJ1234ABC", "CZJ1234ABC")]
    [InlineData("  CZJ1234ABC ", "CZJ1234ABC")]
    [InlineData("7F3K2L1", "7F3K2L1")]
    [InlineData("S123456X9", "S123456X9")]
    [InlineData("VMware-56 4d", "VMware-56 4d")]
    public void A_serial_number_is_taken_without_the_blanks_around_it(string written, string serial) => MachineIdentity.Serial(written).Should().Be(serial);

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")]
    [InlineData("11111111-1111-1111-1111-111111111111")]
    [InlineData("03000200-0400-0500-0006-000700080009")]
    [InlineData("00020003-0004-0005-0006-000700080009")]
    [InlineData("12345678-1234-5678-90ab-cddeefaabbcc")]
    [InlineData("To Be Filled By O.E.M.")]
    [InlineData("")]
    [InlineData("{38947555-7742-3448-3784-823347823834}")]
    public void What_vendors_leave_is_no_UUID(string uuid) => MachineIdentity.Uuid(uuid).Should().BeNull();

    [Fact]
    public async Task The_other_byte_order_of_the_UUID_is_the_right_machine()
    {
        await using var own = await PoweredCloud.StartAsync((cloud, keys) =>
        {
            keys.Remove("NovaFence:Power:Hosts:0:Serial");
            keys["NovaFence:Power:Hosts:0:Uuid"] = new Guid(cloud.Bmc("compute1").Uuid.ToByteArray(bigEndian: true)).ToString();
        });
        own.Cloud.Crash("compute1");

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Off);
    }

    [Theory]
    [InlineData("Serial")]
    [InlineData("Uuid")]
    public async Task Of_serial_number_and_UUID_both_must_be_right(string wrong)
    {
        await using var own = await PoweredCloud.StartAsync((_, keys) => keys[$"NovaFence:Power:Hosts:0:{wrong}"] = wrong == "Uuid" ? Uuid : "CZJ1234ABC");
        own.Cloud.Crash("compute1");

        var read = await own.ReadAsync();

        read.Reading.Should().Be(PowerReading.WrongMachine);
        read.Facts.Should().Contain(own.Bmc.Serial, "a person compares them");
        await own.ReadAsync();
        own.Log.Split("3001 ").Should().HaveCount(2, "it is said when it begins");
    }

    [Fact]
    public async Task Without_an_expected_machine_none_is_the_right_one_and_what_is_there_is_told()
    {
        await using var own = await PoweredCloud.StartAsync((_, keys) =>
        {
            keys.Remove("NovaFence:Power:Hosts:0:Serial");
            keys.Remove("NovaFence:Power:Hosts:0:Uuid");
        });
        own.Cloud.Crash("compute1");

        var look = await own.Bmcs.LookAsync("compute1", TestContext.Current.CancellationToken);

        look.Read.Reading.Should().Be(PowerReading.WrongMachine);
        look.Read.Facts.Should().Contain("novafence power --learn compute1");
        look.Machines.Should().Equal(new SeenMachine("/redfish/v1/Systems/1", own.Bmc.Serial, own.Bmc.Uuid.ToString(), "NovaFence Sandbox", "Off"));
        own.Bmcs.IsExpected("compute1").Should().BeFalse();
    }

    [Theory]
    [InlineData("To Be Filled By O.E.M.", "00000000-0000-0000-0000-000000000000")]
    [InlineData("Default string", "03000200-0400-0500-0006-000700080009")]
    public async Task A_machine_that_tells_placeholders_is_nobody(string serial, string uuid)
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Bmc.Serial = serial;
        own.Bmc.Uuid = Guid.Parse(uuid);
        own.Cloud.Crash("compute1");

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.WrongMachine);
    }

    [Fact]
    public async Task Of_several_systems_the_expected_one_counts()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Bmc.Others = [("SBX7777AAAA", Guid.NewGuid().ToString(), "Off"), ("SBX7777BBBB", Guid.NewGuid().ToString(), "Off")];

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.On);
    }

    [Fact]
    public async Task No_system_and_two_of_one_identity_are_no_machine()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Cloud.Crash("compute1");
        own.Bmc.Others = [(own.Bmc.Serial, own.Bmc.Uuid.ToString(), "Off")];
        var two = await own.ReadAsync();
        two.Reading.Should().Be(PowerReading.WrongMachine);
        two.Facts.Should().StartWith("2 ");

        own.Says("/redfish/v1/Systems", """{"Members": []}""");
        (await own.ReadAsync()).Reading.Should().Be(PowerReading.WrongMachine);
    }

    [Fact]
    public async Task One_of_several_that_cannot_be_read_leaves_it_open_which_is_the_right_one()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Cloud.Crash("compute1");
        own.Bmc.Others = [("SBX7777AAAA", Guid.NewGuid().ToString(), "Off")];
        own.Says("/redfish/v1/Systems/2", "", 503);

        (await own.ReadAsync()).Reading.Should().Be(PowerReading.Busy);
    }

    [Fact]
    public async Task A_BMC_that_is_another_machines_every_other_time_is_seen_to_be()
    {
        await using var own = await PoweredCloud.StartAsync();
        own.Bmc.Behaviour = BmcBehaviour.Swapped;
        own.Cloud.Crash("compute1");
        own.Cloud.Crash("compute2");

        ((PowerReading[])[(await own.ReadAsync()).Reading, (await own.ReadAsync()).Reading, (await own.ReadAsync()).Reading])
            .Should().Equal(PowerReading.Off, PowerReading.WrongMachine, PowerReading.Off);
    }

    [Fact]
    public async Task A_machine_of_which_a_part_is_configured_for_another_host_is_neithers()
    {
        await using var own = await PoweredCloud.StartAsync((cloud, keys) =>
        {
            keys.Remove("NovaFence:Power:Hosts:0:Uuid");
            keys.Remove("NovaFence:Power:Hosts:1:Serial");
            keys["NovaFence:Power:Hosts:1:Uuid"] = cloud.Bmc("compute1").Uuid.ToString();
        });
        own.Cloud.Crash("compute1");

        var read = await own.ReadAsync();

        read.Reading.Should().Be(PowerReading.WrongMachine);
        read.Facts.Should().Contain("compute2");
    }

    /// <summary>Dell's BMCs tell the service tag as SKU, and the board's number as the serial number; the kernel has the service tag.</summary>
    [Theory]
    [InlineData("CN7475166I0364", "7PW1RD2", "7PW1RD2", true)]
    [InlineData("CN7475166I0364", "7PW1RD2", "CN7475166I0364", true)]
    [InlineData("CN7475166I0364", "7PW1RD2", "7PW1RD3", false)]
    [InlineData("CN7475166I0364", null, "7PW1RD2", false)]
    public async Task What_a_BMC_tells_in_the_place_of_the_serial_number_is_compared_with_the_kernels_too(string serial, string? sku, string kernels, bool isSame)
    {
        await using var own = await PoweredCloud.StartAsync((_, keys) => keys.Remove("NovaFence:Power:Hosts:0:Serial"));
        own.Says(SandboxBmc.SystemPath, $$"""{"SerialNumber": "{{serial}}", "SKU": {{(sku is null ? "null" : $"\"{sku}\"")}}, "UUID": "{{own.Bmc.Uuid}}", "PowerState": "On"}""");

        var machine = (await own.Bmcs.LookAsync("compute1", TestContext.Current.CancellationToken)).Machine!;

        Machines.Compare(machine, new KnownMachine(["compute1"], kernels, own.Bmc.Uuid.ToString())).Should().Be(isSame);
    }
}
