using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Loading;

/// <summary>Where <c>dotnet</c> is.</summary>
public abstract record DotnetLocation
{
    private DotnetLocation()
    {
    }

    /// <summary>An executable with at least one SDK beside it.</summary>
    /// <param name="Executable">The file, links resolved.</param>
    /// <param name="Root">Its folder, with <c>sdk</c>, <c>packs</c> and <c>shared</c>.</param>
    public sealed record Found(AbsolutePath Executable, AbsolutePath Root) : DotnetLocation;

    /// <summary>None.</summary>
    /// <param name="Message">Where was looked.</param>
    public sealed record Missing(string Message) : DotnetLocation;
}
