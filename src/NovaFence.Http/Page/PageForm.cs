using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using NovaFence.Http.Bodies;

namespace NovaFence.Http.Page;

/// <summary>A form that the page sent itself.</summary>
internal sealed class PageForm
{
    private const int MaxBytes = 16 * 1024;
    private const int MaxFields = 16;

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, StringValues> _fields;

    private PageForm(Dictionary<string, StringValues> fields) => _fields = fields;

    /// <summary>A field's value; empty where it is not there, or twice.</summary>
    internal string this[string name] => _fields.TryGetValue(name, out var values) && values.Count == 1 ? values[0] ?? "" : "";

    /// <summary>
    /// Whether a browser says that a page of ours sent it (https://www.w3.org/TR/fetch-metadata/). What says nothing is no browser of today, or the page was opened over plain
    /// HTTP from elsewhere: neither may change anything.
    /// </summary>
    internal static bool IsOurs(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is [{ } site] && site == "same-origin";

    /// <summary>Reads it; null where there is none that can be read.</summary>
    internal static async Task<PageForm?> ReadAsync(HttpRequest request, BodyReader bodies, bool isAuthentic)
    {
        if (request.ContentType?.Split(';')[0].Trim() is not { } type || !type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            return null;
        var reading = isAuthentic ? bodies.ReadAsync(request, MaxBytes, Within) : bodies.ReadUnverifiedAsync(request, MaxBytes, Within);
        if (await reading is not BodyReading.Whole whole)
            return null;
        using (whole.Body)
        {
            try
            {
                using var reader = new FormReader(Encoding.UTF8.GetString(whole.Body.Bytes.Span)) { ValueCountLimit = MaxFields };
                return new PageForm(await reader.ReadFormAsync());
            }
            catch (InvalidDataException)
            {
                return null;
            }
        }
    }
}
