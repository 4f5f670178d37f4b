using System.Collections.Immutable;

namespace CodexLsp.Engine.Models;

/// <summary>Where a Responses API is, and what opens it.</summary>
/// <param name="BaseUrl">What precedes <c>/responses</c>.</param>
/// <param name="Key">Sent in the Authorization header and nowhere else; null sends no such header.</param>
public sealed record OpenAiEndpoint(Uri BaseUrl, string? Key)
{
    /// <summary>The vendor's own endpoint.</summary>
    public static Uri Vendor { get; } = new("https://api.openai.com/v1");

    /// <summary>One value for all, so that equal endpoints are equal.</summary>
    public static ImmutableDictionary<string, string> NoHeaders { get; } = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Further headers of each request.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } = NoHeaders;

    /// <summary>How messages name it: scheme, host and port.</summary>
    public string Name => BaseUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>Whether it is the vendor's own, which answers nobody without a key.</summary>
    public bool IsVendor => BaseUrl.Host == Vendor.Host || BaseUrl.Host.EndsWith("." + Vendor.Host, StringComparison.Ordinal);

    /// <summary>Its address: what a key is kept for. Without key and headers, which a record would print.</summary>
    public override string ToString() => BaseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/');
}
