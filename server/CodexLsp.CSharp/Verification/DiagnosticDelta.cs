using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Verification;

/// <summary>What one document's change adds to its diagnostics, and what it takes away.</summary>
/// <param name="Introduced">With places in the text after.</param>
/// <param name="Resolved">With places in the text before.</param>
internal sealed record DiagnosticDelta(ImmutableArray<Diagnostic> Introduced, ImmutableArray<Diagnostic> Resolved)
{
    /// <summary>
    /// Compares by code, message and anchored place: what was said in text that only moved is not new. In text that was
    /// rewritten places mean nothing, so there the same words are the same finding.
    /// </summary>
    public static DiagnosticDelta Between(ImmutableArray<Diagnostic> before, ImmutableArray<Diagnostic> after, TextAnchors anchors)
    {
        var introduced = after.ToList();
        var left = new List<Diagnostic>();
        foreach (var old in before)
        {
            var place = anchors.Forward(old.Location.SourceSpan);
            var same = introduced.FindIndex(d => d.Location.SourceSpan == place && SaysTheSame(d, old));
            Take(old, same);
        }

        var resolved = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var old in left)
        {
            var same = anchors.Touches(old.Location.SourceSpan)
                ? introduced.FindIndex(d => SaysTheSame(d, old) && anchors.Wrote(d.Location.SourceSpan))
                : -1;
            if (same < 0)
            {
                resolved.Add(old);
            }
            else
            {
                introduced.RemoveAt(same);
            }
        }

        return new DiagnosticDelta([.. introduced], resolved.ToImmutable());

        void Take(Diagnostic old, int same)
        {
            if (same < 0)
            {
                left.Add(old);
            }
            else
            {
                introduced.RemoveAt(same);
            }
        }
    }

    /// <summary>The compiler's words, in English whatever the machine's language.</summary>
    public static string MessageOf(Diagnostic diagnostic) => diagnostic.GetMessage(CultureInfo.InvariantCulture);

    private static bool SaysTheSame(Diagnostic one, Diagnostic other) =>
        one.Id == other.Id && one.Severity == other.Severity && MessageOf(one) == MessageOf(other);
}
