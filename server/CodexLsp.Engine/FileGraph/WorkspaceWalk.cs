using System.IO.Enumeration;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.FileGraph;

/// <summary>Walks a workspace folder as git does: ignored folders are not entered, links neither listed nor followed.</summary>
internal sealed class WorkspaceWalk
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    private readonly Snapshot _view;
    private readonly CancellationToken _cancellationToken;

    // What editors and the turn have in each folder, files and the folders on the way to them.
    private readonly Dictionary<AbsolutePath, HashSet<Entry>> _buffers = [];

    public WorkspaceWalk(Snapshot view, CancellationToken cancellationToken)
    {
        (_view, _cancellationToken) = (view, cancellationToken);
        foreach (var path in view.Open.Values.Select(d => d.Uri.Path).OfType<AbsolutePath>())
        {
            if (view.FolderOf(path) is { } workspace)
            {
                AddBuffer(path, workspace);
            }
        }
    }

    /// <summary>The files in a folder and below it, in git's order; none when it is ignored, behind a link, or outside the workspace's folders.</summary>
    public IEnumerable<ListedFile> Below(AbsolutePath folder)
    {
        if (_view.FolderOf(folder) is not { } workspace)
        {
            return [];
        }

        var rules = IgnoreRules.Of(_view, workspace);
        var at = workspace;
        foreach (var part in folder == workspace ? [] : folder.RelativeTo(workspace).Split('/'))
        {
            at = at.Append(part);
            if (part == ".git" || rules.Ignores(at, isFolder: true) || new DirectoryInfo(at.Value).LinkTarget is not null)
            {
                return [];
            }

            rules = rules.Enter(_view, at);
        }

        return Walk(folder, rules);
    }

    private IEnumerable<ListedFile> Walk(AbsolutePath start, IgnoreRules startRules)
    {
        // What is still to be listed, the next on top: deep trees need no deep stack.
        var open = new Stack<(Entry Entry, AbsolutePath Path, IgnoreRules Rules)>();
        Open(start, startRules);
        while (open.TryPop(out var next))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (next.Entry.IsFolder)
            {
                Open(next.Path, next.Rules.Enter(_view, next.Path));
            }
            else if (!_view.Removed.Contains(next.Path))
            {
                yield return new ListedFile(next.Path, next.Entry.Length, next.Entry.Written, _view.Find(next.Path)?.Text);
            }
        }

        void Open(AbsolutePath folder, IgnoreRules rules)
        {
            foreach (var entry in Entries(folder))
            {
                var path = folder.Append(entry.Name);
                if (!rules.Ignores(path, entry.IsFolder))
                {
                    open.Push((entry, path, rules));
                }
            }
        }
    }

    // The last first, as git sorts: by bytes, a folder as if its name ended in a slash.
    private List<Entry> Entries(AbsolutePath folder)
    {
        List<Entry> entries = [];
        try
        {
            entries.AddRange(new FileSystemEnumerable<Entry>(folder.Value, (ref FileSystemEntry e) => new Entry(
                e.FileName.ToString(), e.IsDirectory, e.IsDirectory ? 0 : e.Length, e.IsDirectory ? 0 : e.LastWriteTimeUtc.Ticks), Everything)
            {
                ShouldIncludePredicate = (ref FileSystemEntry e) => (e.Attributes & FileAttributes.ReparsePoint) == 0 && e.FileName is not ".git",
            });
        }
        catch (DirectoryNotFoundException)
        {
            // Only buffers are in it, or it went while the tree was walked.
        }

        if (_buffers.TryGetValue(folder, out var buffers))
        {
            entries.AddRange(buffers.Where(b => !entries.Exists(e => e.Name == b.Name)));
        }

        entries.Sort((a, b) => string.CompareOrdinal(b.SortName, a.SortName));
        return entries;
    }

    private void AddBuffer(AbsolutePath path, AbsolutePath workspace)
    {
        var entry = new Entry(path.Name, IsFolder: false, 0, 0);
        for (var at = path; at != workspace && at.Parent is { } folder; at = folder)
        {
            if (!_buffers.TryGetValue(folder, out var known))
            {
                _buffers.Add(folder, known = []);
            }

            if (!known.Add(at == path ? entry : new Entry(at.Name, IsFolder: true, 0, 0)))
            {
                break;
            }
        }
    }

    private sealed record Entry(string Name, bool IsFolder, long Length, long Written)
    {
        public string SortName { get; } = IsFolder ? Name + "/" : Name;
    }
}
