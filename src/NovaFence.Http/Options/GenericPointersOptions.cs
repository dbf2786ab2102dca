namespace NovaFence.Http.Options;

/// <summary>
/// <c>NovaFence:Receivers:Generic[]:Pointers</c>: JSON pointers (RFC 6901) to the parts of an alert, such as <c>/event/host</c>. One that finds nothing
/// refuses the whole delivery.
/// </summary>
public sealed class GenericPointersOptions
{
    /// <summary>From the root to the list of alerts, or to a single alert that is an object. Default empty: the root itself.</summary>
    public string List { get; set; } = "";

    /// <summary>From an alert to what stays the same over its events, such as the id of a problem: a text or a number. Required.</summary>
    public string? Key { get; set; }

    /// <summary>From an alert to the compute host's name. Required. The same key of another host is another alert.</summary>
    public string? Host { get; set; }

    /// <summary>From an alert to what it does: a text, a number or a truth value. Required.</summary>
    public string? Status { get; set; }

    /// <summary>
    /// From an alert to the moment of this event, required: RFC 3339 with an offset, or seconds since 1970 as number or text. Of one alert the later event
    /// counts, and one that fires and is older than <c>Fencing:MaxAge</c> is held.
    /// </summary>
    public string? Time { get; set; }

    /// <summary>From an alert to an object of labels, whose values are texts, numbers or truth values, for routes and evidence. Null: it has none.</summary>
    public string? Labels { get; set; }
}
