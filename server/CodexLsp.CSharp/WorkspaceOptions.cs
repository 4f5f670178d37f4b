using CodexLsp.CSharp.Loading;

namespace CodexLsp.CSharp;

/// <summary>What the user set for C#.</summary>
public sealed record WorkspaceOptions
{
    /// <summary>The setting <c>solution</c>; null looks for one.</summary>
    public string? Solution { get; init; }

    /// <summary>How solutions are loaded. Whether they may be is the snapshot's word (<see cref="Engine.Documents.Snapshot.Trusted"/>).</summary>
    public LoadOptions Load { get; init; } = new() { Trusted = true };
}
