namespace NovaFence.TestPrograms.Crashing;

/// <summary>The last thing before the wire, and death when the answer to a look has come, before a PUT has left, or when its answer has come.</summary>
internal sealed class DeadlyLine(Killer killer) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Put)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (request.RequestUri!.AbsolutePath.EndsWith("/os-services", StringComparison.Ordinal))
                killer.ReachLook();
            return answer;
        }

        var down = (await request.Content!.ReadAsStringAsync(cancellationToken)).Contains("\"forced_down\":true", StringComparison.Ordinal);
        killer.Reach(KillStep.BeforePut, down);
        var response = await base.SendAsync(request, cancellationToken);
        killer.Reach(KillStep.AfterPut, down);
        return response;
    }
}
