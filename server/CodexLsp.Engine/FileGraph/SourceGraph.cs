using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph;

/// <summary>What the source files of a workspace declare and take from each other, at one moment.</summary>
/// <param name="view">The files' texts.</param>
/// <param name="files">What was read of each.</param>
internal sealed class SourceGraph(Snapshot view, Dictionary<AbsolutePath, SourceFile> files)
{
    // More modules than this are not followed for one name: files may re-export each other in rings.
    private const int MostModules = 1000;

    private readonly Dictionary<(AbsolutePath From, Import Import), ImmutableArray<AbsolutePath>> _resolved = [];
    private readonly Dictionary<AbsolutePath, SourceText?> _settings = [];

    /// <summary>What the user and the turn see.</summary>
    public Snapshot View => view;

    /// <summary>Every file, in no order.</summary>
    public IReadOnlyDictionary<AbsolutePath, SourceFile> Files => files;

    /// <summary>What a file declares; nothing when it is not there.</summary>
    public SourceFile Of(AbsolutePath path) => files.GetValueOrDefault(path) ?? SourceFile.Empty;

    /// <summary>The files of the workspace that an import means: the module, for a package the part that is named, too. Empty for what is outside.</summary>
    public ImmutableArray<AbsolutePath> Resolve(AbsolutePath from, Import import)
    {
        if (!_resolved.TryGetValue((from, import), out var found))
        {
            found = SourceIndex.LanguageOf(from) is { } language && view.FolderOf(from) is { } workspace
                ? [.. language.Candidates(from, import, workspace, Settings).Where(files.ContainsKey).Distinct()]
                : [];
            _resolved.Add((from, import), found);
        }

        return found;
    }

    /// <summary>What a name means at the top of a file: what it declares, or what it imports under that name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="file">What was read of it.</param>
    /// <param name="name">A name.</param>
    public Declared? Lookup(AbsolutePath path, SourceFile file, string name) => Lookup(path, file, name, []);

    /// <summary>What a module gives under a name, wherever it comes from.</summary>
    public Declared? Exported(AbsolutePath path, string name) => Exported(path, name, []);

    /// <summary>What an import brings: a declaration, or a module where it names none.</summary>
    public Declared? Imported(AbsolutePath from, Import import) => Imported(from, import, []);

    private Declared? Lookup(AbsolutePath path, SourceFile file, string name, HashSet<(AbsolutePath, string)> seen)
    {
        if (file.Declarations.FirstOrDefault(d => d.Container is null && d.Name == name && d.Kind != "test") is { } own)
        {
            return new Declared(path, own);
        }

        foreach (var import in file.Imports)
        {
            if (import.Local == name && Imported(path, import, seen) is { } found)
            {
                return found;
            }
        }

        foreach (var import in file.Imports)
        {
            if (import is { Name: Import.Everything, Local: null })
            {
                foreach (var module in Resolve(path, import))
                {
                    if (Exported(module, name, seen) is { } found)
                    {
                        return found;
                    }
                }
            }
        }

        return null;
    }

    private Declared? Imported(AbsolutePath from, Import import, HashSet<(AbsolutePath, string)> seen)
    {
        var modules = Resolve(from, import);
        if (import.Name is null or Import.Everything)
        {
            return modules is [var whole, ..] ? new Declared(whole, null) : null;
        }

        foreach (var module in modules)
        {
            if (Exported(module, import.Name, seen) is { } found)
            {
                return found;
            }
        }

        // A part of a package is a file of its own name.
        foreach (var module in modules)
        {
            if (Path.GetFileNameWithoutExtension(module.Name) == import.Name || module.Parent?.Name == import.Name)
            {
                return new Declared(module, null);
            }
        }

        return null;
    }

    private Declared? Exported(AbsolutePath path, string name, HashSet<(AbsolutePath, string)> seen)
    {
        if (seen.Count > MostModules || !seen.Add((path, name)))
        {
            return null;
        }

        var file = Of(path);
        foreach (var export in file.Exports)
        {
            if (export.Name == name)
            {
                var found = export.Module is { } module
                    ? Imported(path, new Import(module, export.Local, null), seen)
                    : Lookup(path, file, export.Local, seen);
                if (found is not null)
                {
                    return found;
                }
            }
        }

        if (Lookup(path, file, name, seen) is { } own)
        {
            return own;
        }

        foreach (var export in file.Exports)
        {
            if (export is { Name: Import.Everything, Module: { } module } && name != Import.Default
                && Imported(path, new Import(module, name, null), seen) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private SourceText? Settings(AbsolutePath path)
    {
        if (!_settings.TryGetValue(path, out var text))
        {
            _settings.Add(path, text = view.Read(path)?.Text);
        }

        return text;
    }
}

/// <summary>Where something is declared.</summary>
/// <param name="Path">The file.</param>
/// <param name="Declaration">The declaration; null when the file itself is meant, as a module.</param>
internal sealed record Declared(AbsolutePath Path, Declaration? Declaration);
