using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using Microsoft.CodeAnalysis.Text;
using Proposal = CodexLsp.Engine.Edits.Proposal;

namespace CodexLsp.Host.Serving;

/// <summary>
/// Keeps the proposals the client shows true to what the user types: ranges move at once, the compiler judges again when the keyboard
/// rests. The journal keeps each as it was made; how it stands on the text of now is only ever said, so that nothing typed is lost by
/// it and taking the typing back makes a stale one ready again.
/// </summary>
internal sealed class PendingProposals : IDisposable
{
    /// <summary>What is typed within it is told at once.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <summary>How long nothing is typed before the compiler judges again.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(350);

    private readonly LanguageServer _server;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Followed> _followed = new(StringComparer.Ordinal);

    // One verdict after the other: they share the processor with whoever types.
    private readonly SemaphoreSlim _judging = new(1);

    public PendingProposals(LanguageServer server, TimeProvider time) => (_server, _time) = (server, time);

    /// <summary>
    /// The proposal as it stands on the text of now. From here on the client is told when that changes, for as long as the user can
    /// decide on it.
    /// </summary>
    /// <param name="proposal">As the journal has it.</param>
    /// <param name="judged">What its verdict was made on.</param>
    public Proposal Follow(Proposal proposal, Snapshot judged)
    {
        if (!proposal.IsUndecided() || !_server.Connection.State.Client.IsOurs)
        {
            _followed.TryRemove(proposal.Id, out _);
            return View(proposal);
        }

        var followed = new Followed(this, proposal, judged);
        _followed[proposal.Id] = followed;

        // Only now: what is typed after this look finds it in the list.
        var shown = followed.Show();
        followed.Work.Request();
        return shown;
    }

    /// <summary>A proposal of the journal as it stands on the text of now, followed from here on.</summary>
    public Proposal Listed(Proposal proposal) => _followed.TryGetValue(proposal.Id, out var known) ? known.Show() : Follow(proposal, _server.Snapshot);

    /// <summary>A proposal of the journal as it stands on the text of now.</summary>
    public Proposal View(Proposal proposal)
    {
        var now = _server.Snapshot;
        return _followed.TryGetValue(proposal.Id, out var known) ? known.Show() : IsInStep(proposal, now) ? proposal.Onto(now) : proposal;
    }

    /// <summary>The verdict, if it was made on just this: there is no need to make it again.</summary>
    public Verdict? Known(string proposalId, ChangeSet changes, Snapshot now) =>
        _followed.TryGetValue(proposalId, out var known) ? known.VerdictOn(changes, now) : null;

    /// <summary>While a user decides on a proposal nothing is said of it.</summary>
    /// <returns>To be disposed when it is decided.</returns>
    public IDisposable Pause(string proposalId)
    {
        var followed = _followed.GetValueOrDefault(proposalId);
        followed?.Work.Pause();
        return new Pausing(followed);
    }

    /// <summary>Looks at what changed. Called in the admission loop: it compares, and leaves the work to others.</summary>
    public void Look(Snapshot before, Snapshot after)
    {
        if (_followed.IsEmpty)
        {
            return;
        }

        var isTrustChanged = before.Trusted != after.Trusted;
        var changed = before.Open.Keys.Union(after.Open.Keys)
            .Where(k => !ReferenceEquals(before.Open.GetValueOrDefault(k), after.Open.GetValueOrDefault(k)))
            .Select(k => (after.Open.GetValueOrDefault(k) ?? before.Open[k]).Uri.Path)
            .OfType<AbsolutePath>()
            .ToList();
        foreach (var followed in _followed.Values)
        {
            if (isTrustChanged || changed.Exists(p => followed.DependsOn(p)))
            {
                followed.Work.Request();
            }
        }
    }

    /// <summary>Files changed on disk, and whoever compiles knows it.</summary>
    public void FilesChanged(ImmutableArray<AbsolutePath> paths)
    {
        // What is open is as its buffer says, whatever the disk says.
        var now = _server.Snapshot;
        var closed = paths.Where(p => now.Find(p) is null).ToList();
        foreach (var followed in _followed.Values)
        {
            if (closed.Exists(followed.DependsOn))
            {
                followed.JudgeAgain();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _judging.Dispose();

    // Of a document that is out of step nobody knows where anything is.
    private static bool IsInStep(Proposal proposal, Snapshot now) => proposal.Changes.Paths.All(p => now.Find(p)?.OutOfStep is null);

    private sealed class Pausing(Followed? followed) : IDisposable
    {
        public void Dispose() => followed?.Work.Resume();
    }

    /// <summary>One proposal: as it was made, how it was last judged, and what the client was last told.</summary>
    private sealed class Followed
    {
        private readonly Lock _gate = new();
        private readonly PendingProposals _all;
        private readonly Proposal _made;
        private Judged _judged;
        private Proposal _shown;
        private byte[] _told = [];

        public Followed(PendingProposals all, Proposal made, Snapshot judged)
        {
            (_all, _made, _shown) = (all, made, made);

            // What is left of a change was not judged without the rest.
            _judged = new Judged(made.Changes.Chosen(null), judged, made.Verdict) { IsOutdated = made.Status == Engine.Edits.ProposalStatus.Partly };
            Work = new CoalescedWork("following a proposal", all._server, FollowAsync);
        }

        public CoalescedWork Work { get; }

        /// <summary>Whether its place or its verdict may depend on the file.</summary>
        public bool DependsOn(AbsolutePath path) => _made.Changes.Find(path) is not null || _all._server.Assistant.KnowsLanguageOf(path);

        /// <summary>How it stands on the text of now; counts as told.</summary>
        public Proposal Show()
        {
            lock (_gate)
            {
                _told = LookAtText();
                return _shown;
            }
        }

        /// <summary>The verdict, if it was made on just this.</summary>
        public Verdict? VerdictOn(ChangeSet changes, Snapshot now)
        {
            lock (_gate)
            {
                return _judged.IsOn(changes, now, _all._server.Assistant) ? _judged.Verdict : null;
            }
        }

        /// <summary>What it was judged on has changed in a way no text tells.</summary>
        public void JudgeAgain()
        {
            lock (_gate)
            {
                _judged = _judged with { IsOutdated = true };
            }

            Work.Request();
        }

        private async Task FollowAsync(CancellationToken cancellationToken)
        {
            // Whoever types without a pause sees ranges follow all the same: only a decision or the end of the session stops this part.
            await Task.Delay(Pace, _all._time, _all._server.Ended);
            var now = _all._server.Snapshot;
            var pending = Tell();
            if (pending.IsEmpty || VerdictOn(pending, now) is not null)
            {
                return;
            }

            await Task.Delay(Rest, _all._time, cancellationToken);
            await _all._judging.WaitAsync(cancellationToken);
            try
            {
                var verdict = await _all._server.VerifyAsync(now, pending, cancellationToken);
                lock (_gate)
                {
                    _judged = new Judged(pending, now, verdict with { Repaired = _made.Verdict.Repaired });
                }
            }
            finally
            {
                _all._judging.Release();
            }

            Tell();
        }

        /// <summary>Tells the client how it stands if that is news; gives what is to be judged of it.</summary>
        private ChangeSet Tell()
        {
            lock (_gate)
            {
                if (Work.IsPaused || _all._followed.GetValueOrDefault(_made.Id) != this)
                {
                    return ChangeSet.Empty;
                }

                var said = LookAtText();
                if (!said.AsSpan().SequenceEqual(_told))
                {
                    _told = said;
                    _all._server.NotifyChanged(_shown);
                }

                return _shown.Status == Engine.Edits.ProposalStatus.Stale ? ChangeSet.Empty : _shown.Changes.Chosen(null);
            }
        }

        // Gives what of it is worth telling: another version alone is not.
        private byte[] LookAtText()
        {
            var now = _all._server.Snapshot;
            _shown = (IsInStep(_made, now) ? _made.Onto(now) : _shown) with { Verdict = _judged.Verdict };
            var wire = ToWire.For(now).Proposal(_shown);
            return JsonSerializer.SerializeToUtf8Bytes(
                wire with { Files = [.. wire.Files.Select(f => f with { Version = null })] }, WireJson.Default.Proposal);
        }
    }

    /// <summary>What a verdict was made on.</summary>
    private sealed record Judged(ChangeSet Changes, Snapshot On, Verdict Verdict)
    {
        /// <summary>Whether something changed that no text tells.</summary>
        public bool IsOutdated { get; init; }

        public bool IsOn(ChangeSet changes, Snapshot now, Assistant assistant) =>
            !IsOutdated
            && On.Trusted == now.Trusted
            && changes.Files.Length == Changes.Files.Length
            && changes.Files.Zip(Changes.Files).All(f => f.First.Path == f.Second.Path && AreSame(f.First.Before, f.Second.Before) && AreSame(f.First.After, f.Second.After))
            && now.Open.All(o => On.Open.GetValueOrDefault(o.Key) is not { } was
                || AreSame(was.Text, o.Value.Text)
                || o.Value.Uri.Path is not { } path
                || changes.Find(path) is not null
                || !assistant.KnowsLanguageOf(path));

        private static bool AreSame(SourceText? one, SourceText? other) =>
            ReferenceEquals(one, other) || (one is not null && other is not null && one.ContentEquals(other));
    }
}
