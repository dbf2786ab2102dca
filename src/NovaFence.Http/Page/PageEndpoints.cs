using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using NovaFence.Http.Access;
using NovaFence.Http.Answers;
using NovaFence.Http.Bodies;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Options;
using NovaFence.Http.Page.Slices;
using RazorSlices;

namespace NovaFence.Http.Page;

/// <summary>The page: what a browser asks for, and what its forms do.</summary>
internal sealed class PageEndpoints(
    Sessions sessions, SignInAttempts attempts, PageViews views, PageActions actions, BodyReader bodies, RequestedWork work, MissedAudit missed, IOptions<AnswerOptions> answers)
{
    private const string Name = "NovaFence";

    private readonly bool _isSandbox = answers.Value.Sandbox;

    internal Task HomeAsync(HttpContext context) => sessions.Of(context.Request) is { } session
        ? ShowAsync(context, async () => Home.Create(new HomeView(Frame(session, Name), await views.FleetAsync(session, ShowsAll(context.Request), context.RequestAborted))))
        : WriteSignInAsync(context, StatusCodes.Status200OK, null, "");

    internal Task FleetAsync(HttpContext context) => sessions.Of(context.Request) is { } session
        ? ShowAsync(context, async () => Fleet.Create(await views.FleetAsync(session, ShowsAll(context.Request), context.RequestAborted)))
        : WriteSignedOutAsync(context);

    internal async Task HostAsync(HttpContext context)
    {
        if (sessions.Of(context.Request) is not { } session)
        {
            await WriteSignInAsync(context, StatusCodes.Status200OK, null, "");
            return;
        }

        var (part, problem) = await PartAsync(context, session);
        if (part is null)
            await PageWriter.WriteAsync(context, StatusCodes.Status404NotFound, MessagePage.Create(new MessageView(Frame(session, Name), new NoticeView(problem, IsError: true))));
        else
            await ShowAsync(context, () => Task.FromResult<RazorSlice>(HostPage.Create(new HostPageView(Frame(session, $"{part.Row.Host.Host} · {Name}"), part))));
    }

    internal async Task HostPartAsync(HttpContext context)
    {
        if (sessions.Of(context.Request) is not { } session)
            await WriteSignedOutAsync(context);
        else if (await PartAsync(context, session) is ({ } part, _))
            await ShowAsync(context, () => Task.FromResult<RazorSlice>(HostPart.Create(part)));
        else
            await PageWriter.WriteAsync(context, StatusCodes.Status404NotFound, Message.Create(new NoticeView(UnknownHost.Sentence(null), IsError: true)));
    }

    internal async Task ActAsync(HttpContext context)
    {
        if (sessions.Of(context.Request) is not { } session)
        {
            await WriteSignedOutAsync(context);
            return;
        }

        context.Features.Get<IConnectionUse>()?.Authenticated();
        var result = !PageForm.IsOurs(context.Request) ? PageActions.Result.Refused(StatusCodes.Status403Forbidden, "This did not come from this page, so nothing was done.")
            : !session.MayCommand ? PageActions.Result.Refused(StatusCodes.Status403Forbidden, "A reader may look, and not command: sign in with an operator's token.")
            : await PageForm.ReadAsync(context.Request, bodies, isAuthentic: true) is { } form ? await actions.DoAsync(session, form)
            : PageActions.Result.Refused(StatusCodes.Status400BadRequest, "The form could not be read, so nothing was done.");
        var here = result.Host is { } host && result.Here.StartsWith(PageTable.HostPart, StringComparison.Ordinal)
            ? await views.HostAsync(session, host, CancellationToken.None)
            : null;
        RazorSlice board = here is not null
            ? HostPart.Create(here)
            : Fleet.Create(await views.FleetAsync(session, result.Here.EndsWith(AllQuery, StringComparison.Ordinal), CancellationToken.None));
        await PageWriter.WriteAsync(context, result.Status, board, Acted.Create(result.Notice));
    }

    internal async Task SignInAsync(HttpContext context)
    {
        if (!PageForm.IsOurs(context.Request))
        {
            await WriteSignInAsync(context, StatusCodes.Status403Forbidden, "This did not come from this page. Open it anew, over https or on loopback, and try again.", "");
            return;
        }

        if (!attempts.TryTake(context))
        {
            context.Response.Headers.RetryAfter = "60";
            await WriteSignInAsync(context, StatusCodes.Status429TooManyRequests, FormattableString.Invariant($"More than {SignInAttempts.PerMinute} tries within a minute: wait for one."), "");
            return;
        }

        if (await PageForm.ReadAsync(context.Request, bodies, isAuthentic: false) is not { } form)
            await WriteSignInAsync(context, StatusCodes.Status400BadRequest, "The form could not be read.", "");
        else if (sessions.Begin(context, form["token"], form["name"]) is { } why)
            await WriteSignInAsync(context, StatusCodes.Status401Unauthorized, why, form["name"]);
        else
            await PageWriter.RedirectAsync(context, PageTable.Home);
    }

    internal async Task SignOutAsync(HttpContext context)
    {
        if (PageForm.IsOurs(context.Request) && sessions.Of(context.Request) is { } session && await PageForm.ReadAsync(context.Request, bodies, isAuthentic: true) is { } form
            && session.IsTokenFor("sign-out", null, "", form["token"]))
        {
            Sessions.End(context);
        }

        await PageWriter.RedirectAsync(context, PageTable.Home);
    }

    internal Task AssetAsync(HttpContext context) => PageAssets.Find(context.GetRouteValue("file") as string) is { } asset
        ? PageWriter.WriteAsync(context, asset)
        : PageWriter.WriteAsync(context, StatusCodes.Status404NotFound, MessagePage.Create(new MessageView(Frame(null, Name), new NoticeView("There is no such file.", IsError: true))));

    /// <summary>For a defect: a fragment of ours, so that no browser shows a stranger's.</summary>
    internal static Task WriteBrokenAsync(HttpContext context) =>
        PageWriter.WriteAsync(context, StatusCodes.Status500InternalServerError, Message.Create(new NoticeView("Something went wrong here; the log says what.", IsError: true)));

    internal const string AllQuery = "?all=true";

    private static bool ShowsAll(HttpRequest request) => request.QueryString.Value == AllQuery;

    private FrameView Frame(Session? session, string title) => new(title, session, _isSandbox);

    private async Task<(HostPartView? Part, string Problem)> PartAsync(HttpContext context, Session session)
    {
        if (HostName.Of(context) is not { } name)
            return (null, UnknownHost.Sentence(null));
        return await views.HostAsync(session, name, context.RequestAborted) is { } part ? (part, "") : (null, UnknownHost.Sentence(null));
    }

    private async Task ShowAsync(HttpContext context, Func<Task<RazorSlice>> make)
    {
        context.Features.Get<IConnectionUse>()?.Authenticated();
        await work.DoAsync(RequestedWork.WithinQuestion);
        var slice = await make();
        await missed.AfterAsync(context, () => PageWriter.WriteAsync(context, StatusCodes.Status200OK, slice));
    }

    private Task WriteSignInAsync(HttpContext context, int status, string? error, string name) =>
        PageWriter.WriteAsync(context, status, SignIn.Create(new SignInView(Frame(null, Name), error, name)));

    private static Task WriteSignedOutAsync(HttpContext context) =>
        PageWriter.WriteAsync(context, StatusCodes.Status401Unauthorized, Message.Create(new NoticeView("You are signed out: the session has ended, or its token was removed. Open the page anew to sign in.", IsError: true)));
}
