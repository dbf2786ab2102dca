using Microsoft.Azure.Functions.Worker;

namespace NovaFence.Functions;

/// <summary>
/// What the host itself asks of Alertmanager before the worker sees its delivery: nothing, unless the app is built with
/// <c>-p:AlertmanagerFunctionKey=true</c>. The host reads it from the app's metadata, so no setting can choose it. A host that is just starting may refuse a
/// key that is right with 401, which Alertmanager takes for an answer and does not repeat before its group's next flush. Either way the bearer token is
/// checked.
/// </summary>
internal static class WebhookLevel
{
#if ALERTMANAGER_FUNCTION_KEY
    internal const AuthorizationLevel Alertmanager = AuthorizationLevel.Function;
#else
    internal const AuthorizationLevel Alertmanager = AuthorizationLevel.Anonymous;
#endif
}
