using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests.Contract;

public abstract class EventContract : LedgerContract
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private protected EventContract(ITestStore store)
        : base(store) { }

    [Fact]
    public async Task Events_come_newest_first_whatever_the_order_they_were_written_in()
    {
        int[] minutes = [3, 1, 4, 0, 2];
        foreach (var minute in minutes)
            await AppendAsync(At(Noon.AddMinutes(minute)));

        (await EventsAsync("a")).Select(entry => entry.At).Should().Equal(
            Noon.AddMinutes(4), Noon.AddMinutes(3), Noon.AddMinutes(2), Noon.AddMinutes(1), Noon);
    }

    [Fact]
    public async Task A_limit_keeps_the_newest()
    {
        await AppendAsync([.. Enumerable.Range(0, 50).Select(n => At(Noon.AddTicks(n)))]);

        (await EventsAsync("a", 2)).Select(entry => entry.At).Should().Equal(Noon.AddTicks(49), Noon.AddTicks(48));
        (await EventsAsync("a", 50)).Should().HaveCount(50);
        (await EventsAsync("a", int.MaxValue)).Should().HaveCount(50);
    }

    [Fact]
    public async Task More_events_than_a_page_of_the_store_are_all_read()
    {
        for (var batch = 0; batch < 11; batch++)
            await AppendAsync([.. Enumerable.Range(batch * 100, 100).Select(n => At(Noon.AddSeconds(n)))]);

        var events = await EventsAsync("a", 1050);

        events.Should().HaveCount(1050).And.BeInDescendingOrder(entry => entry.At);
        events[0].At.Should().Be(Noon.AddSeconds(1099));
    }

    [Fact]
    public async Task An_event_comes_back_as_it_was_written()
    {
        var entry = new LedgerEvent("compute1.example", Noon.AddTicks(1), "fp/ü#1", """{"reason":"日本 🔥 \"quoted\""}""");
        await AppendAsync(entry);

        (await EventsAsync("compute1.example")).Should().Equal(entry);
    }

    [Fact]
    public async Task Moments_are_compared_in_utc()
    {
        var local = At(new DateTimeOffset(2026, 3, 1, 14, 30, 0, TimeSpan.FromHours(2)));
        await AppendAsync(local, At(Noon));

        (await EventsAsync("a")).Select(entry => entry.At).Should().Equal(Noon.AddMinutes(30), Noon);
    }

    [Fact]
    public async Task The_first_and_the_last_moment_there_is_can_be_stored()
    {
        await AppendAsync(At(DateTimeOffset.MinValue), At(DateTimeOffset.MaxValue));

        (await EventsAsync("a")).Select(entry => entry.At).Should().Equal(DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
    }

    [Fact]
    public async Task Events_of_one_moment_are_told_apart_by_their_ids()
    {
        await AppendAsync(At(Noon) with { Id = "1" }, At(Noon) with { Id = "2" });

        (await EventsAsync("a")).Select(entry => entry.Id).Should().BeEquivalentTo("1", "2");
    }

    [Fact]
    public async Task An_event_that_is_there_already_conflicts()
    {
        await AppendAsync(At(Noon));

        (await AppendAsync(At(Noon) with { Json = """{"other":1}""" })).ShouldBeConflict();

        (await EventsAsync("a")).Should().Equal(At(Noon));
    }

    public static TheoryData<string, string> Neighbours { get; } = new()
    {
        { "compute1", "compute10" },
        { "compute1", "compute1.example" },
        { "compute1", "compute" },
        { "compute1", "Compute1" },
        { "compute1", "compute1~" },
        { "compute1", "compute1 " },
        { "compute1", "compute1:" },
        { "compute1", "compute1\u0000" },
        { "a'b", "a''b" },
        { "a/b", "a=2Fb" },
        { "a/b", "a\\b" },
        { "a%2Fb", "a%252Fb" },
        { "ä", "a\u0308" },
        { "\ud800", "\udbff" },
        { "日本", "=u65E5=u672C" },
        { new string('h', 255), new string('h', 254) },
        { new string('/', 255), new string('/', 254) + "#" },
        { new string('日', 300), new string('日', 299) + "本" },
    };

    [Theory]
    [MemberData(nameof(Neighbours), DisableDiscoveryEnumeration = true)]
    public async Task Hosts_have_their_own_events_however_alike_their_names_are(string host, string neighbour)
    {
        await AppendAsync(At(Noon) with { Host = host }, At(Noon) with { Host = neighbour });

        (await EventsAsync(host)).Should().Equal(At(Noon) with { Host = host });
        (await EventsAsync(neighbour)).Should().Equal(At(Noon) with { Host = neighbour });
    }

    [Fact]
    public async Task Events_are_not_among_the_rows()
    {
        await InsertAsync("host:A");
        await AppendAsync(At(Noon) with { Host = "host:A" }, At(Noon) with { Host = "~" });

        (await AllAsync()).Select(row => row.Key).Should().Equal("host:A");
    }

    [Fact]
    public async Task Events_older_than_a_moment_are_removed_and_nothing_else_is()
    {
        await InsertAsync("host:a");
        var neighbour = OpenAnother("RegionTwo");
        (await neighbour.CommitAsync(new LedgerCommit([], [At(Noon.AddDays(-1))]), Token)).Versions();
        await AppendAsync(
            At(Noon.AddTicks(-1)),
            At(Noon),
            At(Noon.AddTicks(1)),
            At(DateTimeOffset.MinValue) with { Host = "b" },
            At(Noon.AddDays(-400)) with { Host = "日本" },
            At(DateTimeOffset.MaxValue) with { Host = "日本" });

        (await RemoveAsync(Noon, 100)).Should().Be(3);

        (await EventsAsync("a")).Select(entry => entry.At).Should().Equal(Noon.AddTicks(1), Noon);
        (await EventsAsync("b")).Should().BeEmpty();
        (await EventsAsync("日本")).Select(entry => entry.At).Should().Equal(DateTimeOffset.MaxValue);
        (await AllAsync()).Should().ContainSingle();
        (await neighbour.ReadEventsAsync("a", 10, Token)).Value().Should().ContainSingle("that is another cloud");
    }

    [Fact]
    public async Task Removing_ends_at_its_limit_and_goes_on_until_fewer_are_removed()
    {
        string[] hosts = ["compute1", "compute2", "compute3"];
        foreach (var host in hosts)
        {
            await AppendAsync([.. Enumerable.Range(1, 84).Select(n => At(Noon.AddSeconds(-n)) with { Host = host })]);
            await AppendAsync([.. Enumerable.Range(0, 10).Select(n => At(Noon.AddSeconds(n)) with { Host = host })]);
        }

        int[] removed = [await RemoveAsync(Noon, 1), await RemoveAsync(Noon, 150), await RemoveAsync(Noon, 150), await RemoveAsync(Noon, 150)];

        removed.Should().Equal(1, 150, 101, 0);
        foreach (var host in hosts)
            (await EventsAsync(host)).Should().HaveCount(10).And.OnlyContain(entry => entry.At >= Noon);
    }

    [Fact]
    public async Task More_old_events_than_a_page_of_the_store_are_removed_at_once()
    {
        for (var batch = 0; batch < 11; batch++)
            await AppendAsync([.. Enumerable.Range(batch * 100, 100).Select(n => At(Noon.AddSeconds(-n)))]);

        (await RemoveAsync(Noon.AddSeconds(1), int.MaxValue)).Should().Be(1100);

        (await EventsAsync("a")).Should().BeEmpty();
    }

    [Fact]
    public async Task Two_who_remove_the_same_events_at_once_remove_each_once()
    {
        await AppendAsync([.. Enumerable.Range(1, 90).Select(n => At(Noon.AddSeconds(-n)))]);
        ILedger[] instances = [Ledger, OpenAnother()];

        var removed = await Task.WhenAll(instances.Select(instance => instance.RemoveEventsAsync(Noon, 1000, Token)));

        removed.Sum(result => result.Value()).Should().Be(90);
        (await EventsAsync("a")).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Neighbours), DisableDiscoveryEnumeration = true)]
    public async Task Old_events_are_found_whatever_their_hosts_are_called(string host, string neighbour)
    {
        foreach (var name in (string[])[host, neighbour])
            await AppendAsync(At(Noon) with { Host = name }, At(Noon.AddTicks(-1)) with { Host = name }, At(Noon.AddTicks(-2)) with { Host = name });

        (await RemoveAsync(Noon, 3)).Should().Be(3);
        (await RemoveAsync(Noon, 3)).Should().Be(1);

        (await EventsAsync(host)).Should().Equal(At(Noon) with { Host = host });
        (await EventsAsync(neighbour)).Should().Equal(At(Noon) with { Host = neighbour });
    }

    [Fact]
    public async Task A_limit_below_one_is_refused() =>
        await FluentActions.Awaiting(() => Ledger.RemoveEventsAsync(Noon, 0, Token)).Should().ThrowAsync<ArgumentOutOfRangeException>();

    private async Task<int> RemoveAsync(DateTimeOffset before, int limit) => (await Ledger.RemoveEventsAsync(before, limit, Token)).Value();

    private static LedgerEvent At(DateTimeOffset moment) => new("a", moment, "1", "{}");

    public sealed class OnSqlite() : EventContract(new SqliteTestStore());

    public sealed class OnTables(AzuriteFixture azurite) : EventContract(new TablesTestStore(azurite));
}
