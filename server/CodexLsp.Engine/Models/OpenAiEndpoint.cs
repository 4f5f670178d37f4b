using System.Collections.Immutable;

namespace CodexLsp.Engine.Models;

/// <summary>Where a Responses API is, and what opens it.</summary>
/// <param name="BaseUrl">What precedes <c>/responses</c>.</param>
/// <param name="Key">Sent in the Authorization header and nowhere else; null sends no such header.</param>
public sealed record OpenAiEndpoint(Uri BaseUrl, string? Key)
{
    /// <summary>The vendor's own endpoint.</summary>
    public static Uri Vendor { get; } = new("https://api.openai.com/v1");

    /// <summary>Further headers of each request.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How messages name it: scheme, host and port.</summary>
    public string Name => BaseUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>Whether it is the vendor's own, which answers nobody without a key.</summary>
    public bool IsVendor => BaseUrl.Host == Vendor.Host || BaseUrl.Host.EndsWith("." + Vendor.Host, StringComparison.Ordinal);

    /// <summary>Without key and headers: a record would print them.</summary>
    public override string ToString() => BaseUrl.GetLeftPart(UriPartial.Path);
}
