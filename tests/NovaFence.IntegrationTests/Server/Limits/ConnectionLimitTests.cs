using Microsoft.Extensions.Logging.Abstractions;
using NovaFence.Http.Options;
using NovaFence.Server.Hosting;

namespace NovaFence.Server.Tests.Limits;

public sealed class ConnectionLimitTests
{
    /// <summary>So many of one address connect in a quarter of a second.</summary>
    private const int Attackers = 100;

    [Theory]
    [InlineData(0, 0, 400, 250, 26, 3)]
    [InlineData(0, 0, 260, 260, 4, 1)]
    [InlineData(0, 0, 1000, 250, 500, 62)]
    [InlineData(0, 0, 1_048_576, 250, 1024, 128)]
    [InlineData(0, 0, null, 0, 1024, 128)]
    [InlineData(80, 0, 260, 250, 80, 10)]
    [InlineData(80, 20, 260, 250, 80, 20)]
    public void The_limits_follow_from_options_and_open_files(int connections, int ofOneAddress, int? files, int open, int most, int mostOfOneAddress)
    {
        var limit = Limit(new ConnectionsOptions { Max = connections, MaxPerAddress = ofOneAddress }, files is null ? null : new OpenFiles(files.Value, open));
        (limit.Most, limit.OfOneAddress).Should().Be((most, mostOfOneAddress));
    }

    [Fact]
    public void Where_no_file_is_left_to_count_them_with_there_are_no_more_places_than_before()
    {
        OpenFiles? files = new(400, 250);
        var clock = new StoppedClock();
        var limit = new ConnectionLimit(new ConnectionsOptions(), () => files, clock, NullLogger<ConnectionLimit>.Instance);
        limit.Most.Should().Be(26);

        files = null;
        clock.Advance(TimeSpan.FromSeconds(2));
        _ = Connect(limit, "192.0.2.1");
        limit.Most.Should().Be(26);

        files = new OpenFiles(1000, 250);
        clock.Advance(TimeSpan.FromSeconds(2));
        _ = Connect(limit, "192.0.2.1");
        limit.Most.Should().Be(500);
    }

    [Fact]
    public void The_limit_of_open_files_is_read_as_Linux_writes_it()
    {
        OpenFiles.Read(["Limit                     Soft Limit           Hard Limit           Units     ", "Max open files            260                  1024                 files     "]).Should().Be(260);
        OpenFiles.Read(["Max open files            unlimited            unlimited            files     "]).Should().BeNull();
        OpenFiles.Read([]).Should().BeNull();
    }

    [Fact]
    public void One_address_has_its_share_and_its_own_oldest_unused_one_is_closed_for_a_new_one()
    {
        var limit = Limit(new ConnectionsOptions { Max = 16 });
        var first = Connect(limit, "192.0.2.1");
        var second = Connect(limit, "192.0.2.1");
        first.IsOpen.Should().BeTrue();

        var third = Connect(limit, "192.0.2.1");

        first.IsOpen.Should().BeFalse();
        second.IsOpen.Should().BeTrue();
        third.IsOpen.Should().BeTrue();
        limit.Count.Should().Be(2);
    }

    [Fact]
    public void What_an_authentic_request_uses_is_not_closed_and_the_new_one_is_until_it_is_answered()
    {
        var limit = Limit(new ConnectionsOptions { Max = 16 });
        var first = Connect(limit, "192.0.2.1");
        var second = Connect(limit, "192.0.2.1");
        first.Use.Authenticated();
        second.Use.Authenticated();

        Connect(limit, "192.0.2.1").IsOpen.Should().BeFalse();

        limit.Answered(second.Use);
        Connect(limit, "192.0.2.1").IsOpen.Should().BeTrue();
        second.IsOpen.Should().BeFalse();
        first.IsOpen.Should().BeTrue();
    }

    [Fact]
    public void Where_all_are_taken_the_address_that_has_most_gives_one_up()
    {
        var limit = Limit(new ConnectionsOptions { Max = 8, MaxPerAddress = 5 });
        var few = Enumerable.Range(0, 3).Select(_ => Connect(limit, "192.0.2.1")).ToList();
        var many = Enumerable.Range(0, 5).Select(_ => Connect(limit, "192.0.2.2")).ToList();

        var honest = Connect(limit, "192.0.2.3");

        honest.IsOpen.Should().BeTrue();
        few.Should().OnlyContain(one => one.IsOpen);
        many.Count(one => one.IsOpen).Should().Be(4);
        limit.Count.Should().Be(8);
    }

    [Fact]
    public void Where_all_are_taken_an_address_of_authentic_requests_gives_one_up_after_all_others()
    {
        var limit = Limit(new ConnectionsOptions { Max = 8, MaxPerAddress = 5 });
        var proven = Connect(limit, "192.0.2.1");
        proven.Use.Authenticated();
        limit.Answered(proven.Use);
        // The server is busy and has not read their heads yet.
        var waiting = Enumerable.Range(0, 4).Select(_ => Connect(limit, "192.0.2.1")).ToList();
        var others = Enumerable.Range(0, 3).Select(_ => Connect(limit, "192.0.2.2")).ToList();

        Connect(limit, "192.0.2.3").IsOpen.Should().BeTrue();

        waiting.Append(proven).Should().OnlyContain(one => one.IsOpen);
        others.Count(one => one.IsOpen).Should().Be(2);
    }

    [Fact]
    public void Where_all_are_in_authentic_use_the_new_one_is_closed()
    {
        var limit = Limit(new ConnectionsOptions { Max = 8, MaxPerAddress = 8 });
        foreach (var one in Enumerable.Range(0, 8).Select(_ => Connect(limit, "192.0.2.1")))
            one.Use.Authenticated();
        Connect(limit, "192.0.2.3").IsOpen.Should().BeFalse();
        limit.Count.Should().Be(8);
    }

    [Fact]
    public void Whoever_connects_anew_as_soon_as_he_is_closed_closes_no_more_than_his_share_in_two_seconds()
    {
        var clock = new StoppedClock();
        var limit = Limit(new ConnectionsOptions { Max = 256 }, clock: clock);
        Attack(limit, "192.0.2.1", 32).Should().Be(32, "so many it may have");

        Attack(limit, "192.0.2.1", 3000).Should().Be(Turnover.AtOnce, "so many are closed for others at once");
        limit.Count.Should().Be(32);
        Connect(limit, "192.0.2.2").IsOpen.Should().BeTrue("that is another one's share");

        clock.Advance(TimeSpan.FromSeconds(1));
        Attack(limit, "192.0.2.1", 1000).Should().Be(16);
        clock.Advance(TimeSpan.FromSeconds(10));
        Attack(limit, "192.0.2.1", 1000).Should().Be(160);
    }

    [Fact]
    public void Whoever_sits_at_their_address_gets_in_among_them_and_sooner_once_his_token_was_right()
    {
        var clock = new StoppedClock();
        var limit = Limit(new ConnectionsOptions { Max = 256 }, clock: clock);
        Attack(limit, "192.0.2.1", 3000);

        var random = new Random(1);
        // Each connects every 20 ms, and who shares their address every 250 ms.
        TriesUntilIn(out var honest).Should().BeLessThan(120, "within half a minute");
        honest.Use.Authenticated();
        limit.Answered(honest.Use);

        clock.Advance(TimeSpan.FromSeconds(2));
        Attack(limit, "192.0.2.1", 1000).Should().BeGreaterThan(32);
        honest.IsOpen.Should().BeTrue("others, which nobody authentic has ever used, are closed first");
        honest.End();
        Enumerable.Range(0, 20).Average(_ => TriesUntilIn(out var _)).Should().BeLessThan(16, "this is an address of somebody authentic");

        int TriesUntilIn(out TriedConnection honest)
        {
            for (var tries = 1; ; tries++)
            {
                clock.Advance(TimeSpan.FromMilliseconds(random.Next(200, 300)));
                // The attackers have been there all the time; he comes between two of them.
                var before = Attackers * random.Next(0, 20) / 20;
                Attack(limit, "192.0.2.1", before);
                honest = Connect(limit, "192.0.2.1");
                if (honest.IsOpen || tries > 1000)
                    return tries;
                Attack(limit, "192.0.2.1", Attackers - before);
            }
        }
    }

    [Fact]
    public void Of_all_addresses_together_no_more_are_closed_in_a_second_than_there_may_be_but_for_whoever_had_a_right_token()
    {
        var clock = new StoppedClock();
        var limit = Limit(new ConnectionsOptions { Max = 64 }, clock: clock);
        var proven = Connect(limit, "198.51.100.1");
        proven.Use.Authenticated();
        proven.End();
        for (var one = 0; one < 64; one++)
            Connect(limit, $"192.0.2.{one}");

        Enumerable.Range(0, 3000).Count(one => Connect(limit, $"203.0.{one / 250}.{one % 250}").IsOpen).Should().Be(Turnover.AtOnce);

        Connect(limit, "203.0.113.251").IsOpen.Should().BeFalse();
        Connect(limit, "198.51.100.1").IsOpen.Should().BeTrue("he was authentic before");
        clock.Advance(TimeSpan.FromSeconds(1));
        Connect(limit, "203.0.113.251").IsOpen.Should().BeTrue();
        limit.Count.Should().Be(64);
    }

    [Fact]
    public void For_a_proxy_they_are_closed_as_often_as_it_connects()
    {
        var options = new ConnectionsOptions { Max = 16 };
        options.Proxies.Add("192.0.2.7");
        var limit = Limit(options, clock: new StoppedClock());
        Attack(limit, "192.0.2.7", 1000).Should().Be(1000);
        limit.Count.Should().Be(16);
    }

    [Fact]
    public void One_that_was_once_authentic_is_closed_after_those_that_never_were()
    {
        var limit = Limit(new ConnectionsOptions { Max = 16 });
        var kept = Connect(limit, "192.0.2.1");
        kept.Use.Authenticated();
        limit.Answered(kept.Use);
        var newer = Connect(limit, "192.0.2.1");

        Connect(limit, "192.0.2.1").IsOpen.Should().BeTrue();

        (kept.IsOpen, newer.IsOpen).Should().Be((true, false));
    }

    [Fact]
    public void What_was_closed_and_is_still_answered_counts_for_nothing()
    {
        var limit = Limit(new ConnectionsOptions { Max = 16 });
        var closed = Connect(limit, "192.0.2.1");
        Connect(limit, "192.0.2.1");
        Connect(limit, "192.0.2.1");
        closed.IsOpen.Should().BeFalse();

        closed.Use.Authenticated();
        limit.Answered(closed.Use);

        limit.Count.Should().Be(2);
        Connect(limit, "192.0.2.1").IsOpen.Should().BeTrue();
        limit.Count.Should().Be(2);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.0/24", "192.0.2.7")]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.0/120", "::ffff:192.0.2.7")]
    public void A_proxy_may_have_more_than_its_share(string proxy, string from)
    {
        var options = new ConnectionsOptions { Max = 16 };
        options.Proxies.Add(proxy);
        var limit = Limit(options);
        Enumerable.Range(0, 10).Select(_ => Connect(limit, from)).ToList().Should().OnlyContain(one => one.IsOpen);
    }

    [Fact]
    public void The_addresses_of_one_IPv6_network_are_one()
    {
        var limit = Limit(new ConnectionsOptions { Max = 16 });
        _ = Connect(limit, "2001:db8::1");
        _ = Connect(limit, "2001:db8::2");
        _ = Connect(limit, "2001:db8::3");
        limit.Count.Should().Be(2);
        _ = Connect(limit, "2001:db8:0:1::1");
        limit.Count.Should().Be(3);
    }

    [Fact]
    public async Task What_ends_gives_its_place_back()
    {
        var limit = Limit(new ConnectionsOptions { Max = 16 });
        var one = Connect(limit, "192.0.2.1");
        limit.Count.Should().Be(1);
        one.End();
        await one.Served;
        limit.Count.Should().Be(0);
    }

    /// <summary>How many of so many are let in.</summary>
    private static int Attack(ConnectionLimit limit, string address, int times) => Enumerable.Range(0, times).Count(_ => Connect(limit, address).IsOpen);

    private static ConnectionLimit Limit(ConnectionsOptions options, OpenFiles? files = null, TimeProvider? clock = null) =>
        new(options, () => files, clock ?? TimeProvider.System, NullLogger<ConnectionLimit>.Instance);

    private static TriedConnection Connect(ConnectionLimit limit, string address)
    {
        var connection = new TriedConnection(address);
        connection.Serve(limit);
        return connection;
    }
}
