using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Loading;

/// <summary>How a solution is loaded.</summary>
public sealed record LoadOptions
{
    /// <summary>Whether the user trusts the workspace. Without it no build logic, generator or analyzer of the workspace runs.</summary>
    public required bool Trusted { get; init; }

    /// <summary>The <c>dotnet</c> executable of the user's choice; null looks for one.</summary>
    public string? Dotnet { get; init; }

    /// <summary>Where answers of MSBuild are kept between loads; null keeps none.</summary>
    public AbsolutePath? CacheFolder { get; init; }

    /// <summary>Which analyzers and generators the projects get.</summary>
    public AnalyzerMode Analyzers { get; init; } = AnalyzerMode.All;

    /// <summary>The configuration to load.</summary>
    public string Configuration { get; init; } = "Debug";

    /// <summary>After this time MSBuild is ended and the load has failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(3);
}
