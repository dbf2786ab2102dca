using System.Text;
using Microsoft.Extensions.Primitives;
using NovaFence.Http.Receivers.PagerDuty;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Receivers;

public sealed class PagerDutySignatureTests
{
    private static readonly byte[] Body = Payload.Bytes("pagerduty-triggered");
    private static readonly string Right = Sending.Signature(Body, "secret-one");
    private static readonly string Other = Sending.Signature(Body, "secret-two");
    private static readonly string Wrong = Sending.Signature(Body, "somebody-else's");

    public static TheoryData<string, string[], bool> Headers() => new()
    {
        { "the one", [Right], true },
        { "the second secret's", [Other], true },
        { "in capitals", [$"v1={Right[3..].ToUpperInvariant()}"], true },
        { "after a wrong one", [$"{Wrong},{Right}"], true },
        { "before a wrong one", [$"{Right},{Wrong}"], true },
        { "with spaces", [$"{Wrong} , {Right} "], true },
        { "in a second header", [Wrong, Right], true },
        { "beside an unknown version", [$"v2=abc,{Right}"], true },
        { "as an unknown version", [$"v2={Right[3..]}"], false },
        { "without version", [Right[3..]], false },
        { "wrong", [Wrong], false },
        { "cut", [Right[..^2]], false },
        { "too long", [Right + "00"], false },
        { "not hex", [$"v1={new string('z', 64)}"], false },
        { "empty", [""], false },
        { "only a version", ["v1="], false },
        { "only commas", [",,,"], false },
        { "the last that is looked at", [string.Join(',', Enumerable.Repeat("v2=x", PagerDutySignature.MaxSignatures - 1)) + $",{Right}"], true },
        { "behind more than are looked at", [string.Join(',', Enumerable.Repeat("v2=x", PagerDutySignature.MaxSignatures)) + $",{Right}"], false },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Any_right_v1_signature_passes_and_nothing_else(string what, string[] header, bool matches) =>
        Matches(header, Body).Should().Be(matches, what);

    [Fact]
    public void One_changed_byte_of_the_body_does_not_pass()
    {
        byte[] changed = [.. Body];
        changed[^3] ^= 1;
        Matches([Right], changed).Should().BeFalse();
    }

    [Fact]
    public void Without_secrets_nothing_passes() =>
        PagerDutySignature.Matches([], Sending.Signature(Body, ""), Body).Should().BeFalse();

    private static bool Matches(string[] header, byte[] body) =>
        PagerDutySignature.Matches([Encoding.UTF8.GetBytes("secret-one"), Encoding.UTF8.GetBytes("secret-two")], new StringValues(header), body);
}
