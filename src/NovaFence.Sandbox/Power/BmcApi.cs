using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Power;

/// <summary>Answers as a BMC: the service root, sessions, systems, chassis and managers of Redfish.</summary>
/// <param name="cloud">Whose machines these are.</param>
/// <param name="options">Accounts and clock.</param>
internal sealed class BmcApi(SandboxCloud cloud, SandboxOptions options)
{
    private const string TokenHeader = "X-Auth-Token";
    private const string SessionsPath = "/redfish/v1/SessionService/Sessions";
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, (SandboxBmc Bmc, string Token, string User)> _sessions = new(StringComparer.Ordinal);

    /// <summary>One request.</summary>
    internal async ValueTask<Reply> HandleAsync(SandboxBmc bmc, ApiRequest request, CancellationToken aborted)
    {
        if (bmc.Behaviour == BmcBehaviour.Slow)
            await Task.Delay(SlowAnswer, options.TimeProvider, aborted);
        string path = request.Path.Length > 1 ? request.Path.TrimEnd('/') : request.Path;
        switch (bmc.Behaviour)
        {
            case BmcBehaviour.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, aborted);
                break;
            case BmcBehaviour.Busy:
                return RedfishErrors.Busy();
            case BmcBehaviour.NotReady:
                return RedfishErrors.NotReady();
            case BmcBehaviour.Redirects:
                return new Reply(302, [], null).With("Location", "https://sign-in.example.org/");
            case BmcBehaviour.Html:
                return new Reply(200, "<html><body>Please sign in</body></html>"u8.ToArray(), "text/html");
        }

        // Both are read without credentials.
        if (path == "/redfish")
            return Get(request, json => json.WriteString("v1", "/redfish/v1/"));
        if (path == "/redfish/v1")
            return Get(request, json => RedfishResources.Root(json, bmc));
        if (path == SessionsPath && request.Method == HttpMethods.Post)
            return OpenSession(bmc, request);
        if (User(bmc, request) is not { } user)
            return RedfishErrors.NoCredentials();
        return bmc.Behaviour == BmcBehaviour.Forbidden ? RedfishErrors.NotPermitted() : Answer(bmc, request, path, user);
    }

    private Reply Answer(SandboxBmc bmc, ApiRequest request, string path, string user) => path switch
    {
        "/redfish/v1/Systems" => Get(request, json => RedfishResources.Systems(json, bmc)),
        "/redfish/v1/Chassis" => Get(request, json => RedfishResources.Collection(json, "Chassis", "ChassisCollection", ["/redfish/v1/Chassis/1"])),
        "/redfish/v1/Chassis/1" => Get(request, json => RedfishResources.Chassis(json, bmc, State(bmc))),
        "/redfish/v1/Managers" => Get(request, json => RedfishResources.Collection(json, "Managers", "ManagerCollection", ["/redfish/v1/Managers/1"])),
        "/redfish/v1/Managers/1" => Get(request, RedfishResources.Manager),
        "/redfish/v1/SessionService" => Get(request, RedfishResources.SessionService),
        SessionsPath => Get(request, json => RedfishResources.Collection(json, "Sessions", "SessionCollection", [.. _sessions.Where(one => one.Value.Bmc == bmc).Select(one => $"{SessionsPath}/{one.Key}")])),
        _ when path == SandboxBmc.SystemPath => System(bmc, request),
        _ when path == $"{SandboxBmc.SystemPath}/Actions/ComputerSystem.Reset" => Reset(bmc, request, user),
        _ when path.StartsWith("/redfish/v1/Systems/", StringComparison.Ordinal) => Other(bmc, request, path),
        _ when path.StartsWith(SessionsPath + "/", StringComparison.Ordinal) => Session(bmc, request, path[(SessionsPath.Length + 1)..]),
        _ => RedfishErrors.NotFound(path),
    };

    private Reply System(SandboxBmc bmc, ApiRequest request)
    {
        int read = bmc.NextRead();
        SandboxBmc shown = bmc.Behaviour == BmcBehaviour.Swapped && read % 2 == 1 ? cloud.Bmcs.FirstOrDefault(other => other != bmc) ?? bmc : bmc;
        string? state = bmc.Behaviour switch
        {
            BmcBehaviour.OffOnOff => read % 3 == 1 ? "On" : "Off",
            BmcBehaviour.LiesOff => "Off",
            BmcBehaviour.NoState => null,
            _ => State(shown),
        };
        (string serial, string uuid) = bmc.Behaviour == BmcBehaviour.WrongIdentity
            ? ("SBX9999OTHER", new Guid(SHA256.HashData("another machine"u8)[..16]).ToString())
            : (shown.Serial, shown.Uuid.ToString());
        return Get(request, json => RedfishResources.System(json, bmc, serial, uuid, state));
    }

    private static Reply Other(SandboxBmc bmc, ApiRequest request, string path) =>
        int.TryParse(path["/redfish/v1/Systems/".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 2 && number - 2 < bmc.Others.Count
            ? Get(request, json => RedfishResources.System(json, bmc, bmc.Others[number - 2].Serial, bmc.Others[number - 2].Uuid, bmc.Others[number - 2].PowerState, number))
            : RedfishErrors.NotFound(path);

    /// <summary>What the BMC's sensors say; for a while after a switch, that it is under way.</summary>
    private string State(SandboxBmc bmc)
    {
        if (cloud.PowerOf(bmc.Host) is not { } power)
            return "On";
        bool isUnderWay = options.TimeProvider.GetUtcNow() < power.Since + bmc.SwitchingTime;
        return power.State == PowerState.Off ? isUnderWay ? "PoweringOff" : "Off" : isUnderWay ? "PoweringOn" : "On";
    }

    private Reply Reset(SandboxBmc bmc, ApiRequest request, string user)
    {
        if (request.Method != HttpMethods.Post)
            return RedfishErrors.NotAllowed().With("Allow", "POST");
        if (user == options.BmcReaderName)
            return RedfishErrors.NotPermitted();
        string type = (request.Body is { } body ? Json.Parse(body) : null).Member("ResetType").Text() ?? "";
        if (!bmc.ResetTypes.Contains(type, StringComparer.Ordinal))
            return RedfishErrors.NoSuchReset(type);
        bool isOff = cloud.FindHost(bmc.Host) is { Power: PowerState.Off };
        bool isOffWanted = type is "ForceOff" or "GracefulShutdown" || (type == "PushPowerButton" && !isOff);
        if (isOffWanted && isOff && bmc.OffWhenOffStatus >= 400)
            return RedfishErrors.OffAlready(bmc.OffWhenOffStatus);
        bmc.Resets++;
        if (bmc.Behaviour == BmcBehaviour.IgnoresReset)
            return new Reply(204, [], null);
        if (isOffWanted && !isOff)
            cloud.PowerOff(bmc.Host);
        else if (!isOffWanted && type != "Nmi" && cloud.FindHost(bmc.Host) is not null)
            cloud.Boot(bmc.Host);
        return new Reply(204, [], null);
    }

    private Reply OpenSession(SandboxBmc bmc, ApiRequest request)
    {
        JsonElement? body = request.Body is { } bytes ? Json.Parse(bytes) : null;
        if (body.Member("UserName").Text() is not { } user || body.Member("Password").Text() is not { } password || !IsRight(bmc, user, password))
            return RedfishErrors.NoCredentials();
        string id = RandomNumberGenerator.GetHexString(8, lowercase: true);
        string token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _sessions[id] = (bmc, token, user);
        Count(bmc);
        return new Reply(201, Json.Object(json => RedfishResources.Session(json, id, user)))
            .With("Location", $"{SessionsPath}/{id}")
            .With(TokenHeader, token);
    }

    private Reply Session(SandboxBmc bmc, ApiRequest request, string id)
    {
        if (!_sessions.TryGetValue(id, out var session) || session.Bmc != bmc)
            return RedfishErrors.NotFound(request.Path);
        if (request.Method != HttpMethods.Delete)
            return Get(request, json => RedfishResources.Session(json, id, session.User));
        _sessions.TryRemove(id, out _);
        Count(bmc);
        return new Reply(204, [], null);
    }

    private void Count(SandboxBmc bmc) => bmc.OpenSessions = _sessions.Values.Count(one => one.Bmc == bmc);

    /// <summary>Who asks; null where nobody does who may.</summary>
    private string? User(SandboxBmc bmc, ApiRequest request)
    {
        if (request.Headers[TokenHeader].ToString() is { Length: > 0 } token)
            return _sessions.Values.FirstOrDefault(one => one.Bmc == bmc && one.Token == token).User;
        if (bmc.Behaviour == BmcBehaviour.SessionsOnly || request.Headers.Authorization.ToString() is not { } written || !written.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        byte[] bytes = new byte[written.Length];
        if (!Convert.TryFromBase64String(written["Basic ".Length..].Trim(), bytes, out int length))
            return null;
        string[] parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return parts.Length == 2 && IsRight(bmc, parts[0], parts[1]) ? parts[0] : null;
    }

    private bool IsRight(SandboxBmc bmc, string user, string password) =>
        bmc.Behaviour != BmcBehaviour.RefusesCredentials && password == cloud.BmcPassword && (user == options.BmcUserName || user == options.BmcReaderName);

    private static Reply Get(ApiRequest request, Action<Utf8JsonWriter> write) => request.Method == HttpMethods.Get
        ? new Reply(200, Json.Object(write)).With("OData-Version", "4.0")
        : RedfishErrors.NotAllowed().With("Allow", "GET");
}
