using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Loading;

/// <summary>What became of one project in one framework.</summary>
/// <param name="Path">The project file.</param>
/// <param name="Name">Its name, with the framework in parentheses where it has several.</param>
/// <param name="Framework">Such as <c>net10.0</c>; null when it is not known.</param>
/// <param name="Id">The project in the solution; null when it is not loaded.</param>
/// <param name="Failure">Why it is not loaded.</param>
/// <param name="Notes">What limits a verdict on it, a sentence each.</param>
public sealed record ProjectState(
    AbsolutePath Path,
    string Name,
    string? Framework,
    ProjectId? Id,
    Failure? Failure,
    ImmutableArray<string> Notes)
{
    /// <summary>Whether the project is in the solution.</summary>
    [MemberNotNullWhen(true, nameof(Id))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsLoaded => Id is not null;
}
