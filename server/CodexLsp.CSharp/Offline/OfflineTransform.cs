using System.Collections.Immutable;
using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Models;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Offline;

/// <summary>One of the offline model's transforms of C#.</summary>
public sealed class OfflineTransform : IOfflineTransform
{
    private readonly CSharpWorkspace _workspace;
    private readonly Func<OfflineRequest, bool> _isMine;

    private OfflineTransform(CSharpWorkspace workspace, string ability, Func<OfflineRequest, bool> isMine) =>
        (_workspace, Ability, _isMine) = (workspace, ability, isMine);

    /// <inheritdoc/>
    public string Ability { get; }

    /// <summary>All there are.</summary>
    /// <param name="workspace">Gives the solutions.</param>
    public static ImmutableArray<IOfflineTransform> All(CSharpWorkspace workspace) =>
    [
        new OfflineTransform(workspace, "add argument null checks", r => r is OfflineRequest.NullChecks),
        new OfflineTransform(workspace, "add XML documentation", r => r is OfflineRequest.Documentation),
        new OfflineTransform(workspace, "convert to expression body or block body", r =>
            r is OfflineRequest.ExpressionBody or OfflineRequest.BlockBody),
        new OfflineTransform(workspace, "rename X to Y", r => r is OfflineRequest.Rename),
        new OfflineTransform(workspace, "add a parameter with type and name", r => r is OfflineRequest.AddParameter),
        new OfflineTransform(workspace, "wrap in try/catch", r => r is OfflineRequest.TryCatch),
    ];

    /// <inheritdoc/>
    public async Task<Outcome<EditScript>?> TryAsync(
        Snapshot snapshot, AbsolutePath path, TextSpan selection, string words, CancellationToken cancellationToken)
    {
        if (path.Extension != ".cs" || Wording.Understand(words) is not { } request || !_isMine(request))
        {
            return null;
        }

        var file = await DocumentOfFile.FindAsync(_workspace, snapshot, path, cancellationToken);
        if (file.Unbound is { } why)
        {
            return new Failure(
                "offline.unbound",
                $"The built-in offline model can {Ability}, but only in code it can compile, and this it cannot: {why}.",
                snapshot.Trusted ? "Correct that ('codex-lsp doctor' says more), or set a model." : "Trust the workspace, or set a model.");
        }

        if (await OfflineEdit.ApplyAsync(file.Document, selection, request, cancellationToken) is not { } after)
        {
            return null;
        }

        // As the patch envelope writes paths: from the workspace folder on.
        var folder = snapshot.FolderOf(path) ?? path.Parent ?? path;
        var script = await DocumentChangesToEditScript.ConvertAsync(
            file.Document.Project.Solution, after, changed => new AbsolutePath(changed).RelativeTo(folder), cancellationToken);
        return script is null ? null : (Outcome<EditScript>)script;
    }
}
