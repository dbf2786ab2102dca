using NovaFence.OpenStack.Configuration;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace NovaFence.OpenStack.Calls;

/// <summary>Deadline, retries and attempt timeout of each kind of call.</summary>
internal sealed class CallPipelines
{
    private readonly Dictionary<CallKind, ResiliencePipeline> _deadlines = [];
    private readonly Dictionary<CallKind, ResiliencePipeline> _attempts = [];

    public CallPipelines(CloudSettings settings, TimeProvider time)
    {
        var options = settings.Limits;
        Add(CallKind.ForceDown, options.ForceDown);
        Add(CallKind.List, options.List);
        Add(CallKind.Token, options.Token);
        Add(CallKind.Discovery, options.Discovery);

        void Add(CallKind kind, CallLimits limits)
        {
            _deadlines[kind] = new ResiliencePipelineBuilder { TimeProvider = time }
                .AddTimeout(new TimeoutStrategyOptions { Timeout = limits.Deadline, Name = $"{kind} deadline" })
                .Build();
            var builder = new ResiliencePipelineBuilder { TimeProvider = time };
            if (limits.Retries > 0)
                builder.AddRetry(Retries(kind, limits));
            _attempts[kind] = builder
                .AddTimeout(new TimeoutStrategyOptions { Timeout = limits.AttemptTimeout, Name = $"{kind} attempt" })
                .Build();
        }
    }

    /// <summary>Around all that a call does. Throws <see cref="TimeoutRejectedException"/> when the deadline is over.</summary>
    public ResiliencePipeline Deadline(CallKind kind) => _deadlines[kind];

    /// <summary>
    /// Around one request: repeats it while it fails in a way that may pass. Throws <see cref="TimeoutRejectedException"/> when the last attempt
    /// took too long.
    /// </summary>
    public ResiliencePipeline Attempts(CallKind kind) => _attempts[kind];

    private static RetryStrategyOptions Retries(CallKind kind, CallLimits limits) => new()
    {
        MaxRetryAttempts = limits.Retries,
        Delay = limits.RetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome switch
        {
            // Nova goes on with a listing that nobody waits for any more, for 60 s where the database of a cell does not answer, and one of its workers with
            // it: a second request would take another worker from the PUTs. https://github.com/openstack/nova/blob/26.2.2/nova/context.py#L48
            { Exception: TimeoutRejectedException } => kind is not CallKind.List,
            { Result: Exchange { MayPass: true } } => true,
            _ => false,
        }),
        DelayGenerator = static args => ValueTask.FromResult<TimeSpan?>(
            args.AttemptNumber == 0 && args.Outcome.Result is Exchange { DiedBeforeReply: true } ? TimeSpan.Zero : null),
    };
}
