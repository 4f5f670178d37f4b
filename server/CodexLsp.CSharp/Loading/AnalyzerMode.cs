namespace CodexLsp.CSharp.Loading;

/// <summary>Whether the projects' analyzers and source generators are loaded.</summary>
public enum AnalyzerMode
{
    /// <summary>Neither: no foreign code enters this process, and generated sources are missing.</summary>
    None,

    /// <summary>Both, as far as the user's SDK accepts them.</summary>
    All,
}
