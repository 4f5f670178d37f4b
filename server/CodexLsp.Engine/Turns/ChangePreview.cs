using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;

namespace CodexLsp.Engine.Turns;

/// <summary>Shows an answer growing: its new lines as they come, the change they make so far at most ten times a second.</summary>
/// <param name="turn">Who is told.</param>
/// <param name="draft">The proposal it will be.</param>
/// <param name="request">What was asked for.</param>
/// <param name="target">The lines that are rewritten.</param>
/// <param name="current">What the user sees now.</param>
/// <param name="time">The clock.</param>
internal sealed class ChangePreview(
    TurnRecorder turn, Proposal draft, EditRequest request, EditTarget target, Func<Snapshot> current, TimeProvider time)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly SelectionRewriteStream _stream = new(target);
    private string _shown = "";
    private FileChange? _change;
    private long? _lastShown;

    /// <summary>Takes the next part of the answer.</summary>
    public void Append(string delta)
    {
        _stream.Append(delta);

        // Prose that turns out to stand before a block is never taken back.
        var now = _stream.Text;
        if (now.Length > _shown.Length && now.StartsWith(_shown, StringComparison.Ordinal))
        {
            turn.Preview(now[_shown.Length..]);
            _shown = now;
        }

        if ((_lastShown is null || time.GetElapsedTime(_lastShown.Value) >= Pace)
            && GrowingRewrite.Of(request.Path, request.Snapshot.Find(request.Path)?.Version, target, now, _change) is { } change)
        {
            _lastShown = time.GetTimestamp();
            _change = change;
            turn.Propose(draft with { Changes = new ChangeSet([change]), Verdict = Verdict.Unverified("still being written") }, current());
        }
    }
}
