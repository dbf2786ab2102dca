using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using RazorSlices;

namespace NovaFence.Http.Page;

/// <summary>Writes every answer of the page, with the headers that keep a browser from running or sending anything that is not ours.</summary>
internal static class PageWriter
{
    /// <summary>
    /// Nothing is loaded, run, sent or framed but what this server itself serves; nothing inline is run (https://www.w3.org/TR/CSP3/).
    /// </summary>
    internal const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string Html = "text/html; charset=utf-8";

    /// <summary>Writes a page or a fragment; 304 where the browser has it already.</summary>
    internal static async Task WriteAsync(HttpContext context, int status, params IReadOnlyList<RazorSlice> slices)
    {
        var text = new StringBuilder();
        foreach (var slice in slices)
        {
            using (slice)
                text.Append(await slice.RenderAsync(HtmlEncoder.Default));
        }

        var body = Encoding.UTF8.GetBytes(text.ToString());
        var response = context.Response;
        Protect(response);
        response.Headers.CacheControl = "private, no-cache";
        // What is shown depends on who looks.
        response.Headers.Vary = "Cookie";
        if (status == StatusCodes.Status200OK && HttpMethods.IsGet(context.Request.Method))
        {
            var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"";
            response.Headers.ETag = tag;
            if (context.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(tag, StringComparer.Ordinal))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                // Said, so that nobody takes a response without a body for one that was not written.
                await response.CompleteAsync();
                return;
            }
        }

        response.StatusCode = status;
        response.ContentType = Html;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, CancellationToken.None);
    }

    /// <summary>Sends the browser to another of our own paths, with GET.</summary>
    internal static Task RedirectAsync(HttpContext context, string path)
    {
        Protect(context.Response);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    internal static async Task WriteAsync(HttpContext context, PageAssets.Asset asset)
    {
        var response = context.Response;
        Protect(response);
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.ContentType = asset.MediaType;
        response.ContentLength = asset.Content.Length;
        await response.Body.WriteAsync(asset.Content, CancellationToken.None);
    }

    private static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
