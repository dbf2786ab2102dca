using System.Net;
using NovaFence.OpenStack.Calls;

namespace NovaFence.OpenStack.Tests.Calls;

public sealed class WholeRepliesTests
{
    [Theory]
    [InlineData(64L, 4L)]
    [InlineData(384L, 16L)]
    [InlineData(768L, 32L)]
    [InlineData(65536L, 32L)]
    public void A_reply_may_be_as_large_as_the_memory_allows(long memory, long most) => WholeReplies.MostOf(memory * 1024 * 1024).Should().Be(most * 1024 * 1024);

    [Fact]
    public async Task A_larger_one_counts_as_none_and_says_what_is_lacking()
    {
        using var whole = new WholeReplies(1000) { InnerHandler = new Large() };
        using var invoker = new HttpMessageInvoker(whole);
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://nova.example.org/v2.1/os-services");

        var refused = await invoker.Awaiting(one => one.SendAsync(request, TestContext.Current.CancellationToken)).Should().ThrowAsync<HttpRequestException>();

        TransportFault.Describe(refused.Which, "Nova", request.RequestUri).Should().StartWith("Nova at http://nova.example.org gave a reply of more than ").And.Contain("no memory; give it more");
    }

    private sealed class Large : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new MemoryStream(new byte[1001])) });
    }
}
