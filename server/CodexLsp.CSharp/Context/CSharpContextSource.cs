using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Context;

/// <summary>Context from the symbols of a C# solution.</summary>
/// <param name="workspace">Gives the solutions.</param>
public sealed class CSharpContextSource(CSharpWorkspace workspace) : IContextSource
{
    /// <inheritdoc/>
    public bool Handles(AbsolutePath path) => path.Extension == ".cs";

    /// <inheritdoc/>
    public TextSpan Grow(SourceText text, AbsolutePath path, TextSpan selection) => SelectionGrowth.Grow(text, selection);

    /// <inheritdoc/>
    public async Task<ContextPack> GatherAsync(
        Snapshot snapshot, AbsolutePath path, TextSpan selection, string? instruction, int budget, CancellationToken cancellationToken)
    {
        var file = await DocumentOfFile.FindAsync(workspace, snapshot, path, cancellationToken);
        return await CSharpContextBuilder.BuildAsync(file.Document, selection, instruction, budget, file.IsBound, cancellationToken);
    }
}
