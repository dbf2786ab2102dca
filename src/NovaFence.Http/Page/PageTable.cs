using NovaFence.Http.Endpoints;

namespace NovaFence.Http.Page;

/// <summary>Every path of the page, once. The server maps this list, and a test holds the functions against it.</summary>
public static class PageTable
{
    /// <summary>The fleet.</summary>
    public const string Home = "/";

    /// <summary>The fleet's part that is fetched again.</summary>
    public const string Fleet = "/page/fleet";

    /// <summary>One host's page; the name follows.</summary>
    public const string Hosts = "/hosts/";

    /// <summary>One host's part that is fetched again; the name follows.</summary>
    public const string HostPart = "/page/hosts/";

    /// <summary>Where a form's word goes.</summary>
    public const string Act = "/page/act";

    /// <summary>Where a token becomes a session.</summary>
    public const string SignIn = "/page/sign-in";

    /// <summary>Where a session ends.</summary>
    public const string SignOut = "/page/sign-out";

    /// <summary>Where script, style and icon are; the file's name follows.</summary>
    public const string Assets = "/page/assets/";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PageDefinition> All { get; } =
    [
        new(nameof(NovaFenceEndpoints.PageHome), "GET", Home, (all, context) => all.PageHome(context)),
        new(nameof(NovaFenceEndpoints.PageFleet), "GET", Fleet, (all, context) => all.PageFleet(context)),
        new(nameof(NovaFenceEndpoints.PageHost), "GET", Hosts + "{host}", (all, context) => all.PageHost(context)),
        new(nameof(NovaFenceEndpoints.PageHostPart), "GET", HostPart + "{host}", (all, context) => all.PageHostPart(context)),
        new(nameof(NovaFenceEndpoints.PageAct), "POST", Act, (all, context) => all.PageAct(context)),
        new(nameof(NovaFenceEndpoints.PageSignIn), "POST", SignIn, (all, context) => all.PageSignIn(context)),
        new(nameof(NovaFenceEndpoints.PageSignOut), "POST", SignOut, (all, context) => all.PageSignOut(context)),
        new(nameof(NovaFenceEndpoints.PageAsset), "GET", Assets + "{file}", (all, context) => all.PageAsset(context)),
    ];
}
