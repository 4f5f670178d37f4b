using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.FileGraph;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>Reads what commands changed in a checkout: text that a person would commit, and nothing the policy refuses.</summary>
internal sealed class CheckoutReading(WorkspaceLayer layer, PathPolicy policy)
{
    // A command may write as much as it likes; a person looks at what comes back.
    private const int MostFiles = 1000;
    private const long MostCharacters = 16 << 20;
    private const int MostLeftOut = 20;

    // What tools leave in folders where nobody wrote an ignore rule.
    private static readonly ImmutableArray<string> Leavings =
        ["__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".venv", "TestResults", "coverage", ".nyc_output", ".eslintcache"];

    /// <summary>The changes, placed on <paramref name="view"/>.</summary>
    public CommandChanges Read(Snapshot view, CancellationToken cancellationToken)
    {
        var changes = ImmutableArray.CreateBuilder<FileChange>();
        var leftOut = ImmutableArray.CreateBuilder<string>();
        var characters = 0L;
        foreach (var (entry, bytes) in OfInterest(view))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (changes.Count == MostFiles || characters > MostCharacters || leftOut.Count == MostLeftOut)
            {
                leftOut.Add("There is more, which is left out: too much was changed.");
                break;
            }

            var path = layer.Workspace.Append(entry.Relative);
            if (policy.Check(path) is PathDecision.Refused refused)
            {
                leftOut.Add(refused.Failure.Message);
            }
            else if (bytes?.Length > policy.MaxFileBytes)
            {
                leftOut.Add($"'{ShownText.Of(entry.Relative)}' is longer than {policy.MaxFileBytes:N0} bytes, which is the most.");
            }
            else if (ChangeOf(view, path, bytes) is { } change)
            {
                changes.Add(change);
                characters += change.After?.Length ?? 0;
            }
        }

        return new CommandChanges(new ChangeSet(changes.ToImmutable()), leftOut.ToImmutable());
    }

    private IEnumerable<(LayerEntry Entry, byte[]? Bytes)> OfInterest(Snapshot view)
    {
        var rules = IgnoreRules.Of(view, layer.Workspace);
        return layer.Entries()
            .Where(e => ProtectedNames.Generated(e.Relative) is null && ProtectedNames.Forbidden(e.Relative) is null)
            .Where(e => !e.Relative.Split('/').Any(Leavings.Contains) && !IsIgnored(view, rules, e.Relative))
            .Select(e => (Entry: e, Bytes: e.Deleted ? null : layer.Read(e.Relative, policy.MaxFileBytes + 1)))
            .Where(e => e.Entry.Deleted || (e.Bytes is { } bytes && !IsBinary(bytes)))
            .Where(e => Differs(view, e.Entry, e.Bytes));
    }

    private bool IsIgnored(Snapshot view, IgnoreRules rules, string relative)
    {
        var parts = relative.Split('/');
        var path = layer.Workspace;
        for (var i = 0; i < parts.Length; i++)
        {
            path = path.Append(parts[i]);
            var isFolder = i < parts.Length - 1;
            if (rules.Ignores(path, isFolder))
            {
                return true;
            }

            rules = isFolder ? rules.Enter(view, path) : rules;
        }

        return false;
    }

    private bool Differs(Snapshot view, LayerEntry entry, byte[]? bytes)
    {
        var seen = view.Read(layer.Workspace.Append(entry.Relative))?.Text;
        return bytes is null ? seen is not null : seen is null || !FileText.Encode(seen).AsSpan().SequenceEqual(bytes);
    }

    private static FileChange? ChangeOf(Snapshot view, AbsolutePath path, byte[]? bytes)
    {
        var seen = view.Read(path);
        var text = bytes is null ? null : FileText.Decode(bytes);
        return (seen, text) switch
        {
            ({ } gone, null) => FileChange.Delete(path, gone.Text, gone.Version),
            (null, { } created) => FileChange.Create(path, created),
            ({ } before, { } after) when !before.Text.ContentEquals(after) => FileChange.Modify(path, before.Text, after, before.Version),

            // Only the bytes around the text differ, such as a byte order mark.
            _ => null,
        };
    }

    private static bool IsBinary(byte[] bytes) => bytes is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) && bytes.AsSpan().Contains((byte)0);
}
