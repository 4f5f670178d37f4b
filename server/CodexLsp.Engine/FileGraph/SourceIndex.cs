using System.Collections.Concurrent;
using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.FileGraph.Python;
using CodexLsp.Engine.FileGraph.TypeScript;

namespace CodexLsp.Engine.FileGraph;

/// <summary>
/// Reads the workspace's source files of the languages that have no room of their own, and keeps what it read: when it is asked
/// again, only files that changed are read again. Unsaved buffers and a turn's edits count as the files they will be.
/// </summary>
/// <param name="files">Lists and reads.</param>
public sealed class SourceIndex(WorkspaceFiles files)
{
    private static readonly ImmutableArray<ISourceLanguage> Languages = [new TypeScriptLanguage(), new PythonLanguage()];

    // The last answer: what the next one need not read.
    private volatile Dictionary<AbsolutePath, Known> _last = [];

    /// <summary>The language of a file; null when there is no reader for it.</summary>
    internal static ISourceLanguage? LanguageOf(AbsolutePath path)
    {
        foreach (var language in Languages)
        {
            if (language.Reads(path))
            {
                return language;
            }
        }

        return null;
    }

    /// <summary>Whether there is a reader for a file.</summary>
    internal static bool Handles(AbsolutePath path) => LanguageOf(path) is not null;

    /// <summary>Brings what is known up to date and gives it as it is now.</summary>
    internal SourceGraph Read(Snapshot view, CancellationToken cancellationToken)
    {
        var last = _last;
        var now = new Dictionary<AbsolutePath, Known>(last.Count);
        var walk = new WorkspaceWalk(view, cancellationToken);
        List<ListedFile> changed = [];
        foreach (var file in view.Folders.SelectMany(walk.Below).Where(f => Handles(f.Path)))
        {
            if (last.TryGetValue(file.Path, out var known) && known.IsOf(file))
            {
                now[file.Path] = known;
            }
            else
            {
                changed.Add(file);
            }
        }

        var read = new ConcurrentBag<Known>();
        Parallel.ForEach(changed, new ParallelOptions { CancellationToken = cancellationToken }, file => read.Add(new Known(file, Read(file))));
        foreach (var known in read)
        {
            now[known.File.Path] = known;
        }

        _last = now;
        return new SourceGraph(view, now.ToDictionary(p => p.Key, p => p.Value.Source));
    }

    private SourceFile Read(ListedFile file) => files.TextOf(file) is { } text ? LanguageOf(file.Path)!.Read(file.Path, text) : SourceFile.Empty;

    private sealed record Known(ListedFile File, SourceFile Source)
    {
        // A buffer is one value for each text, so the same value is the same text.
        public bool IsOf(ListedFile file) => ReferenceEquals(File.Buffer, file.Buffer)
            && (file.Buffer is not null || (File.Length == file.Length && File.Written == file.Written));
    }
}
