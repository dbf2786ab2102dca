using Microsoft.Azure.Functions.Worker;

namespace NovaFence.Functions;

/// <summary>
/// What the host itself asks of Alertmanager before the worker sees its delivery. The host reads it from the app's metadata, so it is chosen when the
/// app is built (<c>-p:AlertmanagerFunctionKey=false</c>) and by no setting. Either way the bearer token is checked.
/// </summary>
internal static class WebhookLevel
{
#if ALERTMANAGER_BY_TOKEN_ALONE
    internal const AuthorizationLevel Alertmanager = AuthorizationLevel.Anonymous;
#else
    internal const AuthorizationLevel Alertmanager = AuthorizationLevel.Function;
#endif
}
