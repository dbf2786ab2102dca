using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using static NovaFence.OpenStack.Tests.Scripted.ScriptedOpenStack;

namespace NovaFence.OpenStack.Tests.Compute;

/// <summary>From microversion 2.59 on Nova lists migrations in pages, the newest first: the one that runs still may be on a later one.</summary>
public sealed class EvacuationListTests
{
    private const string First = "0b5b0fc5-9c4c-4a6b-9c1c-6d3e4b7a9f10";
    private const string Last = "1c5b0fc5-9c4c-4a6b-9c1c-6d3e4b7a9f11";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_runs_still_is_found_behind_a_page_of_those_that_are_done()
    {
        await using var nova = await StartAsync();
        nova.OnMigrations = static context => JsonAsync(context, 200, context.Request.Query["marker"] == Last
            ? $$"""{"migrations":[{{Row("2c5b0fc5-9c4c-4a6b-9c1c-6d3e4b7a9f12", "running")}}]}"""
            : Page(Row(First, "done"), Row(Last, "done")));
        await using var client = ClientUnderTest.Of(nova.Url);

        (await client.Evacuations.InFlightFromAsync(ClientUnderTest.Host, Now)).Should().Be(new EvacuationCount.Known(1));

        nova.Requests.Where(static request => request.Path.Contains("os-migrations", StringComparison.Ordinal)).Select(static request => request.Path).Should().Equal(
            "/v2.1/os-migrations?migration_type=evacuation&source_compute=compute1",
            $"/v2.1/os-migrations?migration_type=evacuation&source_compute=compute1&marker={Last}");
    }

    [Fact]
    public async Task A_list_without_more_is_one_request()
    {
        await using var nova = await StartAsync();
        nova.OnMigrations = static context => JsonAsync(context, 200, $$"""{"migrations":[{{Row(First, "accepted")}},{{Row(Last, "done")}}],"migrations_links":[]}""");
        await using var client = ClientUnderTest.Of(nova.Url);

        (await client.Evacuations.InFlightFromAsync(ClientUnderTest.Host, Now)).Should().Be(new EvacuationCount.Known(1));

        nova.Requests.Should().ContainSingle(static request => request.Path.Contains("os-migrations", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a page that begins again")]
    [InlineData("a page without ids")]
    [InlineData("a page without rows")]
    [InlineData("a later page that fails")]
    public async Task What_is_not_listed_to_its_end_is_not_known(string what)
    {
        await using var nova = await StartAsync();
        nova.OnMigrations = context => what switch
        {
            "a page without ids" => JsonAsync(context, 200, Page("""{"source_compute":"compute1","status":"done"}""")),
            "a page without rows" => JsonAsync(context, 200, Page()),
            "a later page that fails" when context.Request.Query.ContainsKey("marker") => JsonAsync(context, 400, """{"badRequest":{"code":400,"message":"marker not found"}}"""),
            _ => JsonAsync(context, 200, Page(Row(First, "done"))),
        };
        await using var client = ClientUnderTest.Of(nova.Url);

        (await client.Evacuations.InFlightFromAsync(ClientUnderTest.Host, Now)).Should().BeOfType<EvacuationCount.Unavailable>();
    }

    private static string Row(string id, string status) => $$"""{"id":7,"uuid":"{{id}}","migration_type":"evacuation","source_compute":"compute1","status":"{{status}}"}""";

    private static string Page(params string[] rows) =>
        $$"""{"migrations":[{{string.Join(',', rows)}}],"migrations_links":[{"rel":"next","href":"http://nova/v2.1/os-migrations?marker=x"}]}""";
}
