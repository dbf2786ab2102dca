using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>The newest events over many hosts, of which the ledger gives some at a time and host by host.</summary>
public sealed class EventSearchTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 1, 59, 26, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task It_finds_what_looking_at_every_event_finds(int seed)
    {
        var random = new Random(seed);
        var all = Enumerable.Range(0, 8).SelectMany(host => Enumerable.Range(0, random.Next(0, 400)).Select(number => Happened(
            $"compute{host}", Now - TimeSpan.FromMinutes(random.Next(0, 5000)), $"{number}", random.Next(10) == 0 ? "held" : "ignored"))).ToList();
        foreach (var filter in (EventFilter[])[new(50), new(500), new(7) { Verdict = VerdictKind.Held }, new(500) { Since = Now - TimeSpan.FromHours(10) }, new(200) { Verdict = VerdictKind.Held, Since = Now - TimeSpan.FromDays(2) }])
        {
            var found = await FindAsync(new Shelf(all), filter, all.Select(one => one.Host));

            var expected = all.Where(one => !(one.At < filter.Since) && (filter.Verdict is null || one.Json.Contains("\"held\"", StringComparison.Ordinal)))
                .OrderByDescending(one => one.At).Take(filter.Limit).Select(one => one.At);
            found.Select(one => one.At).Should().Equal(expected, "{0}", filter);
        }
    }

    [Fact]
    public async Task Of_a_host_whose_older_events_cannot_be_among_the_newest_no_more_are_read()
    {
        var busy = Enumerable.Range(0, 300).Select(number => Happened("busy", Now - TimeSpan.FromSeconds(number), $"{number}"));
        var quiet = Enumerable.Range(0, 300).Select(number => Happened("quiet", Now - TimeSpan.FromDays(1 + number), $"{number}"));
        var shelf = new Shelf([.. busy, .. quiet]);

        (await FindAsync(shelf, new EventFilter(50), ["busy", "quiet"])).Should().OnlyContain(one => one.Host == "busy");

        shelf.Asked.Should().Equal(("busy", 50), ("quiet", 50), ("busy", 200));
    }

    [Fact]
    public async Task What_somebody_has_edited_is_shown_and_matches_no_verdict()
    {
        var shelf = new Shelf([new LedgerEvent("compute1", Now, "a", "not JSON"), new LedgerEvent("compute1", Now.AddSeconds(-1), "b", """{"verdict":"maybe"}""")]);

        (await FindAsync(shelf, new EventFilter(10), ["compute1"])).Should().HaveCount(2);
        (await FindAsync(shelf, new EventFilter(10) { Verdict = VerdictKind.Held }, ["compute1"])).Should().BeEmpty();
    }

    [Fact]
    public async Task A_ledger_that_does_not_answer_for_one_host_is_told()
    {
        var shelf = new Shelf([Happened("compute1", Now, "a")]) { AwayFor = "compute2" };

        var found = await new EventSearch(shelf, new EventFilter(10)).FindAsync(["compute1", "compute2"], Stop);

        found.Should().BeOfType<LedgerResult<IReadOnlyList<LedgerEvent>>.Unavailable>().Which.Why.Should().Be("away");
    }

    private static async Task<IReadOnlyList<LedgerEvent>> FindAsync(Shelf shelf, EventFilter filter, IEnumerable<string> hosts) =>
        ((LedgerResult<IReadOnlyList<LedgerEvent>>.Ok)await new EventSearch(shelf, filter).FindAsync(hosts, Stop)).Value;

    private static LedgerEvent Happened(string host, DateTimeOffset at, string id, string verdict = "ignored") =>
        new(host, at, id, $$"""{"kind":"verdict","at":"{{at:O}}","instance":"i","verdict":"{{verdict}}","reason":"r"}""");

    /// <summary>Gives events, and nothing else.</summary>
    private sealed class Shelf(IReadOnlyList<LedgerEvent> events) : ILedger
    {
        internal List<(string Host, int Limit)> Asked { get; } = [];

        internal string? AwayFor { get; init; }

        public Task<LedgerResult<IReadOnlyList<LedgerEvent>>> ReadEventsAsync(string host, int limit, CancellationToken cancellationToken)
        {
            Asked.Add((host, limit));
            return Task.FromResult<LedgerResult<IReadOnlyList<LedgerEvent>>>(host == AwayFor
                ? new LedgerResult<IReadOnlyList<LedgerEvent>>.Unavailable("away")
                : new LedgerResult<IReadOnlyList<LedgerEvent>>.Ok([.. events.Where(one => one.Host == host).OrderByDescending(one => one.At).Take(limit)]));
        }

        public Task<LedgerResult<bool>> InitializeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAllAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<LedgerResult<int>> RemoveEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
