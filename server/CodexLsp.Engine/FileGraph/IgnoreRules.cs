using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.FileGraph;

/// <summary>What git ignores in one folder: its own <c>.gitignore</c>, then those of the folders above it, then the repository's exclude file.</summary>
internal sealed class IgnoreRules
{
    private const string FileName = ".gitignore";

    // Outside a repository nobody says what is made by tools, so these names stand for what they leave behind.
    private const string OutsideRepository = "node_modules/\n__pycache__/\n.venv/\nbin/\nobj/\n";

    private static readonly bool IgnoreCase = PathRules.Current.Comparison == StringComparison.OrdinalIgnoreCase;

    private readonly IgnoreRules? _outer;
    private readonly AbsolutePath _folder;
    private readonly ImmutableArray<IgnorePattern> _patterns;

    private IgnoreRules(IgnoreRules? outer, AbsolutePath folder, SourceText? text) =>
        (_outer, _folder, _patterns) = (outer, folder, Parse(text));

    /// <summary>The rules that hold in a workspace folder.</summary>
    public static IgnoreRules Of(Snapshot view, AbsolutePath workspace)
    {
        var top = workspace;
        while (!Path.Exists(top.Append(".git").Value))
        {
            if (top.Parent is not { } parent)
            {
                return new IgnoreRules(new IgnoreRules(null, workspace, SourceText.From(OutsideRepository)), workspace, Read(view, workspace));
            }

            top = parent;
        }

        var excluded = ExcludeFile(top.Append(".git"));
        var rules = new IgnoreRules(
            excluded is null ? null : new IgnoreRules(null, top, view.Read(excluded.Value)?.Text), top, Read(view, top));
        foreach (var part in workspace == top ? [] : workspace.RelativeTo(top).Split('/'))
        {
            rules = rules.Enter(view, rules._folder.Append(part));
        }

        return rules;
    }

    /// <summary>The rules that hold in a folder of this one.</summary>
    public IgnoreRules Enter(Snapshot view, AbsolutePath folder) => new(this, folder, Read(view, folder));

    /// <summary>Whether git ignores what is directly in this folder under a name.</summary>
    public bool Ignores(AbsolutePath path, bool isFolder)
    {
        for (var rules = this; rules is not null; rules = rules._outer)
        {
            if (rules._patterns.IsEmpty)
            {
                continue;
            }

            var relative = path.Value.AsSpan(rules._folder.Value.TrimEnd(Path.DirectorySeparatorChar).Length + 1);
            if (rules.Decide(OperatingSystem.IsWindows() ? relative.ToString().Replace('\\', '/') : relative, isFolder) is { } ignored)
            {
                return ignored;
            }
        }

        return false;
    }

    // The last line that matches decides.
    private bool? Decide(ReadOnlySpan<char> relative, bool isFolder)
    {
        for (var i = _patterns.Length - 1; i >= 0; i--)
        {
            if (_patterns[i].Matches(relative, isFolder))
            {
                return !_patterns[i].IsNegated;
            }
        }

        return null;
    }

    // A link in place of the file is not followed; git does not, either.
    private static SourceText? Read(Snapshot view, AbsolutePath folder)
    {
        var file = folder.Append(FileName);
        return view.Find(file)?.Text ?? (new FileInfo(file.Value) is { Exists: true, LinkTarget: null } ? view.Read(file)?.Text : null);
    }

    private static ImmutableArray<IgnorePattern> Parse(SourceText? text) => text is null
        ? []
        : [.. text.ToString().Split('\n').Select(l => IgnorePattern.Parse(l is [.. var line, '\r'] ? line : l, IgnoreCase)).OfType<IgnorePattern>()];

    // In a linked working tree ".git" is a file that names the repository's folder, which names the one they share.
    private static AbsolutePath? ExcludeFile(AbsolutePath git)
    {
        const string Pointer = "gitdir: ";
        var folder = git;
        if (File.Exists(git.Value))
        {
            var text = File.ReadAllText(git.Value).TrimEnd();
            if (!text.StartsWith(Pointer, StringComparison.Ordinal))
            {
                return null;
            }

            folder = git.Parent!.Value.Append(text[Pointer.Length..]);
        }

        var shared = folder.Append("commondir");
        return (File.Exists(shared.Value) ? folder.Append(File.ReadAllText(shared.Value).Trim()) : folder).Append("info/exclude");
    }
}
