using Microsoft.Extensions.Options;
using NovaFence.EndToEnd.Tests.Sent;
using NovaFence.EndToEnd.Tests.Stage;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>Deliveries of which a wrong decision came once, each file as it was sent over HTTP.</summary>
public sealed class CaseTests
{
    public static TheoryData<string> Cases => [.. Case.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_was_sent_is_decided_right(string name)
    {
        var one = Case.Read(name);
        var options = new SceneOptions { Settings = one.Settings };
        await using var given = await Scene.BeginAsync(one.Hosts is { } hosts ? options with { Hosts = hosts } : options);
        foreach (var (key, value) in one.Refused.SelectMany(refused => refused.Value.Select(value => (refused.Key, value))))
            (await given.Awaiting(scene => scene.Start((key, value))).Should().ThrowAsync<OptionsValidationException>(value)).Which.Failures.Should().ContainSingle().Which.Should().StartWith(key);
        var instance = await given.Instance();
        foreach (var host in one.Dead)
            given.Cloud.Crash(host);
        var began = given.Clock.GetUtcNow();

        foreach (var step in one.Steps)
            await TakeAsync(step, given, instance, began);

        given.Nova.Puts.Select(put => put.Host).Distinct().Should().BeEquivalentTo(one.Puts.Keys);
        one.Puts.Should().AllSatisfy(puts => given.Nova.PutsOf(puts.Key).Should().Be(puts.Value, one.Right));
        (await given.Nova.ForcedDown()).Should().Equal(one.ForcedDown);
    }

    private static async Task TakeAsync(CaseStep step, Scene given, Instance instance, DateTimeOffset began)
    {
        if (step.Wait is { } time)
        {
            given.Clock.Advance(time);
            await instance.DoWhatIsDue();
        }

        if (step.ForcedDownElsewhere is { } host)
            await given.Nova.Set(host, forcedDown: true);
        if (step.Audit is { } found)
            (await instance.Audit()).Lines.Should().Equal(found);
        if (step.To is not { } receiver)
            return;
        var reply = await instance.Deliver(receiver, Case.Timed(step.Body, began));
        reply.Status.Should().Be(200, reply.Body);
        reply.Outcomes.Should().HaveSameCount(step.Answered);
        foreach (var (outcome, expected) in reply.Outcomes.Zip(step.Answered))
        {
            (outcome.Verdict, outcome.Host, outcome.State).Should().Be((expected.Verdict, expected.Host, expected.State), outcome.Reason);
            outcome.Reason.Should().StartWith(expected.Reason);
        }
    }
}
