using System.Collections.Immutable;

namespace CodexLsp.Engine.Documents;

/// <summary>
/// What the user sees at one moment: the open buffers over the disk, the workspace's folders and whether they are trusted.
/// Immutable, so that a turn that takes a minute works on the text it was asked about.
/// </summary>
public sealed record Snapshot
{
    /// <summary>Nothing open, no folder, not trusted.</summary>
    public static Snapshot Empty { get; } = new();

    /// <summary>The open documents by <see cref="DocumentUri.Key"/>.</summary>
    public ImmutableDictionary<string, OpenDocument> Open { get; init; } = ImmutableDictionary.Create<string, OpenDocument>(StringComparer.Ordinal);

    /// <summary>The workspace's folders.</summary>
    public ImmutableArray<AbsolutePath> Folders { get; init; } = [];

    /// <summary>Whether the user trusts the folders: without it nothing of theirs is built or run.</summary>
    public bool Trusted { get; init; }

    /// <summary>Files that are not there whatever the disk says: a turn has deleted or moved them (<see cref="Overlay"/>).</summary>
    public ImmutableHashSet<AbsolutePath> Removed { get; init; } = [];

    /// <summary>The open document with this URI, or null.</summary>
    public OpenDocument? Find(DocumentUri uri) => Open.GetValueOrDefault(uri.Key);

    /// <summary>The open document of this file, or null.</summary>
    public OpenDocument? Find(AbsolutePath path) => Open.GetValueOrDefault(DocumentUri.KeyOf(path));

    /// <summary>The workspace folder that holds <paramref name="path"/> (the innermost when they nest), or null.</summary>
    public AbsolutePath? FolderOf(AbsolutePath path)
    {
        AbsolutePath? found = null;
        foreach (var folder in Folders)
        {
            if (path.IsWithin(folder) && (found is null || folder.IsWithin(found.Value)))
            {
                found = folder;
            }
        }

        return found;
    }

    /// <summary>The text of a file as the user sees it: the buffer if it is open, else the disk; null when there is no such file.</summary>
    /// <exception cref="IOException">The file is there but cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is there but may not be read.</exception>
    public DocumentText? Read(AbsolutePath path)
    {
        if (Find(path) is { } open)
        {
            return new DocumentText(path, open.Text, open.Version);
        }

        if (Removed.Contains(path) || !File.Exists(path.Value))
        {
            return null;
        }

        // A pipe, a socket or a device has no length and would keep its reader waiting for ever.
        var bytes = new FileInfo(path.Value).Length == 0 ? [] : File.ReadAllBytes(path.Value);
        return new DocumentText(path, FileText.Decode(bytes), null);
    }

    /// <summary>Adds or replaces an open document.</summary>
    public Snapshot With(OpenDocument document) => this with { Open = Open.SetItem(document.Uri.Key, document) };

    /// <summary>Takes a file out, open or on disk.</summary>
    public Snapshot Hide(AbsolutePath path) => this with { Open = Open.Remove(DocumentUri.KeyOf(path)), Removed = Removed.Add(path) };

    /// <summary>Removes a closed document; the disk is the truth again.</summary>
    public Snapshot Without(DocumentUri uri) => this with { Open = Open.Remove(uri.Key) };
}
