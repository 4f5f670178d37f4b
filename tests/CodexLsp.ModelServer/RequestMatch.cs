using System.Collections.Immutable;

namespace CodexLsp.ModelServer;

/// <summary>Which requests an exchange answers: those for which everything given here holds.</summary>
/// <remarks>Setters for the reason given at <see cref="Answer"/>.</remarks>
public sealed record RequestMatch
{
    /// <summary>Texts that must all be in the request's text: its instructions and the text of its input items, one per line.</summary>
    public ImmutableArray<string> Contains { get; set; } = [];

    /// <summary>The model asked for.</summary>
    public string? Model { get; set; }

    /// <summary>Headers with the value each must have; null means the header must be absent.</summary>
    public ImmutableDictionary<string, string?> Headers { get; set; } = ImmutableDictionary<string, string?>.Empty;

    internal bool Holds(RecordedRequest request) =>
        (Model is null || Model == request.Model)
        && Contains.All(text => request.Text.Contains(text, StringComparison.Ordinal))
        && Headers.All(header => request.Headers.GetValueOrDefault(header.Key.ToLowerInvariant()) == header.Value);
}
