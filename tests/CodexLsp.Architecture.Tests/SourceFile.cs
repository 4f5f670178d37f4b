using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CodexLsp.Architecture.Tests;

/// <summary>One file of the repository, or of a bad example that a rule must refuse.</summary>
/// <param name="Path">Relative to the repository, with forward slashes.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The lines, without their ends.</summary>
    public string[] Lines => Text.TrimEnd('\n').Split('\n');

    /// <summary>The file name up to its first dot: parts of one type are called <c>Name.Part.cs</c>.</summary>
    public string Name => System.IO.Path.GetFileName(Path).Split('.')[0];

    /// <summary>The syntax of a C# file.</summary>
    public SyntaxNode Syntax => CSharpSyntaxTree.ParseText(Text).GetRoot();

    /// <summary>Whether the file has one of these extensions, given with the dot.</summary>
    public bool Is(params ReadOnlySpan<string> extensions) => extensions.Contains(System.IO.Path.GetExtension(Path));
}
