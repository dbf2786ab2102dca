using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests;

public sealed class CommitLimitsTests
{
    private static readonly LedgerEvent Entry = new("a", DateTimeOffset.UnixEpoch, "1", "{}");

    [Fact]
    public void A_commit_at_every_limit_is_taken()
    {
        var each = LedgerCommit.MaxTotalJsonLength / 20;
        var writes = Enumerable.Range(0, 50).Select(n => new RowWrite(
            $"{n}".PadLeft(LedgerKey.MaxLength), new string('x', n < 20 ? each : 0), null));
        var events = Enumerable.Range(0, 50).Select(n => new LedgerEvent(
            new string('h', LedgerKey.MaxLength), DateTimeOffset.UnixEpoch, $"{n}".PadLeft(LedgerKey.MaxLength), ""));

        FluentActions.Invoking(() => CommitLimits.Enforce(new LedgerCommit([.. writes], [.. events]))).Should().NotThrow();
    }

    [Fact]
    public void More_than_a_hundred_operations_are_a_defect() => Refused(
        new LedgerCommit(
            [.. Enumerable.Range(0, 60).Select(n => new RowWrite($"{n}", "{}", null))],
            [.. Enumerable.Range(0, 41).Select(n => Entry with { Id = $"{n}" })]),
        "*101 operations*");

    [Fact]
    public void A_long_json_is_a_defect()
    {
        var json = new string('x', LedgerCommit.MaxJsonLength + 1);

        Refused(new LedgerCommit([new RowWrite("a", json, null)], []), "*32001 characters; at most 32000*");
        Refused(new LedgerCommit([], [Entry with { Json = json }]), "*32001 characters; at most 32000*");
    }

    [Fact]
    public void Much_json_together_is_a_defect()
    {
        var json = new string('x', LedgerCommit.MaxJsonLength);
        var writes = Enumerable.Range(0, 19).Select(n => new RowWrite($"{n}", json, null));

        Refused(new LedgerCommit([.. writes], []), "*608000 characters of JSON*");
    }

    [Fact]
    public void A_row_twice_is_a_defect() =>
        Refused(new LedgerCommit([new RowWrite("a", "1", null), new RowWrite("a", "2", null)], []), "*'a' twice*");

    [Fact]
    public void An_event_twice_is_a_defect() => Refused(new LedgerCommit([], [Entry, Entry with { Json = "[]" }]), "*'1' twice*");

    [Fact]
    public void A_delete_without_a_version_is_a_defect() =>
        Refused(new LedgerCommit([new RowWrite("a", null, null)], []), "*'a' without a version*");

    [Theory]
    [InlineData(0)]
    [InlineData(LedgerKey.MaxLength + 1)]
    public void An_empty_or_long_name_is_a_defect(int length)
    {
        var name = new string('x', length);

        Refused(new LedgerCommit([new RowWrite(name, "{}", null)], []), $"*key has {length} characters*");
        Refused(new LedgerCommit([], [Entry with { Host = name }]), $"*host has {length} characters*");
        Refused(new LedgerCommit([], [Entry with { Id = name }]), $"*id has {length} characters*");
    }

    private static void Refused(LedgerCommit commit, string message) =>
        FluentActions.Invoking(() => CommitLimits.Enforce(commit)).Should().Throw<ArgumentException>().WithMessage(message);
}
