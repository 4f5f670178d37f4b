using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>Two changes made one after the other, as one.</summary>
internal sealed class ChangeSetComposition
{
    private readonly Snapshot _snapshot;
    private readonly ChangeSet _first;
    private readonly ChangeSet _second;
    private readonly List<AbsolutePath> _order = [];
    private readonly Dictionary<AbsolutePath, Standing> _now = [];

    private ChangeSetComposition(Snapshot snapshot, ChangeSet first, ChangeSet second)
    {
        _snapshot = snapshot;
        _first = first;
        _second = second;
        Take(first);
        Take(second);
    }

    /// <summary>The change from <paramref name="snapshot"/> to what is there after both, each file once.</summary>
    /// <param name="snapshot">What <paramref name="first"/> is placed on.</param>
    /// <param name="first">The earlier change.</param>
    /// <param name="second">The later one, placed on what the earlier one leaves.</param>
    /// <exception cref="IOException">A file is there but cannot be read.</exception>
    public static ChangeSet Of(Snapshot snapshot, ChangeSet first, ChangeSet second) =>
        second.IsEmpty ? first : new ChangeSet([.. new ChangeSetComposition(snapshot, first, second).Changes()]);

    private void Take(ChangeSet changes)
    {
        // All that go before all that come: a file may take the place of another that moves in the same change.
        var standing = changes.Files.ToDictionary(f => f.Path, f => _now.GetValueOrDefault(f.Path));
        foreach (var file in changes.Files.Where(f => f.After is null || f.NewPath is not null))
        {
            Set(file.Path, default);
        }

        foreach (var file in changes.Files.Where(f => f.After is not null))
        {
            AbsolutePath? origin = file.Before is null ? null : standing[file.Path] is { Text: not null } earlier ? earlier.Origin : file.Path;
            Set(file.FinalPath, new Standing(file.After, origin));
        }
    }

    private void Set(AbsolutePath path, Standing standing)
    {
        if (!_now.ContainsKey(path))
        {
            _order.Add(path);
        }

        _now[path] = standing;
    }

    private IEnumerable<FileChange> Changes()
    {
        var moved = _order.Where(p => IsMove(p, _now[p])).ToDictionary(p => _now[p].Origin!.Value);
        foreach (var path in _order)
        {
            var (text, origin) = _now[path];
            if (text is null)
            {
                if (!moved.ContainsKey(path) && Before(path) is { } gone)
                {
                    yield return FileChange.Delete(path, gone.Text, gone.Version);
                }

                continue;
            }

            var from = origin is { } source && moved.TryGetValue(source, out var to) && to == path ? source : path;
            if (Of(from, path, text) is { } change)
            {
                yield return change;
            }
        }
    }

    /// <summary>Whether a file stands here that stood elsewhere at first; only where neither place has a second story.</summary>
    private bool IsMove(AbsolutePath path, Standing standing) =>
        standing is { Text: not null, Origin: { } origin } && origin != path
        && Before(path) is null
        && _now.TryGetValue(origin, out var left) && left.Text is null
        && Before(origin) is not null;

    private FileChange? Of(AbsolutePath from, AbsolutePath path, SourceText text)
    {
        AbsolutePath? newPath = from == path ? null : path;
        var before = Before(from);

        // What one change alone did stays as it is: how its hunks matched is known there.
        var made = _first.Files.Concat(_second.Files).FirstOrDefault(f => f.Path == from && f.NewPath == newPath && f.After is not null);
        if (made is not null && Same(made.Before, before?.Text))
        {
            made = made with { Version = before?.Version };
            made = Same(made.After, text) ? made : made.WithAfter(text);
        }
        else
        {
            made = before is null ? FileChange.Create(path, text) : FileChange.Modify(from, before.Text, text, before.Version, newPath);
        }

        return made.Hunks.IsEmpty && made.Kind == FileChangeKind.Modify ? null : made;
    }

    /// <summary>The file before both changes. One that was changed is remembered there: the disk may have moved since.</summary>
    private DocumentText? Before(AbsolutePath path)
    {
        if (_first.Files.FirstOrDefault(f => f.Path == path) is { } known)
        {
            return known.Before is { } text ? new DocumentText(path, text, known.Version) : null;
        }

        return _snapshot.Read(path);
    }

    private static bool Same(SourceText? one, SourceText? other) =>
        ReferenceEquals(one, other) || (one is not null && other is not null && one.ContentEquals(other));

    /// <param name="Text">Null when nothing is there.</param>
    /// <param name="Origin">Where its text was at first; null when it is new.</param>
    private readonly record struct Standing(SourceText? Text, AbsolutePath? Origin);
}
