namespace CodexLsp.CSharp.Loading;

/// <summary>What a load is doing.</summary>
/// <param name="Message">A phrase for a person.</param>
public sealed record LoadProgress(string Message);
