using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using NovaFence.Http.Access;
using NovaFence.Http.Options;
using NovaFence.Server.Hosting;

namespace NovaFence.Server.Tests.Limits;

public sealed class ConnectionLimitTests
{
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
    public void Where_all_are_in_authentic_use_the_new_one_is_closed()
    {
        var limit = Limit(new ConnectionsOptions { Max = 8, MaxPerAddress = 8 });
        foreach (var one in Enumerable.Range(0, 8).Select(_ => Connect(limit, "192.0.2.1")))
            one.Use.Authenticated();
        Connect(limit, "192.0.2.3").IsOpen.Should().BeFalse();
        limit.Count.Should().Be(8);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.0/24", "192.0.2.7")]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
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

    private static ConnectionLimit Limit(ConnectionsOptions options, OpenFiles? files = null) => new(options, () => files, TimeProvider.System, NullLogger<ConnectionLimit>.Instance);

    private static Connection Connect(ConnectionLimit limit, string address)
    {
        var connection = new Connection(address);
        connection.Serve(limit);
        return connection;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Nothing is open in it.")]
    private sealed class Connection
    {
        private readonly TaskCompletionSource _end = new();
        private readonly Context _context;
        private bool _served;

        public Connection(string address) => _context = new Context { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) };

        public bool IsOpen => _served && !_context.WasAborted;

        public Task Served { get; private set; } = Task.CompletedTask;

        public IConnectionUse Use => _context.Features.Get<IConnectionUse>()!;

        public void Serve(ConnectionLimit limit)
        {
            // It comes back as soon as the one that it replaces has ended, which the abort does at once.
            if (!limit.AdmitAsync(_context).WaitAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult())
                return;
            _context.Aborted = End;
            Served = limit.ServeAsync(_context, _ =>
            {
                _served = true;
                return _end.Task;
            });
        }

        public void End() => _end.TrySetResult();
    }

    private sealed class Context : DefaultConnectionContext
    {
        public bool WasAborted { get; private set; }

        public Action Aborted { get; set; } = static () => { };

        public override void Abort(ConnectionAbortedException abortReason)
        {
            WasAborted = true;
            Aborted();
        }
    }
}
