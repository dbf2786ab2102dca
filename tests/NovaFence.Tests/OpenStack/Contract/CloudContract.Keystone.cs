using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Identity;
using NovaFence.OpenStack.Tests.Scripted;
using NovaFence.OpenStack.Warmth;

namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>"Keystone".</summary>
public abstract partial class CloudContract
{
    [Fact]
    public async Task An_application_credential_signs_in_without_a_scope()
    {
        var (id, secret) = await Stage.Admin.CreateApplicationCredentialAsync();
        try
        {
            await using var adapter = ClientWith(id, secret);

            (await adapter.Cloud.SetForcedDownAsync(await HostAsync(Stage.Host), true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
            adapter.Tokens.Current!.ExpiresAt.Should().BeAfter(DateTimeOffset.UtcNow.AddMinutes(1));
        }
        finally
        {
            await Stage.Admin.DeleteApplicationCredentialAsync(id);
        }
    }

    [Fact]
    public async Task Access_rules_for_the_listing_and_the_two_PUTs_are_enough_for_everything()
    {
        var (id, secret) = await Stage.Admin.CreateApplicationCredentialAsync(withRules: true);
        try
        {
            await using var adapter = ClientWith(id, secret);

            (await adapter.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Listed>();
            (await adapter.Cloud.SetForcedDownAsync(await HostAsync(Stage.Host), true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
            await adapter.Care.RoundAsync(Now);
            adapter.Get<WarmthRecord>().Last.Should().NotBeNull();
            adapter.Get<WarmthRecord>().Last!.Refused.Should().Be(0);
        }
        finally
        {
            await Stage.Admin.DeleteApplicationCredentialAsync(id);
        }
    }

    [Fact]
    public async Task A_token_of_an_expiring_application_credential_ends_with_it()
    {
        var (id, secret) = await Stage.Admin.CreateApplicationCredentialAsync(DateTime.UtcNow + Stage.ShortLife);
        try
        {
            await using var adapter = ClientWith(id, secret);
            var host = await HostAsync(Stage.Host);

            (await adapter.Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
            adapter.Tokens.Current!.ExpiresAt.Should().BeBefore(DateTimeOffset.UtcNow + Stage.ShortLife + TimeSpan.FromSeconds(1));

            await Patience.UntilAsync("the token has expired", () => Task.FromResult(adapter.Tokens.Current is null));
            var reply = default(ForceDownReply);
            await Patience.UntilAsync(
                "the credential has expired", async () => (reply = await adapter.Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now)).Status is ForceDownStatus.Unavailable);
            reply!.Message.Should().StartWith($"Keystone refused application credential {id}: its secret is wrong, or it has expired (401: ");
            reply.MayHaveReachedNova.Should().BeFalse();
        }
        finally
        {
            await Stage.Admin.DeleteApplicationCredentialAsync(id);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-100)]
    public async Task A_listing_says_how_far_the_cloud_s_clock_is_ahead_of_ours(int seconds)
    {
        await using var adapter = ClientOf(Stage.Administrator.Settings, new WrongClock(TimeSpan.FromSeconds(-seconds)));
        TimeSpan? ahead = null;

        // A busy Keystone may take too long to tell.
        await Patience.UntilAsync(
            "a token came soon enough",
            async () =>
            {
                ahead = (await adapter.Cloud.ListComputeServicesAsync(Now)).Should().BeOfType<CloudListing.Listed>().Subject.ClockAhead;
                if (ahead is null)
                    await adapter.Tokens.ReplaceAsync(adapter.Tokens.Current!, Now);
                return ahead is not null;
            });

        ahead!.Value.Should().BeCloseTo(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(3.5));
    }

    [Fact]
    public async Task A_wrong_secret_is_said_so()
    {
        var (id, _) = await Stage.Admin.CreateApplicationCredentialAsync();
        try
        {
            await using var adapter = ClientWith(id, "nope");

            (await adapter.Cloud.ReadinessAsync(Now)).Why.Should().Be(
                $"Keystone refused application credential {id}: its secret is wrong, or it has expired "
                + "(401: The request you have made requires authentication.)");
        }
        finally
        {
            await Stage.Admin.DeleteApplicationCredentialAsync(id);
        }
    }

    [Fact]
    public async Task A_wrong_password_is_said_so()
    {
        await using var adapter = ClientAs(Stage.Administrator with { Password = "nope" });

        (await adapter.Cloud.ReadinessAsync(Now)).Why.Should().Be(
            $"Keystone refused user {Stage.Administrator.Username}: user, password, project or a domain is wrong "
            + "(401: The request you have made requires authentication.)");
    }

    [Fact]
    public async Task An_unknown_application_credential_is_said_so()
    {
        await using var adapter = ClientWith("00000000000000000000000000000000", "nope");

        (await adapter.Cloud.ReadinessAsync(Now)).Why.Should().Be(
            "Keystone knows no application credential 00000000000000000000000000000000: it is misspelled, or was deleted "
            + "(404: Could not find Application Credential: 00000000000000000000000000000000.)");
    }

    [Fact]
    public async Task A_token_that_was_revoked_before_Nova_saw_it_costs_one_more_try()
    {
        var host = await HostAsync(Stage.Host);
        // A token that Nova has seen it would go on accepting for 300 s.
        await using var adapter = ClientAs(Stage.Administrator);
        await adapter.Cloud.ReadinessAsync(Now);
        var revoked = adapter.Tokens.Current!;
        await Stage.Admin.RevokeAsync(revoked.Value);

        var reply = await adapter.Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now);

        reply.Status.Should().Be(ForceDownStatus.Done);
        adapter.Tokens.Current.Should().NotBeSameAs(revoked);
    }

    [Fact]
    public async Task With_Keystone_away_a_token_that_was_shown_still_works_and_a_fresh_one_does_not()
    {
        var host = await HostAsync(Stage.Host);
        await Client.Care.RoundAsync(Now);
        await Client.Care.RoundAsync(Now);
        await using var late = ClientAs(Stage.Administrator, ("ForceDown:Retries", "0"));
        await late.Cloud.ReadinessAsync(Now);
        await Stage.StopKeystoneAsync();
        try
        {
            for (var i = 0; i < 12; i++)
                (await Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);

            var reply = await late.Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now);
            reply.Status.Should().Be(ForceDownStatus.Unavailable);
            reply.Message.Should().StartWith("Nova answered 503").And.Contain("The Keystone service is temporarily unavailable.");
            reply.MayHaveReachedNova.Should().BeFalse();

            // Caring for the token finds nobody to give a fresh one, and leaves the valid one alone.
            var token = Client.Tokens.Current;
            await Client.Care.RoundAsync(Now);
            Client.Tokens.Current.Should().BeSameAs(token).And.NotBeNull();
        }
        finally
        {
            await Stage.StartKeystoneAsync();
        }

        (await late.Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done, "with Keystone back the same token works");
    }

    [Fact]
    public async Task A_hundred_calls_at_the_start_share_one_token()
    {
        var host = await HostAsync(Stage.Host);
        await using var adapter = ClientAs(Stage.Administrator);
        var tokens = new HashSet<CloudToken?>();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            (await adapter.Cloud.SetForcedDownAsync(host, true, StatusChange.Keep, Now)).Status.Should().Be(ForceDownStatus.Done);
            lock (tokens)
                tokens.Add(adapter.Tokens.Current);
        }));

        tokens.Should().ContainSingle();
    }
}
