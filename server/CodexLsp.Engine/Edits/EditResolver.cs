using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>Places what a model asked for on the text the user sees.</summary>
public static class EditResolver
{
    /// <summary>The most hunks of one script.</summary>
    public const int MaxHunks = 10_000;

    /// <summary>Places every edit of a script, or none.</summary>
    /// <param name="script">What is asked for.</param>
    /// <param name="snapshot">The text it is asked of.</param>
    /// <param name="policy">What may be written.</param>
    /// <param name="folder">The workspace folder the script's paths are relative to; null when nobody said.</param>
    /// <exception cref="IOException">A file is there but cannot be read.</exception>
    public static Resolution Resolve(EditScript script, Snapshot snapshot, PathPolicy policy, AbsolutePath? folder)
    {
        var count = script.Files.OfType<FileEdit.Update>().Sum(u => u.Hunks.Length);
        return count > MaxHunks
            ? Resolution.Fail($"The change has {count:N0} hunks; {MaxHunks:N0} is the most that is placed.", "Send it in parts.")
            : new Run(snapshot, policy, folder).Resolve(script);
    }

    private sealed class Run(Snapshot snapshot, PathPolicy policy, AbsolutePath? folder)
    {
        private readonly ImmutableArray<ProtectedFile>.Builder _protected = ImmutableArray.CreateBuilder<ProtectedFile>();
        private Failure? _failure;

        public Resolution Resolve(EditScript script)
        {
            // A file may appear more than once: its edits belong together.
            var order = new List<AbsolutePath>();
            var edits = new Dictionary<AbsolutePath, List<FileEdit>>();
            foreach (var edit in script.Files)
            {
                if (PathOf(edit.Path, edit is not FileEdit.Create) is not { } path)
                {
                    return new Resolution.Unplaced(_failure!);
                }

                if (!edits.TryGetValue(path, out var list))
                {
                    order.Add(path);
                    edits[path] = list = [];
                }

                list.Add(edit);
            }

            var changes = ImmutableArray.CreateBuilder<FileChange>();
            foreach (var path in order)
            {
                var change = Change(path, edits[path]);
                if (_failure is not null)
                {
                    return new Resolution.Unplaced(_failure);
                }

                if (change is not null)
                {
                    changes.Add(change);
                }
            }

            var twice = changes.SelectMany(c => c.NewPath is null ? [c.Path] : new[] { c.Path, c.NewPath.Value }).GroupBy(p => p).FirstOrDefault(g => g.Count() > 1);
            return twice is not null
                ? Resolution.Fail($"Two edits of the change end in the same file, '{twice.Key}'.", "Give each file one place.")
                : FileInFile(changes) is { } nested
                ? Resolution.Fail($"'{nested.Inner}' would lie in '{nested.Outer}', which is a file.", "Choose another name.")
                : new Resolution.Placed(new ChangeSet(changes.ToImmutable()), _protected.ToImmutable());
        }

        // Even where the outer one goes with the same change: nobody promises in which order a disk sees that.
        private (AbsolutePath Inner, AbsolutePath Outer)? FileInFile(IEnumerable<FileChange> changes)
        {
            AbsolutePath[] made = [.. changes.Where(c => c.Kind is FileChangeKind.Create or FileChangeKind.Rename).Select(c => c.FinalPath)];
            AbsolutePath[] there = [.. snapshot.Open.Values.Select(d => d.Uri.Path).OfType<AbsolutePath>(), .. made];
            foreach (var path in made)
            {
                foreach (var other in there.Where(other => other != path && (path.IsWithin(other) || other.IsWithin(path))))
                {
                    return path.IsWithin(other) ? (path, other) : (other, path);
                }

                for (var above = path.Parent; above is { } outer && snapshot.FolderOf(outer) is { } root && outer != root; above = outer.Parent)
                {
                    if (File.Exists(outer.Value))
                    {
                        return (path, outer);
                    }
                }
            }

            return null;
        }

        private AbsolutePath? PathOf(string written, bool exists)
        {
            var decision = policy.Check(written, folder);

            // Git's side prefixes, copied into a format that has none.
            if (exists && written is ['a' or 'b', '/', ..] && decision is PathDecision.Allowed missing && !Path.Exists(missing.Path.Value))
            {
                decision = policy.Check(written[2..], folder);
            }

            switch (decision)
            {
                case PathDecision.Refused refused:
                    _failure = refused.Failure;
                    return null;
                case PathDecision.Protected guarded:
                    if (_protected.All(p => p.Path != guarded.Path))
                    {
                        _protected.Add(new ProtectedFile(guarded.Path, guarded.Pattern));
                    }

                    return guarded.Path;
                default:
                    return ((PathDecision.Allowed)decision).Path;
            }
        }

        private FileChange? Change(AbsolutePath path, List<FileEdit> edits)
        {
            var name = edits[0].Path;
            var document = snapshot.Read(path);
            switch (edits)
            {
                case [FileEdit.Create create] when document is null:
                    return FileChange.Create(path, SourceText.From(create.Text, new System.Text.UTF8Encoding(false)));
                case [FileEdit.Create]:
                    return Fail($"'{name}' is there already, so it cannot be created.", "Change it with '*** Update File', or choose another name.");
                case [FileEdit.Delete, FileEdit.Create create] when document is not null:
                    return Modify(document, document.Text.WithChanges(new TextChange(new TextSpan(0, document.Text.Length), create.Text)), [], null);
                case [FileEdit.Delete] when document is not null:
                    return FileChange.Delete(path, document.Text, document.Version);
            }

            if (document is null)
            {
                return Fail($"'{name}' does not exist.", "Name a file of the workspace, relative to its folder, or create it with '*** Add File'.");
            }

            if (snapshot.Find(path) is { OutOfStep: { } reason })
            {
                return Fail($"'{name}' cannot be changed: its text in the editor is not known ({reason}).", "Close the file and open it again.");
            }

            if (edits.Exists(e => e is FileEdit.Create or FileEdit.Delete))
            {
                return Fail($"'{name}' is created or deleted and changed in the same answer.", "Ask for one of them.");
            }

            var moves = edits.OfType<FileEdit.Update>().Select(u => u.MoveTo).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
            if (moves.Length > 1)
            {
                return Fail($"'{name}' is moved to '{moves[0]}' and to '{moves[1]}'.", "Move it once.");
            }

            return Place(document, name, edits, moves.FirstOrDefault());
        }

        private FileChange? Place(DocumentText document, string name, List<FileEdit> edits, string? moveTo)
        {
            AbsolutePath? newPath = null;
            if (moveTo is not null)
            {
                newPath = PathOf(moveTo, exists: false);
                if (newPath is null)
                {
                    return null;
                }

                if (newPath != document.Path && snapshot.Read(newPath.Value) is not null)
                {
                    return Fail($"'{name}' cannot be moved to '{moveTo}', which is there already.", "Choose another name.");
                }
            }

            var (text, places, failure) = TextPlacement.Place(document.Text, name, edits);
            if (failure is not null)
            {
                _failure = failure;
                return null;
            }

            return Modify(document, text!, places, newPath == document.Path ? null : newPath);
        }

        private static FileChange? Modify(DocumentText document, SourceText after, ImmutableArray<(TextSpan Span, MatchLevel Level)> places, AbsolutePath? newPath)
        {
            var change = FileChange.Modify(document.Path, document.Text, after, document.Version, newPath);
            if (change.Hunks.IsEmpty && newPath is null)
            {
                return null;
            }

            return change with
            {
                Hunks =
                [
                    .. change.Hunks.Select(h => h with
                    {
                        Match = places.Where(p => p.Span.IntersectsWith(h.Span)).Select(p => p.Level).DefaultIfEmpty(MatchLevel.Exact).Max(),
                    }),
                ],
            };
        }

        private FileChange? Fail(string message, string next)
        {
            _failure = new Failure("edit.place", message, next);
            return null;
        }
    }
}
