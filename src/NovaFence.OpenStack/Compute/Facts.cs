using System.Globalization;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Warmth;

namespace NovaFence.OpenStack.Compute;

/// <summary>What readiness shows to a person.</summary>
internal sealed class Facts(CloudSettings settings, WarmthRecord warmth)
{
    public CloudReadiness Readiness(SessionResult session)
    {
        var details = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["source"] = settings.Source,
            ["auth_url"] = settings.IdentityUrl.AbsoluteUri,
            ["identity"] = settings.Identity.Described,
        };
        if (settings.Region is { } region)
            details["region"] = region;
        if (session is SessionResult.Open open)
        {
            var plan = open.Link.Plan;
            details["endpoint"] = open.Link.Endpoint.ToString();
            details["microversion"] = (plan.ByUuid ?? plan.ByName ?? plan.Newest).ToString();
            details["addressing"] = plan.HasUuids ? "uuid" : "name";
            details["token_expires"] = Moment(open.Token.ExpiresAt);
        }

        if (warmth.Last is { } last)
        {
            details["token_last_warmed"] = Moment(last.At);
            details["token_warm_requests"] = last.Requests.ToString(CultureInfo.InvariantCulture);
            details["token_warm_slowest_ms"] = last.Slowest.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
            details["token_warm_everywhere"] = last.AllFast ? "true" : "false";
        }

        return session is SessionResult.Closed { Why: var why } ? new CloudReadiness(false, why, details) : new CloudReadiness(true, null, details);
    }

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
